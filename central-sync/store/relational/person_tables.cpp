// Persons, their crossings, and what was decided about them.
#include <algorithm>

#include "central-sync/projection/facts.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/listed.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/projection_tables.h"

namespace garita::central {
namespace {

constexpr const char* kPersonBehind = "SELECT person FROM pseudonyms WHERE pseudonym = ?1";

constexpr const char* kAdoptVoids =
    "UPDATE voids SET person = ?2 WHERE of = ?1 AND person = '' RETURNING statement";
constexpr const char* kAdoptDecisions =
    "UPDATE decisions SET person = ?2 WHERE entry = ?1 AND person = '' RETURNING record";
constexpr const char* kTraceBack =
    "UPDATE crossings SET origin = ?2 WHERE origin = ?1 RETURNING person";

constexpr const char* kPutVoid =
    "INSERT INTO voids (statement, of, person, known_at, officer, reason, approved_by) VALUES (?1, "
    "?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (statement) DO NOTHING";
constexpr const char* kPutChange =
    "INSERT INTO decisions (record, person, entry, kind, at, day, days, until, admission_class, "
    "authority, officer, reason, known_at, named) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
    "?11, ?12, ?13, ?14) ON CONFLICT (record) DO NOTHING";

constexpr const char* kOwner =
    "SELECT person FROM crossings WHERE record = ?1 "
    "UNION ALL SELECT person FROM voids WHERE statement = ?1 AND person <> '' "
    "UNION ALL SELECT person FROM decisions WHERE record = ?1 AND person <> ''";
constexpr const char* kPlace = "SELECT post, origin FROM crossings WHERE record = ?1";

constexpr const char* kNationality = "SELECT nationality FROM persons WHERE person = ?1";
constexpr const char* kVoids =
    "SELECT statement, of, known_at FROM voids WHERE person = ?1 ORDER BY statement";
constexpr const char* kPersonsAfter =
    "SELECT person FROM persons WHERE person > ?1 ORDER BY person LIMIT ?2";

constexpr const char* kLatestFirst =
    "SELECT record FROM crossings WHERE person = ?1 ORDER BY at DESC, record DESC";

/// The first column of every row, as text.
Result<std::vector<std::string>> texts(Database& database, std::string_view sql, Values values) {
  GARITA_TRY(row, database.prepare(sql, values));
  std::vector<std::string> all;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return all;
    all.push_back(row.text(0));
  }
}

}  // namespace

Result<std::optional<PersonId>> RelationalProjectionTables::person_behind(
    const PersonId& pseudonym) {
  GARITA_TRY(person, one_text(db_, kPersonBehind, {pseudonym.value()}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<std::set<PersonId>> RelationalProjectionTables::persons_behind(
    std::span<const PersonId> pseudonyms) {
  std::set<PersonId> persons;
  GARITA_CHECK(in_lists<PersonId>(
      pseudonyms,
      [&](std::span<const PersonId>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row,
                   db_.prepare("SELECT person FROM pseudonyms WHERE pseudonym IN " + list, values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          persons.emplace(row.text(0));
        }
      }));
  return persons;
}

Result<void> RelationalProjectionTables::set_person_behind(const PersonId& pseudonym,
                                                           const PersonId& person) {
  GARITA_CHECK(db_.execute(kSetPersonBehind, {pseudonym.value(), person.value()}));
  return {};
}

Result<void> RelationalProjectionTables::absorb(const PersonId& absorbed, const PersonId& person) {
  for (const auto* sql : kAbsorb)
    GARITA_CHECK(db_.execute(sql, {absorbed.value(), person.value()}));
  GARITA_CHECK(db_.execute(kDropPerson, {absorbed.value()}));
  return summarise(person);
}

Result<void> RelationalProjectionTables::summarise(const PersonId& person) {
  GARITA_TRY(voids, voids_of(db_, person));
  std::optional<std::string> said_by;
  if (!voids.empty()) {
    const auto gone = voided(voids);
    GARITA_TRY(records, texts(db_, kLatestFirst, {person.value()}));
    const auto stands =
        std::ranges::find_if(records, [&](const auto& record) { return !gone.contains(record); });
    // Who has nothing that stands is who was there.
    if (!records.empty()) said_by = stands == records.end() ? records.front() : *stands;
  }
  GARITA_CHECK(db_.execute(kSummarise, {person.value(), said_by}));
  return {};
}

Result<void> RelationalProjectionTables::adopt(const std::string& reference,
                                               const PersonId& person) {
  // What waited may itself be waited for: a decision that was withdrawn, a void that was voided.
  std::vector<std::string> known = {reference};
  while (!known.empty()) {
    const std::string each = std::move(known.back());
    known.pop_back();
    for (const auto* sql : {kAdoptVoids, kAdoptDecisions}) {
      GARITA_TRY(adopted, texts(db_, sql, {each, person.value()}));
      known.insert(known.end(), adopted.begin(), adopted.end());
    }
  }
  return {};
}

Result<std::vector<PersonId>> RelationalProjectionTables::trace_back(const RecordId& record,
                                                                     const std::string& origin) {
  GARITA_TRY(persons, texts(db_, kTraceBack, {record.text(), origin}));
  return std::vector<PersonId>(persons.begin(), persons.end());
}

Result<bool> RelationalProjectionTables::put_crossing(const CrossingFact& fact) {
  const CrossingValues row(fact);
  GARITA_TRY(added, db_.execute(kPutCrossing, row.values()));
  if (added == 0) return false;
  GARITA_CHECK(adopt(fact.record.text(), fact.person));
  GARITA_CHECK(summarise(fact.person));
  return true;
}

Result<bool> RelationalProjectionTables::put_void(const VoidFact& fact) {
  GARITA_TRY(added, db_.execute(kPutVoid,
                                {fact.statement.reference, fact.statement.of, fact.person.value(),
                                 fact.known_at.milliseconds, or_null(fact.officer.value()),
                                 or_null(fact.reason), or_null(fact.approved_by.value())}));
  if (added == 0) return false;
  if (fact.person.value().empty()) return true;
  GARITA_CHECK(adopt(fact.statement.reference, fact.person));
  GARITA_CHECK(summarise(fact.person));
  return true;
}

Result<bool> RelationalProjectionTables::put_change(const ChangeFact& fact) {
  const StatusChange& change = fact.change;
  GARITA_TRY(added, db_.execute(kPutChange,
                                {change.reference, fact.person.value(), change.of,
                                 static_cast<int>(change.kind), change.at.milliseconds,
                                 change.day.days_since_epoch(), change.days, stored(change.until),
                                 change.admission_class, fact.authority, fact.officer, fact.reason,
                                 fact.known_at.milliseconds, fact.named.value()}));
  if (added > 0 && !fact.person.value().empty()) GARITA_CHECK(adopt(change.reference, fact.person));
  return added > 0;
}

Result<ProjectionTables::NamesShown> RelationalProjectionTables::names_shown(
    const PersonId& person, const PersonId& document, std::size_t limit) {
  GARITA_TRY(history, history_of(person));
  return names_shown_in(history, document, limit);
}

Result<std::vector<Showing>> RelationalProjectionTables::showings_of(const PersonId& person,
                                                                     const std::string& document) {
  GARITA_TRY(voids, voids_of(db_, person));
  const auto gone = voided(voids);
  static const std::string sql =
      std::string("SELECT record, at, ") + kSummaryColumns +
      " FROM crossings WHERE person = ?1 AND document_key = ?2 ORDER BY at, record";
  GARITA_TRY(row, db_.prepare(sql, {person.value(), document}));
  std::vector<Showing> showings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return showings;
    if (gone.contains(row.text(0))) continue;
    GARITA_TRY(record, RecordId::parse(row.text(0)));
    const auto said = summary_at(row, 2);
    showings.push_back({record, instant_at(row, 1),
                        Holder{said.document_issuer, said.document_number, said.surname,
                               said.given_names, said.birth, said.nationality}});
  }
}

Result<std::optional<PersonId>> RelationalProjectionTables::owner_of(const std::string& reference) {
  GARITA_TRY(person, one_text(db_, kOwner, {reference}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<std::optional<ProjectionTables::CrossingPlace>> RelationalProjectionTables::place_of(
    const std::string& reference) {
  GARITA_TRY(row, db_.prepare(kPlace, {reference}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return CrossingPlace{PostCode(row.text(0)), row.text(1)};
}

Result<PersonHistory> RelationalProjectionTables::history_of(const PersonId& person) {
  PersonHistory history;
  GARITA_TRY(nationality, one_text(db_, kNationality, {person.value()}));
  history.nationality = CountryCode(nationality.value_or(""));
  GARITA_CHECK(add_movements(person, history));
  GARITA_CHECK(add_statements(person, history));
  GARITA_CHECK(add_reviews(person, history));
  return history;
}

Result<void> RelationalProjectionTables::add_movements(const PersonId& person,
                                                       PersonHistory& history) {
  static const std::string sql = std::string("SELECT ") + kMovementColumns +
                                 " FROM crossings WHERE person = ?1 AND " + kIsMovement +
                                 " ORDER BY at, record";
  GARITA_TRY(row, db_.prepare(sql, {person.value()}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    const CrossingFact fact = movement_at(row);
    history.movements.push_back({movement_of(fact), fact.known_at});
  }
}

Result<void> RelationalProjectionTables::add_statements(const PersonId& person,
                                                        PersonHistory& history) {
  GARITA_TRY(voids, db_.prepare(kVoids, {person.value()}));
  for (;;) {
    GARITA_TRY(found, voids.step());
    if (!found) break;
    history.voids.push_back({{voids.text(0), voids.text(1)}, instant_at(voids, 2)});
  }
  static const std::string sql = std::string("SELECT ") + kChangeColumns +
                                 " FROM decisions WHERE person = ?1 ORDER BY at, record";
  GARITA_TRY(changes, db_.prepare(sql, {person.value()}));
  for (;;) {
    GARITA_TRY(found, changes.step());
    if (!found) return {};
    history.changes.push_back(change_at(changes));
  }
}

Result<std::vector<PersonId>> RelationalProjectionTables::persons_after(const PersonId& person,
                                                                        std::size_t limit) {
  GARITA_TRY(next, texts(db_, kPersonsAfter, {person.value(), limit}));
  return std::vector<PersonId>(next.begin(), next.end());
}

}  // namespace garita::central
