// Persons in memory who turn out to be one.
#include <algorithm>
#include <tuple>
#include <utility>

#include "central-sync/store/relational/person_cache.h"

namespace garita::central {
namespace {

template <typename Each>
void append(std::vector<Each>& to, std::vector<Each>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Result<bool> PersonCache::absorb(const PersonId& absorbed, const PersonId& person) {
  GARITA_TRY(loser, this->person(absorbed));
  GARITA_TRY(winner, this->person(person));
  if (loser->decided || winner->decided) return false;
  if (trial_)
    trial_->absorptions.push_back({before_absorption(absorbed), before_absorption(person)});
  for (const auto& pseudonym : loser->pseudonyms) behind_[pseudonym] = person;
  append(winner->pseudonyms, loser->pseudonyms);
  append(winner->history.movements, loser->history.movements);
  append(winner->history.voids, loser->history.voids);
  append(winner->history.changes, loser->history.changes);
  append(winner->others, loser->others);
  // A link between the two is with both.
  for (const auto& review : loser->reviews)
    if (std::ranges::find(winner->reviews, review) == winner->reviews.end())
      winner->reviews.push_back(review);
  append(winner->standing, loser->standing);
  std::ranges::sort(winner->standing, {}, &StandingCase::number);
  const auto says = [](const CachedPerson& one) {
    return std::tuple(!one.taken_back, one.summed_up_at, one.summed_up);
  };
  if (says(*loser) > says(*winner)) {
    winner->taken_back = loser->taken_back;
    winner->summed_up_at = loser->summed_up_at;
    winner->summed_up = loser->summed_up;
    winner->history.nationality = loser->history.nationality;
  }
  // Summed up from the tables, once all is there.
  winner->said.clear();
  winner->at_length.reset();
  to_sum_up_.erase(absorbed);
  persons_.erase(absorbed);
  absorptions_.push_back({absorbed, person});
  return true;
}

BeforeAbsorption PersonCache::before_absorption(const PersonId& who) const {
  BeforeAbsorption was{who, persons_.at(who), to_sum_up_.contains(who), std::nullopt};
  const auto touched = trial_->persons.find(who);
  if (touched != trial_->persons.end()) was.before = touched->second;
  return was;
}

void PersonCache::undo_absorption(PersonTrial& trial, std::array<BeforeAbsorption, 2> both) {
  CachedPerson& now = persons_.at(both.back().who);
  movements_ -= now.history.movements.size();
  // Those that were asked for since as well.
  for (const auto& pseudonym : now.pseudonyms) behind_.erase(pseudonym);
  for (auto& each : both) {
    movements_ += each.was.history.movements.size();
    for (const auto& pseudonym : each.was.pseudonyms) behind_[pseudonym] = each.who;
    if (each.to_sum_up)
      to_sum_up_.insert(each.who);
    else
      to_sum_up_.erase(each.who);
    trial.persons.erase(each.who);
    if (each.before) trial.persons.emplace(each.who, *std::move(each.before));
    persons_.insert_or_assign(each.who, std::move(each.was));
  }
  absorptions_.pop_back();
}

/// What one had when it was absorbed is among the rows by now.
Result<void> PersonCache::write_absorptions() {
  std::vector<std::vector<Value>> both;
  std::vector<std::vector<Value>> absorbed;
  std::vector<std::vector<Value>> persons;
  for (const auto& each : absorptions_) {
    both.push_back({each.absorbed.value(), each.person.value()});
    absorbed.push_back({each.absorbed.value()});
    // Of somebody whom another absorbed since, nothing is left to say.
    const auto here = persons_.find(each.person);
    if (here != persons_.end()) persons.push_back({each.person.value(), here->second.summed_up});
  }
  for (const auto* sql : kAbsorb) GARITA_CHECK(db_.send_many(sql, both));
  GARITA_CHECK(db_.send_many(kDropPerson, absorbed));
  GARITA_CHECK(db_.send_many(kSummarise, persons));
  absorptions_.clear();
  return {};
}

PersonId PersonCache::absorber_of(PersonId person) const {
  for (const auto& each : absorptions_)
    if (each.absorbed == person) person = each.person;
  return person;
}

}  // namespace garita::central
