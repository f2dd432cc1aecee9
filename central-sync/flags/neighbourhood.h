#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// The days that may lie between two presences of which the earlier one says something about the
/// term of the later one, by any rule of the pack; null: none is in force.
[[nodiscard]] int reach_days(const PolicyPack* pack);

/// What of a person's history bears on how the flags differ with and without one movement: those
/// around it, from where the ones before say nothing of what comes to where it says nothing of the
/// ones after. Evaluated with it and without it, this gives other flags exactly where the whole
/// history does, and the same ones. `order`: indices into `history.movements`, by time and then
/// reference, each reference once; `at`: where in `order` the movement stands. Nothing of the
/// person is voided, and no review of them is open. No protection stands among their decisions.
[[nodiscard]] PersonHistory history_around(const PersonHistory& history,
                                           std::span<const std::uint32_t> order, std::size_t at,
                                           int reach_days);

}  // namespace garita::central
