#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "central-sync/flags/long_history.h"
#include "central-sync/projection/tables.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/seen_in_rebuild.h"
#include "schema/storage/database.h"

namespace garita::central {

/// A standing version of a case, with its number.
struct StandingCase {
  std::int64_t number = 0;
  CaseVersion version;
};

/// What the tables hold of one person, as far as evaluating them needs it.
struct CachedPerson {
  PersonHistory history;
  std::vector<std::string> others;  ///< records of crossings that are no movements
  /// The crossing that says who they are: one that nobody took back before those that somebody
  /// did, then the latest. "": there is none.
  bool taken_back = true;
  Instant summed_up_at;
  std::string summed_up;
  const CrossingValues* unsaved_summary = nullptr;
  std::string said;  ///< what the tables say of them, or will; "": it was not asked
  std::vector<StandingCase> standing;  ///< in order of number
  bool decided = false;                ///< whether somebody decided who they are
  /// Standing links in review of which one pseudonym is theirs. The other is another person's, who
  /// may have become the same one since.
  std::vector<PairInReview> reviews;
  std::vector<PersonId> pseudonyms;  ///< those that the cache knows
  std::uint64_t used = 0;            ///< the how-manieth batch asked for them last
  /// Of whoever crosses often; null: nothing is remembered.
  std::shared_ptr<LongHistory> at_length;

  [[nodiscard]] bool has(const std::string& record) const;
  /// Whether they may be somebody else too.
  [[nodiscard]] bool in_review() const { return !reviews.empty(); }
  /// What LongHistory tells of the crossing that was added last, without reviews; absent: there is
  /// little to be left out, or the whole has to be judged.
  [[nodiscard]] std::optional<PersonHistory> around(const std::string& record,
                                                    const LongHistory::Standards& standards);
  /// Whether a crossing that nobody took back says from now on who they are.
  [[nodiscard]] bool is_summed_up_by(const CrossingFact& fact, const std::string& record) const;
};

struct UnsavedCase {
  PersonId person;
  CaseVersion version;
  bool is_new = true;  ///< in no table
};
/// A link that is in no table.
struct UnsavedLink {
  std::int64_t number = 0;
  LinkFact link;
  Instant known_from;
  std::string cause;  ///< id of the record
};
/// What was done to standing versions, to be undone from the last to the first.
struct CaseStep {
  std::size_t place = 0;
  std::optional<StandingCase> ended;  ///< absent: one was begun, behind the others
};
/// What a person was before the trial.
struct PersonBefore {
  bool was_here = true;
  std::size_t movements = 0;
  std::size_t others = 0;
  std::size_t pseudonyms = 0;
  std::size_t reviews = 0;
  CachedPerson rest;  ///< without history, others, pseudonyms, reviews and cases
  std::vector<CaseStep> steps;
  CountryCode nationality;
};
struct Absorption {
  PersonId absorbed;
  PersonId person;
};
/// Somebody as they were, and what the trial knew of them, when one absorbed the other.
struct BeforeAbsorption {
  PersonId who;
  CachedPerson was;
  bool to_sum_up = false;
  std::optional<PersonBefore> before;
};
/// What a trial has to undo.
struct PersonTrial {
  std::vector<std::array<BeforeAbsorption, 2>> absorptions;  ///< the absorbed one first
  std::size_t crossings = 0;
  std::int64_t last_case = 0;
  std::size_t links = 0;
  std::int64_t last_link = 0;
  std::map<PersonId, PersonBefore> persons;
  std::vector<PersonId> pseudonyms;
  std::map<std::int64_t, std::optional<UnsavedCase>> cases;
};

/// Persons in memory, with what was put for them and is not in the tables yet. Bounded: beyond
/// kMovementsKept movements (in a rebuild, in which most persons come back after weeks, as many as
/// three eighths of the memory hold) the persons who were asked for longest ago are let go. All
/// that was put since begin_trial() can be undone.
class PersonCache {
 public:
  explicit PersonCache(Database& database) : db_(database) {
    // Most who are asked for are not here, which an empty place tells without a look at anybody.
    persons_.max_load_factor(kPersonsAPlace);
    behind_.max_load_factor(kPersonsAPlace);
  }

  static constexpr std::size_t kMovementsKept = 100'000;
  /// The least and the most of a rebuild.
  static constexpr std::int64_t kMovementsInRebuildMin = 1'500'000;
  static constexpr std::int64_t kMovementsInRebuildMax = 20'000'000;

  /// From now on, what was not seen is not looked for; null: all is. Outlives that.
  void set_seen(SeenInRebuild* seen);

  /// Absent: the tables do not know the pseudonym.
  [[nodiscard]] Result<std::optional<PersonId>> behind(const PersonId& pseudonym);
  /// Reads these and whom they stand for, as far as they are not here, in few statements.
  [[nodiscard]] Result<void> read(std::span<const PersonId> pseudonyms);
  [[nodiscard]] bool has(const PersonId& who) const { return persons_.contains(who); }
  /// Reads them where they are not here.
  [[nodiscard]] Result<CachedPerson*> person(const PersonId& who);
  /// The same for writing: what they are now can be brought back.
  [[nodiscard]] Result<CachedPerson*> changing(const PersonId& who);
  /// With what others' movements say of them. Not of somebody about whom was decided: what they are
  /// no more is told by the tables.
  [[nodiscard]] Result<PersonHistory> history_of(const PersonId& who);
  /// Whom else they may be, with what is known of these.
  [[nodiscard]] Result<std::vector<Review>> reviews_of(const PersonId& who);

  void set_behind(const PersonId& pseudonym, const PersonId& person);
  [[nodiscard]] Result<bool> put_crossing(const CrossingFact& fact);
  [[nodiscard]] Result<void> begin_case(const PersonId& person, const CaseVersion& version);
  /// False: no such version stands of that person.
  [[nodiscard]] Result<bool> end_case(const PersonId& person, const CaseVersion& version);

  /// One in review is from now on one of both; of pseudonyms that nobody goes by yet, once somebody
  /// does.
  [[nodiscard]] Result<void> begin_link(const LinkFact& link, Instant known_from,
                                        const RecordId& cause);
  /// Absent: none that is in no table yet.
  [[nodiscard]] std::optional<LinkFact> unsaved_link(const PersonLink& pair) const;

  /// What was the first one's is the second one's from now on. False: somebody decided who one of
  /// them is, which the tables tell, and nothing was done.
  [[nodiscard]] Result<bool> absorb(const PersonId& absorbed, const PersonId& person);

  void begin_trial();
  void keep_trial();
  void undo_trial();

  /// Writes what is in memory alone.
  [[nodiscard]] Result<void> write_out();
  [[nodiscard]] std::size_t unsaved() const { return crossings_.size(); }
  /// Keeps no more than may be kept; not while anything is unsaved.
  void end_batch();
  /// Not while anything is unsaved of them.
  void forget(const PersonId& person);
  void forget(const PersonId& pseudonym, const PersonId& person);
  /// Others have numbered cases and links since.
  void forget_numbers() {
    last_case_.reset();
    last_link_.reset();
  }
  void forget_all();

 private:
  using Owners = std::map<PersonId, PersonId>;  ///< of pseudonyms
  static constexpr float kPersonsAPlace = 0.5F;
  struct Hash {
    std::size_t operator()(const PersonId& id) const;
  };
  [[nodiscard]] Result<void> look_up(std::span<const PersonId> pseudonyms);
  [[nodiscard]] Result<void> load(std::span<const PersonId> persons);
  [[nodiscard]] Result<void> load_crossings(std::span<const PersonId> persons,
                                            const std::string& list, std::span<const Value> who);
  [[nodiscard]] Result<void> load_statements(const std::string& list, std::span<const Value> who);
  [[nodiscard]] Result<Owners> tied_of(std::span<const PersonId> persons);
  [[nodiscard]] Result<void> load_ties(std::span<const PersonId> persons);
  [[nodiscard]] Result<void> load_ties_of(const Owners& owners, const std::string& list,
                                          std::span<const Value> pseudonyms);
  [[nodiscard]] Result<void> read_these(std::span<const PersonId> pseudonyms);
  [[nodiscard]] Result<void> load_cases(const std::string& list, std::span<const Value> who);
  void remember(const PersonId& person);
  void note_step(const PersonId& person, CaseStep step);
  static void undo_steps(std::vector<CaseStep> steps, std::vector<StandingCase>& standing);
  void put_case(std::int64_t number, UnsavedCase unsaved);
  void let_go();
  [[nodiscard]] BeforeAbsorption before_absorption(const PersonId& who) const;
  void undo_absorption(PersonTrial& trial, std::array<BeforeAbsorption, 2> both);
  [[nodiscard]] Result<void> write_absorptions();
  [[nodiscard]] Result<void> note_review(const LinkFact& link);
  [[nodiscard]] Result<void> write_links();
  /// Whose rows those of that person are once all is written.
  [[nodiscard]] PersonId absorber_of(PersonId person) const;

  Database& db_;
  SeenInRebuild* seen_ = nullptr;
  std::size_t kept_ = kMovementsKept;
  std::unordered_map<PersonId, CachedPerson, Hash> persons_;
  std::unordered_map<PersonId, std::optional<PersonId>, Hash> behind_;
  std::size_t movements_ = 0;
  std::uint64_t batch_ = 0;
  std::optional<std::int64_t> last_case_;
  std::optional<PersonTrial> trial_;

  std::deque<CrossingValues> crossings_;
  std::deque<UnsavedLink> links_;
  std::optional<std::int64_t> last_link_;
  /// Of pseudonyms that nobody goes by yet: a crossing is compared before it is somebody's.
  std::map<PersonId, std::vector<PairInReview>> reviews_ahead_;
  std::set<PersonId> to_sum_up_;
  std::map<PersonId, PersonId> unsaved_behind_;
  std::map<std::int64_t, UnsavedCase> cases_;
  std::vector<Absorption> absorptions_;
  std::vector<PersonId> absent_;
};

inline std::size_t PersonCache::Hash::operator()(const PersonId& id) const {
  return std::hash<std::string>{}(id.value());
}

}  // namespace garita::central
