#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/persons/clusters.h"
#include "central-sync/persons/likeness.h"
#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A description that bears a candidate key, with the pseudonym that it is of.
struct KeyBearer {
  PersonId pseudonym;
  Description description;
};

/// Who bears a candidate key, as far as anybody asks.
struct BearersOfKey {
  std::int64_t key = 0;
  std::size_t count = 0;  ///< all, at most kKeyBearersMax + 1
  /// Of a key that is full (kKeyBearersMax) all, of one that tells something who may be alike, by
  /// birth; in order of description.
  std::vector<KeyBearer> bearers;

  /// What of one who bears it, born so, belongs here.
  [[nodiscard]] bool takes(const PartialDate& asked, const PartialDate& born) const {
    return count == kKeyBearersMax || (count < kKeyBearersMax && may_be_alike(asked, born));
  }
};

/// What likeness says of two pseudonyms, in order.
struct LinkFact {
  PersonLink pair;
  LinkGrade grade = LinkGrade::kReview;
  std::int64_t score = 0;  ///< millionths
  std::string reasons;
  friend bool operator==(const LinkFact&, const LinkFact&) = default;
};

/// A pair about which somebody has to decide, perhaps only where crossings fit.
struct PairInReview {
  PersonLink pair;
  LinkGrade grade = LinkGrade::kReview;
  friend auto operator<=>(const PairInReview&, const PairInReview&) = default;
};
/// One pair more between two persons, of which `review` has those before it. Where the names of any
/// suffice, the first of these stands for all; the others do not count.
void add_to(Review& review, const PairInReview& each);

/// Each once, in order.
[[nodiscard]] std::vector<PersonId> pseudonyms_in(std::span<const PersonLink> pairs);

/// What a person decided of two pseudonyms, in order.
struct DecidedLink {
  PersonLink pair;
  IdentityDecisionKind kind = IdentityDecisionKind::kLink;
  Instant at;
  RecordId record;
  Instant known_at;
};

/// Of several about one pair the latest, by when it was decided and then by its record.
[[nodiscard]] std::vector<DecidedLink> latest_of(std::vector<DecidedLink> decisions);

/// The pseudonyms of documents and of names on crossings, as far as documents were read with them.
[[nodiscard]] std::set<PersonId> keys_on(std::span<const Known<Movement>> crossings);
/// Pairs of them of which the latest decision says that they are one person's, as "P-A~P-B",
/// whoever goes by them otherwise.
[[nodiscard]] std::vector<Known<std::string>> pairs_linked(
    std::vector<DecidedLink> decisions, std::span<const Known<Movement>> crossings);

/// What ties the pseudonyms of one person to any others.
struct Ties {
  std::vector<LinkFact> alike;       ///< of every grade
  std::vector<DecidedLink> decided;  ///< all, not the latest alone
};

/// The projection's tables of who may be whom; implemented by store/. Remedies as ProjectionTables.
class LinkTables {
 public:
  LinkTables() = default;
  LinkTables(const LinkTables&) = delete;
  LinkTables& operator=(const LinkTables&) = delete;
  virtual ~LinkTables() = default;

  /// What is about to be applied will ask who bears these.
  [[nodiscard]] virtual Result<void> read_ahead_bearers(std::span<const std::int64_t> keys) = 0;
  /// The number that it got; absent: it was there already.
  [[nodiscard]] virtual Result<std::optional<std::int64_t>> put_description(
      const PersonId& pseudonym, const Description& description) = 0;
  /// Of at most kCandidateKeysMax keys those that anybody bears, in order, for somebody born so.
  [[nodiscard]] virtual Result<std::vector<BearersOfKey>> bearers_of(
      std::span<const std::int64_t> keys, const PartialDate& birth) = 0;
  /// Never more than kKeyBearersMax + 1.
  [[nodiscard]] virtual Result<std::size_t> count_bearers(std::int64_t key) = 0;
  [[nodiscard]] virtual Result<void> put_keys(std::int64_t description,
                                              std::span<const std::int64_t> keys) = 0;
  /// Of each that has any, in order.
  [[nodiscard]] virtual Result<std::map<PersonId, std::vector<Description>>> descriptions_of(
      std::span<const PersonId> pseudonyms) = 0;

  [[nodiscard]] virtual Result<std::optional<LinkFact>> link_between(const PersonLink& pair) = 0;
  /// Those that stand between two of them, in order.
  [[nodiscard]] virtual Result<std::vector<LinkFact>> links_among(
      std::span<const PersonId> pseudonyms) = 0;
  /// `cause`: the record by which it became known.
  [[nodiscard]] virtual Result<void> begin_link(const LinkFact& link, Instant known_from,
                                                const RecordId& cause) = 0;
  /// In few statements, however many: a name that very many bear has hundreds.
  [[nodiscard]] virtual Result<void> end_links(std::span<const PersonLink> pairs,
                                               Instant known_to) = 0;

  [[nodiscard]] virtual Result<void> put_identity_decision(const RecordId& record,
                                                           const IdentityDecision& decision,
                                                           Instant known_at) = 0;
  [[nodiscard]] virtual Result<bool> any_identity_decision() = 0;
  [[nodiscard]] virtual Result<bool> is_identity_decision(const RecordId& record) = 0;
  /// Whether somebody decided about it, known or not.
  [[nodiscard]] virtual Result<bool> is_decided_about(const PersonId& pseudonym) = 0;

  /// Whether somebody decided about a pseudonym of the person, or a link of theirs does not hold
  /// since somebody did about others (is_held).
  [[nodiscard]] virtual Result<bool> is_person_decided_about(const PersonId& person) = 0;

  /// Links that stand, and what was decided.
  [[nodiscard]] virtual Result<Ties> ties_of(const PersonId& person) = 0;
  [[nodiscard]] virtual Result<std::vector<PersonId>> pseudonyms_of(const PersonId& person) = 0;

  struct KeyedCrossing {
    std::string record;
    std::vector<PersonId> keys;
  };
  [[nodiscard]] virtual Result<std::vector<KeyedCrossing>> keys_of_crossings(
      const PersonId& person) = 0;
  [[nodiscard]] virtual Result<void> give_crossing(const std::string& record,
                                                   const PersonId& person) = 0;
  /// After crossings were given away and pseudonyms go by others: what else `person` had is given
  /// to whose it is now, and what is left of them is summed up.
  [[nodiscard]] virtual Result<void> part_from(const PersonId& person) = 0;
  /// What the person's crossings say of them, or nothing where none is left.
  [[nodiscard]] virtual Result<void> sum_up(const PersonId& person) = 0;
};

}  // namespace garita::central
