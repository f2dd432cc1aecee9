#pragma once

#include <chrono>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// How long whom this post has stopped is asked about: a week later other papers and means may have
/// come, and the post itself remembers little longer than that.
inline constexpr std::chrono::hours kStopAskedFor{7 * 24};

/// The decision that speaks against letting the traveller pass; null: none. A referral does in
/// either direction until somebody is let pass or refused: the interview is about the person. A
/// refusal does in its own direction alone, whatever happened in the other: who was not let in may
/// leave, and is not let in for having left.
[[nodiscard]] const DecidedHere* stopped_by(const Situation& situation);

/// Whether the last that was decided here of the traveller, in whichever direction and however long
/// ago, is that they may pass; true where nothing is known.
[[nodiscard]] bool was_let_pass(const Situation& situation);

/// Of what is typed in later: the record that says the same already; null: none. Nobody crosses
/// twice in one direction within one minute, which is all that a sheet of paper says of the time;
/// who is referred may well be let pass in that minute.
[[nodiscard]] const DecidedHere* typed_in_before(const Situation& situation, DecisionKind decision);

/// What Situation::decided_meanwhile names; null: nothing.
[[nodiscard]] const DecidedHere* decided_meanwhile(const Situation& situation);

}  // namespace garita::station
