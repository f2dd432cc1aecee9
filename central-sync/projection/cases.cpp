// The second half of Applier: what the records of a person mean for the flags.
#include <algorithm>
#include <map>

#include "central-sync/flags/holds.h"
#include "central-sync/projection/apply.h"

namespace garita::central {
namespace {

/// A flag without what time and watermarks make of it.
Flag lasting(Flag flag) {
  flag.state = FlagState::kOpen;
  flag.watermark.reset();
  flag.blocking_posts.clear();
  if (flag.kind == FlagKind::kOverstayOpen) flag.days_over = 0;
  return flag;
}

using FlagsByCase = std::map<FlagCase, Flag>;

FlagsByCase lasting_flags(const Evaluation& evaluation) {
  FlagsByCase flags;
  for (const auto& flag : evaluation.flags) flags.emplace(flag.flag_case(), lasting(flag));
  return flags;
}

/// What flags of others may hang on, of a person with one crossing more.
struct Grown {
  Ends changed;  ///< by that crossing
  Ends now;
};

Grown grown_by(const std::string& record, const PersonHistory& history) {
  std::vector<Movement> before;
  std::vector<Movement> now;
  for (const auto& each : history.movements) {
    now.push_back(each.fact);
    if (each.fact.reference != record) before.push_back(each.fact);
  }
  const auto voids = facts_of(history.voids);
  Grown grown{{}, ends_of(now, voids)};
  grown.changed = difference(ends_of(before, voids), grown.now);
  return grown;
}

/// Late enough that no record that was accepted lies after it.
Instant after_everything(Instant known_at) { return known_at.plus(std::chrono::hours(24 * 365)); }

}  // namespace

Result<const PolicyPack*> Applier::pack_at(Instant known_at) {
  GARITA_TRY(version, tables_.policies_in_force(known_at));
  if (!version) return nullptr;
  if (pack_version_ == version) return &*pack_;
  GARITA_TRY(text, tables_.policies_of_version(*version));
  if (!text) return fail(Remedy::kRepair, "the policies in force are not in the store");
  auto pack = PolicyPack::from_toml(*text);
  if (!pack) return fail(Remedy::kRepair, "the policies in force: " + pack.error().message);
  pack_ = *std::move(pack);
  pack_version_ = version;
  reaches_ = Reaches(&*pack_);
  return &*pack_;
}

Result<void> Applier::reevaluate(const std::set<PersonId>& persons, const Arrival& arrival) {
  std::set<PersonId> others;
  for (const auto& person : persons) {
    GARITA_TRY(history, evaluate_one(person, arrival.cause()));
    for (const auto& review : history.reviews) others.insert(review.other);
  }
  for (const auto& other : others)
    if (!persons.contains(other)) GARITA_CHECK(evaluate_one(other, arrival.cause()));
  return {};
}

Result<void> Applier::evaluate_grown(const PersonId& person, const std::set<PersonId>& reviewed,
                                     const Arrival& arrival) {
  GARITA_TRY(history, evaluate_one(person, arrival.cause()));
  if (history.reviews.empty()) return {};
  const auto grown = grown_by(arrival.id.text(), history);
  return evaluate_borne_on(
      history.reviews,
      [&](const Review& review) {
        const auto bearing = bearing_on(review, grown.changed);
        return reviewed.contains(review.other) ? bearing | bearing_on(review, grown.now) : bearing;
      },
      arrival);
}

Result<void> Applier::evaluate_borne_on(std::span<const Review> reviews,
                                        const std::function<Bearing(const Review&)>& bearing_of,
                                        const Arrival& arrival) {
  movements_evaluated_ += reviews.size();
  for (const auto& review : reviews) {
    const Bearing bearing = bearing_of(review);
    if (!bearing.on_stays && !bearing.on_exits) continue;
    GARITA_TRY(standing, tables_.standing_cases(review.other));
    const bool borne_on = std::ranges::any_of(standing, [&](const CaseVersion& version) {
      const bool is_exit = version.flag.kind == FlagKind::kExitWithoutEntry;
      return is_exit ? bearing.on_exits : bearing.on_stays;
    });
    if (borne_on) GARITA_CHECK(evaluate_one(review.other, arrival.cause()));
  }
  return {};
}

Result<PersonHistory> Applier::evaluate_one(const PersonId& person, const Cause& cause) {
  GARITA_TRY(history, tables_.history_of(person));
  movements_evaluated_ += history.movements.size();
  for (const auto& review : history.reviews) movements_evaluated_ += 1 + review.movements.size();
  GARITA_TRY(pack, pack_at(cause.known_at));
  const Country country{pack, {}, zones_, went_live_};
  const auto evaluation =
      evaluate(history, country, {after_everything(cause.known_at), cause.known_at});
  GARITA_TRY(standing, tables_.standing_cases(person));
  GARITA_CHECK(replace_cases({person, std::move(standing)}, evaluation, cause));
  return history;
}

Result<std::size_t> Applier::go_on_with(Publication publication, std::size_t persons,
                                        std::size_t movements) {
  GARITA_TRY(next, tables_.persons_after(publication.done_until, persons));
  const Cause cause{publication.cause, publication.known_at};
  const std::size_t evaluated_before = movements_evaluated_;
  std::size_t done = 0;
  for (const auto& person : next) {
    GARITA_CHECK(evaluate_one(person, cause));
    publication.done_until = person;
    ++done;
    if (movements_evaluated_ - evaluated_before >= movements) break;
  }
  const bool was_last = done == next.size() && next.size() < persons;
  GARITA_CHECK(was_last ? tables_.end_publication() : tables_.put_publication(publication));
  return done;
}

Result<bool> Applier::evaluate_around(const PersonId& person, const Arrival& arrival) {
  GARITA_TRY(pack, pack_at(arrival.known_at));
  const std::string version = pack == nullptr ? "" : std::to_string(*pack_version_);
  Reaches no_pack(nullptr);
  auto& reaches = pack == nullptr ? no_pack : reaches_;
  GARITA_TRY(around, tables_.history_around(person, arrival.id, {places_ + version, reaches}));
  if (!around) return false;
  PersonHistory before = *around;
  std::erase_if(before.movements, [&](const Known<Movement>& each) {
    return each.fact.reference == arrival.id.text();
  });
  movements_evaluated_ += 1 + around->movements.size() + before.movements.size();
  for (const auto& review : around->reviews) movements_evaluated_ += review.movements.size();
  const Country country{pack, {}, zones_, went_live_};
  const Viewpoint viewpoint{after_everything(arrival.known_at), arrival.known_at};
  Standing standing{person, {}};
  for (auto& [about, flag] : lasting_flags(evaluate(before, country, viewpoint))) {
    CaseVersion version_before;
    version_before.flag = flag;
    standing.versions.push_back(std::move(version_before));
  }
  GARITA_CHECK(replace_cases(standing, evaluate(*around, country, viewpoint), arrival.cause()));
  if (around->reviews.empty()) return true;
  const auto grown = grown_by(arrival.id.text(), *around);
  GARITA_CHECK(evaluate_borne_on(
      around->reviews, [&](const Review& review) { return bearing_on(review, grown.changed); },
      arrival));
  return true;
}

Result<void> Applier::replace_cases(const Standing& standing, const Evaluation& evaluation,
                                    const Cause& cause) {
  auto missing = lasting_flags(evaluation);
  for (const auto& version : standing.versions) {
    const auto successor = missing.find(version.flag.flag_case());
    const bool goes_on = successor != missing.end();
    if (goes_on && successor->second == version.flag) {
      missing.erase(successor);
      continue;
    }
    CaseVersion ended = version;
    ended.known_to = cause.known_at;
    ended.cleared_reason = goes_on ? "" : clearing_reason(version.flag, evaluation);
    if (!ended.cleared_reason.empty()) ended.cleared_by = cause.what;
    GARITA_CHECK(tables_.end_case(standing.person, ended));
  }
  for (auto& [about, flag] : missing) {
    CaseVersion version;
    version.flag = std::move(flag);
    version.known_from = cause.known_at;
    version.cause = cause.what;
    GARITA_CHECK(tables_.begin_case(standing.person, version));
  }
  return {};
}

}  // namespace garita::central
