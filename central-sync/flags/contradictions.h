#pragma once

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// Where crossings by two documents cannot be those of one person who was seen each time: two
/// entries without any exit between, or two exits that somebody saw without an entry between. Of
/// crossings whose document is not known none says so. In order of pairs, then of time.
[[nodiscard]] std::vector<Contradiction> contradictions_in(const Pairing& pairing);

/// Forgets the contradictions that somebody has settled (PersonHistory::linked), and holds every
/// flag that would be raised later, or never, if each document were somebody's own: one that holds
/// either way, or was raised before,
/// is not taken back because somebody of that name comes. `evaluation` with all
/// contradictions, before any flag of it is held, its flags in any order.
void hold_for_contradictions(const PersonHistory& history, const Country& country,
                             const Viewpoint& viewpoint, Evaluation& evaluation);

/// For people and machines, as the reasons of likeness are: "both_entered HND A1
/// 2026-01-05T16:00:00Z~HND B2 2026-01-09T16:00:00Z". `one` and `other` say the documents.
[[nodiscard]] std::string reasons_of(const Contradiction& contradiction, const std::string& one,
                                     const std::string& other);

}  // namespace garita::central
