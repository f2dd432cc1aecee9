#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "schema/stay/authorise.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/decision.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::station {

/// Three-valued on purpose: what was not done is no success.
enum class CheckState { kOk, kFail, kNotDone };
[[nodiscard]] std::string_view check_state_name(CheckState state);

/// One verdict line. Never summed up into one light.
struct Check {
  /// check_digit_document_number, …, expiry, alert_list, alert_names, stay_history, decided_here,
  /// chip
  std::string code;
  CheckState state = CheckState::kNotDone;
  std::string field;   ///< the field of the document that it speaks of, or ""
  std::string reason;  ///< of fail and not_done: wrong_digit, not_printed, expired, no_list, …
};

enum class Severity { kStop, kWarning, kInfo };
[[nodiscard]] std::string_view severity_name(Severity severity);

/// What the officer must see: a hit on the list, or a contradiction.
struct Alert {
  std::string id;  ///< "alert-1"
  /// alert_list, alert_cleared_before, names_not_searched, names_of_list_before, document_expired,
  /// document_expires_soon, check_digit_wrong, reading_contradicted, overstay_now,
  /// entry_without_exit, exit_without_entry, child, age_unknown, no_policy, refused_here,
  /// referred_here, typed_in_already, decided_meanwhile
  std::string kind;
  Severity severity = Severity::kWarning;
  std::string source;  ///< document, alert_list, local_records, open_stays, policies
  std::map<std::string, std::string> parameters;
  /// Of a hit: its place among Situation::hits.
  std::optional<std::size_t> hit;
};

/// Whether a question wants words beside its answer.
enum class Note { kNone, kOptional, kRequired };
[[nodiscard]] std::string_view note_name(Note note);

/// What must be answered before certain decisions.
struct Question {
  /// "alert-1", "override-check_digit_expiry_date", "child", "parted", "child_ahead", "asylum",
  /// "photo", "names", "stopped"
  std::string id;
  /// alert, check_override, reading_contradicted, child_relationship, age_unknown, child_parted,
  /// child_ahead, asylum, expired_document, no_photo, names_not_searched, stopped_here
  std::string code;
  std::string alert;  ///< id of the alert that it answers, or ""
  std::string check;  ///< code of the check that it overrides, or ""
  std::set<DecisionKind> before;
  std::vector<std::string> answers;
  Note note = Note::kNone;
  std::vector<std::string> evidence = {};  ///< of a child in a group: what may show the answer
  bool of_company = false;  ///< asked where the child is said to be with somebody, or may be
  std::vector<std::string> adults = {};    ///< by name, with whom the child may be: of `of_company`
  std::vector<std::string> children = {};  ///< by name, of whom it asks beside the traveller
};

/// A travel document as it lies on the desk, read or typed.
struct PresentedDocument {
  std::string document_code;
  CountryCode issuing_state;
  std::string document_number;
  std::string surname;
  std::string given_names;
  CountryCode nationality;
  std::optional<PartialDate> birth_date;
  std::string sex;
  std::optional<PartialDate> expiry_date;
  /// Check digits by name ("document_number", "composite"); absent: none was printed or typed.
  std::vector<std::pair<std::string, std::optional<bool>>> check_digits;
  /// It is what a barcode says, which is less than a zone: nothing is decided before an officer has
  /// compared and completed it.
  bool to_confirm = false;
  /// What in its reading speaks against it besides check digits, by the finding's code, each once:
  /// "barcode_differs", "seal_invalid".
  std::vector<std::string> contradictions = {};
};

/// Of which list the names were searched for one that is written like the traveller's. What is
/// exact is always asked of the list in force.
enum class NamesSearched {
  kOfThisList,
  kOfListBefore,      ///< those of the list in force are being made ready
  kOfListLongBefore,  ///< the same, and for so long that something is wrong
  kNotYet,            ///< the same, and there are no others
  kNotHere,           ///< nobody makes them ready in this process
};

/// An entry of the alert list that this traveller or document agrees with.
struct ListHit {
  std::string reference;
  std::string matched_by;  ///< document, document_alike, name_birth_date, name_alike
  /// An officer said of the entry and the bearer of this document that they are not one person.
  struct Cleared {
    Date on;
    std::string by;  ///< the post
    RecordId record;
  };
  std::optional<Cleared> cleared = std::nullopt;
  bool of_earlier_reading = false;  ///< of what lay on the desk before, in the same inspection
};

/// The stay that the post believes to be open, and where it knows it from.
struct KnownStay {
  /// What the centre's list of open stays says counts before what would follow from the admission:
  /// it knows of extensions.
  struct Listed {
    std::optional<Date> until;  ///< last legal day; absent: no days are counted
  };

  Admission admission;
  std::vector<StatusChange> changes;
  std::string basis;                ///< local_records, open_stays
  std::optional<Instant> basis_at;  ///< hour of the open stays; later extensions are unknown here
  std::optional<Listed> listed = std::nullopt;
  CountryCode came_from = {};  ///< where this post recorded it; else empty
  /// The document that is shown opened it; else it may be of somebody who is only called so.
  bool by_document = false;
};

/// What was decided at this post of the bearer of the document that is shown.
struct DecidedHere {
  RecordId record;
  DecisionKind decision = DecisionKind::kAdmit;
  Direction direction = Direction::kEntry;
  Instant at;
  OfficerId officer = {};
};

/// By name, oldest first, whom the officer has just admitted and who may belong to the traveller.
struct Company {
  /// With an adult whom no record names, or whose admission was this traveller's and was taken
  /// back.
  std::vector<std::string> children = {};
  std::vector<std::string> adults = {};  ///< of a child

  friend bool operator==(const Company&, const Company&) = default;
};

/// Everything that the rules look at. All of it is held by the post itself.
struct Situation {
  Direction direction = Direction::kEntry;
  bool post_sees_direction = true;
  Instant now;
  Date today = Date::from_days_since_epoch(0);  ///< the legal day: the post's
  std::optional<PresentedDocument> document;
  std::vector<ListHit> hits;
  bool alert_list_held = false;
  NamesSearched names_searched = NamesSearched::kOfThisList;
  bool protection_unit_known = false;  ///< it can be told in confidence
  const PolicyPack* policies = nullptr;
  std::optional<KnownStay> open_stay;
  /// What this post saw of the traveller before, in order of entry, without the stay that is open.
  std::vector<Visit> visits_before = {};
  CountryCode neighbour = {};   ///< the State across the border here; empty: none, or several
  CountryCode state_last = {};  ///< the State named at the traveller's last crossing here; or empty
  bool photo_taken = false;     ///< of the traveller, at the desk
  /// When it was decided, of what is typed in later; absent: now.
  std::optional<Instant> typed_in_of = std::nullopt;
  /// As far as it still holds and can be read, newest first.
  std::vector<DecidedHere> decided_here = {};
  /// Of those the newest that came while somebody else had the document before them.
  std::optional<RecordId> decided_meanwhile = std::nullopt;
  Company company = {};
};

/// The term of an earlier visit, where whoever comes from certain States goes on with it.
struct TermGoingOn {
  Date until = Date::from_days_since_epoch(0);  ///< its last legal day
  std::set<CountryCode> from;                   ///< empty: from wherever
};

/// What the rule for one admission class gives a traveller who enters now.
struct ClassTerm {
  std::string admission_class;
  std::optional<int> days_max;  ///< that may be granted; absent: the rule names no days
  bool days_are_fixed = false;  ///< by the rule: nothing else can be granted
  bool until_is_given = false;  ///< the officer gives a date in place of days
  bool first_day_counts = true;
  std::optional<Date> latest_day;  ///< no stay of this class reaches further
  std::optional<TermGoingOn> goes_on = std::nullopt;
};

/// Where the stay stands, or on entry: what may be granted. Fields as in schema/api/openapi.yaml,
/// StayPosition.
struct StayOutlook {
  std::string state;  ///< to_be_granted, within, over, unlimited, unknown
  std::string basis;
  std::optional<Instant> basis_at;
  std::optional<Date> entered;
  std::optional<int> days_max;
  std::optional<int> days_granted;  ///< on entry: what is proposed
  std::optional<Date> latest_day;
  AuthorisedStay authorised;
  StayPosition position;
  std::vector<ClassTerm> terms;  ///< on entry: of every class that has a rule
};

/// Where the traveller comes from or goes to: asked where some rule of stay looks at it, and no
/// decision waits for the answer.
struct StateQuestion {
  CountryCode proposed;             ///< what the place itself says; or empty
  std::vector<CountryCode> likely;  ///< offered first, each once
};

struct Blocked {
  DecisionKind decision = DecisionKind::kAdmit;
  /// no_document, not_confirmed, wrong_direction, birth_date_in_the_future, typed_in_already
  std::string reason;
};

/// What a desk shows before the decision.
struct Inspection {
  std::optional<int> age_years;
  std::vector<Check> checks;
  std::vector<Alert> alerts;
  std::vector<Question> questions;
  std::optional<StayOutlook> stay;
  std::vector<Blocked> blocked;
  std::optional<StateQuestion> other_state;
  /// Who comes home is granted nothing, and asked neither why they come nor how: of own nationals
  /// less is recorded.
  bool comes_home = false;
  /// What the protection unit may be told with a referral; empty where no unit is known.
  std::vector<std::string> concerns;
  /// Whoever leaves may go by the scan alone: policies say so, and nothing is amiss.
  bool exit_by_scan = false;
};

/// From this age on somebody travels alone, and answers for a child.
inline constexpr int kAdultYears = 18;
/// What is answered of somebody whose age is not known, and who is no child.
inline constexpr std::string_view kIsAdult = "adult";
/// Full years of age on a day; a birth date that is known in part counts as the youngest that the
/// person may be, since the rules that look at it protect children. Absent: nothing is
/// known, or they are not born yet.
[[nodiscard]] std::optional<int> age_on(Date day, const std::optional<PartialDate>& birth);

/// Applies the rules of one crossing: what contradicts, what must be asked. Nothing is decided
/// here: an overstay at a desk is graded like a flag and never refuses by itself
/// (design/semantics, Flags).
[[nodiscard]] Inspection inspect(const Situation& situation);

struct Answer {
  std::string question;
  std::string answer;
  std::string note;

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// A decision as the officer wants it recorded.
struct Draft {
  DecisionKind decision = DecisionKind::kAdmit;
  std::optional<Instant> at;  ///< absent: now
  std::string purpose;
  std::string transport;
  std::string admission_class;
  std::optional<int> granted_days;
  std::optional<Date> granted_until;
  /// The State that the traveller comes from, or goes to; "": it was not asked.
  std::string other_state = "";
  std::vector<std::string> grounds;  ///< of a refusal or an exit stop, or the reasons of a referral
  std::string note;                  ///< of a refusal or a referral, at most 500 characters
  std::vector<Answer> answers;
  std::optional<RecordId> with = std::nullopt;  ///< the crossing of the one that leads the group
  std::string child_evidence = "";              ///< of a child that is with somebody
  /// For the protection unit alone; no other part of the decision says that there are any.
  std::vector<std::string> concerns = {};
  std::string protection_note = "";  ///< to the same, at most 500 characters

  friend bool operator==(const Draft&, const Draft&) = default;
};

/// Why a draft cannot be recorded as it stands.
struct Fault {
  std::string pointer;  ///< JSON pointer into the decision, or "#question/ID"
  std::string code;  ///< missing, unknown_code, out_of_range, in_the_future, must_be_referred, …
  std::string detail;  ///< an English sentence, without anything of the traveller
};

/// What is missing or wrong; empty: the decision may be recorded. A decision may lie this far
/// ahead of the clock, since two machines' clocks differ.
inline constexpr std::chrono::seconds kAheadOfClockMax{60};
[[nodiscard]] std::vector<Fault> faults_of(const Situation& situation, const Inspection& inspection,
                                           const Draft& draft);

}  // namespace garita::station
