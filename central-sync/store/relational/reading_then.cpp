// Persons as they were known at a moment.
#include <map>

#include "central-sync/persons/identity.h"
#include "central-sync/projection/facts.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

// Those that nobody had taken back by then first, and of them the latest: as a person's summary is
// made.
constexpr const char* kOrder =
    " FROM crossings c WHERE person = ?1 AND known_at <= ?2 ORDER BY EXISTS (SELECT 1 FROM voids v "
    "WHERE v.of = c.record AND v.known_at <= ?2), at DESC, record DESC";
constexpr const char* kVoids =
    "SELECT statement, of, known_at FROM voids WHERE person = ?1 AND known_at <= ?2 "
    "ORDER BY statement";

struct CrossingThen {
  CrossingFact fact;
  PersonSummary summary;
};

/// Sorts what one person of today has into the persons of then.
class Sorting {
 public:
  explicit Sorting(const std::vector<CrossingThen>& crossings) {
    std::vector<PersonLink> links;
    for (const auto& each : crossings)
      for (const auto& key : each.fact.keys) links.emplace_back(each.fact.keys.front(), key);
    for (const auto& [pseudonym, person] : central::persons_of(links)) {
      went_by_.emplace(pseudonym, person);
      PersonThen& then = persons_[person];
      if (pseudonym != person) then.aliases.push_back(pseudonym);
    }
    for (const auto& each : crossings) add(each);
  }

  /// A decision is the person's whose entry or whose pseudonym it named.
  void add(const Known<StatusChange>& change, const std::string& named) {
    PersonThen* then = nullptr;
    if (!change.fact.of.empty()) then = owner(change.fact.of);
    const auto person = went_by_.find(PersonId(named));
    if (then == nullptr && person != went_by_.end()) then = &persons_[person->second];
    if (then == nullptr) return;
    then->history.changes.push_back(change);
    claim(change.fact.reference, *then);
  }

  /// What takes something back is theirs whose record it names, through any number of voids.
  void add(const std::vector<Known<Void>>& voids) {
    std::vector<Known<Void>> waiting = voids;
    for (bool any = true; any;) {
      any = false;
      std::vector<Known<Void>> rest;
      for (auto& each : waiting) {
        PersonThen* then = owner(each.fact.of);
        if (then == nullptr) {
          rest.push_back(std::move(each));
          continue;
        }
        claim(each.fact.reference, *then);
        then->history.voids.push_back(std::move(each));
        any = true;
      }
      waiting = std::move(rest);
    }
  }

  std::vector<PersonThen> take() {
    std::vector<PersonThen> all;
    for (auto& [person, then] : persons_) all.push_back(std::move(then));
    return all;
  }

 private:
  void add(const CrossingThen& crossing) {
    PersonThen& then = persons_[went_by_.at(crossing.fact.keys.front())];
    // The first is the one that tells most.
    if (then.records.empty()) {
      then.person = crossing.summary;
      then.person.person = went_by_.at(crossing.fact.keys.front());
      then.history.nationality = crossing.summary.nationality;
    }
    if (takes_part(crossing.fact.crossing))
      then.history.movements.push_back({movement_of(crossing.fact), crossing.fact.known_at});
    claim(crossing.fact.record.text(), then);
  }
  void claim(const std::string& reference, PersonThen& then) {
    then.records.insert(reference);
    owners_[reference] = &then;
  }
  PersonThen* owner(const std::string& reference) const {
    const auto found = owners_.find(reference);
    return found == owners_.end() ? nullptr : found->second;
  }

  std::map<PersonId, PersonId> went_by_;
  std::map<PersonId, PersonThen> persons_;
  std::map<std::string, PersonThen*> owners_;
};

Result<std::vector<CrossingThen>> crossings_then(Database& database, const PersonId& person,
                                                 Instant known_at) {
  const std::string sql =
      std::string("SELECT ") + kMovementColumns + ", decision, keys, " + kSummaryColumns + kOrder;
  GARITA_TRY(row, database.prepare(sql, {person.value(), known_at.milliseconds}));
  std::vector<CrossingThen> crossings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return crossings;
    CrossingThen then{movement_at(row), summary_at(row, kMovementColumnCount + 2)};
    then.fact.crossing.decision = static_cast<DecisionKind>(row.integer(kMovementColumnCount));
    then.fact.keys = parted(row.text(kMovementColumnCount + 1));
    if (then.fact.keys.empty()) then.fact.keys.push_back(person);
    crossings.push_back(std::move(then));
  }
}

}  // namespace

Result<std::vector<PersonThen>> RelationalReading::persons_then(const PersonId& person,
                                                                Instant known_at) {
  GARITA_TRY(crossings, crossings_then(db_, person, known_at));
  Sorting sorting(crossings);
  const std::string sql = std::string("SELECT ") + kChangeColumns +
                          ", named FROM decisions WHERE person = ?1 AND known_at <= ?2 "
                          "ORDER BY at, record";
  GARITA_TRY(changes, db_.prepare(sql, {person.value(), known_at.milliseconds}));
  for (;;) {
    GARITA_TRY(found, changes.step());
    if (!found) break;
    sorting.add(change_at(changes), changes.text(kChangeColumnCount));
  }
  std::vector<Known<Void>> voids;
  GARITA_TRY(row, db_.prepare(kVoids, {person.value(), known_at.milliseconds}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    voids.push_back({{row.text(0), row.text(1)}, instant_at(row, 2)});
  }
  sorting.add(voids);
  return sorting.take();
}

}  // namespace garita::central
