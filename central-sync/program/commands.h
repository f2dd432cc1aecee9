#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// How a command ends (design/contracts).
enum class ExitStatus {
  kDone = 0,
  kSomeFailed = 1,  ///< some input could not be processed; each is named on standard error
  kUsage = 2,
  kRefused = 3,  ///< by a safety rule
};

/// Where a command reads and writes.
struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

struct InitOptions {
  std::filesystem::path data;
  std::string country;
  std::string database;  ///< "postgresql://…"; "": the file in `data`
  bool exercise = false;
  std::vector<std::string> console_names;
};
struct EnrolOptions {
  std::filesystem::path data;
  std::string post;
  std::string directions;
  std::string border;
  std::string zone;
  std::vector<std::string> centres;
  std::vector<std::string> desk_names;
  std::filesystem::path out;
  /// A station's request that came on a stick, to be answered; then nothing else is wanted.
  std::filesystem::path request;
};
struct ServeOptions {
  std::filesystem::path data;
  std::uint16_t sync_port = 7410;
  std::uint16_t console_port = 7430;
  std::string address = "127.0.0.1";
  std::string role = "all";
  int open_stays_minutes = 60;  ///< how often they are listed for the posts; 0: never
};
struct OverstaysOptions {
  std::filesystem::path data;
  std::string as_of;
  std::string known_at;
  std::string states;
  std::string format = "table";
  std::size_t limit = 0;  ///< rows at most of what is raised now; 0: all
  std::string after;      ///< the place that a page ended with
  bool count = false;
  std::string since;            ///< what changed in the list since then, in place of the list
  std::string language = "en";  ///< of the table
};
struct ExplainOptions {
  std::filesystem::path data;
  std::string who;
  std::string as_of;
  std::string known_at;
  std::string language = "en";
  bool json = false;
};
struct StatusOptions {
  std::filesystem::path data;
  bool json = false;
};
struct QuarantineOptions {
  std::filesystem::path data;
  bool json = false;
  int waiting_days = 3;  ///< decisions that wait longer for their entry are listed
};
struct PublishOptions {
  std::filesystem::path data;
  std::string channel;
  std::filesystem::path file;  ///< "": what the centre knows itself
  bool shrinks = false;        ///< the list is meant to have less than half of its rows
  bool shortens = false;       ///< the policies are meant to end stays that have begun earlier
};
struct OfficerOptions {
  std::filesystem::path data;
  std::string id;
  std::string name;
  std::string roles = "officer";
};
/// For `officer totp`.
struct SecondFactorOptions {
  std::filesystem::path data;
  std::string id;
  bool remove = false;
};
struct DecideOptions {
  std::filesystem::path data;
  std::filesystem::path file;
};
/// For `revoke` and `close`.
struct EndOptions {
  std::filesystem::path data;
  std::string what;
  std::string why;
  std::string officer;  ///< `close` alone: who decided; "": not stated
  /// `close` alone: how many of the records in quarantine are given up; absent: none is known of.
  std::optional<std::int64_t> give_up;
};
/// For `persons review`.
struct ReviewOptions {
  std::filesystem::path data;
  std::string language = "en";  ///< of the reasons
  bool json = false;
};
/// For `persons link` and `persons separate`.
struct IdentityOptions {
  std::filesystem::path data;
  std::string one;
  std::string other;
  std::string reason;
  std::string officer;
};
struct PaperOptions {
  std::filesystem::path data;
  std::string action;  ///< "open" or "close"
  std::string post;
  std::string from;
  std::string to;
};
struct AdoptOptions {
  std::filesystem::path data;
  std::string record;
  std::vector<std::string> hashes;  ///< beginnings of those that are taken, where there are several
  std::string why;
};
struct PicturesOptions {
  std::filesystem::path data;
  std::string record;
  std::filesystem::path to;
  std::string why;
};
/// For the commands of `protection`; each uses what it has options for.
struct ProtectionOptions {
  std::filesystem::path data;         ///< not used by `key` and `open`: the unit has no centre
  std::filesystem::path to;           ///< folder for the unit's key and request
  std::filesystem::path file;         ///< a request; or referrals as `export` wrote them
  std::filesystem::path out;          ///< the certificate; or the referrals
  std::filesystem::path key;          ///< the unit's
  std::filesystem::path certificate;  ///< the unit's
  std::string why;
};
struct ImportOptions {
  std::filesystem::path data;
  std::vector<std::filesystem::path> files;
  std::filesystem::path to;  ///< folder for the answers; empty: beside each file
};

/// For the commands of `stays`: they read a file and no centre.
struct CalculationOptions {
  std::filesystem::path data;
  std::filesystem::path file;
  std::string language = "en";
};

/// For `stays import`.
struct StaysImportOptions {
  std::filesystem::path data;
  std::filesystem::path file;
  std::string source;  ///< the older system's name
  std::string why;
  bool dry_run = false;
};

/// For `alerts convert`.
struct AlertsOptions {
  std::filesystem::path data;  ///< not used: nothing is asked of a centre
  std::vector<std::filesystem::path> files;
  std::filesystem::path mapping;   ///< how tables are written that are not as ours
  std::string instruction;         ///< where a list has none
  std::string action;              ///< where a list has none; "": none
  std::filesystem::path pictures;  ///< where those go that lists name; "": lists name none
  std::filesystem::path reader;    ///< garita-reader; "": the one beside this program
};

/// For `names score`, `names search` and `names index`; each uses what it has options for.
struct NamesOptions {
  std::filesystem::path data;   ///< not used: nothing is asked of a centre
  std::filesystem::path file;   ///< pairs
  std::filesystem::path list;   ///< CSV: id, name, birth_date, nationality
  std::filesystem::path query;  ///< TSV: id, name, dob, nat
  std::filesystem::path index;  ///< what `names index` made of a list
  std::size_t most = 10;        ///< candidates a question
  bool json = false;
};

/// Letters, three at most. Remedy: reject.
[[nodiscard]] Result<void> check_country(const std::string& country);
/// "entry,exit": at least one. Remedy: reject.
[[nodiscard]] Result<std::set<Direction>> directions_of(const std::string& list);

ExitStatus run_init(const InitOptions& options, const Terminal& terminal);
ExitStatus run_enrol(const EnrolOptions& options, const Terminal& terminal);
ExitStatus run_serve(const ServeOptions& options, const Terminal& terminal);
ExitStatus run_overstays(const OverstaysOptions& options, const Terminal& terminal);
ExitStatus run_explain(const ExplainOptions& options, const Terminal& terminal);
ExitStatus run_status(const StatusOptions& options, const Terminal& terminal);
ExitStatus run_verify(const StatusOptions& options, const Terminal& terminal);
ExitStatus run_quarantine(const QuarantineOptions& options, const Terminal& terminal);
ExitStatus run_crossings(const StatusOptions& options, const Terminal& terminal);
ExitStatus run_rebuild(const StatusOptions& options, const Terminal& terminal);
ExitStatus run_publish(const PublishOptions& options, const Terminal& terminal);
ExitStatus run_officer_add(const OfficerOptions& options, const Terminal& terminal);
ExitStatus run_officer_totp(const SecondFactorOptions& options, const Terminal& terminal);
ExitStatus run_officer_renew(const StatusOptions& options, const Terminal& terminal);
ExitStatus run_decide(const DecideOptions& options, const Terminal& terminal);
ExitStatus run_revoke(const EndOptions& options, const Terminal& terminal);
ExitStatus run_close(const EndOptions& options, const Terminal& terminal);
ExitStatus run_persons_review(const ReviewOptions& options, const Terminal& terminal);
ExitStatus run_persons_link(const IdentityOptions& options, const Terminal& terminal);
ExitStatus run_persons_separate(const IdentityOptions& options, const Terminal& terminal);
ExitStatus run_paper(const PaperOptions& options, const Terminal& terminal);
ExitStatus run_adopt(const AdoptOptions& options, const Terminal& terminal);
ExitStatus run_pictures(const PicturesOptions& options, const Terminal& terminal);
ExitStatus run_protection_key(const ProtectionOptions& options, const Terminal& terminal);
ExitStatus run_protection_appoint(const ProtectionOptions& options, const Terminal& terminal);
ExitStatus run_protection_export(const ProtectionOptions& options, const Terminal& terminal);
ExitStatus run_protection_open(const ProtectionOptions& options, const Terminal& terminal);
ExitStatus run_names_score(const NamesOptions& options, const Terminal& terminal);
ExitStatus run_names_search(const NamesOptions& options, const Terminal& terminal);
ExitStatus run_names_index(const NamesOptions& options, const Terminal& terminal);
ExitStatus run_import(const ImportOptions& options, const Terminal& terminal);
ExitStatus run_alerts_convert(const AlertsOptions& options, const Terminal& terminal);
ExitStatus run_stays_evaluate(const CalculationOptions& options, const Terminal& terminal);
ExitStatus run_stays_explain(const CalculationOptions& options, const Terminal& terminal);
ExitStatus run_stays_import(const StaysImportOptions& options, const Terminal& terminal);
ExitStatus run_stays_replay(const CalculationOptions& options, const Terminal& terminal);

}  // namespace garita::central
