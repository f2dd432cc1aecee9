// Who may be whom: descriptions and their keys, links, and what persons decided of them.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "central-sync/projection/facts.h"
#include "central-sync/projection/held_links.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/listed.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/projection_tables.h"

namespace garita::central {
namespace {

constexpr const char* kPutDescription =
    "INSERT INTO descriptions (number, pseudonym, name, birth, nationality) VALUES ((SELECT "
    "coalesce(max(number), 0) + 1 FROM descriptions), ?1, ?2, ?3, ?4) ON CONFLICT (pseudonym, "
    "name, birth, nationality) DO NOTHING RETURNING number";
// A key stands there at most kKeyBearersMax + 1 times.
constexpr const char* kBearers =
    "SELECT k.key, d.pseudonym, d.name, d.birth, d.nationality FROM candidate_keys k "
    "JOIN descriptions d ON d.number = k.description "
    "WHERE k.key IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ORDER BY k.key, "
    "k.description";
static_assert(kCandidateKeysMax == 12);
constexpr const char* kCountBearers = "SELECT count(*) FROM candidate_keys WHERE key = ?1";

constexpr const char* kLinkBetween =
    "SELECT one, other, grade, score, reasons FROM person_links "
    "WHERE one = ?1 AND other = ?2 AND known_to IS NULL";
constexpr const char* kBeginLink =
    "INSERT INTO person_links (number, one, other, grade, score, reasons, known_from, cause) "
    "VALUES "
    "((SELECT coalesce(max(number), 0) + 1 FROM person_links), ?1, ?2, ?3, ?4, ?5, ?6, ?7)";
/// Of one pair, or of kListed. That the first ones are listed too has SQLite take an index.
std::string end_links_sql(std::size_t pairs) {
  std::string ones;
  std::string both;
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::string comma = i == 0 ? "" : ", ";
    const std::string one = "?" + std::to_string(2 * i + 2);
    ones += comma + one;
    both += comma + "(" + one + ", ?" + std::to_string(2 * i + 3) + ")";
  }
  return "UPDATE person_links SET known_to = ?1 WHERE known_to IS NULL AND one IN (" + ones +
         ") AND (one, other) IN (VALUES " + both + ")";
}

constexpr const char* kPutDecision =
    "INSERT INTO identity_decisions (record, kind, one, other, at, officer, reason, known_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (record) DO NOTHING";
constexpr const char* kAnyDecision = "SELECT 1 FROM identity_decisions LIMIT 1";
constexpr const char* kIsDecision = "SELECT 1 FROM identity_decisions WHERE record = ?1";
constexpr const char* kDecidedAbout =
    "SELECT 1 FROM identity_decisions WHERE one = ?1 "
    "UNION ALL SELECT 1 FROM identity_decisions WHERE other = ?1 LIMIT 1";

// A link between two pseudonyms of the person comes once.
constexpr const char* kLinksOf =
    "SELECT l.one, l.other, l.grade, l.score, l.reasons FROM pseudonyms p JOIN person_links l "
    "ON l.one = p.pseudonym AND l.known_to IS NULL WHERE p.person = ?1 "
    "UNION SELECT l.one, l.other, l.grade, l.score, l.reasons FROM pseudonyms p JOIN person_links "
    "l ON l.other = p.pseudonym AND l.known_to IS NULL WHERE p.person = ?1 ORDER BY 1, 2";
constexpr const char* kDecisionsOf =
    "SELECT d.record, d.kind, d.one, d.other, d.at, d.known_at FROM pseudonyms p JOIN "
    "identity_decisions d "
    "ON d.one = p.pseudonym WHERE p.person = ?1 "
    "UNION SELECT d.record, d.kind, d.one, d.other, d.at, d.known_at FROM pseudonyms p JOIN "
    "identity_decisions d ON d.other = p.pseudonym WHERE p.person = ?1 ORDER BY 1";
constexpr const char* kPersonDecidedAbout =
    "SELECT 1 FROM pseudonyms p JOIN identity_decisions d ON d.one = p.pseudonym WHERE p.person = "
    "?1 UNION ALL SELECT 1 FROM pseudonyms p JOIN identity_decisions d ON d.other = p.pseudonym "
    "WHERE p.person = ?1 UNION ALL SELECT 1 FROM pseudonyms p JOIN person_links l ON l.one = "
    "p.pseudonym WHERE p.person = ?1 AND l.known_to IS NULL AND substr(l.reasons, 1, 10) = "
    "'held_apart' UNION ALL SELECT 1 FROM pseudonyms p JOIN person_links l ON l.other = "
    "p.pseudonym WHERE p.person = ?1 AND l.known_to IS NULL AND substr(l.reasons, 1, 10) = "
    "'held_apart' LIMIT 1";
static_assert(kHeldApart == "held_apart" && kHeldApart.size() == 10);
// Pairs in review of which one is the person's, with the person of the other one.
constexpr const char* kReviewsOf =
    "SELECT l.one, l.other, o.person, l.grade FROM pseudonyms p JOIN person_links l ON l.one = "
    "p.pseudonym AND l.grade IN (2, 3) AND l.known_to IS NULL JOIN pseudonyms o ON o.pseudonym = "
    "l.other AND o.person <> ?1 WHERE p.person = ?1 "
    "UNION SELECT l.one, l.other, o.person, l.grade FROM pseudonyms p JOIN person_links l ON "
    "l.other = p.pseudonym AND l.grade IN (2, 3) AND l.known_to IS NULL JOIN pseudonyms o ON "
    "o.pseudonym = l.one AND o.person <> ?1 WHERE p.person = ?1 ORDER BY 1, 2";
constexpr const char* kPseudonymsOf =
    "SELECT pseudonym FROM pseudonyms WHERE person = ?1 ORDER BY pseudonym";

constexpr const char* kKeysOfCrossings =
    "SELECT record, keys FROM crossings WHERE person = ?1 ORDER BY record";
constexpr const char* kGiveCrossing = "UPDATE crossings SET person = ?2 WHERE record = ?1";
constexpr const char* kPart[] = {
    "UPDATE cases SET person = (SELECT c.person FROM crossings c WHERE c.record = cases.subject) "
    "WHERE person = ?1 AND EXISTS (SELECT 1 FROM crossings c WHERE c.record = cases.subject)",
    "UPDATE decisions SET person = (SELECT c.person FROM crossings c WHERE c.record = "
    "decisions.entry) WHERE person = ?1 AND EXISTS (SELECT 1 FROM crossings c WHERE c.record = "
    "decisions.entry)",
    "UPDATE decisions SET person = (SELECT p.person FROM pseudonyms p WHERE p.pseudonym = "
    "decisions.named) WHERE person = ?1 AND EXISTS (SELECT 1 FROM pseudonyms p WHERE p.pseudonym "
    "= decisions.named)",
};
constexpr const char* kGiveVoid = "UPDATE voids SET person = ?2 WHERE statement = ?1";
constexpr const char* kForgetPerson =
    "DELETE FROM persons WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM crossings c WHERE "
    "c.person = ?1)";

LinkFact link_at(const Statement& row) {
  return {{PersonId(row.text(0)), PersonId(row.text(1))},
          static_cast<LinkGrade>(row.integer(2)),
          row.integer(3),
          row.text(4)};
}

/// Of its record, kind, one, other, at and known_at.
Result<DecidedLink> decided_at(const Statement& row) {
  GARITA_TRY(record, RecordId::parse(row.text(0)));
  return DecidedLink{{PersonId(row.text(2)), PersonId(row.text(3))},
                     static_cast<IdentityDecisionKind>(row.integer(1)),
                     instant_at(row, 4),
                     record,
                     instant_at(row, 5)};
}

Result<Description> description_at(const Statement& row, int column) {
  Description description;
  description.name = row.text(column);
  GARITA_TRY(birth, PartialDate::from_text(row.text(column + 1)));
  description.birth = birth;
  description.nationality = CountryCode(row.text(column + 2));
  return description;
}

}  // namespace

Result<std::optional<std::int64_t>> RelationalProjectionTables::put_description(
    const PersonId& pseudonym, const Description& description) {
  const std::string birth = description.birth.text();
  return one_integer(db_, kPutDescription,
                     {pseudonym.value(), description.name, birth, description.nationality.value()});
}

Result<std::vector<BearersOfKey>> RelationalProjectionTables::bearers_of(
    std::span<const std::int64_t> keys, const PartialDate& birth) {
  std::vector<BearersOfKey> borne;
  if (keys.empty()) return borne;
  const auto key = [&](std::size_t i) { return keys[std::min(i, keys.size() - 1)]; };
  GARITA_TRY(row, db_.prepare(kBearers, {key(0), key(1), key(2), key(3), key(4), key(5), key(6),
                                         key(7), key(8), key(9), key(10), key(11)}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    GARITA_TRY(description, description_at(row, 2));
    if (borne.empty() || borne.back().key != row.integer(0))
      borne.push_back({row.integer(0), 0, {}});
    ++borne.back().count;
    borne.back().bearers.push_back({PersonId(row.text(1)), std::move(description)});
  }
  for (auto& of : borne)
    std::erase_if(of.bearers,
                  [&](const auto& each) { return !of.takes(birth, each.description.birth); });
  return borne;
}

Result<std::size_t> RelationalProjectionTables::count_bearers(std::int64_t key) {
  GARITA_TRY(count, one_integer(db_, kCountBearers, {key}));
  return static_cast<std::size_t>(count.value_or(0));
}

Result<void> RelationalProjectionTables::put_keys(std::int64_t description,
                                                  std::span<const std::int64_t> keys) {
  if (keys.empty()) return {};
  std::vector<std::vector<Value>> rows;
  for (const auto key : std::set<std::int64_t>(keys.begin(), keys.end()))
    rows.push_back({Value(key), Value(description)});
  GARITA_CHECK(db_.execute_many(kPutCandidateKey, rows));
  return {};
}

Result<std::map<PersonId, std::vector<Description>>> RelationalProjectionTables::descriptions_of(
    std::span<const PersonId> pseudonyms) {
  std::map<PersonId, std::vector<Description>> descriptions;
  GARITA_CHECK(in_lists<PersonId>(
      pseudonyms,
      [&](std::span<const PersonId>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row, db_.prepare("SELECT pseudonym, name, birth, nationality FROM descriptions "
                                    "WHERE pseudonym IN " +
                                        list + " ORDER BY pseudonym, name, birth, nationality",
                                    values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          GARITA_TRY(description, description_at(row, 1));
          descriptions[PersonId(row.text(0))].push_back(std::move(description));
        }
      }));
  return descriptions;
}

Result<std::vector<LinkFact>> RelationalProjectionTables::links_among(
    std::span<const PersonId> pseudonyms) {
  const std::set<PersonId> all(pseudonyms.begin(), pseudonyms.end());
  std::vector<LinkFact> links;
  GARITA_CHECK(in_lists<PersonId>(
      pseudonyms,
      [&](std::span<const PersonId>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row, db_.prepare("SELECT one, other, grade, score, reasons FROM person_links "
                                    "WHERE known_to IS NULL AND one IN " +
                                        list,
                                    values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          auto link = link_at(row);
          if (all.contains(link.pair.second)) links.push_back(std::move(link));
        }
      }));
  std::ranges::sort(links, {}, &LinkFact::pair);
  return links;
}

Result<std::optional<LinkFact>> RelationalProjectionTables::link_between(const PersonLink& pair) {
  GARITA_TRY(row, db_.prepare(kLinkBetween, {pair.first.value(), pair.second.value()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return link_at(row);
}

Result<void> RelationalProjectionTables::begin_link(const LinkFact& link, Instant known_from,
                                                    const RecordId& cause) {
  const std::string record = cause.text();
  GARITA_CHECK(db_.execute(
      kBeginLink, {link.pair.first.value(), link.pair.second.value(), static_cast<int>(link.grade),
                   link.score, link.reasons, known_from.milliseconds, record}));
  return {};
}

Result<void> RelationalProjectionTables::end_links(std::span<const PersonLink> pairs,
                                                   Instant known_to) {
  static const std::string sql_of_one = end_links_sql(1);
  static const std::string sql_of_many = end_links_sql(kListed);
  for (std::size_t from = 0; from < pairs.size(); from += kListed) {
    const auto some = pairs.subspan(from, std::min(kListed, pairs.size() - from));
    std::vector<Value> values = {known_to.milliseconds};
    for (std::size_t i = 0; i < (some.size() == 1 ? 1 : kListed); ++i) {
      const auto& [one, other] = some[std::min(i, some.size() - 1)];
      values.insert(values.end(), {one.value(), other.value()});
    }
    GARITA_CHECK(db_.execute(some.size() == 1 ? sql_of_one : sql_of_many, values));
  }
  return {};
}

Result<void> RelationalProjectionTables::put_identity_decision(const RecordId& record,
                                                               const IdentityDecision& decision,
                                                               Instant known_at) {
  const std::string id = record.text();
  const auto& [one, other] = link_of(decision.one, decision.other);
  GARITA_CHECK(db_.execute(
      kPutDecision,
      {id, static_cast<int>(decision.kind), one.value(), other.value(), decision.at.milliseconds,
       decision.officer.value(), decision.reason, known_at.milliseconds}));
  return {};
}

Result<bool> RelationalProjectionTables::any_identity_decision() {
  GARITA_TRY(one, one_integer(db_, kAnyDecision, {}));
  return one.has_value();
}

Result<bool> RelationalProjectionTables::is_identity_decision(const RecordId& record) {
  const std::string id = record.text();
  GARITA_TRY(one, one_integer(db_, kIsDecision, {id}));
  return one.has_value();
}

Result<bool> RelationalProjectionTables::is_decided_about(const PersonId& pseudonym) {
  GARITA_TRY(one, one_integer(db_, kDecidedAbout, {pseudonym.value()}));
  return one.has_value();
}

Result<bool> RelationalProjectionTables::is_person_decided_about(const PersonId& person) {
  GARITA_TRY(one, one_integer(db_, kPersonDecidedAbout, {person.value()}));
  return one.has_value();
}

Result<Ties> RelationalProjectionTables::ties_of(const PersonId& person) {
  Ties ties;
  GARITA_TRY(links, db_.prepare(kLinksOf, {person.value()}));
  for (;;) {
    GARITA_TRY(found, links.step());
    if (!found) break;
    ties.alike.push_back(link_at(links));
  }
  GARITA_TRY(decided, decisions_of(person));
  ties.decided = std::move(decided);
  return ties;
}

Result<std::vector<DecidedLink>> RelationalProjectionTables::decisions_of(const PersonId& person) {
  std::vector<DecidedLink> decided;
  GARITA_TRY(row, db_.prepare(kDecisionsOf, {person.value()}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return decided;
    GARITA_TRY(each, decided_at(row));
    decided.push_back(std::move(each));
  }
}

Result<std::map<PersonId, PersonLink>> RelationalProjectionTables::separated_from(
    const PersonId& person) {
  std::map<PersonId, PersonLink> separated;
  GARITA_TRY(decided, decisions_of(person));
  for (const auto& each : latest_of(std::move(decided))) {
    if (each.kind != IdentityDecisionKind::kSeparate) continue;
    GARITA_TRY(one, person_behind(each.pair.first));
    GARITA_TRY(other, person_behind(each.pair.second));
    if (!one || !other || (*one == person) == (*other == person)) continue;
    separated.emplace(*one == person ? *other : *one, each.pair);
  }
  return separated;
}

Result<std::optional<PersonLink>> RelationalProjectionTables::separation_of(
    const PersonLink& persons) {
  GARITA_TRY(separated, separated_from(persons.first));
  const auto found = separated.find(persons.second);
  return found == separated.end() ? std::nullopt : std::optional(found->second);
}

/// Decisions about two keys of their crossings.
Result<void> RelationalProjectionTables::add_linked(PersonHistory& history) {
  const auto on_crossings = keys_on(history.movements);
  if (on_crossings.size() < 2) return {};
  const std::vector<PersonId> keys(on_crossings.begin(), on_crossings.end());
  std::vector<DecidedLink> decided;
  GARITA_CHECK(in_lists<PersonId>(
      keys,
      [&](std::span<const PersonId>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(row, db_.prepare("SELECT record, kind, one, other, at, known_at FROM "
                                    "identity_decisions WHERE one IN " +
                                        list,
                                    values));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) return {};
          GARITA_TRY(each, decided_at(row));
          decided.push_back(std::move(each));
        }
      }));
  history.linked = pairs_linked(std::move(decided), history.movements);
  return {};
}

/// In as many questions however many there are: names that very many bear make many pairs.
Result<void> RelationalProjectionTables::add_reviews(const PersonId& person,
                                                     PersonHistory& history) {
  GARITA_CHECK(add_linked(history));
  std::map<PersonId, Review> reviews;
  {
    GARITA_TRY(row, db_.prepare(kReviewsOf, {person.value()}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      const PersonId other(row.text(2));
      add_to(
          reviews.try_emplace(other, Review{"", other, {}, {}}).first->second,
          {{PersonId(row.text(0)), PersonId(row.text(1))}, static_cast<LinkGrade>(row.integer(3))});
    }
  }
  if (reviews.empty()) return {};
  GARITA_TRY(separated, separated_from(person));
  for (const auto& [other, pair] : separated) reviews.erase(other);
  GARITA_CHECK(add_movements_of(reviews));
  for (auto& [other, review] : reviews) history.reviews.push_back(std::move(review));
  return {};
}

Result<void> RelationalProjectionTables::add_movements_of(std::map<PersonId, Review>& reviews) {
  std::vector<PersonId> others;
  for (const auto& [other, review] : reviews) others.push_back(other);
  return in_lists<PersonId>(
      others,
      [&](std::span<const PersonId>, const std::string& list,
          const std::vector<Value>& values) -> Result<void> {
        GARITA_TRY(movements, db_.prepare(std::string("SELECT ") + kMovementColumns +
                                              ", person FROM crossings WHERE person IN " + list +
                                              " AND " + kIsMovement + " ORDER BY at, record",
                                          values));
        for (;;) {
          GARITA_TRY(found, movements.step());
          if (!found) break;
          const CrossingFact fact = movement_at(movements);
          reviews.at(PersonId(movements.text(kMovementColumnCount)))
              .movements.push_back({movement_of(fact), fact.known_at});
        }
        GARITA_TRY(voids, db_.prepare("SELECT statement, of, known_at, person FROM voids WHERE "
                                      "person IN " +
                                          list + " ORDER BY statement",
                                      values));
        for (;;) {
          GARITA_TRY(found, voids.step());
          if (!found) return {};
          reviews.at(PersonId(voids.text(3)))
              .voids.push_back({{voids.text(0), voids.text(1)}, instant_at(voids, 2)});
        }
      });
}

Result<std::vector<PersonId>> RelationalProjectionTables::pseudonyms_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kPseudonymsOf, {person.value()}));
  std::vector<PersonId> pseudonyms;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return pseudonyms;
    pseudonyms.emplace_back(row.text(0));
  }
}

Result<std::vector<LinkTables::KeyedCrossing>> RelationalProjectionTables::keys_of_crossings(
    const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kKeysOfCrossings, {person.value()}));
  std::vector<KeyedCrossing> crossings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return crossings;
    crossings.push_back({row.text(0), parted(row.text(1))});
  }
}

Result<void> RelationalProjectionTables::give_crossing(const std::string& record,
                                                       const PersonId& person) {
  GARITA_CHECK(db_.execute(kGiveCrossing, {record, person.value()}));
  return {};
}

Result<void> RelationalProjectionTables::part_from(const PersonId& person) {
  for (const auto* sql : kPart) GARITA_CHECK(db_.execute(sql, {person.value()}));
  GARITA_TRY(all, voids_of(db_, person));
  std::map<std::string, std::string> voids;  // of, by statement
  for (const auto& each : all) voids.emplace(each.reference, each.of);
  for (const auto& [statement, of] : voids) {
    // A void may take another one back: whose it is says what the first of them speaks of.
    std::string meant = of;
    for (std::size_t i = 0; i < voids.size() && voids.contains(meant); ++i) meant = voids.at(meant);
    GARITA_TRY(owner, owner_of(meant));
    if (owner && *owner != person)
      GARITA_CHECK(db_.execute(kGiveVoid, {statement, owner->value()}));
  }
  return sum_up(person);
}

Result<void> RelationalProjectionTables::sum_up(const PersonId& person) {
  GARITA_CHECK(summarise(person));
  GARITA_CHECK(db_.execute(kForgetPerson, {person.value()}));
  return {};
}

}  // namespace garita::central
