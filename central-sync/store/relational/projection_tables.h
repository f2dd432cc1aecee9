#pragma once

#include <map>

#include "central-sync/projection/tables.h"
#include "schema/storage/database.h"

namespace garita::central {

/// A step of a watermark with the run that it belongs to, in which it never falls.
struct RunStep {
  WatermarkStep step;
  std::int64_t run = 0;
};
/// The step that comes after `last`, of a later moment.
[[nodiscard]] RunStep next_of_run(const std::optional<RunStep>& last, const WatermarkStep& step);

/// Projecting writes pages all over SQLite's file: each costs less where it is still in memory, and
/// where several transactions' changes of it are moved into the file together.
inline constexpr std::int64_t kProjectingCacheBytes = std::int64_t{64} << 20;
inline constexpr std::int64_t kProjectingLogPages = 16'000;

/// The projection's tables in SQL (migrations 0002 and 0008). `database` outlives it.
class RelationalProjectionTables : public ProjectionTables {
 public:
  explicit RelationalProjectionTables(Database& database) : db_(database) {}

  Result<Position> position() override;
  Result<void> move_to(const Position& position) override;
  Result<std::vector<Arrived>> arrived_after(std::int64_t arrival, std::size_t limit) override;
  /// The first so many that arrived after that, of which `entries` are the first so many entries.
  Result<std::vector<Arrived>> with_others(std::vector<Arrived> entries, std::int64_t arrival,
                                           std::size_t limit);
  Result<std::optional<Bytes>> wrapped_key_of(const EntryHeader& header) override;
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
  /// Of whose journals anything was ever put aside as standing on nothing that was held.
  Result<std::set<StationId>> stations_unchained();
  Result<void> read_ahead(std::span<const PersonId>) override { return {}; }
  Result<void> write_out() override { return {}; }
  Result<std::int64_t> last_arrival() override;
  Result<void> attempt(const std::function<Result<void>()>& work) override;
  Result<void> drop_all() override;
  Result<void> learn_sizes() override;
  Result<void> set_rebuilding(bool rebuilding) override;

  Result<std::optional<PersonId>> person_behind(const PersonId& pseudonym) override;
  Result<std::set<PersonId>> persons_behind(std::span<const PersonId> pseudonyms) override;
  Result<void> set_person_behind(const PersonId& pseudonym, const PersonId& person) override;
  Result<void> absorb(const PersonId& absorbed, const PersonId& person) override;

  Result<void> read_ahead_bearers(std::span<const std::int64_t>) override { return {}; }
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
  Result<bool> any_identity_decision() override;
  Result<bool> is_identity_decision(const RecordId& record) override;
  Result<bool> is_decided_about(const PersonId& pseudonym) override;
  Result<bool> is_person_decided_about(const PersonId& person) override;
  Result<Ties> ties_of(const PersonId& person) override;
  /// Of the latest decisions about `persons.first`, the one that keeps the two apart.
  Result<std::optional<PersonLink>> separation_of(const PersonLink& persons);
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
  Result<std::vector<PersonId>> persons_after(const PersonId& person, std::size_t limit) override;

  Result<std::vector<CaseVersion>> standing_cases(const PersonId& person) override;
  Result<void> begin_case(const PersonId& person, const CaseVersion& version) override;
  Result<void> end_case(const PersonId& person, const CaseVersion& version) override;
  /// Nothing is remembered of who was judged.
  Result<std::optional<PersonHistory>> history_around(const PersonId&, const RecordId&,
                                                      const Standards&) override {
    return std::optional<PersonHistory>();
  }

  Result<bool> put_incarnation(const StationId& station, std::uint32_t incarnation,
                               Instant known_at) override;
  Result<void> put_incarnation_step(const IncarnationStep& step) override;
  /// Each of which says more than those before it, one of an incarnation at a moment.
  Result<void> put_incarnation_steps(std::span<const IncarnationStep> steps);
  Result<std::optional<Instant>> complete_until(const StationId& station,
                                                std::uint32_t incarnation) override;
  Result<void> put_closure(const RecordId& record, const Closure& closure,
                           Instant known_at) override;
  Result<void> put_paper_period(const RecordId& record, const PaperPeriod& period,
                                Instant known_at) override;
  Result<std::optional<Instant>> on_paper_since(const StationId& station,
                                                Instant known_at) override;
  Result<bool> has_movement_in_quarantine(const StationId& station, std::uint32_t incarnation,
                                          Instant known_at) override;
  /// Known by now or not.
  Result<bool> is_any_movement_aside(const StationId& station, std::uint32_t incarnation);
  Result<std::vector<PostWatermark>> watermarks(Instant known_at) override;
  Result<std::optional<PostWatermark>> watermark_of(const PostCode& post,
                                                    Instant known_at) override;
  Result<bool> any_enrolled(Instant after, Instant until) override;
  Result<std::optional<Instant>> first_enrolled_after(Instant moment);
  Result<std::optional<WatermarkStep>> last_watermark_step(Sees sees) override;
  Result<void> put_watermark_step(Sees sees, const WatermarkStep& step) override;
  Result<std::optional<RunStep>> last_run_step(Sees sees);
  /// Each of a later moment than those before it.
  Result<void> put_run_steps(Sees sees, std::span<const RunStep> steps);

  Result<void> put_note(const RecordId& record, const AuditNote& note) override;
  Result<void> put_incident(const Incident& incident) override;
  Result<void> put_judged_pair(const JudgedPair& judged) override;

  Result<std::vector<Place>> places() override;
  Result<std::optional<std::string>> policies_of_version(std::uint64_t version) override;
  Result<void> put_policies_in_force(std::uint64_t version, Instant known_at) override;
  Result<std::optional<std::uint64_t>> policies_in_force(Instant known_at) override;
  Result<std::optional<Publication>> publication() override;
  Result<void> put_publication(const Publication& publication) override;
  Result<void> end_publication() override;

 private:
  Result<void> summarise(const PersonId& person);
  Result<void> adopt(const std::string& reference, const PersonId& person);
  Result<void> add_movements(const PersonId& person, PersonHistory& history);
  Result<void> add_reviews(const PersonId& person, PersonHistory& history);
  Result<void> add_movements_of(std::map<PersonId, Review>& reviews);
  Result<std::vector<DecidedLink>> decisions_of(const PersonId& person);
  Result<void> add_linked(PersonHistory& history);
  /// Whom the latest decisions keep apart from the person, each with the pair that was decided on.
  Result<std::map<PersonId, PersonLink>> separated_from(const PersonId& person);
  Result<void> add_statements(const PersonId& person, PersonHistory& history);

  Database& db_;
};

}  // namespace garita::central
