#pragma once

#include <string>
#include <string_view>

#include "schema/stay/derivation.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// One row of a table of questions, as text: schema/stay/FORMAT.md, "Rows for the calculator".
struct CalculationRow {
  std::string_view policy;
  std::string_view params;
  std::string_view history;
  std::string_view query_date;
};

/// The answer's cells; "-" where there is no such number or day.
struct CalculationAnswer {
  std::string used;
  std::string remaining;
  std::string overstay_days;
  std::string violation_days;
  std::string first_violation;
  std::string last_legal_day;
  std::string max_stay;
  std::string status;
  Derivation derivation;
};

/// Works out one row. Remedy: reject, beginning with the column's name, for what cannot be read,
/// for an event or a parameter that the policy does not know, and for more than 12,000 events.
[[nodiscard]] Result<CalculationAnswer> calculate(const CalculationRow& row);

}  // namespace garita
