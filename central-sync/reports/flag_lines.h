#pragma once

#include <string>

#include "central-sync/reports/explain.h"

namespace garita::central {

/// What the crossing is known by that a flag is about.
[[nodiscard]] HowKnown subject_known(const PersonReport& report, const Flag& flag);

/// The flags of a person, a line each; the closings that they rest on or wait for; and what was
/// said of each, moment by moment, below a heading.
[[nodiscard]] std::string flag_lines(const PersonReport& report, Language language);

}  // namespace garita::central
