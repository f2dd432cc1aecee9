// Links, reviews, and what was decided of them, as reports read them.
#include <algorithm>
#include <set>
#include <tuple>

#include "central-sync/flags/contradictions.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
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
constexpr const char* kDecisionOf =
    "SELECT record, kind, one, other, at, officer, reason, known_at FROM identity_decisions "
    "WHERE one = ?1 AND other = ?2 ORDER BY at DESC, record DESC LIMIT 1";
constexpr const char* kReviews =
    "SELECT l.one, l.other, l.grade, l.score, l.reasons, l.known_from, l.known_to, l.cause, "
    "a.person, b.person, (SELECT count(*) FROM cases c WHERE c.review = l.one || '~' || l.other "
    "AND c.review <> '' AND c.known_to IS NULL) AS holds FROM person_links l JOIN pseudonyms a ON "
    "a.pseudonym = l.one JOIN pseudonyms b ON b.pseudonym = l.other AND b.person <> a.person "
    "WHERE l.grade = 2 AND l.known_to IS NULL ORDER BY holds DESC, l.known_from, l.one, l.other";
// Of those that are asked about only if crossings fit, the ones that flags wait for. The two
// pseudonyms are each as long as the other.
constexpr const char* kFittingReviews =
    "SELECT l.one, l.other, l.grade, l.score, l.reasons, l.known_from, l.known_to, l.cause, "
    "a.person, b.person, h.holds FROM (SELECT c.review AS review, count(*) AS holds FROM cases c "
    "WHERE c.review <> '' AND c.known_to IS NULL GROUP BY c.review) h JOIN person_links l ON l.one "
    "= substr(h.review, 1, (length(h.review) - 1) / 2) AND l.other = substr(h.review, "
    "(length(h.review) + 3) / 2) AND l.grade = 3 AND l.known_to IS NULL JOIN pseudonyms a ON "
    "a.pseudonym = l.one JOIN pseudonyms b ON b.pseudonym = l.other AND b.person <> a.person "
    "ORDER BY holds DESC, l.known_from, l.one, l.other";

// Of two pseudonyms, each as long as the other, on the crossings of one person, if by their name
// alone. Where likeness asks about two persons by them, it is found there.
constexpr const char* kHolding =
    "SELECT c.review, c.person, count(*) AS holds, min(c.known_from) AS since FROM cases c WHERE "
    "c.review <> '' AND c.known_to IS NULL AND NOT EXISTS (SELECT 1 FROM person_links l JOIN "
    "pseudonyms a ON a.pseudonym = l.one JOIN pseudonyms b ON b.pseudonym = l.other AND b.person "
    "<> a.person WHERE l.one = substr(c.review, 1, (length(c.review) - 1) / 2) AND l.other = "
    "substr(c.review, (length(c.review) + 3) / 2) AND l.known_to IS NULL AND l.grade <> 1) GROUP "
    "BY c.review, c.person ORDER BY holds DESC, since, c.review";
constexpr const char* kHeldFor =
    "SELECT review, person, count(*), min(known_from) FROM cases WHERE review = ?1 AND review <> "
    "'' AND known_to IS NULL GROUP BY review, person ORDER BY person";
constexpr const char* kCauseOfHolding =
    "SELECT cause FROM cases WHERE review = ?1 AND review <> '' AND person = ?2 AND known_to IS "
    "NULL ORDER BY known_from, number LIMIT 1";
const std::string kTravellerOf =
    std::string("SELECT ") + kSummaryColumns + " FROM crossings WHERE record = ?1";
constexpr const char* kNamesOf =
    "SELECT DISTINCT c.surname, c.given_names FROM pseudonyms p JOIN crossings c ON c.person = "
    "p.person WHERE p.pseudonym = ?1";
/// They are one person by a key.
constexpr std::int64_t kCertain = 1'000'000;

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
                          record,
                          instant_at(row, 7)},
                         row.text(5),
                         row.text(6)});
  }
}

Result<std::optional<IdentityDecisionRow>> one_decision(Statement row) {
  GARITA_TRY(found, decisions_in(std::move(row)));
  if (found.empty()) return std::optional<IdentityDecisionRow>();
  return std::optional(std::move(found.front()));
}

}  // namespace

Result<std::vector<LinkRow>> RelationalReading::links_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kLinks, {person.value()}));
  std::vector<LinkRow> links;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return links;
    links.push_back(link_row_at(row));
    LinkFact& link = links.back().link;
    GARITA_TRY(words, words_of(link.pair));
    link.reasons = words.in(link.reasons);
  }
}

Result<RecordedWords> RelationalReading::words_of(const PersonLink& pair) {
  RecordedWords words;
  for (const auto& pseudonym : {pair.first, pair.second}) {
    GARITA_TRY(row, db_.prepare(kNamesOf, {pseudonym.value()}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      words.add(row.text(0));
      words.add(row.text(1));
    }
  }
  return words;
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
  return one_decision(std::move(row));
}

Result<std::optional<IdentityDecisionRow>> RelationalReading::last_decision_of(
    const PersonLink& pair) {
  GARITA_TRY(row, db_.prepare(kDecisionOf, {pair.first.value(), pair.second.value()}));
  return one_decision(std::move(row));
}

Result<std::vector<ReviewRow>> RelationalReading::reviews(std::size_t limit) {
  std::vector<ReviewRow> reviews;
  for (const auto* those : {kReviews, kFittingReviews}) {
    GARITA_TRY(found, reviews_of_likeness(those, limit));
    std::ranges::move(found, std::back_inserter(reviews));
  }
  GARITA_TRY(held, db_.prepare(kHolding));
  GARITA_TRY(contradictions, reviews_of_contradictions(std::move(held), limit));
  std::ranges::move(contradictions, std::back_inserter(reviews));
  std::ranges::sort(reviews, [](const ReviewRow& a, const ReviewRow& b) {
    return std::tie(b.holds, a.row.known_from, a.row.link.pair) <
           std::tie(a.holds, b.row.known_from, b.row.link.pair);
  });
  if (reviews.size() > limit) reviews.erase(reviews.begin() + std::ptrdiff_t(limit), reviews.end());
  return reviews;
}

/// Two documents of one person, of which flags wait.
Result<std::vector<ReviewRow>> RelationalReading::reviews_of_contradictions(Statement held,
                                                                            std::size_t limit) {
  std::vector<ReviewRow> reviews;
  while (reviews.size() < limit) {
    GARITA_TRY(found, held.step());
    if (!found) break;
    const std::string review = held.text(0);
    const auto between = std::min(review.find('~'), review.size() - 1);
    const PersonLink pair(PersonId(review.substr(0, between)),
                          PersonId(review.substr(between + 1)));
    const PersonId person(held.text(1));
    GARITA_TRY(told, contradiction_row(person, pair));
    if (!told) continue;
    told->holds = held.integer(2);
    told->row.known_from = instant_at(held, 3);
    GARITA_TRY(cause, one_text(db_, kCauseOfHolding, {review, person.value()}));
    told->row.cause = cause.value_or("");
    reviews.push_back(*std::move(told));
  }
  return reviews;
}

/// Absent: their crossings say nothing of the kind.
Result<std::optional<ReviewRow>> RelationalReading::contradiction_row(const PersonId& person,
                                                                      const PersonLink& pair) {
  GARITA_TRY(history, tables_.history_of(person));
  const std::string name = pair.first.value() + "~" + pair.second.value();
  const auto all =
      contradictions_in(pair_movements(facts_of(history.movements), facts_of(history.voids)));
  const auto said = std::ranges::find(all, name, &Contradiction::pair);
  if (said == all.end()) return std::optional<ReviewRow>();
  ReviewRow review;
  for (const auto* movement : {&said->earlier, &said->later}) {
    GARITA_TRY(row, db_.prepare(kTravellerOf, {movement->reference}));
    GARITA_TRY(found, row.step());
    if (!found) return std::optional<ReviewRow>();
    (movement->document == pair.first.value() ? review.one : review.other) = summary_at(row, 0);
  }
  const auto number_of = [&](const Movement& movement) {
    const auto& side = movement.document == pair.first.value() ? review.one : review.other;
    return side.document_issuer + " " + side.document_number;
  };
  review.row.link = {pair, LinkGrade::kReview, kCertain,
                     reasons_of(*said, number_of(said->earlier), number_of(said->later))};
  return std::optional(std::move(review));
}

Result<std::vector<ReviewRow>> RelationalReading::reviews_of_likeness(const char* those,
                                                                      std::size_t limit) {
  std::vector<ReviewRow> reviews;
  std::set<PersonLink> shown;  // several pseudonyms of two persons may be alike: one pair is enough
  GARITA_TRY(row, db_.prepare(those));
  while (reviews.size() < limit) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    ReviewRow review;
    review.row = link_row_at(row);
    const PersonLink persons(PersonId(row.text(8)), PersonId(row.text(9)));
    review.holds = row.integer(10);
    const bool is_first = shown.insert(link_of(persons.first, persons.second)).second;
    if (!is_first && review.holds == 0) continue;
    GARITA_TRY(separation, tables_.separation_of(persons));
    GARITA_TRY(one, person(persons.first));
    GARITA_TRY(other, person(persons.second));
    if (separation || !one || !other) {
      // Nobody asks whether they are one; what holds a flag is what crossings by the two say.
      if (review.holds == 0) continue;
      const auto& [first, second] = review.row.link.pair;
      const std::string name = first.value() + "~" + second.value();
      GARITA_TRY(held, db_.prepare(kHeldFor, {name}));
      GARITA_TRY(said, reviews_of_contradictions(std::move(held), limit - reviews.size()));
      std::ranges::move(said, std::back_inserter(reviews));
      continue;
    }
    review.one = std::move(*one);
    review.other = std::move(*other);
    GARITA_TRY(words, words_of(review.row.link.pair));
    review.row.link.reasons = words.in(review.row.link.reasons);
    reviews.push_back(std::move(review));
  }
  return reviews;
}

Result<std::optional<PersonLink>> RelationalReading::separation_of(const PersonLink& persons) {
  return tables_.separation_of(persons);
}

}  // namespace garita::central
