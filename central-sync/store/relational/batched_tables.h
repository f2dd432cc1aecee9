#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "central-sync/projection/tables.h"
#include "central-sync/store/relational/arrived_entries.h"
#include "central-sync/store/relational/description_cache.h"
#include "central-sync/store/relational/person_cache.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/watermark_memory.h"
#include "schema/storage/database.h"

namespace garita::central {

/// The projection's tables behind a memory of what a batch is about: persons are read together and
/// once, and what ordinary crossings put is written together, in few statements. What else is asked
/// or put goes to `tables`, in one of two ways.
///
/// What claims are answered from is read once a transaction (WatermarkMemory).
/// What is about no person's rows (watermarks, notes, incidents, quarantine) goes straight there.
/// What may touch rows of persons (corrections, decisions) needs everything to be written, and the
/// persons to be read anew after it: then the attempt that asked for it is undone and done again on
/// the tables themselves. Persons who turn out to be one by keys or likeness are made one in
/// memory.
///
/// Nobody else projects into the database between two batches, or all is forgotten: see position().
class BatchedTables : public ProjectionTables {
 public:
  /// `tables` are those of `database`. Both outlive it. `server`: its address, where a rebuild is
  /// to read ahead with a connection of its own.
  BatchedTables(Database& database, RelationalProjectionTables& tables, std::string server = {})
      : db_(database),
        tables_(tables),
        server_(std::move(server)),
        persons_(database),
        descriptions_(database),
        watermarks_(database, tables) {}

  Result<Position> position() override;
  Result<void> move_to(const Position& position) override;
  Result<std::vector<Arrived>> arrived_after(std::int64_t arrival, std::size_t limit) override;
  Result<std::optional<Bytes>> wrapped_key_of(const EntryHeader& header) override {
    return tables_.wrapped_key_of(header);
  }
  Result<bool> arrived_by(std::int64_t arrival, const Claim& claim) override;
  Result<std::optional<ReceivedClaim>> claim_waiting_for(std::int64_t arrival,
                                                         const JournalId& journal,
                                                         const JournalHead& last) override;
  Result<void> note_opened(const JournalId& journal, std::uint64_t sequence) override;
  Result<void> note_aside(std::int64_t arrival, const PutAsideOnArrival& what,
                          Instant known_at) override;
  Result<Settled> settle_aside(const RecordId& record, const Digest& content,
                               Instant known_at) override;
  Result<void> put_aside(const RecordId& record, QuarantineCause cause, const std::string& reason,
                         Instant known_at) override;
  Result<void> read_ahead(std::span<const PersonId> pseudonyms) override;
  Result<void> write_out() override;
  Result<std::int64_t> last_arrival() override { return tables_.last_arrival(); }
  Result<void> attempt(const std::function<Result<void>()>& work) override;
  Result<void> drop_all() override;
  Result<void> learn_sizes() override { return tables_.learn_sizes(); }
  Result<void> set_rebuilding(bool rebuilding) override;

  Result<std::optional<PersonId>> person_behind(const PersonId& pseudonym) override;
  Result<std::set<PersonId>> persons_behind(std::span<const PersonId> pseudonyms) override;
  Result<void> set_person_behind(const PersonId& pseudonym, const PersonId& person) override;
  Result<void> absorb(const PersonId& absorbed, const PersonId& person) override;

  Result<void> read_ahead_bearers(std::span<const std::int64_t> keys) override;
  Result<std::optional<std::int64_t>> put_description(const PersonId& pseudonym,
                                                      const Description& description) override;
  Result<std::vector<BearersOfKey>> bearers_of(std::span<const std::int64_t> keys,
                                               const PartialDate& birth) override;
  Result<std::size_t> count_bearers(std::int64_t key) override;
  Result<void> put_keys(std::int64_t description, std::span<const std::int64_t> keys) override;
  Result<std::map<PersonId, std::vector<Description>>> descriptions_of(
      std::span<const PersonId> pseudonyms) override;
  Result<std::vector<LinkFact>> links_among(std::span<const PersonId> pseudonyms) override;
  Result<std::optional<LinkFact>> link_between(const PersonLink& pair) override;
  Result<void> begin_link(const LinkFact& link, Instant known_from, const RecordId& cause) override;
  Result<void> end_links(std::span<const PersonLink> pairs, Instant known_to) override;
  Result<void> put_identity_decision(const RecordId& record, const IdentityDecision& decision,
                                     Instant known_at) override;
  Result<bool> any_identity_decision() override { return tables_.any_identity_decision(); }
  Result<bool> is_identity_decision(const RecordId& record) override {
    return tables_.is_identity_decision(record);
  }
  Result<bool> is_decided_about(const PersonId& pseudonym) override {
    return tables_.is_decided_about(pseudonym);
  }
  Result<bool> is_person_decided_about(const PersonId& person) override;
  Result<Ties> ties_of(const PersonId& person) override;
  Result<std::vector<PersonId>> pseudonyms_of(const PersonId& person) override;
  Result<std::vector<KeyedCrossing>> keys_of_crossings(const PersonId& person) override;
  Result<void> give_crossing(const std::string& record, const PersonId& person) override;
  Result<void> part_from(const PersonId& person) override;
  Result<void> sum_up(const PersonId& person) override;

  Result<bool> put_crossing(const CrossingFact& fact) override;
  Result<std::vector<PersonId>> trace_back(const RecordId& record,
                                           const std::string& origin) override;
  Result<bool> put_void(const VoidFact& fact) override;
  Result<bool> put_change(const ChangeFact& fact) override;

  Result<std::vector<Showing>> showings_of(const PersonId& person,
                                           const std::string& document) override;
  Result<std::optional<PersonId>> owner_of(const std::string& reference) override;
  Result<std::optional<CrossingPlace>> place_of(const std::string& reference) override;
  Result<PersonHistory> history_of(const PersonId& person) override;
  Result<NamesShown> names_shown(const PersonId& person, const PersonId& document,
                                 std::size_t limit) override;
  Result<std::optional<PersonHistory>> history_around(const PersonId& person,
                                                      const RecordId& crossing,
                                                      const Standards& standards) override;
  Result<std::vector<PersonId>> persons_after(const PersonId& person, std::size_t limit) override;

  Result<std::vector<CaseVersion>> standing_cases(const PersonId& person) override;
  Result<void> begin_case(const PersonId& person, const CaseVersion& version) override;
  Result<void> end_case(const PersonId& person, const CaseVersion& version) override;

  Result<bool> put_incarnation(const StationId& station, std::uint32_t incarnation,
                               Instant known_at) override;
  Result<void> put_incarnation_step(const IncarnationStep& step) override;
  Result<std::optional<Instant>> complete_until(const StationId& station,
                                                std::uint32_t incarnation) override {
    return watermarks_.complete_until(station, incarnation);
  }
  Result<void> put_closure(const RecordId& record, const Closure& closure,
                           Instant known_at) override;
  Result<void> put_paper_period(const RecordId& record, const PaperPeriod& period,
                                Instant known_at) override;
  Result<std::optional<Instant>> on_paper_since(const StationId& station,
                                                Instant known_at) override {
    return watermarks_.on_paper_since(station, known_at);
  }
  Result<bool> has_movement_in_quarantine(const StationId& station, std::uint32_t incarnation,
                                          Instant known_at) override {
    return watermarks_.has_movement_in_quarantine(station, incarnation, known_at);
  }
  Result<std::vector<PostWatermark>> watermarks(Instant known_at) override {
    return watermarks_.watermarks(known_at);
  }
  Result<std::optional<PostWatermark>> watermark_of(const PostCode& post,
                                                    Instant known_at) override {
    return watermarks_.watermark_of(post, known_at);
  }
  Result<bool> any_enrolled(Instant after, Instant until) override {
    return watermarks_.any_enrolled(after, until);
  }
  Result<std::optional<WatermarkStep>> last_watermark_step(Sees sees) override {
    return watermarks_.last_watermark_step(sees);
  }
  Result<void> put_watermark_step(Sees sees, const WatermarkStep& step) override;

  Result<void> put_note(const RecordId& record, const AuditNote& note) override;
  Result<void> put_incident(const Incident& incident) override;
  Result<void> put_judged_pair(const JudgedPair& judged) override;

  Result<std::vector<Place>> places() override {
    GARITA_CHECK(watermarks_.write_out());
    return tables_.places();
  }
  Result<std::optional<std::string>> policies_of_version(std::uint64_t version) override {
    return tables_.policies_of_version(version);
  }
  Result<void> put_policies_in_force(std::uint64_t version, Instant known_at) override;
  Result<std::optional<std::uint64_t>> policies_in_force(Instant known_at) override;
  Result<std::optional<Publication>> publication() override;
  Result<void> put_publication(const Publication& publication) override;
  Result<void> end_publication() override;

 private:
  using Incarnation = std::pair<StationId, std::uint32_t>;
  /// How the attempt under way is done.
  enum class Attempt {
    kNone,
    kInMemory,
    kWantsTables,  ///< it asked for what only the tables can do
    kOnTables,
  };

  [[nodiscard]] bool on_tables() const { return attempt_ == Attempt::kOnTables; }
  [[nodiscard]] Result<void> write_out_and_end();
  void end_batch();
  /// Before anything that touches rows of persons is done on the tables.
  [[nodiscard]] Result<void> go_to_tables();
  /// Before anything else is written there.
  [[nodiscard]] Result<void> go_straight();
  [[nodiscard]] Result<void> attempt_in_memory(const std::function<Result<void>()>& work);
  [[nodiscard]] Result<std::vector<Arrived>> read_after(std::int64_t arrival, std::size_t limit);
  [[nodiscard]] Result<void> look_up_claims(const Incarnation& of, std::uint64_t from);
  [[nodiscard]] Result<bool> is_waited_for(const std::string& record);
  void touch(const PersonId& person) { touched_.insert(person); }
  /// Those whom the pseudonyms stand for as well.
  [[nodiscard]] Result<void> touch_all(std::span<const PersonLink> pairs);
  /// What the tables did to persons is known from now on.
  void end_step();
  void forget_touched();
  void forget_questions();
  void forget_seen();
  /// What a trial that was undone, or the tables themselves, may have made otherwise.
  void forget_answers();

  Database& db_;
  RelationalProjectionTables& tables_;
  std::string server_;
  std::unique_ptr<EntriesAhead> ahead_;  ///< during a rebuild
  PersonCache persons_;
  DescriptionCache descriptions_;
  WatermarkMemory watermarks_;
  bool publishing_ = false;   ///< this batch has put a publication
  std::int64_t read_at_ = 0;  ///< the position that position() gave last
  std::int64_t left_at_ = 0;  ///< the one that move_to() was given last
  /// Where the descriptions that a rebuild keeps are all that there are; absent: more were put.
  std::optional<std::int64_t> whole_at_;
  std::optional<SeenInRebuild> seen_;  ///< as long as nobody else may have put anything
  Attempt attempt_ = Attempt::kNone;
  bool savepoint_ = false;
  bool put_on_tables_ = false;  ///< a description, past the memory of them
  bool keys_indexed_ = false;   ///< where they are looked for in the tables
  std::set<PersonId> touched_;
  std::map<std::string, int> standards_;  ///< that persons were judged by, numbered from 1

  std::optional<std::int64_t> expected_;  ///< the position, if nobody else projects
  std::int64_t read_until_ = 0;
  std::map<JournalId, std::uint64_t> opened_;
  /// The entries that claims read so far speak of and that are still to come, and by which arrival
  /// the first of those claims came; absent: too many.
  std::map<Incarnation, std::optional<std::map<std::uint64_t, std::int64_t>>> claimed_;
  std::map<Incarnation, JournalHead> applied_;  ///< the movement that was applied last
  /// Of whose journals something unchained is put aside; absent: not read in this transaction.
  std::optional<std::set<StationId>> unchained_;
  std::set<Incarnation> met_;
  std::optional<std::pair<Instant, std::optional<std::uint64_t>>> policies_;
  std::optional<std::optional<Publication>> publication_;
  /// What a void or decision waits for; absent: not known, or too much to be held.
  std::optional<std::set<std::string>> waited_for_;
  bool waits_for_many_ = false;
};

}  // namespace garita::central
