#include "central-sync/store/relational/description_cache.h"

#include <algorithm>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/listed.h"
#include "central-sync/store/relational/memory.h"

namespace garita::central {
namespace {

constexpr const char* kLast = "SELECT max(number) FROM descriptions";
constexpr const char* kIsThere =
    "SELECT 1 FROM descriptions WHERE pseudonym = ?1 AND name = ?2 AND birth = ?3 AND "
    "nationality = ?4";
const std::string kBearers = "SELECT key, description FROM candidate_keys WHERE key IN ";
const std::string kDescriptions =
    "SELECT number, pseudonym, name, birth, nationality FROM descriptions WHERE number IN ";
constexpr const char* kPut =
    "INSERT INTO descriptions (number, pseudonym, name, birth, nationality) VALUES (?1, ?2, ?3, "
    "?4, ?5)";

}  // namespace

void DescriptionCache::begin_whole() {
  forget();
  whole_ = true;
  bytes_whole_ =
      static_cast<std::size_t>(std::clamp(machine_memory() / 8, kBytesWholeMin, kBytesWholeMax));
}

Result<void> DescriptionCache::read(std::span<const std::int64_t> keys) {
  if (whole_) return {};
  std::vector<std::int64_t> unknown;
  for (const auto key : keys)
    if (!by_key_.knows(key)) unknown.push_back(key);
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  for (const auto key : unknown) by_key_.note(key);
  if (seen_ != nullptr)
    std::erase_if(unknown, [&](std::int64_t key) {
      return !seen_->candidate_keys.may_have(static_cast<std::uint64_t>(key));
    });
  std::vector<std::int64_t> numbers;
  std::vector<std::pair<std::int64_t, std::int64_t>> borne;
  GARITA_CHECK(in_lists<std::int64_t>(
      unknown,
      [&](std::span<const std::int64_t>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row, db_.prepare(kBearers + list + " ORDER BY key, description", values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          borne.emplace_back(row.integer(0), row.integer(1));
          if (!described_.contains(row.integer(1))) numbers.push_back(row.integer(1));
        }
      }));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  GARITA_CHECK(read_numbers(numbers));
  for (const auto& [key, number] : borne) by_key_.put(key, {number, described_.birth_at(number)});
  return {};
}

/// In statements of their own: a server that has not counted yet how many bear a key would read all
/// descriptions to join them.
Result<void> DescriptionCache::read_numbers(std::span<const std::int64_t> numbers) {
  return in_lists<std::int64_t>(numbers,
                                [&](std::span<const std::int64_t>, const std::string& list,
                                    const std::vector<Value>& values) -> Result<void> {
                                  GARITA_TRY(row, db_.prepare(kDescriptions + list, values));
                                  for (;;) {
                                    GARITA_TRY(found, row.step());
                                    if (!found) return {};
                                    GARITA_TRY(birth, PartialDate::from_text(row.text(3)));
                                    described_.put(row.integer(0), PersonId(row.text(1)),
                                                   {row.text(2), birth, CountryCode(row.text(4))});
                                  }
                                });
}

Result<std::vector<BearersOfKey>> DescriptionCache::bearers_of(std::span<const std::int64_t> keys,
                                                               const PartialDate& birth) {
  GARITA_CHECK(read(keys));
  std::vector<std::int64_t> ordered(keys.begin(), keys.end());
  std::sort(ordered.begin(), ordered.end());
  std::vector<BearersOfKey> borne;
  for (const auto key : ordered) {
    const auto bearers = by_key_.of(key);
    if (bearers.empty()) continue;
    auto& of = borne.emplace_back(BearersOfKey{key, bearers.size(), {}});
    for (const auto& bearer : bearers) {
      if (!of.takes(birth, bearer.birth)) continue;
      auto described = described_.at(bearer.description);
      of.bearers.push_back({std::move(described.pseudonym), std::move(described.description)});
    }
  }
  return borne;
}

Result<bool> DescriptionCache::is_there(const PersonId& pseudonym, const Description& description) {
  const auto unsaved = unsaved_of_.find(pseudonym);
  if (unsaved != unsaved_of_.end())
    for (const auto number : unsaved->second)
      if (described_.at(number).description == description) return true;
  const std::string birth = description.birth.text();
  GARITA_TRY(one, one_integer(db_, kIsThere,
                              {pseudonym.value(), description.name, birth,
                               description.nationality.value()}));
  return one.has_value();
}

Result<std::optional<std::int64_t>> DescriptionCache::put(const PersonId& pseudonym,
                                                          const Description& description,
                                                          bool is_new) {
  if (!is_new) {
    GARITA_TRY(there, is_there(pseudonym, description));
    if (there) return std::nullopt;
  }
  if (!last_) {
    GARITA_TRY(last, one_integer(db_, kLast, {}));
    last_ = last.value_or(0);
  }
  const std::int64_t number = *last_ + 1;
  note(number, pseudonym, description);
  unsaved_.push_back(number);
  unsaved_of_[pseudonym].push_back(number);
  return number;
}

void DescriptionCache::put_keys(std::int64_t description, std::span<const std::int64_t> keys) {
  note_keys(description, keys);
  for (const auto key : keys) unsaved_keys_.emplace_back(key, description);
}

void DescriptionCache::note(std::int64_t number, const PersonId& pseudonym,
                            const Description& description) {
  last_ = number;
  described_.put(number, pseudonym, description);
  if (trial_) trial_->described.push_back(number);
}

void DescriptionCache::note_keys(std::int64_t description, std::span<const std::int64_t> keys) {
  const bool is_held = described_.contains(description);
  for (const auto key : keys) {
    if (is_held) {
      by_key_.put(key, {description, described_.birth_at(description)});
      if (trial_) trial_->keys.push_back(key);
    }
    if (seen_ != nullptr) seen_->candidate_keys.add(static_cast<std::uint64_t>(key));
  }
}

void DescriptionCache::begin_trial() {
  trial_ = Trial{unsaved_.size(), unsaved_keys_.size(), {}, {}};
}

void DescriptionCache::end_trial(bool kept) {
  const Trial trial = std::move(*trial_);
  trial_.reset();
  if (kept) return;
  unsaved_keys_.resize(trial.unsaved_keys);
  for (auto key = trial.keys.rbegin(); key != trial.keys.rend(); ++key) by_key_.take_back(*key);
  for (; unsaved_.size() > trial.unsaved; unsaved_.pop_back()) {
    const auto of = unsaved_of_.find(described_.at(unsaved_.back()).pseudonym);
    of->second.pop_back();
    if (of->second.empty()) unsaved_of_.erase(of);
  }
  for (auto number = trial.described.rbegin(); number != trial.described.rend(); ++number) {
    described_.take_back(*number);
    --*last_;
  }
}

Result<void> DescriptionCache::write_out() {
  ensure(!trial_, "what may be undone is not written");
  std::vector<std::string> births;
  births.reserve(unsaved_.size());
  std::vector<Described> described;
  described.reserve(unsaved_.size());
  std::vector<std::vector<Value>> rows;
  for (const auto number : unsaved_) {
    const auto& [pseudonym, description] = described.emplace_back(described_.at(number));
    births.push_back(description.birth.text());
    rows.push_back({number, pseudonym.value(), description.name, births.back(),
                    description.nationality.value()});
  }
  GARITA_CHECK(db_.send_many(kPut, rows));
  rows.clear();
  // In the order of the index: what lies together there is touched together.
  std::sort(unsaved_keys_.begin(), unsaved_keys_.end());
  const auto twice = std::unique(unsaved_keys_.begin(), unsaved_keys_.end());
  unsaved_keys_.erase(twice, unsaved_keys_.end());
  for (const auto& [key, number] : unsaved_keys_) rows.push_back({key, number});
  GARITA_CHECK(db_.send_many(kPutCandidateKey, rows));
  unsaved_.clear();
  unsaved_of_.clear();
  unsaved_keys_.clear();
  return {};
}

void DescriptionCache::end_batch() {
  if (whole_ ? by_key_.bytes() + described_.bytes() > bytes_whole_ : by_key_.size() > kKeysKept)
    forget();
}

void DescriptionCache::forget() {
  by_key_.clear();
  described_.clear();
  last_.reset();
  whole_ = false;
}

void DescriptionCache::forget_all() {
  forget();
  trial_.reset();
  unsaved_.clear();
  unsaved_of_.clear();
  unsaved_keys_.clear();
}

}  // namespace garita::central
