#include "central-sync/flags/holds.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

namespace garita::central {
namespace {

/// That two documents are one person's may be no more than their name: each crossing of a stay that
/// was begun by the one and ended by the other may be of somebody else, and leave the other open.
void add_ends_between_documents(Ends& ends) {
  const std::size_t stays = ends.stays.size();
  for (std::size_t i = 0; i < stays; ++i) {
    Stay begun = ends.stays[i];
    if (!begun.exit || begun.entry.document == begun.exit->document) continue;
    ends.exits.push_back(*begun.exit);
    begun.exit.reset();
    ends.stays.push_back(std::move(begun));
  }
}

/// Everything that is known of the other one.
Ends whole_ends(const Review& review) {
  std::vector<Movement> movements;
  for (const auto& each : review.movements) movements.push_back(each.fact);
  auto pairing = pair_movements(movements, facts_of(review.voids));
  return {std::move(pairing.exits_without_entry), std::move(pairing.stays)};
}

Ends at_viewpoint(const Review& review, const Viewpoint& viewpoint) {
  std::vector<Movement> movements;
  for (const auto& each : review.movements)
    if (each.known_at <= viewpoint.known_at && each.fact.at <= viewpoint.as_of)
      movements.push_back(each.fact);
  std::vector<Void> voids;
  for (const auto& each : review.voids)
    if (each.known_at <= viewpoint.known_at) voids.push_back(each.fact);
  return ends_of(movements, voids);
}

bool could_end(Instant exit, const Stay& stay) {
  if (exit < stay.entry.at) return false;
  if (stay.exit) return exit < stay.exit->at;
  return !stay.next_entry || exit < stay.next_entry->at;
}

/// The records that it is made of.
std::vector<std::string> records_of(const Movement& exit) { return {exit.reference}; }
std::vector<std::string> records_of(const Stay& stay) {
  return {stay.entry.reference, stay.exit ? stay.exit->reference : "",
          stay.next_entry ? stay.next_entry->reference : ""};
}

template <typename End>
void add_those_alone(const std::vector<End>& some, const std::vector<End>& others,
                     std::vector<End>& alone) {
  std::set<std::vector<std::string>> known;
  for (const auto& each : others) known.insert(records_of(each));
  std::ranges::copy_if(some, std::back_inserter(alone),
                       [&](const End& each) { return !known.contains(records_of(each)); });
}

/// A review stands for itself; a contradiction is asked about because of what it holds.
bool is_held_for_contradiction(const Flag& flag, const Evaluation& evaluation) {
  return std::ranges::any_of(evaluation.contradictions,
                             [&](const Contradiction& each) { return each.pair == flag.review; });
}

/// By what likeness compares, which is the name wherever it is said whole.
const std::string& compared_by(const Movement& movement) {
  return movement.name.empty() ? movement.document : movement.name;
}

/// States differ in whom they give an X: it goes with either sex, as does what says nothing.
bool are_of_two_sexes(const Movement& one, const Movement& other) {
  return one.sex != '\0' && other.sex != '\0' && one.sex != other.sex;
}

/// What one review does to one flag.
struct Hold {
  std::string pair;  ///< "": it does not hold it
  std::optional<Instant> not_before;
};

/// Holds one flag for one review.
class Holding {
 public:
  Holding(const Review& review, const Ends& theirs) : review_(review), theirs_(theirs) {}

  [[nodiscard]] Hold of_exit(const Movement& exit) const {
    Hold hold;
    for (const auto& stay : theirs_.stays)
      if (could_end(exit.at, stay)) add(stay, exit, stay.exit.has_value(), hold);
    return hold;
  }

  /// `until`: who left after it was there at the flag's moment.
  [[nodiscard]] Hold of_stay(const Stay& stay, Instant until) const {
    Hold hold;
    const bool speaks_against = stay.exit && !review_.if_fitting.empty();
    for (const auto& exit : theirs_.exits)
      if (could_end(exit.at, stay) && exit.at <= until) add(stay, exit, speaks_against, hold);
    return hold;
  }

 private:
  void add(const Stay& stay, const Movement& exit, bool speaks_against, Hold& hold) const {
    const auto pair = pair_of(stay.entry, exit);
    if (pair.empty()) return;
    if (speaks_against)
      hold.not_before = std::max(hold.not_before.value_or(stay.exit->at), stay.exit->at);
    else if (hold.pair.empty() || pair < hold.pair)
      hold.pair = pair;
  }

  /// "": the two are no reason to ask.
  [[nodiscard]] std::string pair_of(const Movement& entry, const Movement& exit) const {
    if (review_.if_fitting.empty()) return review_.pair;
    if (are_of_two_sexes(entry, exit)) return "";
    if (entry.document.empty() || exit.document.empty()) return "";
    const auto& [low, high] = std::minmax(compared_by(entry), compared_by(exit));
    auto pair = low + "~" + high;
    return std::ranges::count(review_.if_fitting, pair) > 0 ? pair : "";
  }

  const Review& review_;
  const Ends& theirs_;
};

Hold hold_of(const Flag& flag, const Evaluation& evaluation, const Holding& holding) {
  if (flag.kind == FlagKind::kExitWithoutEntry) {
    const auto exit =
        std::ranges::find(evaluation.exits_without_entry, flag.subject, &Movement::reference);
    return exit == evaluation.exits_without_entry.end() ? Hold() : holding.of_exit(*exit);
  }
  const auto judged = std::find_if(
      evaluation.stays.begin(), evaluation.stays.end(),
      [&](const JudgedStay& each) { return each.stay.entry.reference == flag.subject; });
  if (judged == evaluation.stays.end()) return {};
  // A notice ends whenever the person leaves. Any other flag is about somebody who was there at its
  // moment: who left after it was.
  constexpr Instant kAlways{std::numeric_limits<std::int64_t>::max()};
  const Instant until = flag.kind == FlagKind::kStatusExpires ? kAlways : flag.raise_at;
  return holding.of_stay(judged->stay, until);
}

}  // namespace

Ends ends_of(std::span<const Movement> movements, std::span<const Void> voids) {
  auto pairing = pair_movements(movements, voids);
  Ends ends{std::move(pairing.exits_without_entry), std::move(pairing.stays)};
  add_ends_between_documents(ends);
  return ends;
}

Ends difference(const Ends& one, const Ends& other) {
  Ends alone;
  add_those_alone(one.exits, other.exits, alone.exits);
  add_those_alone(other.exits, one.exits, alone.exits);
  add_those_alone(one.stays, other.stays, alone.stays);
  add_those_alone(other.stays, one.stays, alone.stays);
  return alone;
}

Bearing bearing_on(const Review& review, const Ends& changed) {
  if (changed.exits.empty() && changed.stays.empty()) return {};
  const auto theirs = whole_ends(review);
  const auto any_fits = [](const std::vector<Movement>& exits, const std::vector<Stay>& stays) {
    return std::ranges::any_of(exits, [&](const Movement& exit) {
      return std::ranges::any_of(stays, [&](const Stay& stay) { return could_end(exit.at, stay); });
    });
  };
  return {any_fits(changed.exits, theirs.stays), any_fits(theirs.exits, changed.stays)};
}

void hold_for_reviews(const PersonHistory& history, const Country& country,
                      const Viewpoint& viewpoint, Evaluation& evaluation) {
  if (evaluation.flags.empty() || history.reviews.empty()) return;
  std::vector<Instant> raise_at;
  for (const auto& flag : evaluation.flags) raise_at.push_back(flag.raise_at);
  for (const auto& review : history.reviews) {
    const auto theirs = at_viewpoint(review, viewpoint);
    const Holding holding(review, theirs);
    for (std::size_t i = 0; i < evaluation.flags.size(); ++i) {
      Flag& flag = evaluation.flags[i];
      if (is_held_for_contradiction(flag, evaluation)) continue;
      const auto hold = hold_of(flag, evaluation, holding);
      if (!hold.pair.empty() && (flag.review.empty() || hold.pair < flag.review))
        flag.review = hold.pair;
      if (hold.not_before) raise_at[i] = std::max(raise_at[i], *hold.not_before);
    }
  }
  for (std::size_t i = 0; i < evaluation.flags.size(); ++i) {
    Flag& flag = evaluation.flags[i];
    const bool waits_longer = flag.raise_at < raise_at[i];
    flag.raise_at = raise_at[i];
    flag.state = state_of(ripeness_of(flag), viewpoint.as_of, flag.watermark);
    if (waits_longer && is_held(flag.state))
      flag.blocking_posts = posts_behind(country.posts, flag.raise_at);
  }
}

}  // namespace garita::central
