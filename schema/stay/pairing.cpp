#include "schema/stay/pairing.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace garita {
namespace {

bool occurs_before(const Movement& a, const Movement& b) {
  return std::tie(a.at, a.reference, a.direction, a.post) <
         std::tie(b.at, b.reference, b.direction, b.post);
}

/// By occurrence, each reference once, without the voided.
std::vector<Movement> in_order(std::span<const Movement> movements, std::span<const Void> voids) {
  const auto gone = voided(voids);
  std::vector<Movement> ordered;
  for (const auto& movement : movements)
    if (!gone.contains(movement.reference)) ordered.push_back(movement);
  std::sort(ordered.begin(), ordered.end(), occurs_before);
  std::set<std::string> seen;
  std::erase_if(ordered,
                [&](const Movement& movement) { return !seen.insert(movement.reference).second; });
  return ordered;
}

class Pairer {
 public:
  void take(const Movement& movement) {
    if (movement.direction == Direction::kEntry)
      enter(movement);
    else
      leave(movement);
    before_ = movement.at;
  }

  [[nodiscard]] bool inside() const { return inside_; }
  Pairing finish() { return std::move(pairing_); }

 private:
  void enter(const Movement& movement) {
    if (inside_) {
      auto& earlier = pairing_.stays.back();
      earlier.next_entry = movement;
      pairing_.hypotheses.push_back(
          {HypothesisKind::kMissedExit, earlier.entry.reference, earlier.entry.at, movement.at});
    }
    pairing_.stays.push_back({movement, std::nullopt, std::nullopt, std::nullopt});
    inside_ = true;
  }

  void leave(const Movement& movement) {
    if (inside_) {
      pairing_.stays.back().exit = movement;
      inside_ = false;
      return;
    }
    pairing_.exits_without_entry.push_back(movement);
    pairing_.hypotheses.push_back(
        {HypothesisKind::kMissedEntry, movement.reference, before_, movement.at});
  }

  Pairing pairing_;
  bool inside_ = false;
  std::optional<Instant> before_;
};

/// Of the movements of one instant, the index of the one that fits: an exit where somebody is
/// inside, an entry where not, else the first.
std::size_t fitting(std::span<const Movement> instant, bool inside) {
  const Direction wanted = inside ? Direction::kExit : Direction::kEntry;
  for (std::size_t i = 0; i < instant.size(); ++i)
    if (instant[i].direction == wanted) return i;
  return 0;
}

void take_instant(std::vector<Movement> instant, Pairer& pairer) {
  while (!instant.empty()) {
    const auto next = fitting(instant, pairer.inside());
    pairer.take(instant[next]);
    instant.erase(instant.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

/// To the stay in which it lies: the first of several says how early it may be over.
void attach(const Movement& unseen_exit, std::vector<Stay>& stays) {
  const auto after =
      std::upper_bound(stays.begin(), stays.end(), unseen_exit.at,
                       [](Instant at, const Stay& stay) { return at < stay.entry.at; });
  if (after == stays.begin()) return;
  Stay& stay = *std::prev(after);
  if (stay.exit && stay.exit->at <= unseen_exit.at) return;
  if (!stay.probable_exit) stay.probable_exit = unseen_exit;
}

bool is_over_by(const Stay& stay, Instant moment) {
  const auto& end = stay.exit ? stay.exit : stay.next_entry;
  return end && end->at <= moment;
}

/// The stay that lasted at that moment; absent: none did.
std::optional<std::size_t> stay_at(std::span<const Stay> stays, Instant moment) {
  const auto after = std::partition_point(
      stays.begin(), stays.end(), [&](const Stay& stay) { return stay.entry.at <= moment; });
  if (after == stays.begin()) return std::nullopt;
  if (is_over_by(*std::prev(after), moment)) return std::nullopt;
  return static_cast<std::size_t>(std::prev(after) - stays.begin());
}

/// Whoever is heard at a desk is admitted after it, perhaps after a night.
constexpr auto kHeardBefore = std::chrono::hours(72);
/// Whoever asks at a border is decided about there in four weeks, or let in: Directive 2013/32/EU,
/// Art. 43(2), the longest of the rules about it.
constexpr auto kKeptAtPost = std::chrono::hours(24 * 28);

/// Where somebody was heard: the post whose station wrote the record that is named.
std::optional<PostCode> heard_at(const StatusChange& change) {
  const auto record = RecordId::parse(change.of);
  if (!record) return std::nullopt;
  return post_of(record->station);
}

/// When somebody left the country: from a stay, or having come in unseen.
class Departures {
 public:
  explicit Departures(const Pairing& pairing) : pairing_(pairing) {
    for (const auto& stay : pairing.stays)
      if (stay.exit) add(*stay.exit);
    for (const auto& exit : pairing.exits_without_entry) add(exit);
  }

  [[nodiscard]] bool has(const std::string& record) const { return names_.contains(record); }
  /// Whether there was one since that moment and before that stay.
  [[nodiscard]] bool any_between(Instant since, std::size_t stay) const {
    if (stay > 0) {
      const auto& before = pairing_.stays[stay - 1].exit;
      if (before && before->at > since) return true;
    }
    const auto& exits = pairing_.exits_without_entry;
    const auto next = std::partition_point(exits.begin(), exits.end(),
                                           [&](const Movement& exit) { return exit.at <= since; });
    return next != exits.end() && next->at < pairing_.stays[stay].entry.at;
  }

 private:
  void add(const Movement& exit) {
    names_.insert(exit.reference);
    if (!exit.origin.empty()) names_.insert(exit.origin);
  }

  const Pairing& pairing_;
  std::set<std::string_view> names_;
};

/// The stay that begins after somebody was heard, and is what they were heard about: soon after, or
/// at that post, where they were kept: they were not heard about a departure, and did not leave.
std::optional<std::size_t> stay_after_hearing(std::span<const Stay> stays,
                                              const Departures& departures,
                                              const StatusChange& heard) {
  const auto next = std::partition_point(
      stays.begin(), stays.end(), [&](const Stay& stay) { return stay.entry.at <= heard.at; });
  if (next == stays.end()) return std::nullopt;
  const auto place = static_cast<std::size_t>(next - stays.begin());
  if (next->entry.at <= heard.at.plus(kHeardBefore)) return place;
  if (next->entry.at > heard.at.plus(kKeptAtPost)) return std::nullopt;
  if (heard_at(heard) != next->entry.post || departures.has(heard.of)) return std::nullopt;
  return departures.any_between(heard.at, place) ? std::nullopt : std::optional(place);
}

}  // namespace

Pairing pair_movements(std::span<const Movement> movements, std::span<const Void> voids) {
  auto ordered = in_order(movements, voids);
  const auto unseen = std::stable_partition(ordered.begin(), ordered.end(),
                                            [](const Movement& movement) { return movement.seen; });
  Pairer pairer;
  for (auto from = ordered.begin(); from != unseen;) {
    const auto to = std::find_if(from, unseen,
                                 [&](const Movement& movement) { return movement.at != from->at; });
    take_instant({from, to}, pairer);
    from = to;
  }
  auto pairing = pairer.finish();
  for (auto each = unseen; each != ordered.end(); ++each) attach(*each, pairing.stays);
  return pairing;
}

Visit visit_of(const Stay& stay, std::vector<StatusChange> changes) {
  Visit visit;
  visit.admission = *stay.entry.admission;
  if (stay.exit) {
    visit.left = stay.exit->day;
    visit.went_to = stay.exit->other_state;
  }
  visit.came_from = stay.entry.other_state;
  visit.end_unknown = stay.next_entry.has_value();
  if (stay.next_entry) visit.entered_again = stay.next_entry->day;
  visit.absence_unseen = true;
  visit.changes = std::move(changes);
  return visit;
}

namespace {

/// What protects somebody is meant for them, and holds whatever stands between.
bool shelters(StatusChangeKind kind) {
  return kind == StatusChangeKind::kSuspend || kind == StatusChangeKind::kResume ||
         kind == StatusChangeKind::kProtect || kind == StatusChangeKind::kEndProtection;
}

bool is_about_the_document(StatusChangeKind kind) {
  return kind == StatusChangeKind::kDocumentReported || kind == StatusChangeKind::kDocumentReplaced;
}

/// Of a term that has run out with the person's exit there is nothing left to move. A
/// regularisation moves none: it says that a stay is lawful again, whatever was before, so it may
/// name one that is over, and clears what was established of it. That is meant so: an appeal is won
/// and an amnesty given after people have left, a person decides it under their name, as kClear,
/// and the list says from then on what was decided.
bool moves_the_term(StatusChangeKind kind) {
  switch (kind) {
    case StatusChangeKind::kExtendDays:
    case StatusChangeKind::kExtendUntil:
    case StatusChangeKind::kChangeClass:
    case StatusChangeKind::kApply:
    case StatusChangeKind::kEvent:
      return true;
    default:
      return false;
  }
}

/// Whether it can be about the stay whose entry it names.
bool can_concern(const StatusChange& change, const Stay& stay) {
  if (shelters(change.kind) || is_about_the_document(change.kind)) return true;
  if (change.at < stay.entry.at) return false;
  return !moves_the_term(change.kind) || !stay.exit || change.at <= stay.exit->at;
}

/// Gives each change to its stays.
class Giver {
 public:
  Giver(const Pairing& pairing, std::span<const Void> voids)
      : stays_(pairing.stays),
        departures_(pairing),
        gone_(voided(voids)),
        given_(pairing.stays.size()) {
    for (std::size_t i = 0; i < stays_.size(); ++i) {
      const Movement& entry = stays_[i].entry;
      by_name_.emplace(entry.reference, i);
      if (!entry.origin.empty() && entry.origin != entry.reference)
        by_name_.emplace(entry.origin, i);
    }
  }

  void give(const StatusChange& change) {
    if (gone_.contains(change.reference)) return;
    const auto to = named(change);
    for (const auto stay : to) {
      if (!can_concern(change, stays_[stay])) continue;
      // A permit counts from its decision on, whichever stay the office had before it.
      const bool too_old =
          change.kind == StatusChangeKind::kResidence && is_over_by(stays_[stay], change.at);
      give_to(too_old ? at_its_moment(change) : std::vector{stay}, change);
    }
    if (to.empty()) give_to(unnamed(change), change);
  }

  std::vector<std::vector<StatusChange>> take() { return std::move(given_); }

 private:
  void give_to(const std::vector<std::size_t>& stays, const StatusChange& change) {
    for (const auto stay : stays) given_[stay].push_back(change);
  }

  [[nodiscard]] std::vector<std::size_t> named(const StatusChange& change) const {
    std::vector<std::size_t> stays;
    if (change.of.empty()) return stays;
    const auto [first, last] = by_name_.equal_range(change.of);
    for (auto each = first; each != last; ++each) stays.push_back(each->second);
    return stays;
  }

  /// Of a change that names nobody's entry: by when it was decided.
  [[nodiscard]] std::vector<std::size_t> unnamed(const StatusChange& change) {
    const bool names_another = !change.of.empty();
    // A referral that was taken back says nothing.
    if (names_another && (!shelters(change.kind) || gone_.contains(change.of))) return {};
    if (change.kind == StatusChangeKind::kResume && names_another) return suspended_by(change.of);
    if (change.kind != StatusChangeKind::kSuspend) return at_its_moment(change);
    std::vector<std::size_t> stays;
    if (const auto lasted = stay_at(stays_, change.at)) stays.push_back(*lasted);
    if (const auto soon = stay_after_hearing(stays_, departures_, change)) stays.push_back(*soon);
    if (names_another) suspended_[change.of].insert(stays.begin(), stays.end());
    return stays;
  }

  [[nodiscard]] std::vector<std::size_t> at_its_moment(const StatusChange& change) const {
    if (const auto lasted = stay_at(stays_, change.at)) return {*lasted};
    return while_away(change);
  }

  [[nodiscard]] std::vector<std::size_t> suspended_by(const std::string& of) const {
    const auto found = suspended_.find(of);
    if (found == suspended_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }

  /// Decided while the person was away: what is meant for the person counts from the next stay on,
  /// and the end of a suspension for the stay before.
  [[nodiscard]] std::vector<std::size_t> while_away(const StatusChange& change) const {
    const auto next = std::partition_point(
        stays_.begin(), stays_.end(), [&](const Stay& stay) { return stay.entry.at <= change.at; });
    const auto place = static_cast<std::size_t>(next - stays_.begin());
    if (change.kind == StatusChangeKind::kResume)
      return place == 0 ? std::vector<std::size_t>() : std::vector{place - 1};
    const bool for_the_person = change.kind == StatusChangeKind::kProtect ||
                                change.kind == StatusChangeKind::kEndProtection ||
                                change.kind == StatusChangeKind::kResidence;
    if (!for_the_person || next == stays_.end()) return {};
    return {place};
  }

  std::span<const Stay> stays_;
  Departures departures_;
  std::set<std::string> gone_;
  std::vector<std::vector<StatusChange>> given_;
  std::multimap<std::string_view, std::size_t> by_name_;
  std::map<std::string, std::set<std::size_t>> suspended_;  ///< by what the suspensions named
};

}  // namespace

std::vector<std::vector<StatusChange>> changes_of(const Pairing& pairing,
                                                  std::span<const StatusChange> changes,
                                                  std::span<const Void> voids) {
  if (changes.empty()) return std::vector<std::vector<StatusChange>>(pairing.stays.size());
  Giver giver(pairing, voids);
  const auto ends = [](const StatusChange& change) {
    return change.kind == StatusChangeKind::kResume;
  };
  // What ends a suspension is given to where that was.
  for (const auto& change : changes)
    if (!ends(change)) giver.give(change);
  for (const auto& change : changes)
    if (ends(change)) giver.give(change);
  return giver.take();
}

namespace {

/// What shelters somebody or ends that, as far as it holds, in order of time.
std::vector<const StatusChange*> sheltering(std::span<const StatusChange> changes,
                                            std::span<const Void> voids) {
  std::vector<const StatusChange*> in_order;
  if (changes.empty()) return in_order;
  const auto gone = voided(voids);
  for (const auto& change : changes)
    if (shelters(change.kind) && !gone.contains(change.reference) && !gone.contains(change.of))
      in_order.push_back(&change);
  std::sort(in_order.begin(), in_order.end(), [](const StatusChange* a, const StatusChange* b) {
    return std::tie(a->at, a->reference) < std::tie(b->at, b->reference);
  });
  return in_order;
}

}  // namespace

bool is_sheltered(const Movement& exit, std::span<const StatusChange> changes,
                  std::span<const Void> voids) {
  bool is_protected = false;
  bool was_protected = false;
  bool suspended = false;
  for (const auto* change : sheltering(changes, voids)) {
    const bool names_it =
        !change->of.empty() && (change->of == exit.reference || change->of == exit.origin);
    const bool near = change->at <= exit.at && exit.at <= change->at.plus(kHeardBefore);
    if (change->kind == StatusChangeKind::kProtect) is_protected = true;
    if (change->kind == StatusChangeKind::kEndProtection) is_protected = false;
    if (change->at <= exit.at) was_protected = is_protected;
    if (change->kind == StatusChangeKind::kSuspend && (names_it || near)) suspended = true;
    if (change->kind == StatusChangeKind::kResume && suspended) suspended = false;
  }
  return is_protected || was_protected || suspended;
}

bool is_sheltered_still(std::span<const StatusChange> changes, std::span<const Void> voids) {
  bool is_protected = false;
  bool suspended = false;
  for (const auto* change : sheltering(changes, voids)) {
    if (change->kind == StatusChangeKind::kProtect) is_protected = true;
    if (change->kind == StatusChangeKind::kEndProtection) is_protected = false;
    if (change->kind == StatusChangeKind::kSuspend) suspended = true;
    if (change->kind == StatusChangeKind::kResume) suspended = false;
  }
  return is_protected || suspended;
}

}  // namespace garita
