#include "central-sync/flags/evaluate.h"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace garita::central {
namespace {

std::vector<Movement> movements_at(const PersonHistory& history, const Viewpoint& viewpoint) {
  std::vector<Movement> movements;
  for (const auto& each : history.movements)
    if (each.known_at <= viewpoint.known_at && each.fact.at <= viewpoint.as_of)
      movements.push_back(each.fact);
  return movements;
}

/// A void says what was never true, so it holds for every legal moment once it is known.
std::vector<Void> voids_at(const PersonHistory& history, const Viewpoint& viewpoint) {
  std::vector<Void> voids;
  for (const auto& each : history.voids)
    if (each.known_at <= viewpoint.known_at) voids.push_back(each.fact);
  return voids;
}

std::vector<StatusChange> changes_at(const PersonHistory& history, const Viewpoint& viewpoint) {
  std::vector<StatusChange> changes;
  for (const auto& each : history.changes)
    if (each.known_at <= viewpoint.known_at && each.fact.at <= viewpoint.as_of)
      changes.push_back(each.fact);
  return changes;
}

/// Makes the flags of one person at one viewpoint.
class Judge {
 public:
  Judge(const Country& country, const Viewpoint& viewpoint)
      : country_(country), viewpoint_(viewpoint) {}

  [[nodiscard]] std::optional<Flag> of_stay(const JudgedStay& judged) const {
    const auto& [stay, authorised] = judged;
    if (authorised.suspended || authorised.cleared) return std::nullopt;
    if (stay.next_entry) return entry_without_exit(stay, authorised);
    if (!authorised.last_legal_day) return std::nullopt;
    return stay.exit ? late_exit(stay, authorised) : open_stay(stay, authorised);
  }

  [[nodiscard]] std::optional<Flag> of_exit(const Movement& exit) const {
    if (may_have_entered_unrecorded(exit.at)) return std::nullopt;
    Flag flag = about(FlagKind::kExitWithoutEntry, exit);
    return graded(std::move(flag), exit.at, exit.at, false);
  }

 private:
  /// A post that opened after the exit says nothing about it, but for the first of all: before
  /// that one nothing was recorded at all.
  [[nodiscard]] bool may_have_entered_unrecorded(Instant exit) const {
    const std::chrono::days longest(country_.pack ? country_.pack->longest_stay_days() : 0);
    const auto& went_live = country_.went_live;
    for (const auto& live : went_live) {
      const bool counts = live <= exit || live == went_live.front();
      if (counts && exit < live.plus(longest)) return true;
    }
    return false;
  }

  [[nodiscard]] static Flag about(FlagKind kind, const Movement& subject) {
    Flag flag;
    flag.kind = kind;
    flag.subject = subject.reference;
    flag.post = subject.post;
    flag.at = subject.at;
    return flag;
  }

  [[nodiscard]] Flag about_stay(FlagKind kind, const Stay& stay,
                                const AuthorisedStay& authorised) const {
    Flag flag = about(kind, stay.entry);
    flag.authorised_until = authorised.last_legal_day;
    flag.rule = authorised.rule;
    flag.policy_version = authorised.policy_version;
    return flag;
  }

  [[nodiscard]] Flag graded(Flag flag, Instant due_at, Instant raise_at, bool met) const {
    const Sees sees = needed_for(flag.kind);
    flag.due_at = due_at;
    flag.raise_at = raise_at;
    flag.met = met;
    flag.watermark = lowest_watermark(country_.posts, sees);
    flag.state = state_of({due_at, raise_at, met}, viewpoint_.as_of, flag.watermark);
    if (is_held(flag.state)) flag.blocking_posts = posts_behind(country_.posts, sees, raise_at);
    return flag;
  }

  /// The legal day ends with the local day of the post of entry.
  [[nodiscard]] Instant end_of(const PostCode& post, Date day) const {
    const auto zone = country_.zones.find(post);
    if (zone != country_.zones.end()) return zone->second.end_of(day);
    return Instant{(day.days_since_epoch() + 1) * std::int64_t{86'400'000}};
  }

  [[nodiscard]] int days_over_now(const PostCode& post, Date last) const {
    const auto zone = country_.zones.find(post);
    if (zone == country_.zones.end()) return 0;
    return std::max(
        0, static_cast<int>(days_between(last, zone->second.local_day(viewpoint_.as_of)).count()));
  }

  [[nodiscard]] Flag graded_by_term(Flag flag, const AuthorisedStay& authorised, bool met) const {
    const Date last = *authorised.last_legal_day;
    const Instant due_at = end_of(flag.post, last);
    const Instant raise_at = end_of(flag.post, last.plus(std::chrono::days(authorised.grace_days)));
    return graded(std::move(flag), due_at, raise_at, met);
  }

  [[nodiscard]] std::optional<Flag> open_stay(const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    Flag flag = about_stay(FlagKind::kOverstayOpen, stay, authorised);
    flag.days_over = days_over_now(stay.entry.post, *authorised.last_legal_day);
    return graded_by_term(std::move(flag), authorised, authorised.confirmed);
  }

  [[nodiscard]] std::optional<Flag> late_exit(const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    const auto over = days_between(*authorised.last_legal_day, stay.exit->day).count();
    if (over <= authorised.grace_days) return std::nullopt;
    Flag flag = about_stay(FlagKind::kOverstay, stay, authorised);
    flag.days_over = static_cast<int>(over);
    return graded_by_term(std::move(flag), authorised, true);
  }

  [[nodiscard]] std::optional<Flag> entry_without_exit(const Stay& stay,
                                                       const AuthorisedStay& authorised) const {
    Flag flag = about_stay(FlagKind::kEntryWithoutExit, stay, authorised);
    return graded(std::move(flag), stay.next_entry->at, stay.next_entry->at, false);
  }

  const Country& country_;
  const Viewpoint& viewpoint_;
};

Visit visit_of(const Stay& stay, std::vector<StatusChange> changes) {
  Visit visit;
  visit.admission = *stay.entry.admission;
  if (stay.exit) visit.left = stay.exit->day;
  visit.end_unknown = stay.next_entry.has_value();
  visit.changes = std::move(changes);
  return visit;
}

/// Each stay in view of those before it: a limit may count days of several.
std::vector<JudgedStay> judged(const Country& country, std::vector<Stay> stays,
                               std::span<const StatusChange> changes, std::span<const Void> voids) {
  std::vector<JudgedStay> result;
  std::vector<Visit> visits;
  if (country.pack) {
    auto concerned = changes_of(stays, changes, voids);
    for (std::size_t i = 0; i < stays.size(); ++i)
      if (stays[i].entry.admission) visits.push_back(visit_of(stays[i], std::move(concerned[i])));
  }
  for (auto& stay : stays) result.push_back({std::move(stay), {}});
  if (!country.pack) return result;
  auto authorised = authorise_visits(*country.pack, visits, {}).stays;
  auto next = authorised.begin();
  for (auto& each : result)
    if (each.stay.entry.admission) each.authorised = std::move(*next++);
  return result;
}

/// Behind the last stay that began by then.
std::vector<JudgedStay>::const_iterator begun_by(const Evaluation& evaluation, Instant moment) {
  return std::partition_point(
      evaluation.stays.begin(), evaluation.stays.end(),
      [&](const JudgedStay& judged) { return judged.stay.entry.at <= moment; });
}

const JudgedStay* stay_of(const Evaluation& evaluation, const Flag& flag) {
  for (auto stay = begun_by(evaluation, flag.at); stay != evaluation.stays.begin();) {
    const auto& entry = (--stay)->stay.entry;
    if (entry.reference == flag.subject) return &*stay;
    if (entry.at < flag.at) break;
  }
  return nullptr;
}

bool is_paired(const Evaluation& evaluation, const Flag& exit) {
  for (auto stay = begun_by(evaluation, exit.at); stay != evaluation.stays.begin();) {
    --stay;
    if (stay->stay.exit && stay->stay.exit->reference == exit.subject) return true;
    if (stay->stay.entry.at < exit.at) break;
  }
  return false;
}

std::string_view overstay_cleared(const Flag& gone, const JudgedStay& now) {
  if (now.authorised.suspended) return "suspended";
  if (now.authorised.cleared) return "decided";
  if (now.stay.next_entry) return "entry_arrived";
  if (!now.authorised.last_legal_day) return "policy_changed";
  const bool longer = gone.authorised_until < now.authorised.last_legal_day;
  if (now.stay.exit && !longer) return "exit_in_time";
  return longer ? "extended" : "policy_changed";
}

}  // namespace

FlagState state_of(const Ripeness& ripeness, Instant as_of,
                   const std::optional<Instant>& watermark) {
  if (as_of < ripeness.due_at) return FlagState::kOpen;
  if (as_of < ripeness.raise_at) return FlagState::kDue;
  if (!watermark || *watermark < ripeness.raise_at) return FlagState::kPendingData;
  return ripeness.met ? FlagState::kConfirmed : FlagState::kProbable;
}

Sees needed_for(FlagKind kind) {
  return kind == FlagKind::kExitWithoutEntry ? Sees::kEntries : Sees::kExits;
}

Evaluation evaluate(const PersonHistory& history, const Country& country,
                    const Viewpoint& viewpoint) {
  const auto voids = voids_at(history, viewpoint);
  const auto changes = changes_at(history, viewpoint);
  auto pairing = pair_movements(movements_at(history, viewpoint), voids);
  Evaluation evaluation;
  evaluation.stays = judged(country, std::move(pairing.stays), changes, voids);
  evaluation.exits_without_entry = std::move(pairing.exits_without_entry);
  evaluation.hypotheses = std::move(pairing.hypotheses);
  if (country.pack && history.nationality == country.pack->country()) return evaluation;
  const Judge judge(country, viewpoint);
  for (const auto& stay : evaluation.stays)
    if (auto flag = judge.of_stay(stay)) evaluation.flags.push_back(*std::move(flag));
  for (const auto& exit : evaluation.exits_without_entry)
    if (auto flag = judge.of_exit(exit)) evaluation.flags.push_back(*std::move(flag));
  std::sort(evaluation.flags.begin(), evaluation.flags.end(), [](const Flag& a, const Flag& b) {
    return std::tie(a.kind, a.at, a.subject) < std::tie(b.kind, b.at, b.subject);
  });
  return evaluation;
}

std::string_view clearing_reason(const Flag& gone, const Evaluation& now) {
  const auto* judged = stay_of(now, gone);
  switch (gone.kind) {
    case FlagKind::kOverstayOpen:
    case FlagKind::kOverstay:
      return judged ? overstay_cleared(gone, *judged) : "voided";
    case FlagKind::kEntryWithoutExit:
      return judged && judged->stay.exit ? "exit_arrived" : "voided";
    case FlagKind::kExitWithoutEntry:
      break;
  }
  return is_paired(now, gone) ? "entry_arrived" : "voided";
}

}  // namespace garita::central
