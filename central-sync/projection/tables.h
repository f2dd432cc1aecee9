#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/history.h"
#include "central-sync/flags/neighbourhood.h"
#include "central-sync/intake/store.h"
#include "central-sync/persons/holders.h"
#include "central-sync/projection/judged_pair.h"
#include "central-sync/projection/link_tables.h"
#include "schema/journal/entry.h"
#include "schema/journal/statements.h"
#include "schema/record/record.h"
#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A crossing as the tables hold it. A correction's replacement stands under the correction's id.
struct CrossingFact {
  RecordId record;
  PersonId person;
  Crossing crossing;
  Date day = Date::from_days_since_epoch(0);  ///< legal day
  std::string origin;                         ///< first record of the chain that this one corrects
  /// Whether it is an entry or exit that happened: admitted, and no carrier's word alone.
  bool movement = true;
  std::vector<PersonId> keys;  ///< the pseudonyms of its own keys, at least one
  bool by_document = false;    ///< whether the first of them is that of a document
  Instant known_at;
};

/// A record taken back. `person` is empty until the record that it names is known.
struct VoidFact {
  Void statement;
  PersonId person;
  Instant known_at;
  OfficerId officer = {};  ///< who said so, why, and who approved it, as the Correction has them
  std::string reason = {};
  OfficerId approved_by = {};
};

/// A decision about a stay. `person` is empty until the entry that it names is known.
struct ChangeFact {
  StatusChange change;
  PersonId person;
  PersonId named;  ///< as the decision said; "" where it names an entry
  std::string authority;
  std::string officer;
  std::string reason;
  Instant known_at;
};

/// How far the tables are: the arrival number of the last record that was applied or put aside,
/// and the moment that its knowledge belongs to. That clock never goes back, whatever the
/// wall clock did, so that the same journals make the same tables again.
struct Position {
  std::int64_t arrival = 0;
  Instant known_at;
};

/// What an incarnation's heartbeat made known.
struct IncarnationStep {
  StationId station;
  std::uint32_t incarnation = 1;
  Instant known_from;
  Instant complete_until;
};

/// Something of the whole country on its way to everybody's cases: a policy pack, or that somebody
/// may leave in a zone or cannot any more. Up to whom, in order of pseudonyms, it has been applied.
struct Publication {
  /// The id of the centre's note that a pack was published, or the word for what else it is, as it
  /// becomes that of cases (CaseVersion::cause).
  std::string cause;
  Instant known_at;
  PersonId done_until;  ///< "": nobody yet
};

/// Something that intake put aside as it arrived.
struct PutAsideOnArrival {
  StationId station;
  std::uint32_t incarnation = 1;
  /// A movement that the station signed: the post's watermark waits for a person.
  bool is_waited_for = false;
};

/// What a record that comes as a part of its journal was before.
enum class Settled {
  kNothing,    ///< nothing of it waited
  kWaitedFor,  ///< put aside, until now
  kStated,     ///< adopted by a person: the centre states what it says already
};

/// Something that arrived: an entry of a journal, a station's claim, or what was neither appended
/// nor refused.
struct Arrived {
  std::int64_t arrival = 0;
  Instant received_at;
  std::variant<Entry, Claim, PutAsideOnArrival> what;
};

/// The relational tables that records are projected to, and the journals that they come from;
/// implemented by store/. Every put is idempotent: a record that is there already changes nothing.
/// Remedies: retry (busy, full), repair (damaged).
class ProjectionTables : public LinkTables {
 public:
  [[nodiscard]] virtual Result<Position> position() = 0;
  [[nodiscard]] virtual Result<void> move_to(const Position& position) = 0;
  /// What arrived after that number, in order, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<Arrived>> arrived_after(std::int64_t arrival,
                                                                   std::size_t limit) = 0;
  /// The sealed epoch key that an entry names. Absent: it was never received.
  [[nodiscard]] virtual Result<std::optional<Bytes>> wrapped_key_of(const EntryHeader& header) = 0;
  /// Whether every movement that the claim speaks of had arrived by that number, and not those of
  /// another branch in their place.
  [[nodiscard]] virtual Result<bool> arrived_by(std::int64_t arrival, const Claim& claim) = 0;
  /// Of the claims that came before that number and speak of exactly this entry, the one that
  /// reaches furthest: the others say nothing more.
  [[nodiscard]] virtual Result<std::optional<ReceivedClaim>> claim_waiting_for(
      std::int64_t arrival, const JournalId& journal, const JournalHead& last) = 0;
  /// The journal was read up to here; never goes back.
  [[nodiscard]] virtual Result<void> note_opened(const JournalId& journal,
                                                 std::uint64_t sequence) = 0;
  /// What intake put aside under this number is known from now on: in the order of arrival, since
  /// several processes receive, and the clock of one may be wrong.
  [[nodiscard]] virtual Result<void> note_aside(std::int64_t arrival, const PutAsideOnArrival& what,
                                                Instant known_at) = 0;
  /// The record has come as a part of its journal. If the same content was put aside before, as
  /// standing on nothing that was held, it is waited for no more.
  [[nodiscard]] virtual Result<Settled> settle_aside(const RecordId& record, const Digest& content,
                                                     Instant known_at) = 0;
  /// An entry that the journal has and that could not be read or understood.
  [[nodiscard]] virtual Result<void> put_aside(const RecordId& record, QuarantineCause cause,
                                               const std::string& reason, Instant known_at) = 0;

  /// What is about to be applied will ask for these.
  [[nodiscard]] virtual Result<void> read_ahead(std::span<const PersonId> pseudonyms) = 0;
  /// Writes what was put and is still in memory alone. move_to() and put_publication() do so.
  [[nodiscard]] virtual Result<void> write_out() = 0;
  /// The number of what arrived last; 0: nothing did.
  [[nodiscard]] virtual Result<std::int64_t> last_arrival() = 0;

  /// Runs `work`, and undoes all that it wrote when it fails. `work` may be run once more, after
  /// what it did was undone, whatever it answered then.
  [[nodiscard]] virtual Result<void> attempt(const std::function<Result<void>()>& work) = 0;
  /// Empties every table that records are projected to, and forgets what the projection put aside.
  [[nodiscard]] virtual Result<void> drop_all() = 0;
  /// Has the store look how large these tables have become, where what it plans depends on that: a
  /// rebuild fills them faster than it would notice. Outside of transactions.
  [[nodiscard]] virtual Result<void> learn_sizes() = 0;
  /// While `rebuilding`, takes much memory where that is this process's to take, and a power cut
  /// may take back the transactions that were committed last, each whole and none before one that
  /// stays: a rebuild does them again from its position. Outside of transactions; ends with the
  /// connection.
  [[nodiscard]] virtual Result<void> set_rebuilding(bool rebuilding) = 0;

  /// The person that a pseudonym stands for by now. Absent: never seen.
  [[nodiscard]] virtual Result<std::optional<PersonId>> person_behind(
      const PersonId& pseudonym) = 0;
  /// Those of several, in few statements.
  [[nodiscard]] virtual Result<std::set<PersonId>> persons_behind(
      std::span<const PersonId> pseudonyms) = 0;
  [[nodiscard]] virtual Result<void> set_person_behind(const PersonId& pseudonym,
                                                       const PersonId& person) = 0;
  /// Everything of `absorbed` belongs to `person` from now on, which has to be there.
  [[nodiscard]] virtual Result<void> absorb(const PersonId& absorbed, const PersonId& person) = 0;

  /// False: it was there already. Voids and decisions that wait for this record get its person, and
  /// those that wait for them too.
  [[nodiscard]] virtual Result<bool> put_crossing(const CrossingFact& fact) = 0;
  /// Crossings that were taken to correct `record` first turn out to correct `origin`. Whose they
  /// are.
  [[nodiscard]] virtual Result<std::vector<PersonId>> trace_back(const RecordId& record,
                                                                 const std::string& origin) = 0;
  [[nodiscard]] virtual Result<bool> put_void(const VoidFact& fact) = 0;
  [[nodiscard]] virtual Result<bool> put_change(const ChangeFact& fact) = 0;

  /// The names that a person's crossings by a document state, by their pseudonyms.
  struct NamesShown {
    std::set<PersonId> names;
    bool any_taken_back = false;  ///< something of the person was, perhaps one of these
  };
  /// `document`: its pseudonym; no more than `limit` names.
  [[nodiscard]] virtual Result<NamesShown> names_shown(const PersonId& person,
                                                       const PersonId& document,
                                                       std::size_t limit) = 0;
  /// A person's crossings by a document, as HolderKeys::document names it, that nobody took back:
  /// in order of time.
  [[nodiscard]] virtual Result<std::vector<Showing>> showings_of(const PersonId& person,
                                                                 const std::string& document) = 0;
  /// Whom a crossing, void or decision is about. Absent: not there, or not known yet.
  [[nodiscard]] virtual Result<std::optional<PersonId>> owner_of(const std::string& reference) = 0;
  /// The post of a crossing, and the first record of the chain that it ends.
  struct CrossingPlace {
    PostCode post;
    std::string origin;
  };
  [[nodiscard]] virtual Result<std::optional<CrossingPlace>> place_of(
      const std::string& reference) = 0;
  [[nodiscard]] virtual Result<PersonHistory> history_of(const PersonId& person) = 0;
  /// By what a person's flags are judged.
  struct Standards {
    std::string text;  ///< another one wherever anything of the country is another
    Reaches& reaches;  ///< of its pack
  };
  /// Of a person with one crossing more, who was judged by the same standards until then: what of
  /// the history bears on the difference (history_around() of flags). Absent: judge the whole; the
  /// person counts as judged by these standards from now on.
  [[nodiscard]] virtual Result<std::optional<PersonHistory>> history_around(
      const PersonId& person, const RecordId& crossing, const Standards& standards) = 0;
  /// The next persons in order, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<PersonId>> persons_after(const PersonId& person,
                                                                    std::size_t limit) = 0;

  /// The versions of a person's cases that still stand.
  [[nodiscard]] virtual Result<std::vector<CaseVersion>> standing_cases(const PersonId& person) = 0;
  [[nodiscard]] virtual Result<void> begin_case(const PersonId& person,
                                                const CaseVersion& version) = 0;
  /// Ends the standing version of its case; `version` carries known_to and why.
  [[nodiscard]] virtual Result<void> end_case(const PersonId& person,
                                              const CaseVersion& version) = 0;

  /// An incarnation is known from the first that is heard of it or of a later one on, be it a
  /// record, a claim or what is put aside. False: it was known already.
  [[nodiscard]] virtual Result<bool> put_incarnation(const StationId& station,
                                                     std::uint32_t incarnation,
                                                     Instant known_at) = 0;
  /// A step that says less than an earlier one changes nothing: what was claimed stays claimed.
  [[nodiscard]] virtual Result<void> put_incarnation_step(const IncarnationStep& step) = 0;
  [[nodiscard]] virtual Result<std::optional<Instant>> complete_until(
      const StationId& station, std::uint32_t incarnation) = 0;
  /// What had been put aside of the closed thing by then is resolved.
  [[nodiscard]] virtual Result<void> put_closure(const RecordId& record, const Closure& closure,
                                                 Instant known_at) = 0;
  [[nodiscard]] virtual Result<void> put_paper_period(const RecordId& record,
                                                      const PaperPeriod& period,
                                                      Instant known_at) = 0;
  /// Where the earliest paper period begins that this station, in any of its lives, or the centre
  /// announced and that is still open: until a person has said that all is entered, and every
  /// station of the post has reported since. Absent: none is.
  [[nodiscard]] virtual Result<std::optional<Instant>> on_paper_since(const StationId& station,
                                                                      Instant known_at) = 0;
  /// Whether a movement that the station signed in this incarnation is put aside and nobody has
  /// resolved it. What it did not sign anybody can have made; the records that it may have been
  /// are waited for anyway, since a claim counts once they are held.
  [[nodiscard]] virtual Result<bool> has_movement_in_quarantine(const StationId& station,
                                                                std::uint32_t incarnation,
                                                                Instant known_at) = 0;
  [[nodiscard]] virtual Result<std::vector<PostWatermark>> watermarks(Instant known_at) = 0;
  /// Of one post. Absent: it was not open for traffic at that moment.
  [[nodiscard]] virtual Result<std::optional<PostWatermark>> watermark_of(const PostCode& post,
                                                                          Instant known_at) = 0;
  /// Whether a station was enrolled after one moment and by another.
  [[nodiscard]] virtual Result<bool> any_enrolled(Instant after, Instant until) = 0;
  [[nodiscard]] virtual Result<std::optional<WatermarkStep>> last_watermark_step(Sees sees) = 0;
  [[nodiscard]] virtual Result<void> put_watermark_step(Sees sees, const WatermarkStep& step) = 0;

  /// A record of the urgent or audit lane that is listed and not calculated with.
  [[nodiscard]] virtual Result<void> put_note(const RecordId& record, const AuditNote& note) = 0;
  struct Incident {
    RecordId record;
    /// "hit", "hit_left", "refusal", "referral", "behind_watermark", "decision_dated_back",
    /// "other_holder"
    std::string kind;
    /// Or what else it is about; of a hit that was left itself. Of another holder the crossing
    /// before, at which somebody else showed the document.
    RecordId crossing;
    Instant at;
    Instant known_at;
  };
  [[nodiscard]] virtual Result<void> put_incident(const Incident& incident) = 0;
  [[nodiscard]] virtual Result<void> put_judged_pair(const JudgedPair& judged) = 0;

  struct Place {
    PostCode post;
    Zone zone;
    bool sees_entries = true;
    Instant went_live;
    bool is_office = false;
    std::vector<StationTimes> stations = {};  ///< that are enrolled, by all that is written out
  };
  /// Every post, in the order in which they went live.
  [[nodiscard]] virtual Result<std::vector<Place>> places() = 0;
  /// The policy pack of a published version, as TOML.
  [[nodiscard]] virtual Result<std::optional<std::string>> policies_of_version(
      std::uint64_t version) = 0;
  /// Makes a published pack the one in force from `known_at` on.
  [[nodiscard]] virtual Result<void> put_policies_in_force(std::uint64_t version,
                                                           Instant known_at) = 0;
  [[nodiscard]] virtual Result<std::optional<std::uint64_t>> policies_in_force(
      Instant known_at) = 0;

  /// The publication under way. While there is one, reports answer as known before it.
  [[nodiscard]] virtual Result<std::optional<Publication>> publication() = 0;
  /// Begins one, or notes how far it is.
  [[nodiscard]] virtual Result<void> put_publication(const Publication& publication) = 0;
  [[nodiscard]] virtual Result<void> end_publication() = 0;
};

}  // namespace garita::central
