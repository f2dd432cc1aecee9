#include "central-sync/store/relational/person_rows.h"

#include <algorithm>

#include "central-sync/persons/identity.h"
#include "central-sync/projection/facts.h"
#include "central-sync/store/relational/columns.h"
#include "schema/matching/normalise.h"

namespace garita::central {

Value or_null(const std::string& text) { return text.empty() ? Value(std::nullopt) : Value(text); }

std::optional<int> nullable_int(const Statement& row, int column) {
  const auto value = row.nullable_integer(column);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

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
  crossing.evidence = static_cast<EvidenceClass>(row.integer(13));
  crossing.other_state = row.text(14);
  fact.keys = parted(row.text(15));
  fact.by_document = !fact.keys.empty() && names_a_document(row.text(16));
  crossing.document.sex = row.text(17);
  return fact;
}

Known<StatusChange> change_at(const Statement& row) {
  StatusChange change;
  change.reference = row.text(0);
  change.of = row.text(1);
  change.kind = static_cast<StatusChangeKind>(row.integer(2));
  change.at = instant_at(row, 3);
  change.day = date_at(row, 4);
  change.days = nullable_int(row, 5);
  change.until = nullable_date_at(row, 6);
  change.admission_class = row.text(7);
  return {std::move(change), instant_at(row, 8)};
}

Result<std::vector<Void>> voids_of(Database& database, const PersonId& person) {
  GARITA_TRY(
      row, database.prepare("SELECT statement, of FROM voids WHERE person = ?1", {person.value()}));
  std::vector<Void> voids;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return voids;
    voids.push_back({row.text(0), row.text(1)});
  }
}

PersonSummary summary_at(const Statement& row, int first_column) {
  PersonSummary person;
  person.person = PersonId(row.text(first_column));
  person.surname = row.text(first_column + 1);
  person.given_names = row.text(first_column + 2);
  const auto birth = PartialDate::from_text(row.text(first_column + 3));
  if (birth) person.birth = *birth;
  person.sex = row.text(first_column + 4);
  person.nationality = CountryCode(row.text(first_column + 5));
  person.document_issuer = row.text(first_column + 6);
  person.document_number = row.text(first_column + 7);
  return person;
}

std::string with_table(const std::string& columns, const std::string& table) {
  std::string named = table + "." + columns;
  for (std::size_t at = 0; (at = named.find(", ", at)) != std::string::npos; at += 2)
    named.insert(at + 2, table + ".");
  return named;
}

CrossingValues::CrossingValues(CrossingFact fact)
    : fact_(std::move(fact)), record_(fact_.record.text()), keys_(joined(fact_.keys)) {
  const TravelDocument& document = fact_.crossing.document;
  document_key_ = document_key(document.issuing_state, document.document_number);
  if (document.expiry_date) expiry_ = document.expiry_date->text();
  surname_key_ = normalised_words(document.surname);
  if (fact_.crossing.group) group_ = fact_.crossing.group->text();
  if (fact_.crossing.evidence == EvidenceClass::kTakenOver) {
    taken_over_ = fact_.crossing.reference;
    taken_over_as_ = content_of_taken_over(fact_.crossing);
  }
  birth_ = document.birth_date.value_or(PartialDate{}).text();
}

std::vector<Value> CrossingValues::values() const {
  const Crossing& crossing = fact_.crossing;
  const TravelDocument& document = crossing.document;
  return {record_,
          fact_.person.value(),
          fact_.movement,
          static_cast<int>(crossing.direction),
          static_cast<int>(crossing.decision),
          crossing.at.milliseconds,
          fact_.day.days_since_epoch(),
          crossing.post.value(),
          crossing.officer.value(),
          document.document_code,
          document.issuing_state,
          document.document_number,
          document_key_,
          expiry_,
          document.surname,
          surname_key_,
          document.given_names,
          birth_,
          document.sex,
          document.nationality,
          crossing.purpose,
          crossing.transport,
          crossing.admission_class,
          crossing.granted_days,
          stored(crossing.granted_until),
          static_cast<int>(crossing.evidence),
          crossing.fallback,
          fact_.origin,
          fact_.known_at.milliseconds,
          keys_,
          crossing.other_state,
          or_null(crossing.approved_by.value()),
          group_,
          or_null(crossing.relationship),
          taken_over_,
          taken_over_as_,
          or_null(crossing.typed_by.value()),
          or_null(crossing.relationship_evidence)};
}

std::vector<Value> CrossingValues::summary() const {
  const TravelDocument& document = fact_.crossing.document;
  return {fact_.person.value(),
          document.surname,
          document.given_names,
          surname_key_,
          birth_,
          document.sex,
          document.nationality,
          document.issuing_state,
          document.document_number,
          document_key_};
}

std::string CrossingValues::said() const {
  const TravelDocument& document = fact_.crossing.document;
  std::string text;
  for (const auto* each :
       {&document.surname, &document.given_names, &birth_, &document.sex, &document.nationality,
        &document.issuing_state, &document.document_number})
    text.append(*each).push_back('\x1f');
  return text;
}

std::string joined(const std::vector<PersonId>& pseudonyms) {
  std::string text;
  for (const auto& each : pseudonyms) text += (text.empty() ? "" : " ") + each.value();
  return text;
}

std::vector<PersonId> parted(const std::string& pseudonyms) {
  std::vector<PersonId> parts;
  for (std::size_t from = 0; from < pseudonyms.size();) {
    const auto to = std::min(pseudonyms.find(' ', from), pseudonyms.size());
    parts.emplace_back(pseudonyms.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

}  // namespace garita::central
