// Persons as the cache reads them: many in a statement, as a server is far away.
#include <algorithm>

#include "central-sync/projection/facts.h"
#include "central-sync/projection/held_links.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/listed.h"
#include "central-sync/store/relational/person_cache.h"

namespace garita::central {
namespace {

template <typename Take>
Result<void> for_each_row(Database& database, std::string_view sql, std::span<const Value> values,
                          Take take) {
  GARITA_TRY(row, database.prepare(sql, values));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    take(row);
  }
}

}  // namespace

/// With whoever they may be, since what becomes of them is asked at each of their crossings.
Result<void> PersonCache::read(std::span<const PersonId> pseudonyms) {
  GARITA_CHECK(read_these(pseudonyms));
  std::vector<PersonId> reviewed;
  for (const auto& each : pseudonyms) {
    const auto& person = behind_.at(each);
    const auto here = person ? persons_.find(*person) : persons_.end();
    if (here == persons_.end()) continue;
    for (const auto& review : here->second.reviews)
      reviewed.insert(reviewed.end(), {review.pair.first, review.pair.second});
  }
  return read_these(reviewed);
}

Result<void> PersonCache::read_these(std::span<const PersonId> pseudonyms) {
  std::vector<PersonId> unknown;
  for (const auto& each : pseudonyms)
    if (!behind_.contains(each)) unknown.push_back(each);
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  GARITA_CHECK(look_up(unknown));
  std::vector<PersonId> persons;
  for (const auto& each : unknown) {
    const auto& person = behind_.at(each);
    if (person && !persons_.contains(*person)) persons.push_back(*person);
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  GARITA_CHECK(load(persons));
  for (const auto& each : unknown)
    if (const auto& person = behind_.at(each)) persons_.at(*person).pseudonyms.push_back(each);
  return {};
}

Result<void> PersonCache::look_up(std::span<const PersonId> pseudonyms) {
  for (const auto& each : pseudonyms) behind_[each] = std::nullopt;
  absent_.insert(absent_.end(), pseudonyms.begin(), pseudonyms.end());
  std::vector<PersonId> to_ask;
  for (const auto& each : pseudonyms)
    if (seen_ == nullptr || seen_->pseudonyms.may_have(SeenInRebuild::hash_of(each)))
      to_ask.push_back(each);
  return in_lists<PersonId>(to_ask, [&](std::span<const PersonId>, const std::string& list,
                                        const std::vector<Value>& values) {
    const std::string sql = "SELECT pseudonym, person FROM pseudonyms WHERE pseudonym IN " + list;
    return for_each_row(db_, sql, values, [&](const Statement& row) {
      behind_[PersonId(row.text(0))] = absorber_of(PersonId(row.text(1)));
    });
  });
}

Result<void> PersonCache::load(std::span<const PersonId> persons) {
  return in_lists<PersonId>(persons,
                            [&](std::span<const PersonId> some, const std::string& list,
                                const std::vector<Value>& values) -> Result<void> {
                              for (const auto& who : some) {
                                persons_[who] = CachedPerson{};
                                persons_[who].used = batch_;
                              }
                              GARITA_CHECK(load_statements(list, values));
                              GARITA_CHECK(load_crossings(some, list, values));
                              GARITA_CHECK(load_ties(some));
                              return load_cases(list, values);
                            });
}

/// After what was stated of them.
Result<void> PersonCache::load_crossings(std::span<const PersonId> persons, const std::string& list,
                                         std::span<const Value> who) {
  std::set<std::string> gone;
  for (const auto& each : persons) {
    const auto& voids = persons_.at(each).history.voids;
    if (!voids.empty()) gone.merge(voided(facts_of(voids)));
  }
  const std::string sql = std::string("SELECT ") + kMovementColumns + ", person, " + kIsMovement +
                          " FROM crossings WHERE person IN " + list;
  return for_each_row(db_, sql, who, [&](const Statement& row) {
    CachedPerson& person = persons_.at(PersonId(row.text(kMovementColumnCount)));
    const CrossingFact fact = movement_at(row);
    const std::string record = row.text(0);
    const bool taken_back = gone.contains(record);
    const bool better =
        person.summed_up.empty() ||
        (taken_back == person.taken_back
             ? std::tie(fact.crossing.at, record) > std::tie(person.summed_up_at, person.summed_up)
             : person.taken_back);
    if (better) {
      person.taken_back = taken_back;
      person.summed_up_at = fact.crossing.at;
      person.summed_up = record;
      person.history.nationality = CountryCode(fact.crossing.document.nationality);
    }
    if (row.integer(kMovementColumnCount + 1) == 0) {
      person.others.push_back(record);
      return;
    }
    person.history.movements.push_back({movement_of(fact), fact.known_at});
    ++movements_;
  });
}

Result<void> PersonCache::load_statements(const std::string& list, std::span<const Value> who) {
  const std::string voids =
      "SELECT statement, of, known_at, person FROM voids WHERE person IN " + list;
  GARITA_CHECK(for_each_row(db_, voids, who, [&](const Statement& row) {
    persons_.at(PersonId(row.text(3)))
        .history.voids.push_back({{row.text(0), row.text(1)}, instant_at(row, 2)});
  }));
  const std::string changes =
      std::string("SELECT ") + kChangeColumns + ", person FROM decisions WHERE person IN " + list;
  return for_each_row(db_, changes, who, [&](const Statement& row) {
    persons_.at(PersonId(row.text(kChangeColumnCount))).history.changes.push_back(change_at(row));
  });
}

/// Those of their pseudonyms that a link in review or a decision may be about.
Result<PersonCache::Owners> PersonCache::tied_of(std::span<const PersonId> persons) {
  Owners tied;
  GARITA_CHECK(in_lists<PersonId>(persons, [&](std::span<const PersonId>, const std::string& list,
                                               const std::vector<Value>& who) {
    const std::string sql = "SELECT pseudonym, person FROM pseudonyms WHERE person IN " + list;
    return for_each_row(db_, sql, who, [&](const Statement& row) {
      PersonId pseudonym(row.text(0));
      if (seen_ == nullptr || seen_->tied.may_have(SeenInRebuild::hash_of(pseudonym)))
        tied.emplace(std::move(pseudonym), row.text(1));
    });
  }));
  return tied;
}

Result<void> PersonCache::load_ties(std::span<const PersonId> persons) {
  GARITA_TRY(owners, tied_of(persons));
  std::vector<PersonId> pseudonyms;
  for (const auto& [pseudonym, person] : owners) pseudonyms.push_back(pseudonym);
  return in_lists<PersonId>(pseudonyms, [&](std::span<const PersonId>, const std::string& list,
                                            const std::vector<Value>& values) {
    return load_ties_of(owners, list, values);
  });
}

Result<void> PersonCache::load_ties_of(const Owners& owners, const std::string& list,
                                       std::span<const Value> pseudonyms) {
  const std::string decided = "SELECT one FROM identity_decisions WHERE one IN " + list +
                              " UNION SELECT other FROM identity_decisions WHERE other IN " + list;
  GARITA_CHECK(for_each_row(db_, decided, pseudonyms, [&](const Statement& row) {
    persons_.at(owners.at(PersonId(row.text(0)))).decided = true;
  }));
  // Said so that no index of what stands is taken: see load_cases().
  const std::string links =
      "FROM person_links WHERE coalesce(known_to, 0) = 0 AND grade IN (2, 3) AND ";
  const std::string in_review = "SELECT one, other, one, grade, reasons " + links + "one IN " +
                                list + " UNION ALL SELECT one, other, other, grade, reasons " +
                                links + "other IN " + list;
  return for_each_row(db_, in_review, pseudonyms, [&](const Statement& row) {
    auto& person = persons_.at(owners.at(PersonId(row.text(2))));
    if (row.text(4).starts_with(kHeldApart)) person.decided = true;
    auto& reviews = person.reviews;
    const PairInReview review{PersonLink(row.text(0), row.text(1)),
                              static_cast<LinkGrade>(row.integer(3))};
    // Both may be of the same person by now.
    if (std::ranges::find(reviews, review) == reviews.end()) reviews.push_back(review);
  });
}

Result<void> PersonCache::load_cases(const std::string& list, std::span<const Value> who) {
  // Said so that no index of what stands is taken: while tables grow, PostgreSQL believes that few
  // cases stand, and would read them all.
  const std::string sql =
      std::string("SELECT ") + kCaseColumns +
      ", person, number FROM cases WHERE coalesce(known_to, 0) = 0 AND person IN " + list +
      " ORDER BY number";
  return for_each_row(db_, sql, who, [&](const Statement& row) {
    persons_.at(PersonId(row.text(kCaseColumnCount)))
        .standing.push_back({row.integer(kCaseColumnCount + 1), case_at(row, 0)});
  });
}

}  // namespace garita::central
