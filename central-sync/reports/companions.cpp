#include "central-sync/reports/companions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "schema/stay/pairing.h"

namespace garita::central {
namespace {

/// Whoever nobody may be led to from another one's page. Asked once of each person.
class Sheltered {
 public:
  Sheltered(CentralStore& store, Instant now) : store_(store), now_(now) {}

  Result<bool> has(const PersonId& today) {
    const auto known = known_.find(today);
    if (known != known_.end()) return known->second;
    GARITA_TRY(is_one, look_at(today));
    known_.emplace(today, is_one);
    return is_one;
  }

 private:
  Result<bool> look_at(const PersonId& today) {
    GARITA_TRY(history, store_.history_of(today));
    if (history.changes.empty()) return false;
    std::vector<StatusChange> changes;
    for (const auto& each : history.changes) changes.push_back(each.fact);
    std::vector<Void> voids;
    for (const auto& each : history.voids) voids.push_back(each.fact);
    if (is_sheltered_still(changes, voids)) return true;
    if (!view_) {
      GARITA_TRY(view, CountryView::at(store_, now_));
      view_.emplace(std::move(view));
    }
    const auto stays = evaluate(history, view_->country(), {now_, now_}).stays;
    return std::ranges::any_of(stays, [](const auto& each) { return each.authorised.suspended; });
  }

  CentralStore& store_;
  Instant now_;
  std::optional<CountryView> view_;
  std::map<PersonId, bool> known_;
};

/// Who persons of today were at a moment, with the records of each that held. Asked once of each.
class KnownThen {
 public:
  KnownThen(CentralStore& store, Instant known_at) : store_(store), known_at_(known_at) {}

  /// By what pseudonym the traveller of a record went that held. Absent: it did not.
  Result<std::optional<PersonId>> traveller_of(const RecordId& record, const PersonId& today) {
    if (!read_.contains(today)) {
      GARITA_TRY(persons, store_.persons_then(today, known_at_));
      auto& travellers = read_[today];
      for (const auto& then : persons)
        for (const auto& each : standing(then)) travellers.emplace(each, then.person.person);
    }
    const auto& travellers = read_.at(today);
    const auto found = travellers.find(record.text());
    if (found == travellers.end()) return std::nullopt;
    return found->second;
  }

 private:
  CentralStore& store_;
  Instant known_at_;
  std::map<PersonId, std::map<std::string, PersonId>> read_;
};

}  // namespace

std::set<std::string> standing(const PersonThen& then) {
  const auto gone = voided(facts_of(then.history.voids));
  std::set<std::string> names;
  std::ranges::set_difference(then.records, gone, std::inserter(names, names.end()));
  return names;
}

Result<std::vector<Companion>> companions_then(CentralStore& store, const PersonThen& then,
                                               const Viewpoint& viewpoint, Instant now) {
  std::vector<CompanionRow> rows;
  for (const auto& today : then.today) {
    GARITA_TRY(some, store.companions_of(today, viewpoint.as_of, kCompanionsMax));
    std::ranges::move(some, std::back_inserter(rows));
  }
  const auto own = standing(then);
  KnownThen known(store, viewpoint.known_at);
  Sheltered sheltered(store, now);
  std::vector<Companion> companions;
  for (auto& row : rows) {
    if (!own.contains(row.of.text())) continue;
    GARITA_TRY(person, known.traveller_of(row.record, row.person));
    if (!person) continue;
    GARITA_TRY(hidden, sheltered.has(row.person));
    if (hidden) continue;
    companions.push_back({row.of, row.record, *std::move(person), row.leads, std::move(row.child)});
  }
  return companions;
}

}  // namespace garita::central
