#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// How far one presence says something about the term of a later one.
struct Reach {
  int days = 0;         ///< that may lie between them, by any rule of the pack
  bool states = false;  ///< by any number of days, where States were named between which one moves
};
/// Null: no pack is in force.
[[nodiscard]] Reach reach_of(const PolicyPack* pack);

/// What of a person's history bears on how the flags differ with and without one movement: those
/// around it, from where the ones before say nothing of what comes to where it says nothing of the
/// ones after. Evaluated with it and without it, this gives other flags exactly where the whole
/// history does, and the same ones. `order`: indices into `history.movements`, by time and then
/// reference, each reference once; `at`: where in `order` the movement stands. Nothing of the
/// person is voided, no review of them is open, and no two documents contradict each other, with
/// the movement or without it. No protection stands among their decisions.
[[nodiscard]] PersonHistory history_around(const PersonHistory& history,
                                           std::span<const std::uint32_t> order, std::size_t at,
                                           const Reach& reach);

}  // namespace garita::central
