#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "schema/stay/policy.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// The parameters of a row of questions, "key=value;…": taken one by one, so that what nobody took
/// is known to be unknown. Remedies: reject, naming the parameter. They point into the row's text.
class RowParams {
 public:
  RowParams() = default;
  [[nodiscard]] static Result<RowParams> parse(std::string_view text);

  [[nodiscard]] std::optional<std::string_view> take(std::string_view key);
  [[nodiscard]] Result<std::optional<int>> count(std::string_view key, int min, int max);
  [[nodiscard]] Result<int> needed(std::string_view key, int min, int max);
  [[nodiscard]] Result<std::optional<Date>> date(std::string_view key);
  [[nodiscard]] Result<std::set<CountryCode>> states(std::string_view key);
  /// Fails where one was not taken.
  [[nodiscard]] Result<void> all_taken() const;

 private:
  std::map<std::string_view, std::string_view> values_;
};

struct RowRule {
  StayRule rule;
  std::optional<Date> document_expiry;
};

/// The rule that a row's policy and parameters say (FORMAT.md, "Rows for the calculator"): ROLL,
/// PER_ENTRY, ZONE, YEAR, ADMIT_UNTIL and CALMONTH, which takes all parameters that are left.
/// `granted`: the row says what was granted at an entry. Remedy: reject.
[[nodiscard]] Result<RowRule> rule_of_row(std::string_view policy, RowParams& params, bool granted);

}  // namespace garita
