#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/ledger/clearing.h"
#include "border-station/ledger/clock_standing.h"
#include "border-station/ledger/data_directory.h"
#include "border-station/ledger/gone.h"
#include "border-station/ledger/link_status.h"
#include "border-station/ledger/paper.h"
#include "border-station/ledger/told_in_confidence.h"
#include "schema/crypto/secret.h"
#include "schema/journal/entry.h"
#include "schema/journal/sections.h"
#include "schema/journal/statements.h"
#include "schema/record/picture.h"
#include "schema/record/record.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"
#include "schema/wire/message.h"

namespace garita::station {

/// As the centre is told it.
inline constexpr const char* kStationSoftware = "garita-station " GARITA_VERSION;

/// An officer's decision that is to be written. The ledger fills in what it knows better: post,
/// clock evidence, and of the additional records the crossing that they name.
struct NewDecision {
  Crossing crossing;
  /// When the officer decided. Absent: the moment of writing, which no later claim of completeness
  /// can overtake (Crossing::at is then set here).
  std::optional<Instant> at;
  std::vector<Hit> hits;             ///< `seen`, `answer` and `note` are the caller's
  std::vector<std::string> grounds;  ///< of a refusal, or the reasons of a referral
  std::string note;                  ///< of a refusal or a referral
  std::vector<Picture> pictures;     ///< sealed as evidence, as long as there is room
  ToldInConfidence told;             ///< with a referral for a second interview
  /// What whoever asked for it said, as a keyed hash: kept with the crossing's reference.
  std::optional<Digest> statement = std::nullopt;
};

/// What became of a decision's pictures: they never keep a crossing from being recorded.
enum class PicturesKept {
  kAll,       ///< or there were none
  kTooLarge,  ///< one has more than kEvidencePictureBytesMax, or there are more than kPicturesMax
  kDiskLow,
};
/// "all", "too_large", "disk_low".
[[nodiscard]] std::string_view pictures_kept_name(PicturesKept kept);

/// How much room the disk of the data directory has.
enum class DiskLevel {
  kEnough,
  kLow,         ///< somebody should look after it
  kNoPictures,  ///< what is left is for crossings: neither pictures nor long lists are taken
};
inline constexpr std::uint64_t kDiskLowBytes = std::uint64_t{2} << 30;
/// Some 500,000 crossings.
inline constexpr std::uint64_t kDiskForCrossingsBytes = std::uint64_t{512} << 20;
[[nodiscard]] DiskLevel disk_level(std::uint64_t free_bytes);
/// "enough", "low", "no_pictures".
[[nodiscard]] std::string_view disk_level_name(DiskLevel level);

/// A bulletin up to this size, be it whole or on its way, is taken however little room there is: a
/// policy, a list's head. What is longer, and a section of a list, waits until there is more.
inline constexpr std::size_t kShortBulletinBytesMax = std::size_t{256} * 1024;
/// What all bulletins that are on their way may take together: what comes in parts is not signed
/// before it is whole. Beyond it the one that has not moved for longest begins anew.
inline constexpr std::uint64_t kWaitingPartsBytesMax = std::uint64_t{64} << 20;

/// What became durable.
struct Written {
  RecordId crossing;
  std::vector<RecordId> additional;  ///< in lane urgent, written with it
  Instant at;
  /// The reference had been written before: this is that record, nothing was written now.
  bool repeated = false;
  PicturesKept pictures = PicturesKept::kAll;
};

/// A crossing of this post's was recorded wrongly.
struct NewCorrection {
  RecordId of;
  std::string reason;
  OfficerId officer;  ///< who corrects
  /// What the record should have said; absent: it is taken back. When it was, who decided, and the
  /// evidence stay those of the record.
  std::optional<Crossing> replacement;
  OfficerId approved_by = {};  ///< where policies ask for a second person
};

struct WrittenCorrection {
  RecordId correction;  ///< of a replacement also the id of the crossing that holds now
  Instant at;
  bool repeated = false;  ///< the same had been written before: nothing was written now
};

/// One journal of this station and how far it has come.
struct JournalState {
  JournalId id;
  JournalHead head;
  std::uint64_t held = 0;    ///< the centre has it durably up to here
  std::uint64_t opened = 0;  ///< and has read it up to here
  /// As the centre said last: less than `held` where it was set back to a backup.
  std::uint64_t centre_held = 0;
};

/// The centre's word for a journal: often one receipt is both. Absent: none came yet.
struct KeptReceipts {
  std::optional<Receipt> held;    ///< the one with the highest `held`
  std::optional<Receipt> opened;  ///< the one with the highest `opened`
};

/// Which records are counted. A silent hit is an urgent record, written with the crossing of
/// somebody at whom nothing shows, and the audit says which examiner then saw it: what the first
/// line is told counts crossings and their pictures alone.
enum class Counted { kAll, kMovementAndEvidence };

/// What the centre does not hold by its last word, also what it lost when set back to a backup.
struct Unsent {
  std::uint64_t records = 0;
  std::uint64_t urgent = 0;
  std::uint64_t evidence = 0;  ///< of `records`: parts of pictures, some ninety a crossing
  std::uint64_t evidence_bytes = 0;
  std::optional<Instant> oldest_at;
  std::map<JournalId, std::uint64_t> by_journal;  ///< records; of a journal without any absent
};

/// A bulletin that the station holds, without its content.
struct HeldBulletin {
  std::string channel;
  std::uint64_t version = 0;
  Instant issued_at;
  Instant received_at;
  std::uint64_t entries = 0;
};

/// What is here of a newer content of a channel, as far as this station knows: how much more will
/// come of a long list only the centre knows.
struct BulletinOnTheWay {
  std::uint64_t version = 0;   ///< 0: it comes in sections, and its head last
  std::optional<int> percent;  ///< of its one stream; absent for sections
  std::uint64_t sections = 0;  ///< that are held for the newer list
};

enum class TakenBulletin { kTaken, kHeldAlready };

/// How a bulletin came. Who carries a stick may carry an old one, so that by stick the version
/// alone counts. The centre itself knows what this post holds, and may have been set back to a
/// backup: from it a lower version is taken too, where it was signed later than what is in force.
/// (A section is in force by its head alone: of it whatever the centre sends is taken.)
enum class BulletinWay { kStick, kLink };

/// What became of a part.
struct PartProgress {
  PartHeld held;
  /// What is held of the channel, where its bulletin came whole, by this way or another.
  std::optional<BulletinHeld> whole;
  std::optional<Error> refused;  ///< why that was not taken
  /// Why nothing was kept where the disk has no room for it; the same part may come again.
  std::optional<Error> no_room;
};

/// A bulletin's content, read and found good.
struct ReadBulletin {
  std::uint64_t entries = 0;
  /// Puts what the channel needs into the database, inside the transaction that stores the
  /// bulletin; may be empty.
  std::function<Result<void>()> store;
};
/// Reads a bulletin's content before the lock is taken, so that the work holds nobody up; refuses
/// it whole by failing. The ledger and the content live until `store` was called.
using BulletinReader = std::function<Result<ReadBulletin>(class Ledger&, const Bulletin&)>;
/// By channel; a list's reader gets its sections and heads too (schema/journal/sections.h). A
/// channel without a reader is stored as it is.
using BulletinReaders = std::map<std::string, BulletinReader, std::less<>>;

enum class ReceiptEffect {
  kProgress,
  kNothingNew,
  /// It is the newest, and says that less is held than an older one did: the centre was set back to
  /// a backup, and is sent again what it lost.
  kCentreHoldsLess,
  /// The centre holds more than this disk ever wrote, or something else: the disk was restored or
  /// cloned. A new incarnation has begun (design/semantics: Identities).
  kNewIncarnation,
  /// The same of a former life: what this disk wrote there is a second branch, which the centre
  /// puts aside, and no receipt will name it.
  kOtherBranch,
};

/// Whether what is not in a list is not there either.
enum class ListOf { kAll, kSome };

/// How far a record has come, as far as this station knows.
enum class RecordState { kRecorded, kHeld, kOpened };
/// "recorded", "held", "opened".
[[nodiscard]] std::string_view record_state_name(RecordState state);

/// A decision of this post.
struct OwnDecision {
  RecordId record;
  Direction direction = Direction::kEntry;
  DecisionKind decision = DecisionKind::kAdmit;
  Instant at;
  RecordState state = RecordState::kRecorded;
  /// Absent once the station can no longer read it.
  std::optional<Crossing> crossing;
  Instant recorded_at;
  std::optional<RecordId> corrected_by;  ///< it no longer holds
  bool replaced = false;                 ///< by what that correction says, else taken back
  std::optional<RecordId> corrects;      ///< it stands in the place of that record
};

/// What was recorded in lane urgent beside a crossing of this post's: a hit, refusal or referral.
struct UrgentRecord {
  RecordId record;
  Record what;
};

/// Somebody works at a desk of this station.
struct OpenShift {
  OfficerId officer;
  Instant opened_at;
};

/// A station's durable memory: its journals, bulletins and look-ups, in one SQLite file that
/// several processes may use at once. What a call gives back as done survives a power cut. Nothing
/// of a traveller stands in a file in clear. One object belongs to one thread; each thread opens
/// its own. Remedies of every Result: retry (busy, disk full), repair (damaged, not enrolled),
/// else as said.
class Ledger {
 public:
  /// The station must be enrolled. `clock` outlives it.
  [[nodiscard]] static Result<Ledger> open(const DataDirectory& directory, const Clock& clock,
                                           BulletinReaders readers);
  /// For a process that opens several: `identity` is the directory's, read once.
  [[nodiscard]] static Result<Ledger> open(const DataDirectory& directory,
                                           std::shared_ptr<const Identity> identity,
                                           const Clock& clock, BulletinReaders readers);
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  [[nodiscard]] const Identity& identity() const;
  [[nodiscard]] const Enrolment& place() const { return identity().enrolment; }
  [[nodiscard]] const Zone& zone() const;
  [[nodiscard]] std::uint32_t incarnation() const;
  [[nodiscard]] Instant now() const;
  /// Of the disk of the data directory; absent when it cannot be told.
  [[nodiscard]] std::optional<std::uint64_t> disk_free_bytes() const;
  /// In place of asking the system, for tests.
  void watch_disk(std::function<std::optional<std::uint64_t>()> free_bytes);

  // Writing. Sequences have no gaps, whoever writes.

  /// One transaction: the crossing in lane movement, and after it that flags wait where the
  /// protection unit is told something; hits, refusal or referral in lane urgent, its pictures in
  /// lane evidence. Pictures for which there is no room are left out.
  /// Remedy: reject, when a record is not one (a text too long), and when its reference was used
  /// for another decision.
  [[nodiscard]] Result<Written> append_decision(NewDecision decision);
  /// Takes a crossing back or replaces it, once: one transaction. From then on the memory of this
  /// post follows what holds. Remedy: reject, when it is none that this post can still read, and
  /// when another correction stands.
  [[nodiscard]] Result<WrittenCorrection> append_correction(NewCorrection correction);
  [[nodiscard]] Result<RecordId> append(Lane lane, const Record& record);
  /// What an office decided, at `at`; absent: now, which no claim of completeness has overtaken.
  [[nodiscard]] Result<RecordId> append_status_decision(StatusDecision decision,
                                                        std::optional<Instant> at);
  /// A heartbeat in the journal itself: what a claim says, for when there is no link to say it on.
  [[nodiscard]] Result<RecordId> append_heartbeat();
  /// The hits of an inspection that is left, as records of lane urgent; what was kept of it
  /// (look_ups.h) is forgotten with the same transaction. Remedy: retry.
  [[nodiscard]] Result<void> append_left(const std::string& inspection,
                                         const std::vector<HitLeft>& hits);

  // For the uplink.

  /// What a conversation would say of this station, signed, for a stick.
  [[nodiscard]] Result<StationStanding> standing();
  /// What is held of each channel, and of long lists the sections that are not what the head names.
  [[nodiscard]] Result<std::vector<Holding>> holdings();

  [[nodiscard]] Result<std::vector<JournalState>> journals();
  [[nodiscard]] Result<Unsent> unsent(Counted counted = Counted::kAll);
  /// What of that the centre is told, and how much room the disk has.
  [[nodiscard]] Result<Backlog> backlog();
  /// Entries of one journal after `sequence`, in order: at most `entries_max`, and no more than
  /// fit `bytes_max` (batch_bytes_of), but at least one if there is one.
  [[nodiscard]] Result<std::vector<Entry>> entries_after(const JournalId& journal,
                                                         std::uint64_t sequence,
                                                         std::size_t entries_max,
                                                         std::size_t bytes_max);
  /// An entry as it lies on the disk, with the hash that it had when it was written.
  struct StoredEntry {
    Entry entry;
    Digest hash{};
  };
  [[nodiscard]] Result<std::vector<StoredEntry>> stored_after(const JournalId& journal,
                                                              std::uint64_t sequence,
                                                              std::size_t entries_max);
  /// Sealed to the centre; absent when there is no such day.
  [[nodiscard]] Result<std::optional<WrappedEpochKey>> wrapped_key(std::uint32_t incarnation,
                                                                   std::uint32_t epoch);
  /// The hash of one own entry; absent when there is none.
  [[nodiscard]] Result<std::optional<Digest>> hash_of(const JournalId& journal,
                                                      std::uint64_t sequence);
  /// "Until now all movements have these sequences", signed; true whatever other processes do,
  /// since it is taken under the write lock.
  [[nodiscard]] Result<Claim> claim();
  /// Checks the signature against the centre's certificate. Remedy: reject.
  [[nodiscard]] Result<ReceiptEffect> take_receipt(const Receipt& receipt);
  /// What the centre says it holds, at its time `at`, over a link: less than it has given receipts
  /// for where it was set back. Of a journal that is not named it holds nothing, if the list is of
  /// all. No record is dropped that it does not hold by its last word.
  [[nodiscard]] Result<void> note_centre_holds(const std::vector<JournalPosition>& held, Instant at,
                                               ListOf list);
  /// The receipts that prove how far a journal has come, for an audit.
  [[nodiscard]] Result<KeptReceipts> receipts_of(const JournalId& journal);
  /// The centre holds more of life `incarnation` than this disk wrote: from now on records go to
  /// journals of a later one. False when that is so already: a former life is not written to.
  [[nodiscard]] Result<bool> end_incarnation(std::uint32_t incarnation);
  /// Where the centre goes on after `sequence`, what of that is gone before the next record that is
  /// here; absent: the next one is.
  [[nodiscard]] Result<std::optional<GoneRecords>> gone_after(const JournalId& journal,
                                                              std::uint64_t sequence);
  /// Says so to the centre, once, by an audit note "records_gone", and ends the life that the
  /// journal is of: the centre puts aside what follows in it, and what is recorded from now on is
  /// to be counted. One transaction. Whether a new life began.
  [[nodiscard]] Result<bool> note_gone(const GoneRecords& gone);
  /// What was noted as gone, and what follows it in those journals: sent, and put aside there.
  [[nodiscard]] Result<std::vector<NotedGone>> noted_gone();
  /// The centre holds another branch of this journal (ReceiptEffect::kOtherBranch): what has no
  /// receipt of it was put aside there, where a person decides about it, and none will come.
  [[nodiscard]] Result<void> note_put_aside(const JournalId& journal);
  /// How many records that is, over all journals.
  [[nodiscard]] Result<std::uint64_t> put_aside(Counted counted = Counted::kAll);
  /// What the centre said last about what it has put aside of this station; absent: nothing, or it
  /// does not say that (version 1).
  [[nodiscard]] Result<std::optional<PutAside>> centre_put_aside();
  /// As the centre says over a link; `at` is now, by its clock.
  [[nodiscard]] Result<void> keep_centre_put_aside(const PutAside& aside, Instant at);
  /// The same on a stick, which may be an old one: nothing is kept that is older than what is here.
  /// Remedy: reject, where the centre did not sign it for this station.
  [[nodiscard]] Result<void> take_centre_standing(const CentreStanding& standing);
  /// Changes when another process wrote: time to look again.
  [[nodiscard]] Result<std::int64_t> data_version();

  // Bulletins: the newest of each channel, whole or not at all.

  /// Checks signature and version, lets the channel's reader see it, and stores it: one
  /// transaction. A section counts for nothing until a head that names it is taken, and a head is
  /// refused while a section that it names is not held. Remedy: reject; retry, while the disk has
  /// room for crossings alone (kShortBulletinBytesMax).
  [[nodiscard]] Result<TakenBulletin> take_bulletin(const Bulletin& bulletin,
                                                    BulletinWay way = BulletinWay::kStick);
  /// Keeps a part of a bulletin that is on its way durably, and takes the bulletin when it is
  /// whole. A part that is not the next changes nothing.
  [[nodiscard]] Result<PartProgress> take_part(const BulletinPart& part);
  /// How far each stream has come that is on its way or was refused.
  [[nodiscard]] Result<std::vector<PartHeld>> held_parts();
  /// What was refused comes again: for the start of a program, which may be a newer one.
  [[nodiscard]] Result<void> forget_refused_parts();
  /// Without sections.
  [[nodiscard]] Result<std::vector<HeldBulletin>> held_bulletins();
  /// By channel, without those of which nothing is on its way.
  [[nodiscard]] Result<std::map<std::string, BulletinOnTheWay>> bulletins_on_the_way();
  /// Of a long list, whatever its head names.
  [[nodiscard]] Result<std::vector<HeldBulletin>> held_sections(std::string_view channel);
  /// The sections, by name, that are held in another version, or with another content, than the
  /// held head names.
  [[nodiscard]] Result<std::map<std::string, std::uint64_t>> sections_apart();
  /// Of a channel or a section.
  [[nodiscard]] Result<std::optional<HeldBulletin>> held_bulletin(std::string_view channel);
  /// With its content and signature.
  [[nodiscard]] Result<std::optional<Bulletin>> bulletin(std::string_view channel);

  // Memory of this post.

  /// Decisions about a document or a person that hold, newest first; "" for a key that is not
  /// known. Keys as schema/matching gives them.
  [[nodiscard]] Result<std::vector<OwnDecision>> decisions_about(std::string_view document_key,
                                                                 std::string_view person_key);
  /// Also those that were corrected since.
  [[nodiscard]] Result<std::vector<OwnDecision>> recent_decisions(std::size_t limit);
  /// Recorded at `since` or later, newest first, corrected ones too; of very many the newest
  /// 10,000.
  [[nodiscard]] Result<std::vector<OwnDecision>> decisions_since(Instant since);
  [[nodiscard]] Result<std::optional<OwnDecision>> decision(const RecordId& crossing);
  /// Recorded at `since` or later, newest first; those that this post can no longer read are left
  /// out.
  [[nodiscard]] Result<std::vector<UrgentRecord>> urgent_since(Instant since, std::size_t limit);
  /// Whether an officer of this post said of a pair (Hit::pair) that it is not one person.
  [[nodiscard]] Result<std::optional<Clearing>> clearing_of(const Digest& pair);
  /// What was written under a reference (Crossing::reference); absent when nothing was.
  [[nodiscard]] Result<std::optional<OwnDecision>> decision_under(std::string_view reference);
  /// What that decision states (NewDecision::statement); absent where that was not kept.
  [[nodiscard]] Result<std::optional<Digest>> statement_under(std::string_view reference);
  /// Of days of which everything was opened more than `window` ago drops the keys, what the post
  /// still could read of their travellers, and the sealed records with their salts; headers and
  /// hashes stay.
  [[nodiscard]] Result<void> forget(std::chrono::milliseconds window);

  // Shifts at this station's desks.

  /// False: the officer's is open already.
  [[nodiscard]] Result<bool> open_shift(const OfficerId& officer);
  [[nodiscard]] Result<std::vector<OpenShift>> open_shifts();
  [[nodiscard]] Result<void> end_shift(const OfficerId& officer);

  // Periods on paper, as records of the journal. Remedy: reject, where what is open forbids it.

  [[nodiscard]] Result<std::optional<OpenPaper>> paper();
  [[nodiscard]] Result<RecordId> open_paper(Instant from, std::optional<Instant> to,
                                            const OfficerId& officer);
  /// All is entered, which are so many; what is typed in meanwhile keeps it open.
  [[nodiscard]] Result<RecordId> close_paper(std::uint64_t entered, const OfficerId& officer);
  /// What an earlier life of the disk announced, and the centre alone can end, is forgotten here.
  [[nodiscard]] Result<void> set_paper_aside(std::uint64_t entered);

  /// Whether the code of that step (schema/crypto/totp.h) is above those of the officer's that have
  /// counted here; then it has, durably.
  [[nodiscard]] Result<bool> count_code(const OfficerId& officer, std::uint64_t step);

  /// That the officer logged in at the address, to a day, as a keyed hash; what is from before
  /// `forget_before` goes.
  [[nodiscard]] Result<void> keep_place(const OfficerId& officer, const std::string& address,
                                        Instant at, Instant forget_before);
  [[nodiscard]] Result<bool> knows_place(const OfficerId& officer, const std::string& address,
                                         Instant since);

  // For border-station/alerts, which keeps its index in the same file.

  [[nodiscard]] Database& database();
  /// Seals for a column: `column` ("alert") and `row` go into the associated data.
  [[nodiscard]] Bytes seal_column(std::string_view column, ByteView content) const;
  [[nodiscard]] Result<Secret> open_column(std::string_view column, ByteView sealed) const;
  /// The keyed hash under which something is found: `kind` ("document", "person") keeps keys of
  /// different meaning apart.
  [[nodiscard]] Digest look_up_hash(std::string_view kind, std::string_view key) const;

  /// The centre's clock as it was told just now, and how far this one may be from it.
  [[nodiscard]] Result<void> note_trusted_time(Instant centre, std::chrono::milliseconds bound);
  [[nodiscard]] Result<ClockStanding> clock_standing();
  /// What JournalCheck found when the station was last started, a line each; "" for nothing.
  [[nodiscard]] Result<void> note_damage(const std::vector<std::string>& damage);
  [[nodiscard]] Result<std::string> noted_damage();
  /// How the link stands, for `status` and for the next start: in this process alone it would be
  /// forgotten. What was never kept is kNever.
  [[nodiscard]] Result<void> keep_link_status(const LinkStatus& status);
  [[nodiscard]] Result<LinkStatus> link_status();

 private:
  struct State;
  [[nodiscard]] Result<void> count_sections(std::map<std::string, BulletinOnTheWay>& all);
  [[nodiscard]] Result<Written> append_whole(NewDecision decision);
  /// Inside a transaction of the caller's: keeps what was judged of a hit, or that it was met
  /// again.
  [[nodiscard]] Result<void> note_judged(const Record& beside, Instant now);
  /// The same: what was said with a record that is taken back counts no more.
  [[nodiscard]] Result<void> correct_clearings(const RecordId& of,
                                               const std::optional<RecordId>& instead);
  [[nodiscard]] Result<void> forget_clearings();
  /// Inside a transaction of the caller's, into the life that the database says.
  [[nodiscard]] Result<RecordId> append_inside(Lane lane, const Record& record);
  [[nodiscard]] Result<ReadBulletin> read_content(const Bulletin& bulletin);
  [[nodiscard]] Result<std::optional<SectionHead>> held_head(const std::string& channel);
  [[nodiscard]] Result<void> check_sections(const Bulletin& bulletin);
  /// It came, by whatever way: nothing about it is refused any more, and what is long shows that
  /// there is room.
  [[nodiscard]] Result<void> forget_refusal(const std::string& channel, bool is_long);
  [[nodiscard]] Result<void> check_room(std::string_view channel, std::size_t bytes) const;
  [[nodiscard]] Result<void> make_way_for(const BulletinPart& part);
  [[nodiscard]] Result<PartProgress> not_the_next(const BulletinPart& part, const PartHeld& held);
  [[nodiscard]] Result<PartProgress> keep_part(const BulletinPart& part);
  [[nodiscard]] Result<void> keep_refusal(const BulletinPart& part);
  [[nodiscard]] Result<void> put(const BulletinPart& part, std::uint32_t start, std::size_t size,
                                 const Bytes& sealed);
  [[nodiscard]] Result<Bytes> stream_before(const BulletinPart& part);
  [[nodiscard]] Result<Bulletin> read_whole(const BulletinPart& part, Bytes before);
  [[nodiscard]] Result<void> take_whole(const BulletinPart& part, const Bulletin& bulletin);
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace garita::station
