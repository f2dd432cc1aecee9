#pragma once

#include <string>
#include <vector>

#include "central-sync/reports/explain.h"

namespace garita::central {

/// The decisions on a person, a line each below a heading; "" where there are none. Of one that
/// concerns no stay on record, as an extension that was decided after the exit, that is said.
[[nodiscard]] std::string decision_lines(const PersonReport& report, Language language);

/// The records of the decisions that hold and concern no stay on record.
[[nodiscard]] std::vector<std::string> decisions_on_no_stay(const PersonReport& report);

}  // namespace garita::central
