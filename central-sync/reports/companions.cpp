#include "central-sync/reports/companions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "central-sync/reports/sheltered.h"
#include "schema/stay/pairing.h"

namespace garita::central {
namespace {

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
