#include "central-sync/flags/holds.h"

#include <algorithm>
#include <limits>

namespace garita::central {
namespace {

LooseEnds at_viewpoint(const Review& review, const Viewpoint& viewpoint) {
  std::vector<Movement> movements;
  for (const auto& each : review.movements)
    if (each.known_at <= viewpoint.known_at && each.fact.at <= viewpoint.as_of)
      movements.push_back(each.fact);
  std::vector<Void> voids;
  for (const auto& each : review.voids)
    if (each.known_at <= viewpoint.known_at) voids.push_back(each.fact);
  return loose_ends(movements, voids);
}

bool could_end(Instant exit, const Stay& stay) {
  if (exit < stay.entry.at) return false;
  if (stay.exit) return exit < stay.exit->at;
  return !stay.next_entry || exit < stay.next_entry->at;
}

/// A review stands for itself; a contradiction is asked about because of what it holds.
bool is_held_for_contradiction(const Flag& flag, const Evaluation& evaluation) {
  return std::ranges::any_of(evaluation.contradictions,
                             [&](const Contradiction& each) { return each.pair == flag.review; });
}

bool could_matter(const Flag& flag, const Evaluation& evaluation, const LooseEnds& loose) {
  if (flag.kind == FlagKind::kExitWithoutEntry)
    return std::any_of(loose.stays.begin(), loose.stays.end(),
                       [&](const Stay& stay) { return could_end(flag.at, stay); });
  const auto judged = std::find_if(
      evaluation.stays.begin(), evaluation.stays.end(),
      [&](const JudgedStay& each) { return each.stay.entry.reference == flag.subject; });
  if (judged == evaluation.stays.end()) return false;
  // A notice ends whenever the person leaves. Any other flag is about somebody who was there at its
  // moment: who left after it was.
  constexpr Instant kAlways{std::numeric_limits<std::int64_t>::max()};
  const Instant until = flag.kind == FlagKind::kStatusExpires ? kAlways : flag.raise_at;
  return std::any_of(loose.exits.begin(), loose.exits.end(),
                     [&](Instant exit) { return could_end(exit, judged->stay) && exit <= until; });
}

}  // namespace

LooseEnds loose_ends(std::span<const Movement> movements, std::span<const Void> voids) {
  auto pairing = pair_movements(movements, voids);
  LooseEnds loose;
  for (const auto& exit : pairing.exits_without_entry) loose.exits.push_back(exit.at);
  for (auto& stay : pairing.stays)
    if (!stay.exit) loose.stays.push_back(std::move(stay));
  return loose;
}

void hold_for_reviews(const PersonHistory& history, const Viewpoint& viewpoint,
                      Evaluation& evaluation) {
  if (evaluation.flags.empty()) return;
  for (const auto& review : history.reviews) {
    const auto loose = at_viewpoint(review, viewpoint);
    for (auto& flag : evaluation.flags) {
      if (is_held_for_contradiction(flag, evaluation)) continue;
      if (!could_matter(flag, evaluation, loose)) continue;
      if (flag.review.empty() || review.pair < flag.review) flag.review = review.pair;
      flag.state = state_of(ripeness_of(flag), viewpoint.as_of, flag.watermark);
    }
  }
}

}  // namespace garita::central
