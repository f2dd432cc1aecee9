#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central-sync/flags/holds.h"
#include "central-sync/flags/neighbourhood.h"
#include "central-sync/persons/likeness.h"
#include "central-sync/projection/rights.h"
#include "central-sync/projection/tables.h"
#include "central-sync/projection/traveller.h"
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

/// What makes cases others when a zone comes to count (PostZones), and when it counts no more.
inline constexpr const char* kPostInAnotherZone = "post_in_another_zone";
inline constexpr const char* kPostInAnotherZoneClosed = "post_in_another_zone_closed";

/// Applies opened records to the tables, one at a time, in the order of arrival. What it writes
/// depends on nothing but the records and that order. A policy pack, and a zone that comes to count
/// or counts no more, are begun like a record and then applied to everybody, before the next
/// record.
class Applier {
 public:
  /// `own_station` is the one whose journals the centre writes itself. All outlive it.
  Applier(ProjectionTables& tables, const StationId& own_station);

  /// What travellers are compared by; made when it is first needed, which takes a moment.
  [[nodiscard]] const Matcher& matcher();

  /// Reads the posts anew; once before the first record, and whenever posts may have been added.
  [[nodiscard]] Result<void> look_up_country();

  /// A movement's journal is of an incarnation that may be new, whatever its record says. Those
  /// before it are known with it, though nothing of them may have come: they may have written.
  [[nodiscard]] Result<void> meet_incarnation(const StationId& station, std::uint32_t incarnation,
                                              Instant known_at);

  /// Whether the first that is heard of this station makes a zone count, in which others end later
  /// than they did (PostZones).
  [[nodiscard]] bool opens_zone(const StationId& station) const;
  /// Has it so: begins to judge everybody anew by it, where it can make a difference. False: it can
  /// make none.
  [[nodiscard]] Result<bool> open_zone(const StationId& station, std::uint32_t incarnation,
                                       Instant known_at);
  /// Whether a claim up to that time says that a station which was closed lives on, which may have
  /// zones count again, and everybody judged anew: a moment of its own.
  [[nodiscard]] bool lives_again(const StationId& station, Instant complete_until) const;
  [[nodiscard]] bool lives_again(const RecordId& id, const Record& record,
                                 Instant received_at) const;

  /// Inside the caller's transaction. `traveller`: traveller_in() the record, null where it has
  /// none; `known_at` is the position's clock, `received_at` the record's own receipt. Remedy:
  /// reject, when the record cannot be understood here: the caller puts it aside, and nothing of it
  /// was written; else as the tables.
  [[nodiscard]] Result<void> apply(const RecordId& id, const Record& record,
                                   const Traveller* traveller, Instant received_at,
                                   Instant known_at);

  /// Reads together what the records of these travellers will ask for: them, and who resembles
  /// those who are new.
  [[nodiscard]] Result<void> read_ahead(std::span<const Traveller* const> travellers);

  /// Whether the record makes a policy pack the one in force, which changes everybody's stays.
  [[nodiscard]] bool publishes_policies(const RecordId& id, const Record& record) const;
  /// Whether it is a person's word that a station reports no more, or all of a post: zones may
  /// count no more by it.
  [[nodiscard]] bool closes_station(const RecordId& id, const Record& record) const;
  /// Applies a publication to the next persons, inside the caller's transaction: at most `persons`,
  /// and no more of them once `movements` were looked at. How many they were; when it was the last,
  /// the publication has ended.
  [[nodiscard]] Result<std::size_t> go_on_with(Publication publication, std::size_t persons,
                                               std::size_t movements);

  /// A station's claim, once every record that it speaks of is applied: `claimed.complete_until`
  /// is the moment claimed less the bound of its clock's error, `known_from` the position's clock.
  [[nodiscard]] Result<void> apply_claim(const IncarnationStep& claimed, Instant received_at);

  /// Something of an incarnation was put aside that its post's watermark waits for, or it has come
  /// after all.
  [[nodiscard]] Result<void> note_aside(const StationId& station, std::uint32_t incarnation,
                                        Instant known_at);

  /// To be called when something that holds a watermark back has changed, as apply() does itself.
  [[nodiscard]] Result<void> note_watermarks(Instant known_at);

  /// How many movements were looked at to evaluate persons, since the beginning: what the work of a
  /// record is measured by, since a person's whole history is evaluated for each of their records.
  /// A claim counts as one, and one for each incarnation that was looked at to work out watermarks:
  /// that costs about as much.
  [[nodiscard]] std::size_t movements_evaluated() const { return movements_evaluated_; }

 private:
  /// By what cases become others, and when.
  struct Cause {
    std::string what;
    Instant known_at;
  };
  struct Arrival {
    const RecordId& id;
    Instant received_at;
    Instant known_at;
    const Traveller* traveller = nullptr;  ///< null: the record tells of no crossing
    [[nodiscard]] Cause cause() const { return {id.text(), known_at}; }
  };

  Result<void> take(const Arrival& arrival, const Crossing& crossing);
  Result<void> take(const Arrival& arrival, const Correction& correction);
  Result<void> take(const Arrival& arrival, const StatusDecision& decision);
  Result<void> take(const Arrival& arrival, const Heartbeat& heartbeat);
  Result<void> take(const Arrival& arrival, const Closure& closure);
  Result<void> take(const Arrival& arrival, const PaperPeriod& period);
  /// Until when whoever announces it, or the post that the centre announces it of, said to be
  /// complete.
  Result<std::optional<Instant>> declared_before(const Arrival& arrival, const PaperPeriod& period);
  Result<void> take(const Arrival& arrival, const AuditNote& note);
  Result<void> take(const Arrival& arrival, const IdentityDecision& decision);
  Result<void> take(const Arrival& arrival, const Hit& hit);
  Result<void> take(const Arrival& arrival, const HitLeft& left);
  Result<void> take(const Arrival& arrival, const Refusal& refusal);
  Result<void> take(const Arrival& arrival, const Referral& referral);
  /// No table is made of pictures: they stay sealed until somebody asks for one.
  static Result<void> take(const Arrival&, const PictureChunk&) { return {}; }

  Result<void> check_crossing(const Arrival& arrival, const Crossing& crossing);
  void learn_zones();  ///< of posts_
  /// Begins to judge everybody anew where a station that was closed, or lives again, has others end
  /// at another moment than they did.
  Result<void> follow_zones(const Cause& cause);
  /// Null: it is not known, or at an office.
  [[nodiscard]] const StationTimes* times_of(const StationId& station) const;
  [[nodiscard]] Writer writer_of(const RecordId& id) const;
  Result<void> note_lateness(const Arrival& arrival, Instant at, bool from_paper);

  /// Whose a crossing is, and of whom else something is to be worked out anew.
  struct Joining {
    PersonId person;
    std::set<PersonId> changed;   ///< who is another person than before
    std::set<PersonId> reviewed;  ///< who may be somebody else than before too
    bool merged = false;          ///< `person` has more than one crossing more
    /// Whether its document was known, and not under its name.
    bool by_another_name = false;
    std::set<PersonId> alike;  ///< pseudonyms of names that are like its own
  };
  /// What comparing a new description brought.
  struct Found {
    std::set<PersonId> linked;    ///< persons
    std::set<PersonId> reviewed;  ///< persons
    std::set<PersonId> shaken;    ///< persons of whom a link is no more
    std::set<PersonId> alike;     ///< pseudonyms of which likeness says anything
  };
  struct Described {
    PersonId pseudonym;
    ReadDescription description;
  };
  struct Keyed {
    Described described;
    std::vector<std::int64_t> keys;  ///< its candidate keys, in order
  };
  Result<Joining> join_crossing(const Arrival& arrival);
  Result<void> note_other_holder(const Arrival& arrival, const CrossingFact& fact,
                                 const std::set<PersonId>& alike);
  /// `is_new`: nobody went by the pseudonym by which the traveller is described.
  Result<Found> find_alike(const Arrival& arrival, bool is_new);
  Result<void> note_likeness(const Arrival& arrival, const LinkFact& link, Found& found);
  Result<void> withdraw(const Arrival& arrival, const std::vector<PersonId>& bearers, Found& found);
  Result<std::optional<LinkFact>> best_between(const std::vector<Keyed>& first,
                                               const std::vector<Keyed>& second,
                                               std::map<std::int64_t, bool>& telling);
  Result<bool> any_tells(const std::vector<std::int64_t>& keys,
                         std::map<std::int64_t, bool>& telling);
  std::optional<LinkFact> compared(const Described& one, const Described& other);
  Result<bool> is_decided_about(const std::set<PersonId>& persons,
                                const std::vector<PersonId>& pseudonyms);
  Result<PersonId> make_one(std::set<PersonId> persons, const std::vector<PersonId>& pseudonyms);
  Result<Joining> part_and_join(const Arrival& arrival, std::set<PersonId> seeds,
                                const std::vector<PersonId>& keys,
                                std::span<const PersonId> decided_about);
  Result<void> put_crossing(const Arrival& arrival, const Crossing& crossing,
                            const std::string& origin);
  Result<std::optional<PersonId>> person_meant(const StatusDecision& decision);
  Result<Zone> zone_for(const std::optional<RecordId>& entry);
  Result<std::optional<Instant>> last_watermark(Sees sees);
  Result<std::vector<Flag>> raised_cases(const PersonId& person, Instant known_at);
  Result<void> note_dated_back(const Arrival& arrival, const StatusDecision& decision,
                               const std::vector<Flag>& before, const std::vector<Flag>& after);

  /// As note_watermarks(), where nothing but what is known of one post has changed since.
  Result<void> note_watermark(const PostCode& post, Instant known_at);
  Result<void> put_watermark_steps(Instant known_at);

  /// Them, and whoever may be one of them.
  Result<void> reevaluate(const std::set<PersonId>& persons, const Arrival& arrival);
  /// A person who has one crossing more, and of whoever may be that person, `reviewed` since that
  /// crossing, those on whose flags it bears: names that very many bear make many pairs in review.
  Result<void> evaluate_grown(const PersonId& person, const std::set<PersonId>& reviewed,
                              const Arrival& arrival);
  /// Whoever of these has a flag that the change of the other one's ends bears on.
  Result<void> evaluate_borne_on(std::span<const Review> reviews,
                                 const std::function<Bearing(const Review&)>& bearing_of,
                                 const Arrival& arrival);
  Result<PersonHistory> evaluate_one(const PersonId& person, const Cause& cause);
  /// A person who has the arrival's crossing more, by what of their history bears on the difference
  /// that it makes. False: the whole has to be judged.
  Result<bool> evaluate_around(const PersonId& person, const Arrival& arrival);
  Result<const PolicyPack*> pack_at(Instant known_at);
  /// Some standing versions of a person's cases.
  struct Standing {
    const PersonId& person;
    std::vector<CaseVersion> versions;
  };
  Result<void> replace_cases(const Standing& standing, const Evaluation& evaluation,
                             const Cause& cause);

  ProjectionTables& tables_;
  const StationId& own_station_;
  std::size_t movements_evaluated_ = 0;
  std::vector<ProjectionTables::Place> posts_;
  PostZones zones_;
  std::optional<Zone> country_zone_;
  std::vector<Instant> went_live_;
  std::set<PostCode> offices_;
  std::string places_;  ///< everything of the posts that flags are judged by, as a text
  /// Those of all posts as worked out last, and when; a claim changes one of them.
  std::vector<PostWatermark> watermarks_;
  std::optional<Instant> watermarks_at_;
  std::optional<std::uint64_t> pack_version_;
  std::optional<PolicyPack> pack_;
  Reaches reaches_{nullptr};  ///< of the pack
  std::optional<Matcher> matcher_;
  bool any_identity_decision_ = false;
};

}  // namespace garita::central
