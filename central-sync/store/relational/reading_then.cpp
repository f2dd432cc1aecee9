// Persons as they were known at a moment.
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <tuple>

#include "central-sync/persons/clusters.h"
#include "central-sync/projection/facts.h"
#include "central-sync/projection/held_links.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

constexpr const char* kWhere = " FROM crossings WHERE person = ?1 AND known_at <= ?2";
constexpr const char* kVoids =
    "SELECT statement, of, known_at FROM voids WHERE person = ?1 AND known_at <= ?2 "
    "ORDER BY statement";

// What of all time ties the person's pseudonyms to others: who was one person with them at any
// moment hangs together by these.
constexpr const char* kTies =
    "SELECT l.one, l.other FROM pseudonyms p JOIN person_links l ON l.one = p.pseudonym AND "
    "(l.grade = 1 OR substr(l.reasons, 1, 10) = 'held_apart') WHERE p.person = ?1 "
    "UNION SELECT l.one, l.other FROM pseudonyms p JOIN person_links l ON l.other = p.pseudonym "
    "AND (l.grade = 1 OR substr(l.reasons, 1, 10) = 'held_apart') WHERE p.person = ?1 "
    "UNION SELECT d.one, d.other FROM pseudonyms p JOIN identity_decisions d ON d.one = "
    "p.pseudonym WHERE p.person = ?1 "
    "UNION SELECT d.one, d.other FROM pseudonyms p JOIN identity_decisions d ON d.other = "
    "p.pseudonym WHERE p.person = ?1";
static_assert(kHeldApart == "held_apart" && kHeldApart.size() == 10);
constexpr const char* kLinksThen =
    "SELECT l.one, l.other, l.grade, l.reasons FROM pseudonyms p JOIN person_links l ON l.one = "
    "p.pseudonym WHERE p.person = ?1 AND l.known_from <= ?2 AND (l.known_to IS NULL OR l.known_to "
    "> ?2) "
    "UNION SELECT l.one, l.other, l.grade, l.reasons FROM pseudonyms p JOIN person_links l ON "
    "l.other = "
    "p.pseudonym WHERE p.person = ?1 AND l.known_from <= ?2 AND (l.known_to IS NULL OR l.known_to "
    "> ?2) ORDER BY 1, 2";
constexpr const char* kDecidedThen =
    "SELECT d.record, d.kind, d.one, d.other, d.at, d.known_at FROM pseudonyms p JOIN "
    "identity_decisions d ON d.one = p.pseudonym WHERE p.person = ?1 AND d.known_at <= ?2 "
    "UNION SELECT d.record, d.kind, d.one, d.other, d.at, d.known_at FROM pseudonyms p JOIN "
    "identity_decisions d ON d.other = p.pseudonym WHERE p.person = ?1 AND d.known_at <= ?2";

struct CrossingThen {
  CrossingFact fact;
  PersonSummary summary;
  PersonId today;
};

/// Everything of some persons of today that was known at a moment.
struct KnownThen {
  std::vector<CrossingThen> crossings;
  std::vector<std::pair<Known<StatusChange>, std::string>> changes;  ///< with whom they named
  std::vector<Known<Void>> voids;
  std::set<PersonLink> alike;  ///< linked, whether or not that holds
  std::vector<DecidedLink> decided;
  std::vector<PairInReview> in_review;  ///< in order
};

/// Sorts what persons of today have into the persons of then.
class Sorting {
 public:
  explicit Sorting(KnownThen known) : in_review_(std::move(known.in_review)) {
    // What nobody had taken back by then first, and of that the latest: as a summary is made.
    const auto gone = voided(facts_of(known.voids));
    const auto told_by = [&](const CrossingThen& each) {
      const std::string record = each.fact.record.text();
      return std::tuple(!gone.contains(record), each.fact.crossing.at, record);
    };
    std::ranges::sort(known.crossings, std::ranges::greater(), told_by);
    separated_ = name_persons(known);
    for (const auto& each : known.crossings) add(each);
    for (auto& [person, then] : persons_)
      then.history.linked = pairs_linked(known.decided, then.history.movements);
    for (const auto& [change, named] : known.changes) add(change, named);
    add(std::move(known.voids));
  }

  [[nodiscard]] const std::vector<PairInReview>& in_review() const { return in_review_; }

  /// Absent: the pseudonym was not known.
  [[nodiscard]] PersonThen* behind(const PersonId& pseudonym) {
    const auto person = went_by_.find(pseudonym);
    if (person == went_by_.end()) return nullptr;
    const auto found = persons_.find(person->second);
    return found == persons_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] bool are_separated(const PersonId& one, const PersonId& other) const {
    return std::any_of(separated_.begin(), separated_.end(), [&](const PersonLink& pair) {
      return link_of(went_by_.at(pair.first), went_by_.at(pair.second)) == link_of(one, other);
    });
  }

  std::vector<PersonThen> take() {
    std::vector<PersonThen> all;
    for (auto& [person, then] : persons_) all.push_back(std::move(then));
    return all;
  }

 private:
  std::vector<PersonLink> name_persons(const KnownThen& known) {
    IdentityGraph graph;
    std::set<PersonId> pseudonyms;
    for (const auto& each : known.crossings) {
      for (const auto& key : each.fact.keys) {
        graph.exact.emplace_back(each.fact.keys.front(), key);
        pseudonyms.insert(key);
      }
    }
    const auto both_known = [&](const PersonLink& pair) {
      return pseudonyms.contains(pair.first) && pseudonyms.contains(pair.second);
    };
    for (const auto& pair : known.alike)
      if (both_known(pair)) graph.automatic.push_back(pair);
    for (const auto& each : latest_of(known.decided)) {
      if (!both_known(each.pair)) continue;
      (each.kind == IdentityDecisionKind::kLink ? graph.decided : graph.separated)
          .push_back(each.pair);
    }
    now_ = persons_in(graph);
    went_by_ = {now_.begin(), now_.end()};
    return graph.separated;
  }

  void add(const CrossingThen& crossing) {
    const PersonId person = owner_among(crossing.fact.keys, now_, separated_);
    const auto [found, is_first] = persons_.try_emplace(person);
    PersonThen& then = found->second;
    // The first is the one that tells most.
    if (is_first) {
      then.person = crossing.summary;
      then.person.person = person;
      then.history.nationality = crossing.summary.nationality;
      for (const auto& [pseudonym, each] : now_)
        if (each == person && pseudonym != person) then.aliases.push_back(pseudonym);
    }
    if (takes_part(crossing.fact.crossing))
      then.history.movements.push_back({movement_of(crossing.fact), crossing.fact.known_at});
    claim(crossing.fact.record.text(), then);
    const auto place = std::lower_bound(then.today.begin(), then.today.end(), crossing.today);
    if (place == then.today.end() || *place != crossing.today)
      then.today.insert(place, crossing.today);
  }

  /// A decision is the person's whose entry or whose pseudonym it named.
  void add(const Known<StatusChange>& change, const std::string& named) {
    PersonThen* then = nullptr;
    if (!change.fact.of.empty()) then = owner(change.fact.of);
    if (then == nullptr) then = behind(PersonId(named));
    if (then == nullptr) return;
    then->history.changes.push_back(change);
    claim(change.fact.reference, *then);
  }

  /// What takes something back is theirs whose record it names, through any number of voids.
  void add(std::vector<Known<Void>> waiting) {
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

  void claim(const std::string& reference, PersonThen& then) {
    then.records.insert(reference);
    owners_[reference] = &then;
  }
  PersonThen* owner(const std::string& reference) const {
    const auto found = owners_.find(reference);
    return found == owners_.end() ? nullptr : found->second;
  }

  std::vector<PairInReview> in_review_;
  std::vector<PersonLink> separated_;
  std::vector<std::pair<PersonId, PersonId>> now_;
  std::map<PersonId, PersonId> went_by_;
  std::map<PersonId, PersonThen> persons_;
  std::map<std::string, PersonThen*> owners_;
};

/// Reads what was known at a moment.
class ThenReader {
 public:
  ThenReader(Database& database, RelationalProjectionTables& tables, Instant known_at)
      : db_(database), tables_(tables), then_(known_at.milliseconds) {}

  /// Everybody who was one with somebody of today's person, or is.
  Result<Sorting> sort(const PersonId& person) {
    GARITA_TRY(persons, hang_together(person));
    KnownThen known;
    for (const auto& each : persons) {
      GARITA_CHECK(read_crossings(each, known));
      GARITA_CHECK(read_statements(each, known));
      GARITA_CHECK(read_links(each, known));
    }
    std::sort(known.in_review.begin(), known.in_review.end());
    known.in_review.erase(std::unique(known.in_review.begin(), known.in_review.end()),
                          known.in_review.end());
    std::sort(known.changes.begin(), known.changes.end(), [](const auto& a, const auto& b) {
      return std::tie(a.first.fact.at, a.first.fact.reference) <
             std::tie(b.first.fact.at, b.first.fact.reference);
    });
    return Sorting(std::move(known));
  }

  /// Gives each of the persons who else was in review with them.
  Result<void> add_reviews(Sorting& sorting) {
    for (const auto& each : sorting.in_review()) {
      const auto& [one, other] = each.pair;
      for (const auto& [near, far] : {each.pair, PersonLink(other, one)}) {
        PersonThen* then = sorting.behind(near);
        if (then == nullptr) continue;
        GARITA_CHECK(add_review(sorting, {each, far}, *then));
      }
    }
    return {};
  }

 private:
  struct Between {
    const PairInReview& review;
    const PersonId& far;
  };

  Result<void> add_review(Sorting& sorting, const Between& between, PersonThen& then) {
    std::optional<Sorting> elsewhere;
    PersonThen* other = sorting.behind(between.far);
    if (other == nullptr) {
      GARITA_TRY(person, tables_.person_behind(between.far));
      if (!person) return {};
      GARITA_TRY(sorted, sort(*person));
      elsewhere.emplace(std::move(sorted));
      other = elsewhere->behind(between.far);
    }
    if (other == nullptr || other == &then) return {};
    const PersonId& name = other->person.person;
    if (!elsewhere && sorting.are_separated(then.person.person, name)) return {};
    auto& reviews = then.history.reviews;
    auto review = std::ranges::find(reviews, name, &Review::other);
    if (review == reviews.end())
      review =
          reviews.insert(reviews.end(), {"", name, other->history.movements, other->history.voids});
    add_to(*review, between.review);
    return {};
  }

  Result<std::set<PersonId>> hang_together(const PersonId& person) {
    std::set<PersonId> persons;
    std::deque<PersonId> waiting = {person};
    while (!waiting.empty()) {
      const PersonId each = std::move(waiting.front());
      waiting.pop_front();
      if (!persons.insert(each).second) continue;
      std::set<PersonId> pseudonyms;
      {
        GARITA_TRY(row, db_.prepare(kTies, {each.value()}));
        for (;;) {
          GARITA_TRY(found, row.step());
          if (!found) break;
          pseudonyms.emplace(row.text(0));
          pseudonyms.emplace(row.text(1));
        }
      }
      for (const auto& pseudonym : pseudonyms) {
        GARITA_TRY(behind, tables_.person_behind(pseudonym));
        if (behind) waiting.push_back(*behind);
      }
    }
    return persons;
  }

  Result<void> read_crossings(const PersonId& person, KnownThen& known) {
    static const std::string sql =
        std::string("SELECT ") + kMovementColumns + ", decision, " + kSummaryColumns + kWhere;
    constexpr int kAfter = kMovementColumnCount;
    GARITA_TRY(row, db_.prepare(sql, {person.value(), then_}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return {};
      CrossingThen then{movement_at(row), summary_at(row, kAfter + 1), person};
      then.fact.crossing.decision = static_cast<DecisionKind>(row.integer(kAfter));
      if (then.fact.keys.empty()) then.fact.keys.push_back(person);
      known.crossings.push_back(std::move(then));
    }
  }

  Result<void> read_statements(const PersonId& person, KnownThen& known) {
    static const std::string sql = std::string("SELECT ") + kChangeColumns +
                                   ", named FROM decisions WHERE person = ?1 AND known_at <= ?2";
    GARITA_TRY(changes, db_.prepare(sql, {person.value(), then_}));
    for (;;) {
      GARITA_TRY(found, changes.step());
      if (!found) break;
      known.changes.emplace_back(change_at(changes), changes.text(kChangeColumnCount));
    }
    GARITA_TRY(row, db_.prepare(kVoids, {person.value(), then_}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return {};
      known.voids.push_back({{row.text(0), row.text(1)}, instant_at(row, 2)});
    }
  }

  Result<void> read_likeness(const PersonId& person, KnownThen& known) {
    GARITA_TRY(row, db_.prepare(kLinksThen, {person.value(), then_}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return {};
      const LinkFact link{{PersonId(row.text(0)), PersonId(row.text(1))},
                          static_cast<LinkGrade>(row.integer(2)),
                          0,
                          row.text(3)};
      const auto likeness = likeness_in(link);
      if (likeness && likeness->grade == LinkGrade::kAutomatic) known.alike.insert(link.pair);
      if (link.grade != LinkGrade::kAutomatic) known.in_review.push_back({link.pair, link.grade});
    }
  }

  Result<void> read_links(const PersonId& person, KnownThen& known) {
    GARITA_CHECK(read_likeness(person, known));
    GARITA_TRY(row, db_.prepare(kDecidedThen, {person.value(), then_}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) return {};
      GARITA_TRY(record, RecordId::parse(row.text(0)));
      known.decided.push_back({{PersonId(row.text(2)), PersonId(row.text(3))},
                               static_cast<IdentityDecisionKind>(row.integer(1)),
                               instant_at(row, 4),
                               record,
                               instant_at(row, 5)});
    }
  }

  Database& db_;
  RelationalProjectionTables& tables_;
  std::int64_t then_;
};

}  // namespace

Result<std::vector<PersonThen>> RelationalReading::persons_then(const PersonId& person,
                                                                Instant known_at) {
  ThenReader reader(db_, tables_, known_at);
  GARITA_TRY(sorting, reader.sort(person));
  GARITA_CHECK(reader.add_reviews(sorting));
  return sorting.take();
}

}  // namespace garita::central
