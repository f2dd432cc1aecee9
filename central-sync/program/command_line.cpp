#include "central-sync/program/command_line.h"

#include <CLI/CLI.hpp>
#include <functional>

#include "central-sync/program/listing.h"
#include "central-sync/program/subcommands.h"
#include "central-sync/reports/overstay_page.h"
#include "central-sync/reports/overstays.h"
#include "schema/api/account.h"
#include "schema/record/enrolment.h"
#include "schema/record/record.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// A value that cannot be one is wrong usage, and named as such before anything is opened.
template <typename Parse>
std::function<std::string(const std::string&)> valid(Parse parse) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? std::string() : parsed.error().message;
  };
}
const auto kMoment = [](const std::string& text) { return Instant::from_rfc3339(text); };
const auto kPost = [](const std::string& text) { return parse_post_code(text); };
const auto kStation = [](const std::string& text) { return parse_station_id(text); };
const auto kZone = [](const std::string& text) { return Zone::named(text); };

/// What an option that takes a moment says of itself.
std::string moment(const std::string& what) {
  return what + ", RFC 3339: 2026-03-02T06:00:00-06:00";
}
/// Of a word that is none, so much is repeated.
constexpr std::size_t kWordBytesShown = 40;

/// What was typed where a subcommand is wanted and is none; "" where nothing was.
std::string unknown_subcommand(const CLI::App& app) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  const auto rest = deepest->remaining();
  const bool wanted = deepest->get_require_subcommand_min() > 0;
  if (!wanted || rest.empty() || rest.front().starts_with('-')) return "";
  const std::string where = deepest == &app ? "" : deepest->get_name() + ": ";
  return where + "there is no subcommand '" + as_one_line(rest.front(), kWordBytesShown) +
         "'; --help names those that there are";
}

/// Builds the subcommands; the one that was named runs after the whole line was read.
class CommandLine : private Subcommands {
 public:
  explicit CommandLine(const Terminal& terminal) : Subcommands(terminal) {
    app_.set_version_flag("--version", std::string("garita-central ") + GARITA_VERSION);
    app_.require_subcommand(1);
    add_founding();
    add_enrolment();
    add_accounts();
    add_serving();
    add_overstays();
    add_explanation();
    add_answers();
    add_decisions();
    add_paper();
    add_persons();
    add_exchange();
    add_stays(app_, *this);
    add_names(app_, *this);
    add_alerts();
    add_protection();
  }

  ExitStatus run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::RequiredError& error) {
      const auto unknown = unknown_subcommand(app_);
      if (unknown.empty())
        app_.exit(error, terminal().out, terminal().err);
      else
        terminal().err << "garita-central: " << unknown << '\n';
      return ExitStatus::kUsage;
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error, terminal().out, terminal().err);
      return code == 0 ? ExitStatus::kDone : ExitStatus::kUsage;
    }
    return run_chosen();
  }

 private:
  void add_founding() {
    auto [init, found] = add<InitOptions>(app_, "init", "make a country's centre", run_init);
    init->add_option("--country", found->country, "code as in the machine readable zone")
        ->required()
        ->check(valid(check_country));
    init->add_option("--database", found->database,
                     "postgresql://…, for several processes; else a file in the folder");
    init->add_flag("--exercise", found->exercise, "a training country, never a real one");
    init->add_option("--console-name", found->console_names,
                     "names and addresses under which the console is opened");
  }

  void add_enrolment() {
    auto [enrol, join] = add<EnrolOptions>(
        app_, "enrol", "make the enrolment file of a new station, or answer its request",
        run_enrol);
    auto* request = enrol->add_option("--request", join->request,
                                      "a station's request that came on a stick, to be answered");
    auto* post = enrol->add_option("post", join->post, "code of the post, PASO-01");
    post->check(valid(kPost));
    post->excludes(request);
    enrol->add_option("--directions", join->directions, "entry,exit; none of an office")
        ->needs(post)
        ->check(valid(directions_of));
    enrol
        ->add_option("--border", join->border,
                     "land, air or sea; office: where status is decided and nobody crosses")
        ->needs(post)
        ->check(
            CLI::IsMember(std::vector<std::string>{"land", "air", "sea", std::string(kOffice)}));
    enrol->add_option("--zone", join->zone, "IANA time zone of the post")
        ->needs(post)
        ->check(valid(kZone));
    enrol->add_option("--centre", join->centres, "HOST:PORT of the sync port, best first")
        ->needs(post);
    enrol->add_option("--desk-name", join->desk_names, "names under which officers open the desk")
        ->needs(post);
    enrol->add_option("--out", join->out, "the file to write; else it is printed");
    auto [revoke, end] =
        add<EndOptions>(app_, "revoke", "take a station's certificate back", run_revoke);
    revoke->add_option("station", end->what, "PASO-01-01")->required()->check(valid(kStation));
    revoke->add_option("--why", end->why, kWhyRecorded)->check(check_why);
  }

  void add_accounts() {
    auto* officer = app_.add_subcommand("officer", "accounts of officers");
    officer->require_subcommand(1);
    auto [adding, who] = add<OfficerOptions>(
        *officer, "add", "make or change an account; the password comes from standard input",
        run_officer_add);
    adding->add_option("id", who->id, "log-in name")->required();
    adding->add_option("--name", who->name, "as colleagues call them");
    adding->add_option("--roles", who->roles, "comma-separated: " + role_names())
        ->capture_default_str();
    auto [totp, factor] = add<SecondFactorOptions>(
        *officer, "totp",
        "ask a code of the officer's telephone too; prints the new key once, as otpauth://",
        run_officer_totp);
    totp->add_option("id", factor->id, "log-in name")->required();
    totp->add_flag("--remove", factor->remove, "ask for the password alone again");
    add<StatusOptions>(*officer, "renew",
                       "publish the same officers again: posts let nobody in by a list of 90 days",
                       run_officer_renew);
  }

  void add_serving() {
    auto [serve, options] =
        add<ServeOptions>(app_, "serve", "take stations, project, show the console", run_serve);
    serve->add_option("--sync-port", options->sync_port, "port for stations; 0: any that is free")
        ->capture_default_str();
    serve
        ->add_option("--console-port", options->console_port,
                     "port of the directorate's console; 0: any that is free")
        ->capture_default_str();
    serve->add_option("--address", options->address, "address to listen on; 0.0.0.0: every one")
        ->capture_default_str();
    serve
        ->add_option("--role", options->role,
                     "what this process does: ingest (stations), project (tables, open stays), "
                     "console, or all")
        ->capture_default_str()
        ->check(CLI::IsMember({"ingest", "project", "console", "all"}));
    serve
        ->add_option("--open-stays-every", options->open_stays_minutes,
                     "minutes between two lists of open stays for the posts; 0: none")
        ->capture_default_str()
        ->check(CLI::Range(0, 7 * 24 * 60));
    add<StatusOptions>(app_, "rebuild", "make the tables anew from the journals", run_rebuild);
  }

  void add_overstays() {
    auto [overstays, list] =
        add<OverstaysOptions>(app_, "overstays", "list flags with their evidence", run_overstays);
    overstays->add_option("--as-of", list->as_of, moment("the legal moment asked about"))
        ->check(valid(kMoment));
    overstays->add_option("--known-at", list->known_at, moment("using what was received by then"))
        ->check(valid(kMoment));
    overstays->add_option("--states", list->states, "comma-separated; probable,confirmed")
        ->check(valid(parse_states));
    overstays->add_option("--language", list->language, "of the table: es, en or fr")
        ->capture_default_str()
        ->check(CLI::IsMember({"es", "en", "fr"}));
    overstays->add_option("--format", list->format, "table, csv, or json: one object a line")
        ->capture_default_str()
        ->check(CLI::IsMember({"table", "csv", "json"}));
    auto* limit = overstays->add_option("--limit", list->limit, "a page of what is raised now")
                      ->check(CLI::Range(std::size_t{1}, kPageRowsMax));
    overstays->add_option("--after", list->after, "the page behind the place that one ended with")
        ->needs(limit);
    auto* count = overstays->add_flag("--count", list->count, "how many are raised now");
    auto* since = overstays
                      ->add_option("--since", list->since,
                                   moment("what was added to the list and withdrawn since then"))
                      ->check(valid(kMoment))
                      ->excludes(limit)
                      ->excludes(count);
    for (auto* option : {"--as-of", "--known-at", "--states"}) {
      limit->excludes(overstays->get_option(option));
      count->excludes(overstays->get_option(option));
      since->excludes(overstays->get_option(option));
    }
  }

  void add_explanation() {
    auto [explain, why] =
        add<ExplainOptions>(app_, "explain", "a person's stays, line by line", run_explain);
    explain->add_option("who", why->who, "a person (P-…) or a record (PASO-01-01:1:movement:1)")
        ->required();
    explain->add_option("--as-of", why->as_of, moment("the legal moment asked about"))
        ->check(valid(kMoment));
    explain->add_option("--known-at", why->known_at, moment("using what was received by then"))
        ->check(valid(kMoment));
    explain->add_option("--language", why->language, "es, en or fr")
        ->capture_default_str()
        ->check(CLI::IsMember({"es", "en", "fr"}));
    explain->add_flag("--json", why->json, "one JSON object");
  }

  void add_answers() {
    auto [status, how] = add<StatusOptions>(app_, "status", "posts, journals, flags", run_status);
    status->add_flag("--json", how->json, kJsonLines);
    auto [quarantine, aside] = add<QuarantineOptions>(
        app_, "quarantine", "what arrived and is not calculated with, and why; and incidents",
        run_quarantine);
    quarantine->add_flag("--json", aside->json, kJsonLines);
    quarantine
        ->add_option("--waiting-days", aside->waiting_days,
                     "of decisions whose entry is not here: those that wait longer (3)")
        ->check(CLI::Range(0, 36'500));
    auto [crossings, shown] = add<StatusOptions>(
        app_, "crossings", "every crossing that is known, by time", run_crossings);
    crossings->add_flag("--json", shown->json, kJsonLines);
    auto [pictures, wanted] = add<PicturesOptions>(
        app_, "pictures", "write the pictures of a crossing to files; it is noted who asked",
        run_pictures);
    pictures->add_option("record", wanted->record, "the crossing's: PASO-01-01:1:movement:1")
        ->required();
    pictures->add_option("--to", wanted->to, "a folder")->required();
    pictures->add_option("--why", wanted->why, "for the audit journal")
        ->required()
        ->check(check_why);
    auto [verify, check] =
        add<StatusOptions>(app_, "verify", "every journal's chain, receipts and gaps", run_verify);
    verify->add_flag("--json", check->json, kJsonLines);
  }

  void add_decisions() {
    auto [decide, decision] =
        add<DecideOptions>(app_, "decide", "record a decision on somebody's status", run_decide);
    decide
        ->add_option(
            "file", decision->file,
            "one JSON object: kind, authority, and person (P-…) or entry (a record); as the "
            "kind needs them days, until (2026-04-15), admission_class; and where wanted "
            "at, officer, reason. Kinds: " +
                status_kind_names())
        ->required();
    auto [close, end] = add<EndOptions>(
        app_, "close",
        "declare that a post, station or incarnation reports no more, or that a record which is in "
        "quarantine is not waited for",
        run_close);
    close->add_option("what", end->what, "POST, STATION, STATION:INCARNATION or a record")
        ->required();
    close->add_option("--why", end->why, kWhyRecorded)->required()->check(check_why);
    close->add_option("--officer", end->officer, "who decided");
    close->add_option("--give-up", end->give_up,
                      "so many records in quarantine are never to be known; refused without it, "
                      "where there are any");
    auto [adopt, branch] = add<AdoptOptions>(
        app_, "adopt",
        "take crossings of a second branch, which are in quarantine, for such as happened",
        run_adopt);
    adopt
        ->add_option("record", branch->record,
                     "in quarantine; or all movements of a disk's life (PASO-01-01:1), or some of "
                     "them (PASO-01-01:1:movement:201-5000)")
        ->required();
    adopt->add_option(
        "--hash", branch->hashes,
        "where there are several contents: of each that happened, others are left out");
    adopt->add_option("--why", branch->why, kWhyRecorded)->required()->check(check_why);
  }

  void add_paper() {
    auto [paper, period] =
        add<PaperOptions>(app_, "paper", "a period in which a post works on paper", run_paper);
    paper
        ->add_option("action", period->action,
                     "open: the post goes to paper; close: everything is typed in")
        ->required()
        ->check(CLI::IsMember({"open", "close"}));
    paper->add_option("post", period->post, "PASO-01")->required()->check(valid(kPost));
    paper->add_option("--from", period->from, moment("since when; else since now"))
        ->check(valid(kMoment));
    paper
        ->add_option("--to", period->to,
                     moment("until when, where it is known; a day ahead at most"))
        ->check(valid(kMoment));
  }

  void add_persons() {
    auto* persons = app_.add_subcommand("persons", "who is one person, and who is not");
    persons->require_subcommand(1);
    auto [review, shown] = add<ReviewOptions>(
        *persons, "review", "pairs on which somebody has to decide", run_persons_review);
    review->add_option("--language", shown->language, "of the reasons: es, en or fr")
        ->check(CLI::IsMember({"es", "en", "fr"}));
    review->add_flag("--json", shown->json, kJsonLines);
    auto [link, one] =
        add<IdentityOptions>(*persons, "link", "decide that two are one person", run_persons_link);
    auto [separate, two] = add<IdentityOptions>(
        *persons, "separate", "decide that they are not; takes a link back", run_persons_separate);
    for (const auto& [command, options] : {std::pair(link, one), std::pair(separate, two)}) {
      command->add_option("one", options->one, "P-…")->required();
      command->add_option("other", options->other, "P-…")->required();
      command->add_option("--reason,--why", options->reason, kWhyRecorded)
          ->required()
          ->check(check_why);
      command->add_option("--officer", options->officer, "who decided");
    }
  }

  void add_exchange() {
    auto* bulletin = app_.add_subcommand("bulletin", "what goes down to the posts");
    bulletin->require_subcommand(1);
    auto [publish, what] = add<PublishOptions>(
        *bulletin, "publish", "sign a file and send it to every post", run_publish);
    publish
        ->add_option("channel", what->channel,
                     "alerts (CSV), policies (TOML), officers (JSON), trust (certificates, PEM), "
                     "alert-pictures, cleared-pairs, open-stays, messages (plain text)")
        ->required();
    publish->add_option("file", what->file,
                        "in UTF-8; open-stays and cleared-pairs need none: they are what is known");
    publish->parse_complete_callback([options = what] {
      if (options->file.empty() && options->channel != kOpenStaysChannel &&
          options->channel != kClearedPairsChannel)
        throw CLI::RequiredError("file");
    });
    publish->add_flag("--shrinks", what->shrinks,
                      "the list is meant to have less than half the rows of the one in force");
    publish->add_flag("--shortens", what->shortens,
                      "the policies are meant to end stays earlier that have begun");
    auto [import, carried] =
        add<ImportOptions>(app_, "import", "take bundles from removable media", run_import);
    import
        ->add_option("files", carried->files,
                     "STATION-TIME-0001.garita, …; all that belong together")
        ->required();
    import->add_option("--to", carried->to, "folder for the answers; else beside each file");
  }

  void add_alerts() {
    auto* alerts = app_.add_subcommand("alerts", "lists of alerts");
    alerts->require_subcommand(1);
    auto [convert, lists] = add<AlertsOptions>(
        *alerts, "convert",
        "print lists of others as one of ours, to be published; what has no place in it is said",
        run_alerts_convert);
    convert->get_option("--data")->required(false);
    convert
        ->add_option(
            "files", lists->files,
            "the United Nations' consolidated list (XML), CSV as ours, or CSV by --mapping")
        ->required();
    convert->add_option("--mapping", lists->mapping,
                        "TOML: which columns are which (deploy/OPERATING.md)");
    convert->add_option("--instruction", lists->instruction,
                        "what officers are to do, where the list does not say");
    convert->add_option("--action", lists->action, "the same for the machine")
        ->check(CLI::IsMember({"detain", "refer", "protect", "inform"}));
    convert->add_option("--pictures", lists->pictures,
                        "write the pictures that lists name by their files here, made small: to be "
                        "published in channel alert-pictures");
    convert->add_option("--reader", lists->reader, "garita-reader; absent: beside this program");
  }

  /// What passes between officers and the country's protection unit, which alone can read it.
  void add_protection() {
    auto* protection = app_.add_subcommand(
        "protection", "the unit that is told in confidence who may need protection");
    protection->require_subcommand(1);
    auto [key, made] = add<ProtectionOptions>(
        *protection, "key", "at the unit: make its key, and the request for a certificate",
        run_protection_key);
    key->add_option("--to", made->to, "a folder of the unit's own")->required();
    auto [appoint, unit] = add<ProtectionOptions>(
        *protection, "appoint", "give the unit its certificate, and name it to every post",
        run_protection_appoint);
    appoint->add_option("request", unit->file, "the unit's protection.csr")->required();
    appoint->add_option("--out", unit->out, "the certificate, for the unit")->required();
    auto [exporting, sealed] = add<ProtectionOptions>(
        *protection, "export", "write what was sealed for the unit, as it came",
        run_protection_export);
    exporting->add_option("--out", sealed->out, "the file, to be taken to the unit")->required();
    exporting->add_option("--why", sealed->why, "for the audit journal")
        ->required()
        ->check(check_why);
    auto [open, read] = add<ProtectionOptions>(
        *protection, "open", "at the unit: read the file, one JSON object a concern",
        run_protection_open);
    open->add_option("file", read->file, "as export wrote it")->required();
    open->add_option("--key", read->key, "the unit's protection.key")->required();
    open->add_option("--certificate", read->certificate, "the unit's certificate")->required();
    for (auto* command : {key, open}) command->get_option("--data")->required(false);
  }

  CLI::App app_{"garita-central: a country's centre of border management"};
};

}  // namespace

ExitStatus run_command_line(int argc, const char* const* argv, const Terminal& terminal) {
  CommandLine line(terminal);
  return line.run(argc, argv);
}

}  // namespace garita::central
