#include "central-sync/store/relational/person_cache.h"

#include <algorithm>
#include <tuple>

#include "central-sync/projection/facts.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/memory.h"

namespace garita::central {
namespace {

/// With what is held of whose it is: 0.63 KiB where three million cross ten million times.
constexpr std::int64_t kBytesAMovement = 640;

/// Below it the whole is judged about as soon as a part.
constexpr std::size_t kManyMovements = 8;

}  // namespace

bool CachedPerson::has(const std::string& record) const {
  return std::any_of(history.movements.begin(), history.movements.end(),
                     [&](const auto& each) { return each.fact.reference == record; }) ||
         std::find(others.begin(), others.end(), record) != others.end();
}

bool CachedPerson::is_summed_up_by(const CrossingFact& fact, const std::string& record) const {
  return taken_back || std::tie(fact.crossing.at, record) > std::tie(summed_up_at, summed_up);
}

std::optional<PersonHistory> CachedPerson::around(const std::string& record,
                                                  const LongHistory::Standards& standards) {
  const auto& movements = history.movements;
  // What was decided of them is told by the tables.
  if (decided || movements.size() < kManyMovements) return std::nullopt;
  if (!at_length) at_length = std::make_shared<LongHistory>(history);
  // Whoever was turned back has not moved.
  if (!others.empty() && others.back() == record) {
    if (!at_length->stands(history, standards)) return std::nullopt;
    return PersonHistory();
  }
  if (movements.back().fact.reference != record) return std::nullopt;
  auto around = at_length->around_last(history, standards);
  // Their movements may say something of others where they say nothing of themselves.
  if (around && around->movements.empty() && in_review()) return std::nullopt;
  return around;
}

Result<std::optional<PersonId>> PersonCache::behind(const PersonId& pseudonym) {
  auto known = behind_.find(pseudonym);
  if (known == behind_.end()) {
    GARITA_CHECK(read({&pseudonym, 1}));
    known = behind_.find(pseudonym);
  }
  return known->second;
}

Result<CachedPerson*> PersonCache::person(const PersonId& who) {
  auto here = persons_.find(who);
  if (here == persons_.end()) {
    GARITA_CHECK(load({&who, 1}));
    here = persons_.find(who);
  }
  here->second.used = batch_;
  return &here->second;
}

Result<CachedPerson*> PersonCache::changing(const PersonId& who) {
  GARITA_TRY(person, this->person(who));
  remember(who);
  return person;
}

/// Histories only grow in a trial, so of them their lengths are enough.
void PersonCache::remember(const PersonId& who) {
  if (!trial_ || trial_->persons.contains(who)) return;
  PersonBefore before;
  const auto here = persons_.find(who);
  before.was_here = here != persons_.end();
  if (before.was_here) {
    const CachedPerson& person = here->second;
    before.movements = person.history.movements.size();
    before.others = person.others.size();
    before.pseudonyms = person.pseudonyms.size();
    before.reviews = person.reviews.size();
    before.nationality = person.history.nationality;
    before.rest.taken_back = person.taken_back;
    before.rest.summed_up_at = person.summed_up_at;
    before.rest.summed_up = person.summed_up;
    before.rest.unsaved_summary = person.unsaved_summary;
    before.rest.said = person.said;
  }
  trial_->persons.emplace(who, std::move(before));
}

void PersonCache::set_behind(const PersonId& pseudonym, const PersonId& person) {
  remember(person);
  // Who is not here is new, and has nothing in the tables.
  CachedPerson& known = persons_.try_emplace(person).first->second;
  known.pseudonyms.push_back(pseudonym);
  known.used = batch_;
  if (auto ahead = reviews_ahead_.extract(pseudonym))
    known.reviews.insert(known.reviews.end(), ahead.mapped().begin(), ahead.mapped().end());
  behind_[pseudonym] = person;
  if (seen_ != nullptr) seen_->pseudonyms.add(SeenInRebuild::hash_of(pseudonym));
  unsaved_behind_[pseudonym] = person;
  if (trial_) trial_->pseudonyms.push_back(pseudonym);
}

Result<bool> PersonCache::put_crossing(const CrossingFact& fact) {
  GARITA_TRY(person, changing(fact.person));
  auto& row = crossings_.emplace_back(fact);
  if (person->has(row.record())) {
    crossings_.pop_back();
    return false;
  }
  if (takes_part(fact.crossing)) {
    person->history.movements.push_back({movement_of(fact), fact.known_at});
    ++movements_;
  } else {
    person->others.push_back(row.record());
  }
  if (!person->is_summed_up_by(fact, row.record())) return true;
  person->taken_back = false;
  person->summed_up_at = fact.crossing.at;
  person->summed_up = row.record();
  person->history.nationality = CountryCode(fact.crossing.document.nationality);
  // Most say what the one before said.
  std::string said = row.said();
  if (said == person->said) return true;
  person->said = std::move(said);
  person->unsaved_summary = &row;
  to_sum_up_.insert(fact.person);
  return true;
}

void PersonCache::put_case(std::int64_t number, UnsavedCase unsaved) {
  const auto there = cases_.find(number);
  if (there != cases_.end()) unsaved.is_new = there->second.is_new;
  if (trial_)
    trial_->cases.try_emplace(
        number, there == cases_.end() ? std::nullopt : std::optional<UnsavedCase>(there->second));
  cases_.insert_or_assign(number, std::move(unsaved));
}

Result<void> PersonCache::begin_case(const PersonId& who, const CaseVersion& version) {
  if (!last_case_) {
    GARITA_TRY(last, one_integer(db_, kLastCase, {}));
    last_case_ = last.value_or(0);
    if (trial_) trial_->last_case = *last_case_;
  }
  GARITA_TRY(person, changing(who));
  const std::int64_t number = ++*last_case_;
  note_step(who, {person->standing.size(), std::nullopt});
  person->standing.push_back({number, version});
  put_case(number, {who, version});
  return {};
}

Result<bool> PersonCache::end_case(const PersonId& who, const CaseVersion& version) {
  GARITA_TRY(person, changing(who));
  const auto ends =
      std::find_if(person->standing.begin(), person->standing.end(), [&](const StandingCase& each) {
        return each.version.flag.flag_case() == version.flag.flag_case();
      });
  if (ends == person->standing.end()) return false;
  note_step(who, {static_cast<std::size_t>(ends - person->standing.begin()), *ends});
  CaseVersion ended = std::move(ends->version);
  ended.known_to = version.known_to;
  ended.cleared_reason = version.cleared_reason;
  ended.cleared_by = version.cleared_by;
  put_case(ends->number, {who, std::move(ended), false});
  person->standing.erase(ends);
  return true;
}

void PersonCache::note_step(const PersonId& who, CaseStep step) {
  if (trial_) trial_->persons.at(who).steps.push_back(std::move(step));
}

void PersonCache::undo_steps(std::vector<CaseStep> steps, std::vector<StandingCase>& standing) {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!step->ended)
      standing.pop_back();
    else
      standing.insert(standing.begin() + static_cast<std::ptrdiff_t>(step->place),
                      *std::move(step->ended));
  }
}

void PersonCache::begin_trial() {
  trial_.emplace();
  trial_->crossings = crossings_.size();
  trial_->last_case = last_case_.value_or(0);
  trial_->links = links_.size();
  trial_->last_link = last_link_.value_or(0);
}

void PersonCache::keep_trial() {
  ensure(reviews_ahead_.empty(), "whose pseudonym was compared goes by it");
  trial_.reset();
}

void PersonCache::undo_trial() {
  PersonTrial trial = std::move(*trial_);
  trial_.reset();
  for (const auto& [number, before] : trial.cases) {
    cases_.erase(number);
    if (before) cases_.emplace(number, *before);
  }
  if (last_case_) last_case_ = trial.last_case;
  if (last_link_) last_link_ = trial.last_link;
  reviews_ahead_.clear();
  for (auto both = trial.absorptions.rbegin(); both != trial.absorptions.rend(); ++both)
    undo_absorption(trial, std::move(*both));
  // Nobody was behind any of them before: see BatchedTables::set_person_behind.
  for (const auto& pseudonym : trial.pseudonyms) {
    behind_.erase(pseudonym);
    unsaved_behind_.erase(pseudonym);
  }
  for (auto& [who, before] : trial.persons) {
    const auto here = persons_.find(who);
    if (here == persons_.end()) continue;
    CachedPerson& person = here->second;
    movements_ -= person.history.movements.size() - before.movements;
    if (!before.was_here) {
      to_sum_up_.erase(who);
      persons_.erase(here);
      continue;
    }
    person.history.movements.resize(before.movements);
    person.others.resize(before.others);
    // Of those that were asked for meanwhile nobody would hear when the person becomes another's.
    for (std::size_t i = before.pseudonyms; i < person.pseudonyms.size(); ++i)
      behind_.erase(person.pseudonyms[i]);
    person.pseudonyms.resize(before.pseudonyms);
    person.reviews.resize(before.reviews);
    person.history.nationality = before.nationality;
    person.taken_back = before.rest.taken_back;
    person.summed_up_at = before.rest.summed_up_at;
    person.summed_up = before.rest.summed_up;
    person.unsaved_summary = before.rest.unsaved_summary;
    person.said = before.rest.said;
    undo_steps(std::move(before.steps), person.standing);
    person.at_length.reset();
    if (person.unsaved_summary == nullptr) to_sum_up_.erase(who);
  }
  while (crossings_.size() > trial.crossings) crossings_.pop_back();
  while (links_.size() > trial.links) links_.pop_back();
}

Result<void> PersonCache::write_out() {
  ensure(!trial_, "what may be undone is not written");
  std::vector<std::vector<Value>> rows;
  for (const auto& crossing : crossings_) rows.push_back(crossing.values());
  // To look for each first costs a server as much again, and a rebuild puts every record once.
  const bool are_new = seen_ != nullptr;
  GARITA_CHECK(db_.send_many(are_new ? std::string_view(kPutNewCrossing) : kPutCrossing, rows));
  rows.clear();
  for (const auto& who : to_sum_up_) {
    auto summary = persons_.at(who).unsaved_summary->summary();
    rows.push_back(std::move(summary));
  }
  GARITA_CHECK(db_.send_many(kPutPerson, rows));
  rows.clear();
  for (const auto& [pseudonym, person] : unsaved_behind_)
    rows.push_back({pseudonym.value(), person.value()});
  // Nobody was behind them: see BatchedTables::set_person_behind.
  GARITA_CHECK(db_.send_many(kPutPersonBehind, rows));
  GARITA_CHECK(write_links());
  // Those that ended first: of one case one version stands.
  for (const bool is_new : {false, true}) {
    rows.clear();
    for (const auto& [number, unsaved] : cases_)
      if (unsaved.is_new == is_new)
        rows.push_back(case_values(unsaved.person, number, unsaved.version));
    GARITA_CHECK(db_.send_many(is_new ? std::string_view(kBeginCase) : kEndBegunCase, rows));
  }
  GARITA_CHECK(write_absorptions());
  for (const auto& who : to_sum_up_) persons_.at(who).unsaved_summary = nullptr;
  to_sum_up_.clear();
  unsaved_behind_.clear();
  cases_.clear();
  crossings_.clear();
  return {};
}

void PersonCache::set_seen(SeenInRebuild* seen) {
  seen_ = seen;
  const auto held = std::clamp(machine_memory() * 3 / 8 / kBytesAMovement, kMovementsInRebuildMin,
                               kMovementsInRebuildMax);
  kept_ = seen == nullptr ? kMovementsKept : static_cast<std::size_t>(held);
}

void PersonCache::end_batch() {
  for (const auto& pseudonym : absent_) {
    const auto known = behind_.find(pseudonym);
    if (known != behind_.end() && !known->second) behind_.erase(known);
  }
  absent_.clear();
  ++batch_;
  if (movements_ + persons_.size() > kept_) let_go();
}

/// Half of them, so that it is done seldom.
void PersonCache::let_go() {
  std::vector<std::uint64_t> used;
  used.reserve(persons_.size());
  for (const auto& [who, person] : persons_) used.push_back(person.used);
  const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
  std::nth_element(used.begin(), middle, used.end());
  const std::uint64_t oldest_kept = *middle + 1;
  for (auto here = persons_.begin(); here != persons_.end();) {
    if (here->second.used >= oldest_kept) {
      ++here;
      continue;
    }
    movements_ -= here->second.history.movements.size();
    for (const auto& pseudonym : here->second.pseudonyms) behind_.erase(pseudonym);
    here = persons_.erase(here);
  }
}

void PersonCache::forget(const PersonId& who) {
  const auto here = persons_.find(who);
  if (here == persons_.end()) return;
  movements_ -= here->second.history.movements.size();
  for (const auto& pseudonym : here->second.pseudonyms) behind_.erase(pseudonym);
  persons_.erase(here);
}

void PersonCache::forget(const PersonId& pseudonym, const PersonId& person) {
  behind_.erase(pseudonym);
  forget(person);
}

void PersonCache::forget_all() {
  persons_.clear();
  behind_.clear();
  movements_ = 0;
  last_case_.reset();
  trial_.reset();
  last_link_.reset();
  links_.clear();
  reviews_ahead_.clear();
  crossings_.clear();
  to_sum_up_.clear();
  unsaved_behind_.clear();
  cases_.clear();
  absorptions_.clear();
  absent_.clear();
}

}  // namespace garita::central
