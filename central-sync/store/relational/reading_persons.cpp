// Persons and their cases, as reports read them.
#include <limits>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/listed.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"
#include "schema/matching/normalise.h"

namespace garita::central {
namespace {

constexpr const char* kAliases =
    "SELECT pseudonym FROM pseudonyms WHERE person = ?1 AND pseudonym <> ?1 ORDER BY pseudonym";
constexpr const char* kAbout =
    "SELECT c.person FROM incidents i JOIN crossings c ON c.record = i.crossing "
    "WHERE i.record = ?1";
constexpr const char* kCrossings =
    "SELECT record, direction, at, day, post, officer, document_issuer, document_number, "
    "admission_class, granted_days, granted_until, known_at, "
    "decision, movement, other_state, approved_by, evidence, fallback, "
    "taken_over, typed_by, CASE WHEN group_record IS NULL THEN relationship END, CASE WHEN "
    "group_record IS NULL THEN relationship_evidence END FROM crossings WHERE person = ?1 ORDER BY "
    "at, record";
constexpr const char* kCorrections =
    "SELECT of, statement, officer, reason, approved_by FROM voids WHERE person = ?1 ORDER BY "
    "known_at, statement";
/// A record is named as it stood when somebody crossed with its traveller: what was recorded in its
/// place since is found by the statements that took it back, from the one to the other.
constexpr const char* kCompanions =
    "WITH RECURSIVE earlier (of, record) AS (SELECT record, record FROM crossings WHERE person = "
    "?1 UNION SELECT e.of, v.of FROM earlier e JOIN voids v ON v.statement = e.record || '#void'), "
    "named (of, record, relationship, shown_by) AS (SELECT record, group_record, relationship, "
    "relationship_evidence FROM crossings WHERE person = ?1 AND group_record IS NOT NULL UNION "
    "SELECT n.of, replace(v.statement, '#void', ''), n.relationship, n.shown_by FROM named n JOIN "
    "voids v ON v.of = n.record) "
    "SELECT e.of, c.record, c.person, c.at, 0, c.relationship, c.relationship_evidence FROM "
    "earlier e JOIN crossings c ON c.group_record = e.record WHERE c.at <= ?2 UNION ALL "
    "SELECT n.of, c.record, c.person, c.at, 1, n.relationship, n.shown_by FROM named n JOIN "
    "crossings c ON c.record = n.record WHERE c.at <= ?2 ORDER BY 4 DESC, 2, 1 LIMIT ?3";

HowKnown how_known_at(const Statement& row, int first_column) {
  return {static_cast<EvidenceClass>(row.integer(first_column)), row.integer(first_column + 1) != 0,
          row.nullable_text(first_column + 2).value_or("")};
}

std::string text_or_none(const Statement& row, int column) {
  return row.nullable_text(column).value_or("");
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
  crossing.known_at = instant_at(row, 11);
  crossing.decision = static_cast<DecisionKind>(row.integer(12));
  crossing.movement = row.integer(13) != 0;
  crossing.other_state = row.text(14);
  crossing.approved_by = text_or_none(row, 15);
  crossing.how_known = how_known_at(row, 16);
  crossing.typed_by = text_or_none(row, 19);
  crossing.child = {text_or_none(row, 20), text_or_none(row, 21)};
  return crossing;
}

DecisionRow decision_at(const Statement& row) {
  DecisionRow decision;
  auto change = change_at(row);
  decision.change = std::move(change.fact);
  decision.known_at = change.known_at;
  decision.authority = row.text(kChangeColumnCount);
  decision.reason = row.text(kChangeColumnCount + 1);
  return decision;
}

/// ?1: due by, ?2: a person or "", ?3: while policies are being applied, the moment they are known
/// from; what they end still stands then, and what they begin is not there yet.
std::string case_sql(CaseSelection selection, bool while_applying) {
  std::string sql = "SELECT " + with_table(kCaseColumns, "c") + ", " +
                    with_table(kSummaryColumns, "p") +
                    " FROM cases c JOIN persons p USING (person) WHERE ";
  const std::string before = while_applying ? " AND c.known_from < ?3" : "";
  if (selection == CaseSelection::kCurrent) {
    sql += (while_applying ? "(c.known_to IS NULL OR c.known_to = ?3)" : "c.known_to IS NULL") +
           before;
  } else {
    sql += std::string(while_applying ? "c.known_to < ?3" : "c.known_to IS NOT NULL") +
           " AND c.cleared_reason <> '' AND NOT EXISTS (SELECT 1 FROM cases n WHERE n.family = "
           "c.family AND n.subject = c.subject AND n.number > c.number" +
           (while_applying ? " AND n.known_from < ?3)" : ")");
  }
  return sql + " AND c.due_at <= ?1 AND (?2 = '' OR c.person = ?2) ORDER BY c.number";
}

}  // namespace

Result<std::optional<PersonSummary>> RelationalReading::person(const PersonId& who) {
  GARITA_TRY(person, tables_.person_behind(who));
  if (!person) return std::nullopt;
  const std::string sql =
      std::string("SELECT ") + kSummaryColumns + " FROM persons WHERE person = ?1";
  GARITA_TRY(row, db_.prepare(sql, {person->value()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return summary_at(row, 0);
}

Result<std::optional<PersonId>> RelationalReading::traveller_of(const RecordId& record) {
  GARITA_TRY(owner, tables_.owner_of(record.text()));
  if (owner) return owner;
  GARITA_TRY(owner_of_void, tables_.owner_of(record.text() + "#void"));
  if (owner_of_void) return owner_of_void;
  GARITA_TRY(person, one_text(db_, kAbout, {record.text()}));
  if (!person) return std::nullopt;
  return PersonId(*person);
}

Result<std::vector<PersonId>> RelationalReading::aliases_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kAliases, {person.value()}));
  std::vector<PersonId> aliases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return aliases;
    aliases.emplace_back(row.text(0));
  }
}

Result<PersonHistory> RelationalReading::history_of(const PersonId& person) {
  return tables_.history_of(person);
}

Result<RelationalReading::Corrections> RelationalReading::corrections_of(const PersonId& person) {
  Corrections corrections;
  std::vector<Void> voids;
  GARITA_TRY(row, db_.prepare(kCorrections, {person.value()}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    voids.push_back({row.text(1), row.text(0)});
    corrections.of[row.text(0)].push_back(
        {row.text(1), true, text_or_none(row, 2), text_or_none(row, 3), text_or_none(row, 4)});
  }
  corrections.gone = voided(voids);
  for (auto& [record, made] : corrections.of)
    for (auto& each : made) each.holds = !corrections.gone.contains(each.statement);
  return corrections;
}

Result<std::vector<CrossingRow>> RelationalReading::crossings_of(const PersonId& person) {
  GARITA_TRY(corrections, corrections_of(person));
  GARITA_TRY(row, db_.prepare(kCrossings, {person.value()}));
  std::vector<CrossingRow> crossings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return crossings;
    GARITA_TRY(crossing, crossing_at(row));
    crossing.voided = corrections.gone.contains(crossing.record.text());
    const auto made = corrections.of.find(crossing.record.text());
    if (made != corrections.of.end()) crossing.corrections = std::move(made->second);
    crossings.push_back(std::move(crossing));
  }
}

Result<std::map<std::string, HowKnown>> RelationalReading::how_known(
    const std::vector<std::string>& records) {
  std::map<std::string, HowKnown> known;
  GARITA_CHECK(in_lists<std::string>(
      records,
      [&](std::span<const std::string>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(
            row,
            db_.prepare(
                "SELECT record, evidence, fallback, taken_over FROM crossings WHERE record IN " +
                    list,
                values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          known.emplace(row.text(0), how_known_at(row, 1));
        }
      }));
  return known;
}

Result<std::map<std::string, TakenOver>> RelationalReading::taken_over(
    const std::vector<std::string>& references) {
  std::map<std::string, TakenOver> taken;
  GARITA_CHECK(in_lists<std::string>(
      references,
      [&](std::span<const std::string>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row, db_.prepare("SELECT taken_over, record, taken_over_as FROM crossings WHERE "
                                    "taken_over IN " +
                                        list,
                                    values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          GARITA_TRY(record, RecordId::parse(row.text(1)));
          taken.insert_or_assign(row.text(0), TakenOver{record, row.text(2)});
        }
      }));
  return taken;
}

Result<std::vector<CompanionRow>> RelationalReading::companions_of(const PersonId& person,
                                                                   Instant until,
                                                                   std::size_t limit) {
  GARITA_TRY(row, db_.prepare(kCompanions, {person.value(), until.milliseconds, limit}));
  std::vector<CompanionRow> companions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return companions;
    GARITA_TRY(of, RecordId::parse(row.text(0)));
    GARITA_TRY(record, RecordId::parse(row.text(1)));
    companions.push_back({of,
                          record,
                          PersonId(row.text(2)),
                          instant_at(row, 3),
                          row.integer(4) != 0,
                          {text_or_none(row, 5), text_or_none(row, 6)}});
  }
}

Result<std::vector<DecisionRow>> RelationalReading::decisions_of(const PersonId& person) {
  GARITA_TRY(voids, voids_of(db_, person));
  const auto gone = voided(voids);
  const std::string sql =
      std::string("SELECT ") + kChangeColumns +
      ", authority, reason FROM decisions WHERE person = ?1 ORDER BY at, record";
  GARITA_TRY(row, db_.prepare(sql, {person.value()}));
  std::vector<DecisionRow> decisions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return decisions;
    auto& decision = decisions.emplace_back(decision_at(row));
    decision.voided = gone.contains(decision.change.reference);
  }
}

Result<std::vector<PersonSummary>> RelationalReading::find_persons(const std::string& text,
                                                                   std::size_t limit) {
  const std::string name = normalised_words(text);
  const std::string number = document_key("", text).substr(1);
  // The surnames that begin with the name lie between it and it with the last letter after it.
  const std::string sql = "SELECT " + with_table(kSummaryColumns, "p") +
                          " FROM persons p WHERE (?1 <> '' AND p.surname_key >= ?1 AND "
                          "p.surname_key < ?1 || '[') OR p.person IN (SELECT person FROM crossings "
                          "WHERE document_number = ?2) ORDER BY p.surname_key, p.person LIMIT ?3";
  GARITA_TRY(row, db_.prepare(sql, {name, number, limit}));
  std::vector<PersonSummary> persons;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return persons;
    persons.push_back(summary_at(row, 0));
  }
}

Result<void> RelationalReading::for_each_person(
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

Result<std::vector<CaseRow>> RelationalReading::cases(const CaseQuery& query) {
  const std::string person = query.person ? query.person->value() : "";
  const Instant due_by = query.due_by.value_or(Instant{std::numeric_limits<std::int64_t>::max()});
  GARITA_TRY(applying, tables_.publication());
  const std::string sql = case_sql(query.selection, applying.has_value());
  auto prepared =
      applying ? db_.prepare(sql, {due_by.milliseconds, person, applying->known_at.milliseconds})
               : db_.prepare(sql, {due_by.milliseconds, person});
  GARITA_TRY(row, std::move(prepared));
  std::vector<CaseRow> cases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return cases;
    cases.push_back({case_at(row, 0), summary_at(row, kCaseColumnCount)});
  }
}

Result<std::vector<CaseVersion>> RelationalReading::case_versions(const PersonId& person) {
  const std::string sql = std::string("SELECT ") + kCaseColumns +
                          " FROM cases WHERE person = ?1 ORDER BY family, subject, number";
  GARITA_TRY(applying, tables_.publication());
  GARITA_TRY(row, db_.prepare(sql, {person.value()}));
  std::vector<CaseVersion> versions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return versions;
    auto version = case_at(row, 0);
    if (applying && version.known_from >= applying->known_at) continue;
    if (applying && version.known_to == applying->known_at) {
      version.known_to.reset();
      version.cleared_reason = version.cleared_by = "";
    }
    versions.push_back(std::move(version));
  }
}

}  // namespace garita::central
