// Persons, their crossings, and what was decided about them.
#include "central-sync/projection/facts.h"
#include "central-sync/store/sqlite/columns.h"
#include "central-sync/store/sqlite/projection_tables.h"
#include "schema/matching/normalise.h"

namespace garita::central {
namespace {

constexpr const char* kPersonBehind = "SELECT person FROM pseudonyms WHERE pseudonym = ?1";
constexpr const char* kSetPersonBehind =
    "INSERT INTO pseudonyms (pseudonym, person) VALUES (?1, ?2) "
    "ON CONFLICT (pseudonym) DO UPDATE SET person = excluded.person WHERE person <> "
    "excluded.person";

constexpr const char* kAbsorb[] = {
    "UPDATE pseudonyms SET person = ?2 WHERE person = ?1",
    "UPDATE crossings SET person = ?2 WHERE person = ?1",
    "UPDATE voids SET person = ?2 WHERE person = ?1",
    "UPDATE decisions SET person = ?2 WHERE person = ?1",
    "UPDATE cases SET person = ?2 WHERE person = ?1",
};

// What the latest crossing says that nobody took back; of two of one moment, always the same.
constexpr const char* kSummarise =
    "INSERT OR REPLACE INTO persons (person, surname, given_names, surname_key, birth, sex, "
    "nationality, document_issuer, document_number, document_key) "
    "SELECT person, surname, given_names, surname_key, birth, sex, nationality, document_issuer, "
    "document_number, document_key FROM crossings c WHERE person = ?1 "
    "ORDER BY EXISTS (SELECT 1 FROM voids v WHERE v.of = c.record), at DESC, record DESC LIMIT 1";

constexpr const char* kPutCrossing =
    "INSERT INTO crossings (record, person, movement, direction, decision, at, day, post, officer, "
    "document_code, document_issuer, document_number, document_key, document_expiry, surname, "
    "surname_key, given_names, birth, sex, nationality, purpose, transport, admission_class, "
    "granted_days, granted_until, evidence, fallback, origin, known_at) VALUES (?1, ?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "
    "?24, ?25, ?26, ?27, ?28, ?29) ON CONFLICT (record) DO NOTHING";
constexpr const char* kAdoptVoids =
    "UPDATE voids SET person = ?2 WHERE of = ?1 AND person = '' RETURNING statement";
constexpr const char* kAdoptDecisions =
    "UPDATE decisions SET person = ?2 WHERE entry = ?1 AND person = '' RETURNING record";
constexpr const char* kTraceBack =
    "UPDATE crossings SET origin = ?2 WHERE origin = ?1 RETURNING person";

constexpr const char* kPutVoid =
    "INSERT INTO voids (statement, of, person, known_at) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (statement) DO NOTHING";
constexpr const char* kPutChange =
    "INSERT INTO decisions (record, person, entry, kind, at, day, days, until, admission_class, "
    "authority, officer, reason, known_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, ?13) ON CONFLICT (record) DO NOTHING";

constexpr const char* kOwner =
    "SELECT person FROM crossings WHERE record = ?1 "
    "UNION ALL SELECT person FROM voids WHERE statement = ?1 AND person <> '' "
    "UNION ALL SELECT person FROM decisions WHERE record = ?1 AND person <> ''";
constexpr const char* kPlace = "SELECT post, origin FROM crossings WHERE record = ?1";

constexpr const char* kNationality = "SELECT nationality FROM persons WHERE person = ?1";
constexpr const char* kMovements =
    "SELECT record, direction, at, day, post, origin, document_code, nationality, "
    "admission_class, granted_days, granted_until, document_expiry, known_at FROM crossings "
    "WHERE person = ?1 AND movement = 1 ORDER BY at, record";
constexpr const char* kVoids =
    "SELECT statement, of, known_at FROM voids WHERE person = ?1 ORDER BY statement";
constexpr const char* kChanges =
    "SELECT record, entry, kind, at, day, days, until, admission_class, known_at FROM decisions "
    "WHERE person = ?1 ORDER BY at, record";
constexpr const char* kWithMovements =
    "SELECT DISTINCT person FROM crossings WHERE movement = 1 ORDER BY person";

std::optional<int> nullable_int(const Statement& row, int column) {
  const auto value = row.nullable_integer(column);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

/// A stored row as the fact that it came from, as far as movements need it.
CrossingFact movement_at(const Statement& row) {
  CrossingFact fact;
  fact.record = *RecordId::parse(row.text(0));
  Crossing& crossing = fact.crossing;
  crossing.direction = static_cast<Direction>(row.integer(1));
  crossing.at = instant_at(row, 2);
  fact.day = date_at(row, 3);
  crossing.post = PostCode(row.text(4));
  fact.origin = row.text(5);
  crossing.document.document_code = row.text(6);
  crossing.document.nationality = row.text(7);
  crossing.admission_class = row.text(8);
  crossing.granted_days = nullable_int(row, 9);
  crossing.granted_until = nullable_date_at(row, 10);
  if (const auto expiry = row.nullable_text(11)) {
    const auto date = PartialDate::from_text(*expiry);
    if (date) crossing.document.expiry_date = *date;
  }
  fact.known_at = instant_at(row, 12);
  return fact;
}

StatusChange change_at(const Statement& row) {
  StatusChange change;
  change.reference = row.text(0);
  change.of = row.text(1);
  change.kind = static_cast<StatusChangeKind>(row.integer(2));
  change.at = instant_at(row, 3);
  change.day = date_at(row, 4);
  change.days = nullable_int(row, 5);
  change.until = nullable_date_at(row, 6);
  change.admission_class = row.text(7);
  return change;
}

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

std::string text_of_date(const std::optional<PartialDate>& date) {
  return date ? date->text() : PartialDate{}.text();
}

}  // namespace

Result<std::optional<PersonId>> SqliteProjectionTables::person_behind(const PersonId& pseudonym) {
  GARITA_TRY(person, one_text(db_, kPersonBehind, {pseudonym.value()}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<void> SqliteProjectionTables::set_person_behind(const PersonId& pseudonym,
                                                       const PersonId& person) {
  GARITA_CHECK(db_.execute(kSetPersonBehind, {pseudonym.value(), person.value()}));
  return {};
}

Result<void> SqliteProjectionTables::absorb(const PersonId& absorbed, const PersonId& person) {
  for (const auto* sql : kAbsorb)
    GARITA_CHECK(db_.execute(sql, {absorbed.value(), person.value()}));
  GARITA_CHECK(db_.execute("DELETE FROM persons WHERE person = ?1", {absorbed.value()}));
  return summarise(person);
}

Result<void> SqliteProjectionTables::summarise(const PersonId& person) {
  GARITA_CHECK(db_.execute(kSummarise, {person.value()}));
  return {};
}

Result<void> SqliteProjectionTables::adopt(const std::string& reference, const PersonId& person) {
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

Result<std::vector<PersonId>> SqliteProjectionTables::trace_back(const RecordId& record,
                                                                 const std::string& origin) {
  GARITA_TRY(persons, texts(db_, kTraceBack, {record.text(), origin}));
  return std::vector<PersonId>(persons.begin(), persons.end());
}

Result<bool> SqliteProjectionTables::put_crossing(const CrossingFact& fact) {
  const Crossing& crossing = fact.crossing;
  const TravelDocument& document = crossing.document;
  const std::string record = fact.record.text();
  const auto key = document_key(document.issuing_state, document.document_number);
  const auto expiry = document.expiry_date ? std::optional(document.expiry_date->text())
                                           : std::optional<std::string>();
  const auto surname_key = normalised_words(document.surname);
  GARITA_TRY(added, db_.execute(kPutCrossing, {record,
                                               fact.person.value(),
                                               fact.movement,
                                               static_cast<int>(crossing.direction),
                                               static_cast<int>(crossing.decision),
                                               crossing.at.milliseconds,
                                               fact.day.days_since_epoch(),
                                               crossing.post.value(),
                                               crossing.officer.value(),
                                               document.document_code,
                                               document.issuing_state,
                                               document.document_number,
                                               key,
                                               expiry,
                                               document.surname,
                                               surname_key,
                                               document.given_names,
                                               text_of_date(document.birth_date),
                                               document.sex,
                                               document.nationality,
                                               crossing.purpose,
                                               crossing.transport,
                                               crossing.admission_class,
                                               crossing.granted_days,
                                               stored(crossing.granted_until),
                                               static_cast<int>(crossing.evidence),
                                               crossing.fallback,
                                               fact.origin,
                                               fact.known_at.milliseconds}));
  if (added == 0) return false;
  GARITA_CHECK(adopt(record, fact.person));
  GARITA_CHECK(summarise(fact.person));
  return true;
}

Result<bool> SqliteProjectionTables::put_void(const VoidFact& fact) {
  GARITA_TRY(added, db_.execute(kPutVoid, {fact.statement.reference, fact.statement.of,
                                           fact.person.value(), fact.known_at.milliseconds}));
  if (added == 0) return false;
  if (fact.person.value().empty()) return true;
  GARITA_CHECK(adopt(fact.statement.reference, fact.person));
  GARITA_CHECK(summarise(fact.person));
  return true;
}

Result<bool> SqliteProjectionTables::put_change(const ChangeFact& fact) {
  const StatusChange& change = fact.change;
  GARITA_TRY(added,
             db_.execute(kPutChange, {change.reference, fact.person.value(), change.of,
                                      static_cast<int>(change.kind), change.at.milliseconds,
                                      change.day.days_since_epoch(), change.days,
                                      stored(change.until), change.admission_class, fact.authority,
                                      fact.officer, fact.reason, fact.known_at.milliseconds}));
  if (added > 0 && !fact.person.value().empty()) GARITA_CHECK(adopt(change.reference, fact.person));
  return added > 0;
}

Result<std::optional<PersonId>> SqliteProjectionTables::owner_of(const std::string& reference) {
  GARITA_TRY(person, one_text(db_, kOwner, {reference}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<std::optional<ProjectionTables::CrossingPlace>> SqliteProjectionTables::place_of(
    const std::string& reference) {
  GARITA_TRY(row, db_.prepare(kPlace, {reference}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return CrossingPlace{PostCode(row.text(0)), row.text(1)};
}

Result<PersonHistory> SqliteProjectionTables::history_of(const PersonId& person) {
  PersonHistory history;
  GARITA_TRY(nationality, one_text(db_, kNationality, {person.value()}));
  history.nationality = CountryCode(nationality.value_or(""));
  GARITA_CHECK(add_movements(person, history));
  GARITA_CHECK(add_statements(person, history));
  return history;
}

Result<void> SqliteProjectionTables::add_movements(const PersonId& person, PersonHistory& history) {
  GARITA_TRY(row, db_.prepare(kMovements, {person.value()}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    const CrossingFact fact = movement_at(row);
    history.movements.push_back({movement_of(fact), fact.known_at});
  }
}

Result<void> SqliteProjectionTables::add_statements(const PersonId& person,
                                                    PersonHistory& history) {
  GARITA_TRY(voids, db_.prepare(kVoids, {person.value()}));
  for (;;) {
    GARITA_TRY(found, voids.step());
    if (!found) break;
    history.voids.push_back({{voids.text(0), voids.text(1)}, instant_at(voids, 2)});
  }
  GARITA_TRY(changes, db_.prepare(kChanges, {person.value()}));
  for (;;) {
    GARITA_TRY(found, changes.step());
    if (!found) return {};
    history.changes.push_back({change_at(changes), instant_at(changes, 8)});
  }
}

Result<std::vector<PersonId>> SqliteProjectionTables::persons_with_movements() {
  GARITA_TRY(row, db_.prepare(kWithMovements));
  std::vector<PersonId> persons;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return persons;
    persons.emplace_back(row.text(0));
  }
}

}  // namespace garita::central
