#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/stay/authorise.h"
#include "schema/stay/day_set.h"
#include "schema/stay/derivation.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/date.h"

namespace garita {

/// Where somebody stands on a day, today or a planned one. What happens after that day is not
/// known on it: later entries, exits and decisions are left out.
struct StayQuestion {
  Audience audience;          ///< who would enter, where nobody is there on that day
  std::vector<Visit> visits;  ///< in order of entry
  DaySet not_counted;         ///< days under a residence permit or a long-stay visa
  Date on = Date::from_days_since_epoch(0);
};

enum class StayStatus {
  kOk,
  kOverstay,
  kOkAfterEarlierOverstay,  ///< nothing is over now, but a day was
};
/// "OK", "OVERSTAY", "OK_AFTER_EARLIER_OVERSTAY".
[[nodiscard]] std::string_view status_name(StayStatus status);

struct Assessment {
  std::string rule;  ///< id; "" where none applies
  std::string policy_version;
  /// Of a limit with a window: days of presence in the window that ends on the day asked about. Of
  /// a term: days from its start to the exit or that day.
  int used = 0;
  /// Of a window: the maximum less what was used, as it stands, which is not how long the person
  /// may stay; of a term: its days that are left. At least 0; absent: there is no limit.
  std::optional<int> remaining;
  /// Of a window: days used above the maximum; of a term: days after its end.
  int days_over = 0;
  DaySet violations;  ///< days of presence, up to the day, that no right covered
  /// Of a window: the last day of staying on every day from the day asked about; absent where not
  /// even that day is allowed. Of a term: its end; absent where there is none.
  std::optional<Date> last_legal_day;
  std::optional<int> longest_stay_days;  ///< of a window: days from the day to the last legal one
  StayStatus status = StayStatus::kOk;
  Derivation derivation;
};

/// Linear in visits, decisions and spans. The rule is that of the visit under way on the day, else
/// the one for an entry on it, else that of the last visit.
[[nodiscard]] Assessment assess(const PolicyPack& pack, const StayQuestion& question);

}  // namespace garita
