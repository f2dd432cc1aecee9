// Persons in memory who may be one.
#include <algorithm>
#include <map>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_cache.h"

namespace garita::central {
namespace {

constexpr const char* kLastLink = "SELECT max(number) FROM person_links";
constexpr const char* kPutLink =
    "INSERT INTO person_links (number, one, other, grade, score, reasons, known_from, cause) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

}  // namespace

Result<PersonHistory> PersonCache::history_of(const PersonId& who) {
  GARITA_TRY(known, person(who));
  PersonHistory history = known->history;
  GARITA_TRY(reviews, reviews_of(who));
  history.reviews = std::move(reviews);
  return history;
}

Result<std::vector<Review>> PersonCache::reviews_of(const PersonId& who) {
  GARITA_TRY(known, person(who));
  std::vector<PairInReview> pairs = known->reviews;
  std::sort(pairs.begin(), pairs.end());
  std::map<PersonId, Review> by_other;
  for (const auto& each : pairs) {
    GARITA_TRY(first, behind(each.pair.first));
    GARITA_TRY(second, behind(each.pair.second));
    const auto& whom = first == who ? second : first;
    if (!whom || *whom == who) continue;
    const auto [found, is_first] = by_other.try_emplace(*whom, Review{"", *whom, {}, {}});
    add_to(found->second, each);
    if (!is_first) continue;
    GARITA_TRY(them, person(*whom));
    found->second.movements = them->history.movements;
    found->second.voids = them->history.voids;
  }
  std::vector<Review> reviews;
  for (auto& [other, review] : by_other) reviews.push_back(std::move(review));
  return reviews;
}

Result<void> PersonCache::begin_link(const LinkFact& link, Instant known_from,
                                     const RecordId& cause) {
  if (!last_link_) {
    GARITA_TRY(last, one_integer(db_, kLastLink, {}));
    last_link_ = last.value_or(0);
    if (trial_) trial_->last_link = *last_link_;
  }
  if (seen_ != nullptr)
    for (const auto& pseudonym : {link.pair.first, link.pair.second})
      seen_->linked.add(SeenInRebuild::hash_of(pseudonym));
  // Whom likeness makes one nobody is asked about: the caller makes them one.
  if (link.grade != LinkGrade::kAutomatic) GARITA_CHECK(note_review(link));
  links_.push_back({++*last_link_, link, known_from, cause.text()});
  return {};
}

Result<void> PersonCache::note_review(const LinkFact& link) {
  for (const auto& pseudonym : {link.pair.first, link.pair.second}) {
    GARITA_TRY(who, behind(pseudonym));
    if (who) {
      GARITA_TRY(person, changing(*who));
      person->reviews.push_back({link.pair, link.grade});
    } else {
      reviews_ahead_[pseudonym].push_back({link.pair, link.grade});
    }
    if (seen_ != nullptr) seen_->tied.add(SeenInRebuild::hash_of(pseudonym));
  }
  return {};
}

std::optional<LinkFact> PersonCache::unsaved_link(const PersonLink& pair) const {
  const auto found = std::ranges::find(
      links_, pair, [](const UnsavedLink& each) -> const auto& { return each.link.pair; });
  return found == links_.end() ? std::nullopt : std::optional(found->link);
}

Result<void> PersonCache::write_links() {
  std::vector<std::vector<Value>> rows;
  for (const auto& [number, link, known_from, cause] : links_)
    rows.push_back({number, link.pair.first.value(), link.pair.second.value(),
                    static_cast<int>(link.grade), link.score, link.reasons, known_from.milliseconds,
                    cause});
  GARITA_CHECK(db_.send_many(kPutLink, rows));
  links_.clear();
  return {};
}

}  // namespace garita::central
