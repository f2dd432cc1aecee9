// The second half of Applier: what the records of a person mean for the flags.
#include <algorithm>

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

bool same_case(const CaseVersion& version, const Flag& flag) {
  return version.flag.flag_case() == flag.flag_case();
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
  return &*pack_;
}

Result<void> Applier::reevaluate(const PersonId& person, const Arrival& arrival) {
  GARITA_TRY(history, tables_.history_of(person));
  GARITA_TRY(pack, pack_at(arrival.known_at));
  const Country country{pack, {}, zones_, live_since_};
  const auto evaluation =
      evaluate(history, country, {after_everything(arrival.known_at), arrival.known_at});
  return write_cases(person, evaluation, arrival);
}

Result<void> Applier::reevaluate_all(const Arrival& arrival) {
  GARITA_TRY(persons, tables_.persons_with_movements());
  for (const auto& person : persons) GARITA_CHECK(reevaluate(person, arrival));
  return {};
}

Result<void> Applier::write_cases(const PersonId& person, const Evaluation& evaluation,
                                  const Arrival& arrival) {
  GARITA_TRY(standing, tables_.standing_cases(person));
  GARITA_CHECK(end_missing(standing, evaluation, arrival));
  for (const auto& flag : evaluation.flags) {
    const Flag made = lasting(flag);
    const bool stands = std::any_of(standing.begin(), standing.end(),
                                    [&](const CaseVersion& each) { return each.flag == made; });
    if (stands) continue;
    CaseVersion version;
    version.flag = made;
    version.known_from = arrival.known_at;
    version.cause = arrival.id.text();
    GARITA_CHECK(tables_.begin_case(person, version));
  }
  return {};
}

Result<void> Applier::end_missing(const std::vector<CaseVersion>& standing,
                                  const Evaluation& evaluation, const Arrival& arrival) {
  for (const auto& version : standing) {
    const auto successor = std::find_if(evaluation.flags.begin(), evaluation.flags.end(),
                                        [&](const Flag& flag) { return same_case(version, flag); });
    const bool goes_on = successor != evaluation.flags.end();
    if (goes_on && lasting(*successor) == version.flag) continue;
    CaseVersion ended = version;
    ended.known_to = arrival.known_at;
    if (!goes_on) {
      ended.cleared_reason = clearing_reason(version.flag, evaluation);
      ended.cleared_by = arrival.id.text();
    }
    GARITA_CHECK(tables_.end_case(ended));
  }
  return {};
}

}  // namespace garita::central
