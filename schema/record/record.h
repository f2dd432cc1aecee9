#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/decision.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// A travel document as it was read or typed: ICAO Doc 9303-3, section 4. Absent dates were not
/// on the document.
struct TravelDocument {
  std::string document_code;
  std::string issuing_state;
  std::string document_number;
  std::string surname;
  std::string given_names;
  std::string nationality;
  std::optional<PartialDate> birth_date;
  std::string sex;  ///< "M", "F", "X" or ""
  std::optional<PartialDate> expiry_date;
  std::string optional_data;

  friend bool operator==(const TravelDocument&, const TravelDocument&) = default;
};

/// How a crossing is known: only strong evidence clears a flag (domain 2B-10). The numbers stand
/// in records.
enum class EvidenceClass : std::uint8_t {
  kOfficerScan = 1,   ///< the document was read in front of an officer
  kOfficerTyped = 2,  ///< an officer typed what the document says
  kEgate = 3,
  kCarrier = 4,
  kStatement = 5,
  kStamp = 6,
  kTakenOver = 7,  ///< an older system had the stay for open: the centre alone states it
};
/// "officer_scan", "officer_typed", "egate", "carrier", "statement", "stamp", "taken_over".
[[nodiscard]] std::string_view evidence_name(EvidenceClass evidence);
[[nodiscard]] Result<EvidenceClass> parse_evidence(std::string_view name);
/// Officers and gates saw the person and the document.
[[nodiscard]] bool is_strong(EvidenceClass evidence);

/// Clocks are evidence: what the station knew of its own clock when it wrote a record.
struct ClockEvidence {
  std::chrono::milliseconds since_boot{0};
  Bytes boot_id;                      ///< 16 bytes, or empty where the system gives none
  std::optional<Instant> trusted_at;  ///< when the centre's time was last taken
  std::chrono::milliseconds error_bound{0};

  friend bool operator==(const ClockEvidence&, const ClockEvidence&) = default;
};

struct AnswerGiven {
  std::string question;
  std::string answer;
  std::string note;
  friend bool operator==(const AnswerGiven&, const AnswerGiven&) = default;
};

/// An entry of the alert list that was shown to the officer.
struct HitSeen {
  std::string reference;
  std::string matched_by;  ///< document, document_alike, name_birth_date, name_alike
  friend bool operator==(const HitSeen&, const HitSeen&) = default;
};

/// What the officer saw when deciding: part of the record (design/architecture, decision 12).
/// Version 0: no such list was held.
struct DecisionContext {
  std::uint64_t alerts_version = 0;
  std::uint64_t policies_version = 0;
  std::uint64_t open_stays_version = 0;
  std::optional<Instant> alerts_issued_at;
  std::optional<Instant> policies_issued_at;
  std::vector<HitSeen> hits;
  std::vector<AnswerGiven> answers;
  std::vector<std::string> failed_checks;       ///< names of check digits that did not hold
  std::vector<std::string> lists_not_searched;  ///< alert_list, alert_names: by the codes of checks
  std::string rule;                             ///< of the stay that was shown, or ""
  std::string policy_version;
  std::optional<Date> last_legal_day;
  int days_over = 0;

  friend bool operator==(const DecisionContext&, const DecisionContext&) = default;
};

/// An entry or exit decision by an officer. Only an admitted one is a movement.
struct Crossing {
  Direction direction = Direction::kEntry;
  DecisionKind decision = DecisionKind::kAdmit;
  Instant at;
  PostCode post;
  OfficerId officer;
  TravelDocument document;
  std::string purpose;
  std::string transport;
  std::string admission_class;
  std::optional<int> granted_days;  ///< 1 to 3660
  std::optional<Date> granted_until;
  EvidenceClass evidence = EvidenceClass::kOfficerScan;
  bool fallback = false;  ///< written on paper first, typed in later (EES, art. 21)
  DecisionContext context;
  ClockEvidence clock;
  /// Chosen by whoever asked for the record, so that asking again makes no second one; or "".
  std::string reference;
  /// Its pictures: consecutive records of lane evidence of the same incarnation. 0: none.
  std::uint64_t first_picture = 0;
  std::uint32_t picture_chunks = 0;
  /// The State that an entry came from, or that an exit went to, where a rule of stay depends on it
  /// and the traveller was asked; or "".
  std::string other_state;
  /// Travellers who crossed together name the crossing of the first of them, which names none.
  std::optional<RecordId> group;
  /// What a child is to that first one, and what shows it: codes of kChildAnswer and
  /// kChildEvidence; or "".
  std::string relationship;
  std::string relationship_evidence;
  /// Who approved the decision at the desk, where policies ask for a second person: never
  /// `officer`. Empty: nobody was asked.
  OfficerId approved_by = {};
  /// Who typed in at a desk what `officer` had decided on paper (`fallback`), be it the same.
  /// Empty: it was not on paper, or the record does not say.
  OfficerId typed_by = {};

  friend bool operator==(const Crossing&, const Crossing&) = default;
};

/// In place of an answer: of a silent hit, and where an officer had said before that it is another
/// person (`note` is then the record of that).
inline constexpr std::string_view kHitNotShown = "not_shown";
inline constexpr std::string_view kHitClearedBefore = "cleared_before";

/// A hit on the alert list, in the urgent lane beside the crossing that it names.
struct Hit {
  RecordId crossing;
  Instant at;
  PostCode post;
  HitSeen seen;
  std::string answer;  ///< of kAlertAnswer, or as above; "" where the traveller was not admitted
  std::string note;
  OfficerId officer;
  /// Who was compared, as a hash of both: a later hit of the same two needs no answer where this
  /// one's is kNotTheSamePerson. Empty: nothing is to be remembered of it.
  Bytes pair = {};
  friend bool operator==(const Hit&, const Hit&) = default;
};

/// How a document with a hit was left without a decision (HitLeft::how).
inline constexpr std::string_view kPutAside = "put_aside";
inline constexpr std::string_view kLeftUndecided = "left_undecided";

/// A hit that no decision followed, in the urgent lane: the second line and the centre hear of it
/// as of those that one did.
struct HitLeft {
  Instant at;  ///< when the document was looked at
  PostCode post;
  OfficerId officer;  ///< who put it aside; of one that was left, who looked at it
  Direction direction = Direction::kEntry;
  TravelDocument document;  ///< that agrees with the entry
  HitSeen seen;
  bool shown = true;       ///< to the first line; false: it is a silent one
  std::string how;         ///< as above
  std::string note;        ///< the officer's reason; or ""
  std::string inspection;  ///< which is the reference of a crossing that is decided later; or ""
  friend bool operator==(const HitLeft&, const HitLeft&) = default;
};

struct Refusal {
  RecordId crossing;
  Instant at;
  PostCode post;
  std::vector<std::string> grounds;
  std::string note;
  OfficerId officer;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

struct Referral {
  RecordId crossing;
  Instant at;
  PostCode post;
  std::vector<std::string> reasons;
  std::string note;
  OfficerId officer;
  Bytes sealed = {};  ///< for the protection unit alone (protection.h); empty: it was not told
  friend bool operator==(const Referral&, const Referral&) = default;
};

/// What an authority can decide or be told about a stay. The numbers stand in records and are never
/// used again; what each does to a stay is StatusChangeKind's in schema/stay.
enum class StatusKind : std::uint8_t {
  kExtendDays = 1,
  kExtendUntil = 2,
  kChangeClass = 3,
  kSuspend = 4,
  kResume = 5,
  kRevoke = 6,
  kConfirm = 7,
  kClear = 8,
  kApply = 9,              ///< an application was lodged
  kGrantApplication = 10,  ///< `days`, `until` or `admission_class`: what was granted
  kRefuseApplication = 11,
  kEvent = 12,          ///< what a stay until an event waits for came
  kResidence = 13,      ///< a residence permit, to `until` where it ends
  kProtection = 14,     ///< refuge or another protection was given
  kAsylum = 15,         ///< asylum was asked for
  kEndProtection = 16,  ///< protection or asylum ended, or was refused for good
  kAnnul = 17,          ///< the admission should never have been given
  kRegularise = 18,     ///< lawful again, whatever was before
  kDocumentLost = 19,   ///< of the document that the stay was entered with
  kDocumentStolen = 20,
  kDocumentInvalidated = 21,
  kDocumentReplaced = 22,  ///< the holder has a valid one again
};
inline constexpr StatusKind kStatusKindLast = StatusKind::kDocumentReplaced;
/// "extend_days", "extend_until", "change_class", "suspend", "resume", "revoke", "confirm",
/// "clear", "apply", "grant_application", "refuse_application", "event", "residence", "protection",
/// "asylum", "end_protection", "annul", "regularise", "document_lost", "document_stolen",
/// "document_invalidated", "document_replaced".
[[nodiscard]] std::string_view status_kind_name(StatusKind kind);
/// All of them, with commas between, for people.
[[nodiscard]] std::string status_kind_names();
/// Remedy: reject, with all of them.
[[nodiscard]] Result<StatusKind> parse_status_kind(std::string_view name);

struct StatusDecision {
  StatusKind kind = StatusKind::kExtendDays;
  Instant at;
  PersonId person;                ///< or "" where `entry` says who
  std::optional<RecordId> entry;  ///< the entry that began the stay; absent: the one open at `at`
  std::optional<int> days;
  std::optional<Date> until;
  std::string admission_class;
  std::string authority;
  OfficerId officer;
  std::string reason;
  friend bool operator==(const StatusDecision&, const StatusDecision&) = default;
};

/// A record was wrong: taken back, or replaced by what it should have said.
struct Correction {
  RecordId of;
  Instant at;
  std::string reason;
  OfficerId officer;
  std::optional<Crossing> replacement;
  OfficerId approved_by = {};  ///< as Crossing::approved_by, of the correction
  friend bool operator==(const Correction&, const Correction&) = default;
};

/// "Of this incarnation, all movement records with `at` <= complete_until have a sequence <=
/// last_sequence" (design/semantics: Time), in the movement lane itself.
struct Heartbeat {
  Instant complete_until;
  std::uint64_t last_sequence = 0;
  ClockEvidence clock;
  friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

/// A person decided that a post, a station or an incarnation ("STATION:2") reports no more.
struct Closure {
  std::string target;
  Instant at;
  std::string why;
  OfficerId officer;
  /// Of a record that was put aside: the contents, by SHA-256 (entry_hash), that happened, which
  /// the centre states in records of its own beside this one.
  std::vector<Bytes> adopted = {};
  friend bool operator==(const Closure&, const Closure&) = default;
};

/// The system was down at a post and officers stamped by hand; closed by "all entered".
struct PaperPeriod {
  PostCode post;
  bool opens = true;
  Instant from;
  std::optional<Instant> to;
  Instant at;
  OfficerId officer;
  friend bool operator==(const PaperPeriod&, const PaperPeriod&) = default;
};

/// Who did what to which data, and for what stated reason.
struct AuditNote {
  Instant at;
  OfficerId officer;
  std::string action;
  std::string subject;
  std::string reason;
  friend bool operator==(const AuditNote&, const AuditNote&) = default;
};

/// What a picture shows. The numbers stand in records.
enum class PictureKind : std::uint8_t { kDocument = 1, kTraveller = 2 };
/// "document", "traveller".
[[nodiscard]] std::string_view picture_kind_name(PictureKind kind);

/// A part of a picture of a crossing, in lane evidence: so small that on a slow link an urgent
/// record waits for less than a second of it, and that a transfer goes on in the middle.
struct PictureChunk {
  RecordId crossing;
  PictureKind kind = PictureKind::kDocument;
  std::uint32_t picture = 1;  ///< of the crossing, from 1
  std::uint32_t part = 1;     ///< of the picture, from 1
  std::uint32_t parts = 1;
  Bytes content;
  friend bool operator==(const PictureChunk&, const PictureChunk&) = default;
};

/// The numbers stand in records.
enum class IdentityDecisionKind : std::uint8_t { kLink = 1, kSeparate = 2 };

/// A person decided that two pseudonyms are one person's, or are not. Of several about the same two
/// the latest holds, so each can be taken back by its opposite.
struct IdentityDecision {
  IdentityDecisionKind kind = IdentityDecisionKind::kLink;
  PersonId one;
  PersonId other;  ///< another one
  Instant at;
  OfficerId officer;
  std::string reason;
  friend bool operator==(const IdentityDecision&, const IdentityDecision&) = default;
};

using Record =
    std::variant<Crossing, Hit, HitLeft, Refusal, Referral, StatusDecision, Correction, Heartbeat,
                 Closure, PaperPeriod, AuditNote, PictureChunk, IdentityDecision>;

/// Limits of what is read; a text that is longer makes the record refused.
inline constexpr std::size_t kRecordBytesMax = 16 * 1024;
inline constexpr std::size_t kTextCharactersMax = 2000;
inline constexpr std::size_t kListItemsMax = 64;
inline constexpr std::size_t kSealedReferralBytesMax = std::size_t{8} * 1024;
inline constexpr std::size_t kChunkBytesMax = std::size_t{4} * 1024;
inline constexpr std::size_t kEvidencePictureBytesMax = std::size_t{1024} * 1024;
inline constexpr std::uint32_t kPicturesMax = 8;

/// record.proto's bytes. Remedy: reject, naming the field, when decode_record would not take them.
[[nodiscard]] Result<Bytes> encode_record(const Record& record);
/// Every field checked: codes are not (a newer station may know more words), everything else is.
/// Texts are UTF-8. Remedy: reject, naming the field.
[[nodiscard]] Result<Record> decode_record(ByteView bytes);

}  // namespace garita
