// Links, reviews, and what was decided of them, as reports read them.
#include <set>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

constexpr const char* kLinks =
    "SELECT l.one, l.other, l.grade, l.score, l.reasons, l.known_from, l.known_to, l.cause "
    "FROM pseudonyms p JOIN person_links l ON l.one = p.pseudonym WHERE p.person = ?1 "
    "UNION SELECT l.one, l.other, l.grade, l.score, l.reasons, l.known_from, l.known_to, l.cause "
    "FROM pseudonyms p JOIN person_links l ON l.other = p.pseudonym WHERE p.person = ?1 "
    "ORDER BY 1, 2, 6";
constexpr const char* kDecisions =
    "SELECT d.record, d.kind, d.one, d.other, d.at, d.officer, d.reason, d.known_at FROM "
    "pseudonyms p JOIN identity_decisions d ON d.one = p.pseudonym WHERE p.person = ?1 "
    "UNION SELECT d.record, d.kind, d.one, d.other, d.at, d.officer, d.reason, d.known_at FROM "
    "pseudonyms p JOIN identity_decisions d ON d.other = p.pseudonym WHERE p.person = ?1 "
    "ORDER BY 5, 1";
constexpr const char* kLatestDecisions =
    "SELECT record, kind, one, other, at, officer, reason, known_at FROM identity_decisions "
    "ORDER BY at DESC, record DESC LIMIT ?1";
constexpr const char* kDecision =
    "SELECT record, kind, one, other, at, officer, reason, known_at FROM identity_decisions "
    "WHERE record = ?1";
constexpr const char* kReviews =
    "SELECT l.one, l.other, l.grade, l.score, l.reasons, l.known_from, l.known_to, l.cause, "
    "a.person, b.person, (SELECT count(*) FROM cases c WHERE c.review = l.one || '~' || l.other "
    "AND c.review <> '' AND c.known_to IS NULL) AS holds FROM person_links l JOIN pseudonyms a ON "
    "a.pseudonym = l.one JOIN pseudonyms b ON b.pseudonym = l.other AND b.person <> a.person "
    "WHERE l.grade = 2 AND l.known_to IS NULL ORDER BY holds DESC, l.known_from, l.one, l.other";

LinkRow link_row_at(const Statement& row) {
  LinkRow link;
  link.link = {{PersonId(row.text(0)), PersonId(row.text(1))},
               static_cast<LinkGrade>(row.integer(2)),
               row.integer(3),
               row.text(4)};
  link.known_from = instant_at(row, 5);
  link.known_to = nullable_instant_at(row, 6);
  link.cause = row.text(7);
  return link;
}

Result<std::vector<IdentityDecisionRow>> decisions_in(Statement row) {
  std::vector<IdentityDecisionRow> decisions;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return decisions;
    GARITA_TRY(record, RecordId::parse(row.text(0)));
    decisions.push_back({{{PersonId(row.text(2)), PersonId(row.text(3))},
                          static_cast<IdentityDecisionKind>(row.integer(1)),
                          instant_at(row, 4),
                          record},
                         row.text(5),
                         row.text(6),
                         instant_at(row, 7)});
  }
}

}  // namespace

Result<std::vector<LinkRow>> RelationalReading::links_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kLinks, {person.value()}));
  std::vector<LinkRow> links;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return links;
    links.push_back(link_row_at(row));
  }
}

Result<std::vector<IdentityDecisionRow>> RelationalReading::identity_decisions_of(
    const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kDecisions, {person.value()}));
  return decisions_in(std::move(row));
}

Result<std::vector<IdentityDecisionRow>> RelationalReading::identity_decisions(std::size_t limit) {
  GARITA_TRY(row, db_.prepare(kLatestDecisions, {static_cast<std::int64_t>(limit)}));
  return decisions_in(std::move(row));
}

Result<std::optional<IdentityDecisionRow>> RelationalReading::identity_decision(
    const RecordId& record) {
  GARITA_TRY(row, db_.prepare(kDecision, {record.text()}));
  GARITA_TRY(found, decisions_in(std::move(row)));
  if (found.empty()) return std::optional<IdentityDecisionRow>();
  return std::optional(std::move(found.front()));
}

Result<std::vector<ReviewRow>> RelationalReading::reviews(std::size_t limit) {
  std::vector<ReviewRow> reviews;
  std::set<PersonLink> shown;  // several pseudonyms of two persons may be alike: one pair is enough
  GARITA_TRY(row, db_.prepare(kReviews));
  while (reviews.size() < limit) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    ReviewRow review;
    review.row = link_row_at(row);
    const PersonLink persons(PersonId(row.text(8)), PersonId(row.text(9)));
    review.holds = row.integer(10);
    if (!shown.insert(link_of(persons.first, persons.second)).second) continue;
    GARITA_TRY(separation, tables_.separation_of(persons));
    if (separation) continue;
    GARITA_TRY(one, person(persons.first));
    GARITA_TRY(other, person(persons.second));
    if (!one || !other) continue;
    review.one = std::move(*one);
    review.other = std::move(*other);
    reviews.push_back(std::move(review));
  }
  return reviews;
}

Result<std::optional<PersonLink>> RelationalReading::separation_of(const PersonLink& persons) {
  return tables_.separation_of(persons);
}

}  // namespace garita::central
