#include "central-sync/flags/evaluate.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "central-sync/flags/contradictions.h"
#include "central-sync/flags/holds.h"

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
  Judge(const Country& country, const Viewpoint& viewpoint, const CountryCode& nationality)
      : country_(country), viewpoint_(viewpoint), nationality_(nationality) {}

  void add_flags_of(const JudgedStay& judged, std::vector<Flag>& flags) const {
    const auto& [stay, authorised] = judged;
    if (authorised.suspended || authorised.cleared || authorised.exempt) return;
    const auto add = [&](std::optional<Flag> flag) {
      if (flag) flags.push_back(recorded(*std::move(flag), stay.entry, authorised.confirmed));
    };
    if (stay.next_entry) add(entry_without_exit(stay, authorised));
    add(of_term(stay, authorised));
    add(of_notice(stay, authorised));
    add(of_moment(FlagKind::kRevoked, stay, authorised));
    add(of_moment(FlagKind::kDocumentInvalid, stay, authorised));
    add(of_class(stay, authorised));
  }

  [[nodiscard]] std::optional<Flag> of_exit(const Movement& exit) const {
    if (may_have_entered_unrecorded(exit.at) || left_as_exempt(exit)) return std::nullopt;
    Flag flag = about(FlagKind::kExitWithoutEntry, exit);
    return graded(std::move(flag), exit.at, exit.at, false);
  }

 private:
  [[nodiscard]] std::optional<Flag> of_term(const Stay& stay,
                                            const AuthorisedStay& authorised) const {
    if (!authorised.last_legal_day) return std::nullopt;
    if (stay.next_entry) return ended_unseen(stay, authorised);
    return stay.exit ? late_exit(stay, authorised) : open_stay(stay, authorised);
  }

  /// The last days of the term, for whoever is not known to have left before they began.
  [[nodiscard]] std::optional<Flag> of_notice(const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    const bool due = authorised.notice_days > 0 && stay.open() && !authorised.revoked_at;
    if (!due || !authorised.last_legal_day) return std::nullopt;
    const Date last = *authorised.last_legal_day;
    Flag flag = about_stay(FlagKind::kStatusExpires, stay, authorised);
    flag.ends_at = country_.zones.end_of(flag.post, last);
    const Date eve = last.minus(std::chrono::days(authorised.notice_days));
    const Instant from = std::max(stay.entry.at, country_.zones.end_of(flag.post, eve));
    if (*flag.ends_at <= from) return std::nullopt;
    return graded(std::move(flag), from, from, false);
  }

  /// Something that was decided at a moment, about whoever was there then: an exit after it is the
  /// proof, and one before it that is not known yet would take it back.
  [[nodiscard]] std::optional<Flag> of_moment(FlagKind kind, const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    const auto& at =
        kind == FlagKind::kRevoked ? authorised.revoked_at : authorised.document_reported_at;
    if (!at || *at < stay.entry.at) return std::nullopt;
    const auto& ended_by = stay.exit ? stay.exit : stay.next_entry;
    if (ended_by && ended_by->at <= *at) return std::nullopt;
    Flag flag = about_stay(kind, stay, authorised);
    flag = graded(std::move(flag), *at, proven_at(stay, *at), stay.exit || authorised.confirmed);
    return left_before(stay, flag) ? std::nullopt : std::optional(std::move(flag));
  }

  /// An entry between that is not known yet would explain the other class.
  [[nodiscard]] std::optional<Flag> of_class(const Stay& stay,
                                             const AuthorisedStay& authorised) const {
    const auto& was = authorised.admission_class;
    if (!stay.exit || was.empty() || stay.exit->left_as.empty() || stay.exit->left_as == was)
      return std::nullopt;
    Flag flag = about_stay(FlagKind::kClassMismatch, stay, authorised);
    return graded(std::move(flag), stay.exit->at, stay.exit->at, true);
  }

  /// Claims say that all records are here, also of a time in which nobody made any: of whoever
  /// entered then by what a stamp tells it is not known whether they left again. Where an entry was
  /// recorded, or taken over from an older system, so were exits.
  [[nodiscard]] Flag recorded(Flag flag, const Movement& entry, bool established) const {
    const auto& live = country_.went_live;
    const Instant since = entry.told_later ? entry.at : flag.raise_at;
    if (established || live.empty() || live.front() <= since) return flag;
    flag.before_records = true;
    flag.state = state_of(ripeness_of(flag), viewpoint_.as_of, flag.watermark);
    return flag;
  }

  /// Of whoever is recorded with less, as local border traffic is.
  [[nodiscard]] bool left_as_exempt(const Movement& exit) const {
    if (country_.pack == nullptr || exit.left_as.empty()) return false;
    const auto* rule = country_.pack->rule_for({nationality_, "", exit.left_as}, exit.day);
    return rule != nullptr && std::holds_alternative<Unlimited>(rule->kind);
  }

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
    if (stay.probable_exit && !stay.exit) flag.probably_left = stay.probable_exit->at;
    return flag;
  }

  [[nodiscard]] Flag graded(Flag flag, Instant due_at, Instant raise_at, bool met) const {
    flag.due_at = due_at;
    flag.raise_at = raise_at;
    flag.met = met;
    flag.watermark = lowest_watermark(country_.posts);
    flag.state = state_of(ripeness_of(flag), viewpoint_.as_of, flag.watermark);
    if (is_held(flag.state)) flag.blocking_posts = posts_behind(country_.posts, raise_at);
    return flag;
  }

  /// Who was seen leaving after a moment was there at it; but where somebody speaks of an exit
  /// before it, only once no entry can come any more that makes that exit another stay's.
  [[nodiscard]] static Instant proven_at(const Stay& stay, Instant moment) {
    // Of a term that goes on, and had ended before: nobody is over it who has not entered.
    moment = std::max(moment, stay.entry.at);
    const bool doubted = stay.exit && stay.probable_exit && stay.probable_exit->at < moment;
    return doubted ? std::max(moment, stay.exit->at) : moment;
  }

  /// Somebody tells of an exit in time, and another entry followed: nothing is left to be found
  /// out.
  [[nodiscard]] static bool left_before(const Stay& stay, const Flag& flag) {
    return stay.next_entry && flag.doubted() && !flag.met;
  }

  [[nodiscard]] Flag graded_by_term(Flag flag, const Stay& stay, const AuthorisedStay& authorised,
                                    bool met) const {
    const Date last = *authorised.last_legal_day;
    const Instant due_at = country_.zones.end_of(flag.post, last);
    const Instant over_at =
        country_.zones.end_of(flag.post, last.plus(std::chrono::days(authorised.grace_days)));
    // Nor is anybody over a term before it was decided.
    const Instant told_at = std::max(over_at, authorised.term_decided_at.value_or(over_at));
    return graded(std::move(flag), due_at, proven_at(stay, told_at), met);
  }

  [[nodiscard]] std::optional<Flag> open_stay(const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    Flag flag = about_stay(FlagKind::kOverstayOpen, stay, authorised);
    flag.days_over = days_over_at(flag, country_.zones, viewpoint_.as_of);
    return graded_by_term(std::move(flag), stay, authorised, authorised.confirmed);
  }

  [[nodiscard]] std::optional<Flag> late_exit(const Stay& stay,
                                              const AuthorisedStay& authorised) const {
    const auto over = days_between(*authorised.last_legal_day, stay.exit->day).count();
    if (over <= authorised.grace_days) return std::nullopt;
    Flag flag = about_stay(FlagKind::kOverstay, stay, authorised);
    flag.days_over = static_cast<int>(over);
    return graded_by_term(std::move(flag), stay, authorised, true);
  }

  /// Whoever entered again after the term, and nobody saw leave before: by all that posts could see
  /// they were there when it ended, whichever exit that entry has made another stay's since. Where
  /// it lies within the term, or somebody tells of an exit in time, they may well have left.
  [[nodiscard]] std::optional<Flag> ended_unseen(const Stay& stay,
                                                 const AuthorisedStay& authorised) const {
    Flag flag = about_stay(FlagKind::kOverstay, stay, authorised);
    flag.days_over = authorised.grace_days + 1;
    flag = graded_by_term(std::move(flag), stay, authorised, authorised.confirmed);
    if (stay.next_entry->at <= flag.raise_at || left_before(stay, flag)) return std::nullopt;
    return flag;
  }

  [[nodiscard]] std::optional<Flag> entry_without_exit(const Stay& stay,
                                                       const AuthorisedStay& authorised) const {
    Flag flag = about_stay(FlagKind::kEntryWithoutExit, stay, authorised);
    return graded(std::move(flag), stay.next_entry->at, stay.next_entry->at, false);
  }

  const Country& country_;
  const Viewpoint& viewpoint_;
  const CountryCode& nationality_;
};

/// Each stay in view of those before it: a limit may count days of several. Takes the stays.
std::vector<JudgedStay> judged(const Country& country, Pairing& pairing,
                               std::span<const StatusChange> changes, std::span<const Void> voids) {
  auto& stays = pairing.stays;
  std::vector<JudgedStay> result;
  std::vector<Visit> visits;
  if (country.pack) {
    auto concerned = changes_of(pairing, changes, voids);
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

}  // namespace

Ripeness ripeness_of(const Flag& flag) {
  const bool held = !flag.review.empty() || flag.before_records;
  return {flag.due_at, flag.raise_at, flag.met, flag.doubted(), flag.ends_at, held};
}

FlagState state_of(const Ripeness& ripeness, Instant as_of,
                   const std::optional<Instant>& watermark) {
  if (ripeness.ends_at && *ripeness.ends_at <= as_of) return FlagState::kCleared;
  if (as_of < ripeness.due_at) return FlagState::kOpen;
  if (as_of < ripeness.raise_at) return FlagState::kDue;
  if (ripeness.held || !watermark || *watermark < ripeness.raise_at) return FlagState::kPendingData;
  if (ripeness.doubted && !ripeness.met) return FlagState::kPendingData;
  return ripeness.met ? FlagState::kConfirmed : FlagState::kProbable;
}

int days_over_at(const Flag& flag, const PostZones& zones, Instant as_of) {
  const Instant at = std::min(as_of, flag.probably_left.value_or(as_of));
  const auto day = zones.earliest_day(flag.post, at);
  if (!day || !flag.authorised_until) return 0;
  return std::max(0, static_cast<int>(days_between(*flag.authorised_until, *day).count()));
}

namespace {

/// Whoever has shown a document of the country's own is at home, whichever they show next.
bool is_national(const PersonHistory& history, const Country& country, const Viewpoint& viewpoint) {
  if (country.pack == nullptr) return false;
  const CountryCode& own = country.pack->country();
  return history.nationality == own ||
         std::ranges::any_of(history.movements, [&](const auto& each) {
           return each.known_at <= viewpoint.known_at && each.fact.at <= viewpoint.as_of &&
                  each.fact.nationality == own;
         });
}

}  // namespace

Evaluation evaluate(const PersonHistory& history, const Country& country,
                    const Viewpoint& viewpoint) {
  const auto voids = voids_at(history, viewpoint);
  const auto changes = changes_at(history, viewpoint);
  auto pairing = pair_movements(movements_at(history, viewpoint), voids);
  Evaluation evaluation;
  evaluation.contradictions = contradictions_in(pairing);
  evaluation.stays = judged(country, pairing, changes, voids);
  evaluation.exits_without_entry = std::move(pairing.exits_without_entry);
  evaluation.hypotheses = std::move(pairing.hypotheses);
  evaluation.national = is_national(history, country, viewpoint);
  if (evaluation.national) return evaluation;
  const Judge judge(country, viewpoint, history.nationality);
  for (const auto& stay : evaluation.stays) judge.add_flags_of(stay, evaluation.flags);
  for (const auto& exit : evaluation.exits_without_entry) {
    if (is_sheltered(exit, changes, voids)) continue;
    if (auto flag = judge.of_exit(exit)) evaluation.flags.push_back(*std::move(flag));
  }
  hold_for_contradictions(history, country, viewpoint, evaluation);
  hold_for_reviews(history, country, viewpoint, evaluation);
  std::sort(evaluation.flags.begin(), evaluation.flags.end(), [](const Flag& a, const Flag& b) {
    return std::tie(a.kind, a.at, a.subject) < std::tie(b.kind, b.at, b.subject);
  });
  return evaluation;
}

}  // namespace garita::central
