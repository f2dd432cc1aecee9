// Persons and their cases, as reports read them.
#include <limits>

#include "central-sync/store/sqlite/columns.h"
#include "central-sync/store/sqlite/reading.h"
#include "schema/matching/normalise.h"

namespace garita::central {
namespace {

constexpr const char* kPersonColumns =
    "p.person, p.surname, p.given_names, p.birth, p.sex, p.nationality, p.document_issuer, "
    "p.document_number";
constexpr const char* kAliases =
    "SELECT pseudonym FROM pseudonyms WHERE person = ?1 AND pseudonym <> ?1 ORDER BY pseudonym";
constexpr const char* kAbout =
    "SELECT c.person FROM incidents i JOIN crossings c ON c.record = i.crossing "
    "WHERE i.record = ?1";
constexpr const char* kCrossings =
    "SELECT record, direction, at, day, post, officer, document_issuer, document_number, "
    "admission_class, granted_days, granted_until, EXISTS (SELECT 1 FROM voids v WHERE v.of = "
    "c.record), known_at, decision, movement FROM crossings c WHERE person = ?1 "
    "ORDER BY at, record";
constexpr const char* kDecisions =
    "SELECT record, entry, kind, at, day, days, until, admission_class, authority, reason, "
    "EXISTS (SELECT 1 FROM voids v WHERE v.of = d.record), known_at FROM decisions d "
    "WHERE person = ?1 ORDER BY at, record";

PersonSummary person_at(const Statement& row, int column) {
  PersonSummary person;
  person.person = PersonId(row.text(column));
  person.surname = row.text(column + 1);
  person.given_names = row.text(column + 2);
  const auto birth = PartialDate::from_text(row.text(column + 3));
  if (birth) person.birth = *birth;
  person.sex = row.text(column + 4);
  person.nationality = CountryCode(row.text(column + 5));
  person.document_issuer = row.text(column + 6);
  person.document_number = row.text(column + 7);
  return person;
}

std::optional<int> nullable_int(const Statement& row, int column) {
  const auto value = row.nullable_integer(column);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

Result<CrossingRow> crossing_at(const Statement& row) {
  CrossingRow crossing;
  GARITA_TRY(record, RecordId::parse(row.text(0)));
  crossing.record = record;
  crossing.direction = static_cast<Direction>(row.integer(1));
  crossing.at = instant_at(row, 2);
  crossing.day = date_at(row, 3);
  crossing.post = PostCode(row.text(4));
  crossing.officer = row.text(5);
  crossing.document_issuer = row.text(6);
  crossing.document_number = row.text(7);
  crossing.admission_class = row.text(8);
  crossing.granted_days = nullable_int(row, 9);
  crossing.granted_until = nullable_date_at(row, 10);
  crossing.voided = row.integer(11) != 0;
  crossing.known_at = instant_at(row, 12);
  crossing.decision = static_cast<DecisionKind>(row.integer(13));
  crossing.movement = row.integer(14) != 0;
  return crossing;
}

DecisionRow decision_at(const Statement& row) {
  DecisionRow decision;
  StatusChange& change = decision.change;
  change.reference = row.text(0);
  change.of = row.text(1);
  change.kind = static_cast<StatusChangeKind>(row.integer(2));
  change.at = instant_at(row, 3);
  change.day = date_at(row, 4);
  change.days = nullable_int(row, 5);
  change.until = nullable_date_at(row, 6);
  change.admission_class = row.text(7);
  decision.authority = row.text(8);
  decision.reason = row.text(9);
  decision.voided = row.integer(10) != 0;
  decision.known_at = instant_at(row, 11);
  return decision;
}

std::string case_sql(CaseSelection selection) {
  std::string columns = kCaseColumns;
  for (std::size_t at = 0; (at = columns.find(", ", at)) != std::string::npos; at += 4)
    columns.replace(at, 2, ", c.");
  std::string sql = std::string("SELECT c.") + columns + ", " + kPersonColumns +
                    " FROM cases c JOIN persons p USING (person) WHERE ";
  sql += selection == CaseSelection::kCurrent
             ? "c.known_to IS NULL"
             : "c.known_to IS NOT NULL AND c.cleared_reason <> '' AND NOT EXISTS (SELECT 1 FROM "
               "cases n WHERE n.family = c.family AND n.subject = c.subject AND "
               "n.number > c.number)";
  sql += " AND c.due_at <= ?1 AND (?2 = '' OR c.person = ?2)";
  return sql + " ORDER BY c.number";
}

}  // namespace

Result<std::optional<PersonSummary>> SqliteReading::person(const PersonId& who) {
  GARITA_TRY(person, tables_.person_behind(who));
  if (!person) return std::nullopt;
  const std::string sql =
      std::string("SELECT ") + kPersonColumns + " FROM persons p WHERE p.person = ?1";
  GARITA_TRY(row, db_.prepare(sql, {person->value()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return person_at(row, 0);
}

Result<std::optional<PersonId>> SqliteReading::traveller_of(const RecordId& record) {
  GARITA_TRY(owner, tables_.owner_of(record.text()));
  if (owner) return owner;
  GARITA_TRY(owner_of_void, tables_.owner_of(record.text() + "#void"));
  if (owner_of_void) return owner_of_void;
  GARITA_TRY(person, one_text(db_, kAbout, {record.text()}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<std::vector<PersonId>> SqliteReading::aliases_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kAliases, {person.value()}));
  std::vector<PersonId> aliases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return aliases;
    aliases.emplace_back(row.text(0));
  }
}

Result<PersonHistory> SqliteReading::history_of(const PersonId& person) {
  return tables_.history_of(person);
}

Result<std::vector<CrossingRow>> SqliteReading::crossings_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kCrossings, {person.value()}));
  std::vector<CrossingRow> crossings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return crossings;
    GARITA_TRY(crossing, crossing_at(row));
    crossings.push_back(crossing);
  }
}

Result<std::vector<DecisionRow>> SqliteReading::decisions_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kDecisions, {person.value()}));
  std::vector<DecisionRow> decisions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return decisions;
    decisions.push_back(decision_at(row));
  }
}

Result<std::vector<PersonSummary>> SqliteReading::find_persons(const std::string& text,
                                                               std::size_t limit) {
  const std::string name = normalised_words(text);
  const std::string number = document_key("", text).substr(1);
  // The surnames that begin with the name lie between it and it with the last letter after it.
  const std::string sql = std::string("SELECT ") + kPersonColumns +
                          " FROM persons p WHERE (?1 <> '' AND p.surname_key >= ?1 AND "
                          "p.surname_key < ?1 || '[') OR p.person IN (SELECT person FROM crossings "
                          "WHERE document_number = ?2) ORDER BY p.surname_key, p.person LIMIT ?3";
  GARITA_TRY(row, db_.prepare(sql, {name, number, limit}));
  std::vector<PersonSummary> persons;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return persons;
    persons.push_back(person_at(row, 0));
  }
}

Result<void> SqliteReading::for_each_person(
    const std::function<Result<void>(const PersonId&)>& visit) {
  std::vector<PersonId> persons;
  GARITA_TRY(row, db_.prepare("SELECT person FROM persons ORDER BY person"));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    persons.emplace_back(row.text(0));
  }
  for (const auto& person : persons) GARITA_CHECK(visit(person));
  return {};
}

Result<std::vector<CaseRow>> SqliteReading::cases(const CaseQuery& query) {
  const std::string person = query.person ? query.person->value() : "";
  const Instant due_by = query.due_by.value_or(Instant{std::numeric_limits<std::int64_t>::max()});
  GARITA_TRY(row, db_.prepare(case_sql(query.selection), {due_by.milliseconds, person}));
  std::vector<CaseRow> cases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return cases;
    cases.push_back({case_at(row, 0), person_at(row, kCaseColumnCount)});
  }
}

Result<std::vector<CaseVersion>> SqliteReading::case_versions(const PersonId& person) {
  const std::string sql = std::string("SELECT ") + kCaseColumns +
                          " FROM cases WHERE person = ?1 ORDER BY family, subject, number";
  GARITA_TRY(row, db_.prepare(sql, {person.value()}));
  std::vector<CaseVersion> versions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return versions;
    versions.push_back(case_at(row, 0));
  }
}

}  // namespace garita::central
