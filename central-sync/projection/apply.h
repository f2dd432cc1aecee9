#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/projection/tables.h"
#include "schema/crypto/secret.h"
#include "schema/record/record.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The action and subject of the audit note by which the centre's own journal says that a bulletin
/// was published: "bulletin_published", "policies/3".
inline constexpr std::string_view kBulletinPublished = "bulletin_published";

/// How far a record's time may lie ahead of its receipt, beyond its own clock's error bound.
inline constexpr std::chrono::milliseconds kFutureTolerance = std::chrono::minutes(5);

/// Applies opened records to the tables, one at a time, in the order of arrival. What it writes
/// depends on nothing but the records and that order. A policy pack is begun like a record and then
/// applied to everybody, before the next record.
class Applier {
 public:
  /// `pseudonym_secret` makes pseudonyms of keys; `own_station` is the one whose journals the
  /// centre writes itself. All outlive it.
  Applier(ProjectionTables& tables, const Secret& pseudonym_secret, const StationId& own_station);

  /// Reads the posts anew; once before the first record, and whenever posts may have been added.
  [[nodiscard]] Result<void> look_up_country();

  /// A movement's journal is of an incarnation that may be new, whatever its record says.
  [[nodiscard]] Result<void> meet_incarnation(const StationId& station, std::uint32_t incarnation,
                                              Instant known_at);

  /// Inside the caller's transaction. `known_at` is the position's clock, `received_at` the
  /// record's own receipt. Remedy: reject, when the record cannot be understood here: the caller
  /// puts it aside, and nothing of it was written; else as the tables.
  [[nodiscard]] Result<void> apply(const RecordId& id, const Record& record, Instant received_at,
                                   Instant known_at);

  /// The pseudonyms by which a record speaks of travellers, for whoever reads ahead.
  [[nodiscard]] std::vector<PersonId> pseudonyms_in(const RecordId& id, const Record& record) const;

  /// Whether the record makes a policy pack the one in force, which changes everybody's stays.
  [[nodiscard]] bool publishes_policies(const RecordId& id, const Record& record) const;
  /// Applies a publication to the next persons, inside the caller's transaction: at most `persons`,
  /// and no more of them once `movements` were looked at. How many they were; when it was the last,
  /// the publication has ended.
  [[nodiscard]] Result<std::size_t> go_on_with(Publication publication, std::size_t persons,
                                               std::size_t movements);

  /// A station's claim, once every record that it speaks of is applied: `claimed.complete_until`
  /// is the moment claimed less the bound of its clock's error, `known_from` the position's clock.
  [[nodiscard]] Result<void> apply_claim(const IncarnationStep& claimed, Instant received_at);

  /// To be called when something that holds a watermark back has changed, as apply() does itself.
  [[nodiscard]] Result<void> note_watermarks(Instant known_at);

  /// How many movements were looked at to evaluate persons, since the beginning: what the work of a
  /// record is measured by, since a person's whole history is evaluated for each of their records.
  [[nodiscard]] std::size_t movements_evaluated() const { return movements_evaluated_; }

 private:
  struct Arrival {
    const RecordId& id;
    Instant received_at;
    Instant known_at;
  };

  Result<void> take(const Arrival& arrival, const Crossing& crossing);
  Result<void> take(const Arrival& arrival, const Correction& correction);
  Result<void> take(const Arrival& arrival, const StatusDecision& decision);
  Result<void> take(const Arrival& arrival, const Heartbeat& heartbeat);
  Result<void> take(const Arrival& arrival, const Closure& closure);
  Result<void> take(const Arrival& arrival, const PaperPeriod& period);
  Result<void> take(const Arrival& arrival, const AuditNote& note);
  Result<void> take(const Arrival& arrival, const Hit& hit);
  Result<void> take(const Arrival& arrival, const Refusal& refusal);
  Result<void> take(const Arrival& arrival, const Referral& referral);
  /// No table is made of pictures: they stay sealed until somebody asks for one.
  static Result<void> take(const Arrival&, const PictureChunk&) { return {}; }

  Result<void> check_crossing(const Arrival& arrival, const Crossing& crossing);
  Result<void> note_lateness(const Arrival& arrival, const Crossing& crossing);
  std::vector<PersonId> keys_for(const RecordId& record, const TravelDocument& document) const;
  Result<PersonId> make_one(const std::vector<PersonId>& pseudonyms);
  PersonId pseudonym_of(std::string_view kind, std::string_view key) const;
  Result<void> put_crossing(const Arrival& arrival, const Crossing& crossing,
                            const std::string& origin);
  Result<std::optional<PersonId>> person_meant(const StatusDecision& decision);
  Result<Zone> zone_for(const std::optional<RecordId>& entry);

  Result<void> reevaluate(const PersonId& person, const Arrival& arrival);
  Result<const PolicyPack*> pack_at(Instant known_at);
  Result<void> write_cases(const PersonId& person, const Evaluation& evaluation,
                           const Arrival& arrival);
  Result<void> end_case(const CaseVersion& version, std::string_view cleared_reason,
                        const Arrival& arrival);

  ProjectionTables& tables_;
  const Secret& pseudonym_secret_;
  const StationId& own_station_;
  std::size_t movements_evaluated_ = 0;
  std::map<PostCode, Zone> zones_;
  std::optional<Zone> country_zone_;
  std::vector<Instant> went_live_;
  std::optional<std::uint64_t> pack_version_;
  std::optional<PolicyPack> pack_;
};

}  // namespace garita::central
