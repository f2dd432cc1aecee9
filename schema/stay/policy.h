#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schema/stay/window.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Days from entry that the rule itself fixes: TOML kind "fixed_days", `days`.
struct FixedDays {
  int days = 0;
  friend bool operator==(const FixedDays&, const FixedDays&) = default;
};

/// Days that the officer grants, at most `cap`; where no grant was recorded the cap counts, since
/// doubt favours the traveller. TOML kind "granted_days", `cap`.
struct GrantedDays {
  int cap = 0;
  friend bool operator==(const GrantedDays&, const GrantedDays&) = default;
};

/// Until a date given at entry (visa, contract, "admitted until"); where none was recorded the stay
/// has no end that could be overstayed. TOML kind "until_date".
struct UntilDate {
  friend bool operator==(const UntilDate&, const UntilDate&) = default;
};

/// Nobody of this audience can overstay (diplomats, residents). TOML kind "unlimited".
struct Unlimited {
  friend bool operator==(const Unlimited&, const Unlimited&) = default;
};

/// Until something happens, which a decision then says: the end of a contract, of studies, of a
/// mission. TOML kind "until_event", `event`.
struct UntilEvent {
  std::string event;
  friend bool operator==(const UntilEvent&, const UntilEvent&) = default;
};

/// To the same day of the month, `months` later, or to that month's last day where it is shorter;
/// with `ends_on_eve` to the day before. TOML kind "calendar_months", `months`, `ends_on`.
struct CalendarMonths {
  int months = 0;
  bool ends_on_eve = false;
  friend bool operator==(const CalendarMonths&, const CalendarMonths&) = default;
};

/// Days that several States give together: the first one's officer grants them, at most `cap`, and
/// moving between the States does not begin a new term. TOML kind "shared_pool", `cap`, `states`.
struct SharedPool {
  int cap = 0;
  std::set<CountryCode> states;
  friend bool operator==(const SharedPool&, const SharedPool&) = default;
};

/// TOML kinds "rolling_days" (`days`, `window_days`) and "calendar_year_days" (`days`) are the
/// limits of window.h.
using RuleKind = std::variant<FixedDays, GrantedDays, UntilDate, Unlimited, UntilEvent,
                              CalendarMonths, SharedPool, RollingLimit, YearLimit>;

/// What an extension may give; absent: as much as the authority decides.
struct ExtensionLimits {
  std::optional<int> days_max;        ///< in one extension
  std::optional<int> count_max;       ///< extensions in a term
  std::optional<int> total_days_max;  ///< of the whole term, entry to end
  friend bool operator==(const ExtensionLimits&, const ExtensionLimits&) = default;
};

/// Who asks: what chooses a rule.
struct Audience {
  CountryCode nationality;
  std::string document_type;    ///< the document code of the MRZ: "P", "PD", "ID"
  std::string admission_class;  ///< "visitor"
};

/// One rule of stay, as law: for whom, from when to when, what, by which text.
struct StayRule {
  std::string id;
  RuleKind kind;
  /// Nationalities, the groups resolved; empty: any.
  std::set<CountryCode> nationalities;
  /// One letter stands for every document code that begins with it; empty: any.
  std::set<std::string> document_types;
  /// Empty: any.
  std::set<std::string> admission_classes;
  /// Days of entry for which the rule holds, both included; no `effective_to`: still in force.
  Date effective_from = Date::from_days_since_epoch(0);
  std::optional<Date> effective_to;
  /// Whether the day of entry is day 1 or day 0.
  bool entry_day_counts = true;
  /// Whether the stay ends with the document at the latest.
  bool document_expiry_caps = false;
  /// Days after the last legal day in which nothing is raised.
  int grace_days = 0;
  /// Days up to the last legal day in which the stay is flagged as about to end; 0: never.
  int notice_days = 0;
  /// Whoever comes back so soon goes on with the term that was running: fewer days than this from
  /// the exit to the entry.
  int absence_days_min = 0;
  /// States from which a return within the term keeps its limit (contiguous territory).
  std::set<CountryCode> returns_from;
  ExtensionLimits extensions;
  /// Whether the term stands still from an application lodged in time until it is decided.
  bool pending_application_freezes = false;
  /// The rules that this one takes the place of, where both would apply.
  std::set<std::string> instead_of;
  std::string citation;
  std::string source;      ///< where the rule was read
  std::string confidence;  ///< "high", "medium", "low": how sure the source is

  [[nodiscard]] bool applies_to(const Audience& audience, Date entered) const;
  friend bool operator==(const StayRule&, const StayRule&) = default;
};

/// What a second person at the desk approves before it is recorded. TOML `approval`.
enum class ApprovalMatter {
  kVoid,        ///< taking a record back
  kCorrection,  ///< restating one
  kCheckDigit,  ///< admitting although a check digit does not hold
  kAlert,       ///< admitting although the alert list has somebody like the traveller
};
/// "void", "correction", "check_digit", "alert".
[[nodiscard]] std::string_view approval_matter_name(ApprovalMatter matter);

/// A country's rules of stay, in force and past, as one signed and versioned text.
class PolicyPack {
 public:
  /// Reads a pack from TOML 1.0; schema/stay/FORMAT.md lists the keys. Remedy: reject, with the
  /// rule's name, for a missing or unknown key, an unknown group, a date that is none, and for two
  /// rules that could both apply to one entry while neither says `instead_of` the other: both are
  /// named. A refused pack is refused whole.
  [[nodiscard]] static Result<PolicyPack> from_toml(std::string_view text);
  /// A pack of rules that no text states, for calculations; refused as from_toml refuses.
  [[nodiscard]] static Result<PolicyPack> of(std::string version, CountryCode country,
                                             std::vector<StayRule> rules);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  /// Whose territory; its own nationals have no limit.
  [[nodiscard]] const CountryCode& country() const { return country_; }
  /// Whether whoever leaves with nothing amiss is let go by the scan of the document alone.
  [[nodiscard]] bool exits_by_scan() const { return exits_by_scan_; }
  /// Whether a live photo is taken of whoever is admitted at entry, or it is said why not.
  [[nodiscard]] bool photo_at_entry() const { return photo_at_entry_; }
  [[nodiscard]] const std::set<ApprovalMatter>& approval() const { return approval_; }
  [[nodiscard]] const std::vector<StayRule>& rules() const { return rules_; }
  /// The one rule for this audience at this day of entry; null when there is none.
  [[nodiscard]] const StayRule* rule_for(const Audience& audience, Date entered) const;
  /// The other States that some rule looks at, of those a traveller comes from or goes to: of a
  /// shared pool, and those from which a return keeps its limit. Empty: nobody need be asked.
  [[nodiscard]] std::set<CountryCode> states_looked_at() const;
  /// The longest stay that any rule gives, in days, with its extensions where the rule limits them:
  /// how long after a post went live an exit may still belong to an entry from before. Where a rule
  /// sets no end, what the pack states (`go_live_days`), else a year. At least 1.
  [[nodiscard]] int longest_stay_days() const;

 private:
  std::string name_;
  std::string version_;
  CountryCode country_;
  bool exits_by_scan_ = false;
  bool photo_at_entry_ = false;
  std::set<ApprovalMatter> approval_;
  std::optional<int> go_live_days_;
  std::vector<StayRule> rules_;
  std::vector<std::size_t> order_;  ///< of rules_, each before those that it is instead of
};

}  // namespace garita
