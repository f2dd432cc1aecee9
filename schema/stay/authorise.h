#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/stay/day_set.h"
#include "schema/stay/derivation.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// What was established and decided when a traveller was let in.
struct Admission {
  Date entered = Date::from_days_since_epoch(0);  ///< the local day of the post
  Audience audience;
  std::optional<int> granted_days;
  std::optional<Date> granted_until;
  std::optional<Date> document_expiry;
};

/// What a decision does to a stay. The numbers stand in tables: a new one comes last.
enum class StatusChangeKind {
  kExtendDays,   ///< `days` more than the term had
  kExtendUntil,  ///< to `until`, where that is later
  kChangeClass,  ///< `admission_class` from `day` on; the term begins anew, `days` or `until` given
                 ///< or by rule
  kSuspend,      ///< no flag for this stay, for a reason that is not said (protection, court)
  kResume,       ///< ends a suspension
  kRevoke,       ///< `day` is the last legal day
  kConfirm,      ///< the overstay was established by officers (the person was met)
  kClear,        ///< a person decided that there is no overstay
  kApply,  ///< an application was lodged on `day`; the rule says whether that freezes the term
  /// It was decided on `day`; `admission_class`, `until` or `days` are what was granted, none of
  /// them where it was refused.
  kDecideApplication,
  kEvent,  ///< what a stay until an event waits for came: `until`, else `day`, is the last
  /// A residence permit in `admission_class` ("resident") from `day` on, to `until`; without that
  /// there is no limit any more.
  kResidence,
  kProtect,  ///< as kSuspend, also on later visits, and ended by nothing but kEndProtection
  kEndProtection,
  kAnnul,  ///< as kRevoke: nobody is blamed for days before they were told, unless `until` is
           ///< earlier
  /// As kChangeClass, also into the class of before; ends a revocation, and makes good what was,
  /// also of a stay that is over, where it names that.
  kRegularise,
  kDocumentReported,  ///< the document of the entry was lost, stolen or made invalid at `at`
  kDocumentReplaced,  ///< ends that
};

/// A decision about a stay that has begun, by an authority.
struct StatusChange {
  std::string reference;  ///< of the record that states it; a reference counts once
  StatusChangeKind kind = StatusChangeKind::kExtendDays;
  Instant at;                                 ///< when it was decided
  Date day = Date::from_days_since_epoch(0);  ///< the legal day on which it was decided
  std::string of;  ///< reference of the entry; empty: the stay that was open at `at`
  std::optional<int> days;
  std::optional<Date> until;
  std::string admission_class;
};

/// One presence as the rules see it: an entry, what is known of its end, and the decisions on it.
struct Visit {
  Admission admission;
  std::optional<Date> left;  ///< the local day of the exit; absent: there, or the end is unknown
  /// The person entered again and nobody saw the exit: only the day of entry is proven.
  bool end_unknown = false;
  std::optional<Date> entered_again;  ///< and when, where that is known
  CountryCode came_from;              ///< the State, where it was recorded; else empty
  CountryCode went_to;
  /// The records are those of one State: where the person was since the visit before, nobody saw. A
  /// term then goes on from State to State only where both were named, and over its own end only
  /// from one day to the next; who left an area unseen is not held to have stayed in it.
  bool absence_unseen = false;
  std::vector<StatusChange> changes;  ///< of this stay, in any order
};

/// What a stay is allowed, and why.
struct AuthorisedStay {
  /// The last day on which the traveller is in the country by right; absent: no limit is known or
  /// there is none, and nothing can be overstayed. It is the eve of the entry where not even that
  /// day was allowed.
  std::optional<Date> last_legal_day;
  std::string rule;  ///< id of the rule; "" where none applied
  /// The entry, the first entry of a term that goes on, or the last change of class.
  Date term_start = Date::from_days_since_epoch(0);
  bool first_day_counts = true;  ///< whether term_start is day 1 of the term
  bool term_goes_on = false;     ///< it began with an earlier visit
  bool extended = false;         ///< an extension moved the end of the term
  std::string policy_version;
  int grace_days = 0;
  int notice_days = 0;  ///< of the rule: how early before the last legal day to say that it comes
  std::string admission_class;  ///< by the last decision, else as admitted
  bool pending = false;         ///< an application stops the term, and it is not decided
  /// When a decision began the term anew or cut it short: before, nobody was told of its end.
  std::optional<Instant> term_decided_at;
  /// When the stay was revoked or annulled, where nothing gave a right again since.
  std::optional<Instant> revoked_at;
  /// When the document was reported lost, stolen or invalid, where it was not replaced since.
  std::optional<Instant> document_reported_at;
  bool suspended = false;  ///< nothing is flagged: a decision's effect, whatever its reason
  bool exempt = false;     ///< nothing is flagged: the rule sets no limit, and no decision did
  bool confirmed = false;  ///< a person established the overstay
  bool cleared = false;    ///< a person decided that there is none
  DaySet frozen;           ///< days in which the term stood still
  Derivation derivation;

  friend bool operator==(const AuthorisedStay&, const AuthorisedStay&) = default;
};

/// The authorised stay of one entry under a pack, of a person of whom no other stay is known, with
/// `changes` (of this stay, in any order) applied in the order of decision.
[[nodiscard]] AuthorisedStay authorise(const PolicyPack& pack, const Admission& admission,
                                       std::span<const StatusChange> changes);

/// The authorised stay of a visit of whom somebody knows some visits before: with their term where
/// it goes on, else by itself, since a window is not to be counted from a part of the visits.
[[nodiscard]] AuthorisedStay authorise_after(const PolicyPack& pack, std::span<const Visit> before,
                                             const Visit& visit);

/// What a person's visits are allowed, each in view of those before it.
struct AuthorisedVisits {
  std::vector<AuthorisedStay> stays;  ///< one a visit, in the order of the visits
  DaySet rolling_days;                ///< days of presence that rolling limits count
  DaySet yearly_days;                 ///< days of presence that calendar-year limits count
};

/// `visits` in order of entry; `not_counted`: days that no limit counts (a residence permit). The
/// days of a visit without an end are in no set. Linear in visits, changes and spans.
[[nodiscard]] AuthorisedVisits authorise_visits(const PolicyPack& pack,
                                                std::span<const Visit> visits,
                                                const DaySet& not_counted);

/// Where a stay stands on a day.
struct StayPosition {
  int days_used = 0;  ///< from the start of the term to `day`, by the rule's way of counting
  std::optional<int>
      days_remaining;  ///< days after `day` up to the last legal one, at least 0; absent: no limit
  int days_over = 0;   ///< days after the last legal day up to `day`, at least 0
  std::optional<Date> first_day_over;
};

/// `day` is the local day of the exit, or the day asked about; not before the entry. Days in which
/// the term stood still, and those of `not_counted`, are neither used nor over.
[[nodiscard]] StayPosition position_on(const AuthorisedStay& stay, Date day,
                                       const DaySet& not_counted = {});

}  // namespace garita
