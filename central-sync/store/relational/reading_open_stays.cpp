// Who is in the country, as it is listed for posts.
#include <algorithm>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

constexpr const char* kDecided =
    "SELECT DISTINCT person FROM decisions WHERE person <> '' ORDER BY person";
// ?1 to ?3: the evidence that is_strong(). An exit that anybody took back counts as none, whatever
// became of that: whoever asks judges.
constexpr const char* kInside =
    "SELECT DISTINCT person FROM crossings c WHERE movement = 1 AND direction = 1 AND person <> '' "
    "AND NOT EXISTS (SELECT 1 FROM crossings x WHERE x.person = c.person AND x.at > c.at AND "
    "x.movement = 1 AND x.direction = 2 AND x.evidence IN (?1, ?2, ?3) AND NOT EXISTS (SELECT 1 "
    "FROM voids v WHERE v.of = x.record)) ORDER BY person";
// ?1: kOverstayOpen. A stay with a limit stands as a case from its entry on.
constexpr const char* kLimited =
    "SELECT c.number, s.day, c.authorised_until, d.document_key FROM cases c "
    "JOIN crossings s ON s.record = c.subject JOIN crossings d ON d.person = c.person "
    "WHERE c.known_to IS NULL AND c.kind = ?1 AND d.document_key <> '' ORDER BY c.number";
constexpr const char* kDocuments =
    "SELECT DISTINCT document_key FROM crossings WHERE person = ?1 AND document_key <> '' "
    "ORDER BY document_key";

}  // namespace

Result<void> RelationalReading::for_each_decided_person(
    const std::function<Result<void>(const PersonId&)>& visit) {
  std::vector<PersonId> persons;
  GARITA_TRY(row, db_.prepare(kDecided));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    persons.emplace_back(row.text(0));
  }
  // Not while they are read: whoever visits reads too.
  for (const auto& person : persons) GARITA_CHECK(visit(person));
  return {};
}

Result<std::vector<PersonId>> RelationalReading::persons_inside() {
  const auto number = [](EvidenceClass evidence) { return static_cast<int>(evidence); };
  GARITA_TRY(row, db_.prepare(kInside, {number(EvidenceClass::kOfficerScan),
                                        number(EvidenceClass::kOfficerTyped),
                                        number(EvidenceClass::kEgate)}));
  std::vector<PersonId> persons;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return persons;
    persons.emplace_back(row.text(0));
  }
}

Result<void> RelationalReading::for_each_limited_stay(
    const std::function<Result<void>(const OpenStay&)>& visit) {
  GARITA_TRY(row, db_.prepare(kLimited, {static_cast<int>(FlagKind::kOverstayOpen)}));
  std::optional<std::int64_t> number;
  OpenStay stay;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (number && (!found || row.integer(0) != *number)) GARITA_CHECK(visit(stay));
    if (!found) return {};
    if (number != row.integer(0)) {
      number = row.integer(0);
      stay = {date_at(row, 1), nullable_date_at(row, 2), {}};
    }
    auto document = row.text(3);
    if (std::ranges::find(stay.documents, document) == stay.documents.end())
      stay.documents.push_back(std::move(document));
  }
}

Result<std::vector<std::string>> RelationalReading::documents_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kDocuments, {person.value()}));
  std::vector<std::string> documents;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return documents;
    documents.push_back(row.text(0));
  }
}

}  // namespace garita::central
