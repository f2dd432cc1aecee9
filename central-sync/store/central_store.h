#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/flag.h"
#include "central-sync/flags/history.h"
#include "central-sync/flags/post_zones.h"
#include "central-sync/flags/watermark.h"
#include "central-sync/projection/judged_pair.h"
#include "central-sync/projection/link_tables.h"
#include "central-sync/store/closing.h"
#include "central-sync/store/crossing_rows.h"
#include "central-sync/store/how_known.h"
#include "schema/stay/authorise.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/decision.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What was settled when the centre was made.
struct CentreSettings {
  CountryCode country;
  bool exercise = false;
  Instant created_at;
};

struct PostRow {
  PostCode post;
  std::string zone;    ///< IANA
  std::string border;  ///< "land", "air", "sea", or kOffice, which sees neither
  bool sees_entries = true;
  bool sees_exits = true;
  Instant opened_at;
  std::optional<Instant> closed_at;
  std::string closed_why;
  /// It was closed, and is waited for again: a station of it was enrolled, or spoke, after that.
  std::optional<Instant> reopened_after = {};
  std::vector<StationTimes> stations = {};  ///< past which somebody may leave: of an office none
};

struct StationRow {
  StationId station;
  PostCode post;
  std::optional<Instant> enrolled_at;  ///< absent: the enrolment file was not used yet
  std::optional<Instant> revoked_at;
  std::optional<Instant> closed_at;            ///< by a person, as reporting no more
  std::optional<Instant> reopened_after = {};  ///< that it was closed: it has spoken since
  /// What it said of itself at its last contact; absent before the first.
  std::optional<Instant> last_contact;
  std::string software;
  /// Its clock less the centre's; absent of one that was heard by stick alone.
  std::optional<std::chrono::milliseconds> clock_offset;
  std::optional<std::int64_t> disk_free_bytes;
  std::optional<std::int64_t> unsent_records;
  std::optional<Instant> oldest_unsent_at;
  std::map<std::string, std::uint64_t> bulletins;  ///< versions held, by channel
};

struct JournalRow {
  StationId station;
  std::uint32_t incarnation = 1;
  Lane lane = Lane::kMovement;
  std::uint64_t held = 0;    ///< the last sequence that is durable here
  std::uint64_t opened = 0;  ///< the last that was read and projected, or put aside
  std::optional<Instant> last_received_at;
  std::uint64_t quarantined = 0;
  /// Whether something of it that is put aside holds its post's watermark back.
  bool holds_back = false;
  bool ended = false;   ///< by a final record or a person's decision
  bool forked = false;  ///< a record came twice with different content
};

/// One life of a station's disk (design/semantics: Identities) of which something came.
struct LifeRow {
  StationId station;
  std::uint32_t incarnation = 1;
  bool ended = false;                     ///< by a final record or a person's decision
  std::optional<Instant> complete_until;  ///< what it claimed last
  /// "PASO-NORTE-01:2".
  [[nodiscard]] std::string name() const {
    return station.value() + ":" + std::to_string(incarnation);
  }
};

struct PersonSummary {
  PersonId person;
  std::string surname;
  std::string given_names;
  PartialDate birth;
  std::string sex;
  CountryCode nationality;
  /// Of the crossing that occurred last.
  std::string document_issuer;
  std::string document_number;
};

struct DecisionRow {
  StatusChange change;
  std::string authority;
  std::string reason;
  bool voided = false;
  Instant known_at;
};

/// A person as the centre knew them at a moment: of records that were brought together since, it
/// may have been several.
struct PersonThen {
  PersonSummary person;
  std::vector<PersonId> aliases;  ///< in order, without `person`
  PersonHistory history;          ///< what was known
  std::set<std::string> records;  ///< their crossings and decisions
  std::vector<PersonId> today;    ///< those of today whose records these are, in order
};

/// What likeness said of two pseudonyms, from one moment of knowledge to the next.
struct LinkRow {
  LinkFact link;
  Instant known_from;
  std::optional<Instant> known_to;  ///< absent: still so
  std::string cause;                ///< id of the record by which it became known
};

/// What somebody decided of two pseudonyms.
struct IdentityDecisionRow {
  DecidedLink decided;
  std::string officer;
  std::string reason;
};

/// Two persons of whom somebody has to decide whether they are one; or two documents of one person,
/// of whom their crossings say that they may be two. Then both sides have that person's name, and
/// say what either document says.
struct ReviewRow {
  LinkRow row;
  PersonSummary one;       ///< who goes by row.link.pair.first
  PersonSummary other;     ///< by the second
  std::int64_t holds = 0;  ///< flags that wait for it
};

/// A case with whom it is about. The flag has no state yet: it depends on the hour.
struct CaseRow {
  CaseVersion version;
  PersonSummary person;
};

struct QuarantineRow {
  RecordId record;
  std::string cause;  ///< "fork", "unchained", "unsigned", "unopened", "unknown"
  std::string reason;
  Instant since;
  std::optional<Instant> resolved_at;
  std::string resolution;
  /// The entry's hash, by which `adopt` tells contents apart; empty where the journal has it.
  Bytes content_hash;
};

/// What somebody would give up who closes something: how much, and the first of it.
struct AtStake {
  std::int64_t total = 0;
  std::vector<QuarantineRow> first;  ///< oldest first
};

/// A promise that was not kept: a crossing that came after its station had declared itself complete
/// ("behind_watermark"), a decision that was dated back behind a flag ("decision_dated_back"), or
/// that something reports no more which did ("closed_reports_again"). Also a hit that was left
/// ("hit_left"), and a document that somebody else had shown before ("other_holder").
struct IncidentRow {
  std::string record;
  std::string kind;
  std::string subject;  ///< the crossing, whom the decision is about, or the station that reports
  Instant at;           ///< when it was that it is about
  Instant known_at;     ///< when the centre heard of it
  /// Whose it is: of the record's station, or whom the centre's record is about.
  PostCode post = PostCode("");
  std::optional<Reopening> reopened = {};  ///< of "closed_reports_again"
  /// Of "other_holder": the keys of both names, which a decision that they are two people parts.
  std::optional<PersonLink> holders = {};
  /// What somebody decided last of those two, if anybody did: one person or two.
  std::optional<IdentityDecisionRow> decided = {};
};
struct Incidents {
  std::vector<IncidentRow> rows;
  bool more = false;  ///< of a kind there are others before these
};

/// A decision about an entry that has not arrived: it changes nobody's position until then.
struct PostOnPaper {
  PostCode post;
  std::set<StationId>
      at_desks;  ///< the stations that announced such a period; the centre may have too
};

struct WaitingDecision {
  StatusChange change;  ///< `of`: the entry
  std::string authority;
  Instant known_at;
};

struct AuditRow {
  std::int64_t number = 0;
  Instant at;
  std::string who;
  std::string action;
  std::string subject;
};

/// The newest of a channel, and since when.
struct BulletinRow {
  std::string channel;
  std::uint64_t version = 0;
  Instant issued_at;
};

struct Counts {
  std::int64_t records = 0;
  std::int64_t records_not_projected = 0;
  std::optional<Instant> not_projected_since;  ///< when the first of them came
  std::int64_t quarantined = 0;
  std::int64_t persons = 0;
  /// To whom new policies or a zone are not applied yet; reports answer as before them meanwhile.
  std::int64_t persons_to_judge_anew = 0;
  std::int64_t stays_open = 0;  ///< those with a limit
  /// Crossings that came after their station had declared itself complete, of each post with any.
  std::map<PostCode, std::int64_t> behind_watermark;
  /// Decisions of before a flag's moment that came when it was raised, and took it back.
  std::int64_t decisions_dated_back = 0;
  std::int64_t decisions_waiting = 0;  ///< WaitingDecision: all of them
};

/// What is received and not in the tables yet.
struct Unfinished {
  std::optional<Instant> not_projected_since;  ///< when the first record came that is not
  bool applying_policies = false;              ///< a policy pack or a zone, to everybody
};

/// Somebody who is in the country, with a day on which that ends, and under what documents.
struct OpenStay {
  Date entered = Date::from_days_since_epoch(0);
  std::optional<Date> until;           ///< last legal day; absent: no days are counted
  std::vector<std::string> documents;  ///< keys, as document_key of schema/matching, each once
};

/// Which cases are wanted.
enum class CaseSelection {
  kCurrent,  ///< those that stand
  kCleared,  ///< those that stood and of which no version follows; their last version
};
struct CaseQuery {
  CaseSelection selection = CaseSelection::kCurrent;
  std::optional<Instant> due_by;  ///< those whose term ended by then; absent: any
  std::optional<PersonId> person;
};

/// How far all is known and the hour has come: a flag is raised where its moment is not later.
struct RaisedUntil {
  Instant now;
  std::optional<Instant> known;  ///< absent: none is raised
};
/// How many standing cases of a kind are raised.
struct RaisedCount {
  FlagKind kind = FlagKind::kOverstayOpen;
  bool met = false;
  std::int64_t cases = 0;
};
/// Open stays in the order of days over, the most first: of those who are there by all that is
/// known, or of those who have probably left.
struct OpenStaysQuery {
  RaisedUntil until;
  bool probably_left = false;
  std::int64_t from = 0;  ///< the rank of the first
  /// Behind this case of the same rank; "": from its first.
  Instant after;
  std::string after_subject;
  std::size_t limit = 0;
};
/// Where an open stay stands in their order: its last legal day, in days since 1970, or how many
/// days that lies behind the one on which the person probably left, both in UTC.
[[nodiscard]] inline std::int64_t rank_of(const Flag& open_stay) {
  const std::int64_t last = open_stay.authorised_until->days_since_epoch();
  const std::int64_t day = 86'400'000;
  return open_stay.probably_left ? last - open_stay.probably_left->milliseconds / day : last;
}
/// All other cases in the order of days over, the most first, then of their moments.
struct OtherCasesQuery {
  RaisedUntil until;
  int days_over = 0;  ///< of the first
  /// Of those with so many days: from this moment and subject on. Absent: those with fewer days.
  std::optional<Instant> from;
  std::string from_subject;
  std::size_t limit = 0;
};

/// The centre's tables as reports and the directorate's console read them. One object belongs to
/// one thread. One implementation in SQL, store/relational, on SQLite, or on PostgreSQL
/// when a country outgrows one machine. Every Result's remedy: retry (busy, full), repair
/// (damaged).
class CentralStore {
 public:
  CentralStore() = default;
  CentralStore(const CentralStore&) = delete;
  CentralStore& operator=(const CentralStore&) = delete;
  virtual ~CentralStore() = default;

  /// What is read while it lives is of one moment. One at a time; nothing is written meanwhile.
  class OneMoment {
   public:
    OneMoment() = default;
    OneMoment(const OneMoment&) = delete;
    OneMoment& operator=(const OneMoment&) = delete;
    virtual ~OneMoment() = default;
  };
  [[nodiscard]] virtual Result<std::unique_ptr<OneMoment>> one_moment() = 0;

  [[nodiscard]] virtual Result<CentreSettings> settings() = 0;
  [[nodiscard]] virtual Result<Counts> counts() = 0;
  [[nodiscard]] virtual Result<Unfinished> unfinished() = 0;

  [[nodiscard]] virtual Result<std::vector<PostRow>> posts() = 0;
  [[nodiscard]] virtual Result<std::vector<StationRow>> stations() = 0;
  [[nodiscard]] virtual Result<std::vector<JournalRow>> journals() = 0;
  [[nodiscard]] virtual Result<std::vector<LifeRow>> lives() = 0;
  /// The newest bulletin of each channel; what each station holds stands in its StationRow.
  [[nodiscard]] virtual Result<std::vector<BulletinRow>> bulletins() = 0;
  /// The newest first, at most `limit`.
  [[nodiscard]] virtual Result<std::vector<QuarantineRow>> quarantine(std::size_t limit) = 0;
  /// What is put aside, nobody has resolved, and a closure of `target` would resolve: of a post, a
  /// station, an incarnation ("PASO-01-01:2") or a record; at most `limit` of it.
  [[nodiscard]] virtual Result<AtStake> put_aside_of(const std::string& target,
                                                     std::size_t limit) = 0;
  /// Closings by persons that hold by what is known at a moment, in the order in which they became
  /// known: of what lives again none.
  [[nodiscard]] virtual Result<std::vector<StandingClosing>> closings(Instant known_at) = 0;
  /// Closings that turned out wrong by then, each with every station that reports again: in the
  /// order in which the centre heard so.
  [[nodiscard]] virtual Result<std::vector<Reopening>> reopenings(Instant known_at) = 0;
  /// What the centre heard of last first; at most so many of each kind, so that none hides another.
  [[nodiscard]] virtual Result<Incidents> incidents(std::size_t limit_of_a_kind) = 0;
  /// That of a record, of hits and refusals too; the first of several. Absent: it is about none.
  [[nodiscard]] virtual Result<std::optional<IncidentRow>> incident(const RecordId& record) = 0;
  /// Those of "other_holder" of the person's records, what the centre heard of first first.
  [[nodiscard]] virtual Result<std::vector<IncidentRow>> other_holders_of(
      const PersonId& person) = 0;
  /// Those that came by then and have not been taken back, what waits longest first, at most
  /// `limit`.
  [[nodiscard]] virtual Result<std::vector<WaitingDecision>> waiting_decisions(
      Instant since, std::size_t limit) = 0;
  /// Whether it is put aside and nobody has resolved it.
  [[nodiscard]] virtual Result<bool> in_quarantine(const RecordId& record) = 0;
  [[nodiscard]] virtual Result<std::vector<AuditRow>> audit(std::size_t limit) = 0;
  /// What stations say that is gone, each of its own journals: "PASO-01-01:1:movement 101-200".
  /// Lost with a centre that was set back, and dropped by the post; the newest first, at most so
  /// many of each station.
  [[nodiscard]] virtual Result<std::vector<std::string>> records_gone(std::size_t of_each) = 0;

  /// One for each post that was open for traffic, as known at that moment.
  [[nodiscard]] virtual Result<std::vector<PostWatermark>> watermarks(Instant known_at) = 0;
  /// The lowest over the posts that see entries, or exits: of the steps known by `known_at`, in
  /// order, those at which it comes to be at one of `needed` or falls back. Whether it was there at
  /// any moment until then, and since when, is the same by these as by all of them, which are
  /// millions.
  [[nodiscard]] virtual Result<std::vector<WatermarkStep>> watermark_steps(
      Sees sees, std::vector<Instant> needed, Instant known_at) = 0;
  /// The posts on paper as known now: which announced a period that nobody has closed.
  [[nodiscard]] virtual Result<std::vector<PostOnPaper>> posts_on_paper() = 0;
  /// The text of the policy pack known at that moment; absent before the first. One that is being
  /// applied is not known yet.
  [[nodiscard]] virtual Result<std::optional<std::string>> policies(Instant known_at) = 0;

  /// Follows aliases. Absent: nobody with a crossing.
  [[nodiscard]] virtual Result<std::optional<PersonSummary>> person(const PersonId& who) = 0;
  /// By whom somebody goes of whom a pseudonym is; also of one that stands on crossings of others
  /// alone, since it was separated from them. Absent: it is not known.
  [[nodiscard]] virtual Result<std::optional<PersonId>> person_behind(
      const PersonId& pseudonym) = 0;
  /// The traveller of a crossing, or of a record about one. Absent: not projected, or none.
  [[nodiscard]] virtual Result<std::optional<PersonId>> traveller_of(const RecordId& record) = 0;
  [[nodiscard]] virtual Result<std::vector<PersonId>> aliases_of(const PersonId& person) = 0;
  [[nodiscard]] virtual Result<PersonHistory> history_of(const PersonId& person) = 0;
  /// Who the person of today was by what was known at a moment, in order of pseudonyms; nobody,
  /// when nothing was.
  [[nodiscard]] virtual Result<std::vector<PersonThen>> persons_then(const PersonId& person,
                                                                     Instant known_at) = 0;
  [[nodiscard]] virtual Result<std::vector<CrossingRow>> crossings_of(const PersonId& person) = 0;
  /// Of those of the records that are projected crossings.
  [[nodiscard]] virtual Result<std::map<std::string, HowKnown>> how_known(
      const std::vector<std::string>& records) = 0;
  /// Those of the stays that were taken over, by the names that older systems have for them.
  [[nodiscard]] virtual Result<std::map<std::string, TakenOver>> taken_over(
      const std::vector<std::string>& references) = 0;
  /// With whom the person crossed up to a moment, by what either's record says, each record also
  /// for what was recorded in its place and each whether it holds or not: the latest first, at most
  /// `limit`.
  [[nodiscard]] virtual Result<std::vector<CompanionRow>> companions_of(const PersonId& person,
                                                                        Instant until,
                                                                        std::size_t limit) = 0;
  [[nodiscard]] virtual Result<std::vector<DecisionRow>> decisions_of(const PersonId& person) = 0;
  /// Of every pseudonym of the person, whatever became of it, in order of pairs, then of time.
  [[nodiscard]] virtual Result<std::vector<LinkRow>> links_of(const PersonId& person) = 0;
  [[nodiscard]] virtual Result<std::vector<IdentityDecisionRow>> identity_decisions_of(
      const PersonId& person) = 0;
  /// What was decided of any two, what was decided last first; at most `limit`.
  [[nodiscard]] virtual Result<std::vector<IdentityDecisionRow>> identity_decisions(
      std::size_t limit) = 0;
  /// Absent: the record is none, or is not projected yet.
  [[nodiscard]] virtual Result<std::optional<IdentityDecisionRow>> identity_decision(
      const RecordId& record) = 0;
  /// Those that nobody has decided, each two persons once, what holds flags first, then the oldest;
  /// at most `limit`. Of contradictions, and of pairs that are asked about only if crossings fit,
  /// those that hold some.
  [[nodiscard]] virtual Result<std::vector<ReviewRow>> reviews(std::size_t limit) = 0;
  /// Whether somebody decided that the two persons are not one, of pseudonyms of theirs: which.
  [[nodiscard]] virtual Result<std::optional<PersonLink>> separation_of(
      const PersonLink& persons) = 0;
  /// Exact search for the console: by document number, or by the beginning of the surname, both
  /// normalised; at most `limit`.
  [[nodiscard]] virtual Result<std::vector<PersonSummary>> find_persons(const std::string& text,
                                                                        std::size_t limit) = 0;
  /// Every person, one after the other, until `visit` fails.
  [[nodiscard]] virtual Result<void> for_each_person(
      const std::function<Result<void>(const PersonId&)>& visit) = 0;

  /// Every person about whom something was decided, until `visit` fails.
  [[nodiscard]] virtual Result<void> for_each_decided_person(
      const std::function<Result<void>(const PersonId&)>& visit) = 0;
  /// Every person who may be in the country: of whom an entry is on record and no exit after it
  /// that somebody saw and nobody ever took back.
  [[nodiscard]] virtual Result<std::vector<PersonId>> persons_inside() = 0;
  /// Every open stay that has a last legal day, until `visit` fails.
  [[nodiscard]] virtual Result<void> for_each_limited_stay(
      const std::function<Result<void>(const OpenStay&)>& visit) = 0;
  /// What officers said of pairs, where the crossing at which they said it stands: pair after pair,
  /// each in order of time, until `visit` fails.
  [[nodiscard]] virtual Result<void> for_each_judged_pair(
      const std::function<Result<void>(const JudgedPair&)>& visit) = 0;
  /// The keys of the documents that a person crossed with, each once.
  [[nodiscard]] virtual Result<std::vector<std::string>> documents_of(const PersonId& person) = 0;

  [[nodiscard]] virtual Result<std::vector<CaseRow>> cases(const CaseQuery& query) = 0;
  /// Absent while a policy pack is being applied: then cases() knows what stood before it.
  [[nodiscard]] virtual Result<std::optional<std::vector<RaisedCount>>> count_raised(
      const RaisedUntil& until) = 0;
  [[nodiscard]] virtual Result<std::vector<CaseRow>> raised_open_stays(
      const OpenStaysQuery& query) = 0;
  [[nodiscard]] virtual Result<std::vector<CaseRow>> other_raised_cases(
      const OtherCasesQuery& query) = 0;
  /// Every version of every case of one person, in order of case, then of known_from.
  [[nodiscard]] virtual Result<std::vector<CaseVersion>> case_versions(const PersonId& person) = 0;
};

/// The steps of what flags wait for, the lower one of both directions, as
/// CentralStore::watermark_steps gives those of one.
[[nodiscard]] Result<std::vector<WatermarkStep>> watermark_steps_of_both(
    CentralStore& store, std::vector<Instant> needed, Instant known_at);

/// Of everybody of today whose records were one person's then.
[[nodiscard]] Result<std::vector<CaseVersion>> case_versions_of(CentralStore& store,
                                                                const PersonThen& then);

/// The zone of the post that went live first; UTC where there is no post.
[[nodiscard]] Result<Zone> zone_of_country(const std::vector<PostRow>& posts);

/// What holds for all persons at a viewpoint, read from a store once and kept together.
class CountryView {
 public:
  /// Remedy: as the store; repair, when the stored pack cannot be read.
  [[nodiscard]] static Result<CountryView> at(CentralStore& store, Instant known_at);
  [[nodiscard]] Country country() const;
  [[nodiscard]] const std::vector<PostWatermark>& watermarks() const { return watermarks_; }
  [[nodiscard]] const PostZones& zones() const { return zones_; }
  [[nodiscard]] const PolicyPack* pack() const { return pack_ ? &*pack_ : nullptr; }
  /// The zone of the post that went live first, for what is told of the whole country; UTC where
  /// there is no post.
  [[nodiscard]] const Zone& zone() const { return zone_; }

 private:
  explicit CountryView(Zone zone) : zone_(std::move(zone)) {}

  std::optional<PolicyPack> pack_;
  std::vector<PostWatermark> watermarks_;
  PostZones zones_;
  Zone zone_;
  std::vector<Instant> went_live_;
};

}  // namespace garita::central
