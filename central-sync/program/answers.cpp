// overstays, explain, status, verify: what the centre can say.
#include <sys/prctl.h>

#include <algorithm>
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/rebuild_progress.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/health.h"
#include "central-sync/reports/overstay_changes.h"
#include "central-sync/reports/overstay_page.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/reports/quarantine.h"
#include "central-sync/reports/verify.h"
#include "central-sync/store/structure.h"

namespace garita::central {
namespace {

constexpr std::size_t kQuarantineRowsMax = 100'000;

Result<std::optional<Instant>> moment_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  GARITA_TRY(moment, Instant::from_rfc3339(text));
  return moment;
}

/// What will be known at a later moment is not known now: the answer would not be the same for
/// ever.
Result<std::optional<Instant>> known_moment_of(const std::string& text, Instant now) {
  GARITA_TRY(moment, moment_of(text));
  if (moment && *moment > now)
    return fail(Remedy::kReject, "--known-at lies in the future: nobody knows yet");
  return moment;
}

Result<void> write_rows(const OverstaysOptions& options, const std::vector<OverstayRow>& rows,
                        const Terminal& terminal) {
  GARITA_TRY(language, parse_language(options.language));
  if (options.format == "csv")
    terminal.out << overstays_csv(rows);
  else if (options.format == "json")
    terminal.out << overstays_json(rows);
  else
    terminal.out << overstays_table(rows, language);
  return {};
}

/// Where the next page begins is said beside the rows.
Result<void> overstays_page(const OverstaysOptions& options, Centre& centre,
                            const Terminal& terminal) {
  std::optional<OverstayPlace> after;
  if (!options.after.empty()) {
    GARITA_TRY(place, OverstayPlace::from_text(options.after));
    after = place;
  }
  GARITA_TRY(rows, page_of_overstays(centre.database->reading(), centre.clock->now(), after,
                                     options.limit));
  GARITA_CHECK(write_rows(options, rows, terminal));
  if (rows.size() == options.limit)
    terminal.err << "--after " << OverstayPlace::of(rows.back()).text() << '\n';
  return {};
}

Result<void> overstays(const OverstaysOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  OverstayQuery query;
  GARITA_TRY(as_of, moment_of(options.as_of));
  if (as_of && *as_of > centre.clock->now())
    return fail(Remedy::kReject,
                "--as-of lies in the future: nobody can have overstayed by then yet");
  query.as_of = as_of;
  GARITA_TRY(known_at, known_moment_of(options.known_at, centre.clock->now()));
  query.known_at = known_at;
  if (!options.states.empty()) {
    GARITA_TRY(states, parse_states(options.states));
    query.states = states;
  }
  GARITA_TRY(moment, centre.database->reading().one_moment());
  if (options.count) {
    GARITA_TRY(counts, count_overstays(centre.database->reading(), centre.clock->now()));
    terminal.out << counts_text(counts);
    return {};
  }
  if (options.limit > 0) return overstays_page(options, centre, terminal);
  GARITA_TRY(since, moment_of(options.since));
  if (since) {
    GARITA_TRY(changes, changes_since(centre.database->reading(), *since, centre.clock->now()));
    return write_rows(options, changes, terminal);
  }
  GARITA_TRY(rows, list_overstays(centre.database->reading(), query, centre.clock->now()));
  return write_rows(options, rows, terminal);
}

Result<void> explain_one(const ExplainOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(language, parse_language(options.language));
  const Instant now = centre.clock->now();
  GARITA_TRY(as_of, moment_of(options.as_of));
  GARITA_TRY(known_at, known_moment_of(options.known_at, now));
  std::optional<Viewpoint> viewpoint;
  if (as_of || known_at) {
    const Instant known = known_at.value_or(now);
    viewpoint = Viewpoint{as_of.value_or(known), known};
  }
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(person, explain(centre.database->reading(), options.who, viewpoint, now));
  terminal.out << (options.json ? explanation_json(person, language)
                                : explanation_text(person, language));
  return {};
}

Result<void> status(const StatusOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(found, centre_status(centre.database->reading(), centre.clock->now()));
  terminal.out << (options.json ? status_json(found) : status_text(found));
  return {};
}

std::string joined(const std::vector<std::string>& findings) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i)
    text += (i == 0 ? "" : "; ") + findings[i];
  if (findings.size() > kShown)
    text += "; and " + std::to_string(findings.size() - kShown) + " more";
  return text;
}

Result<void> verdict_on(const std::vector<JournalVerdict>& journals,
                        const BulletinVerdict& bulletins, const StructuralDamage& damage) {
  for (const auto& verdict : journals)
    if (verdict.first_bad)
      return fail(Remedy::kRepair,
                  "the first bad record is " + verdict.first_bad->text() + ": " + verdict.why);
  if (!bulletins.bad.empty()) {
    const auto& bad = bulletins.bad.front();
    return fail(Remedy::kRepair, "the journals hold, but not bulletin " + bad.channel + " " +
                                     std::to_string(bad.version) + ": " + bad.why);
  }
  if (damage.what.empty()) return {};
  return fail(Remedy::kRepair,
              "the journals hold, but the database file is damaged: " + joined(damage.what));
}

Result<void> verify(const StatusOptions& options, const Terminal& terminal) {
  const Layout layout(options.data);
  GARITA_TRY(place, database_of(layout));
  // First of all: whatever reads the tables takes them for whole.
  GARITA_TRY(damage, structural_damage(place));
  if (!damage.readable)
    return fail(Remedy::kRepair, "the database is damaged, so that its journals cannot be read: " +
                                     joined(damage.what) + "; restore it from a copy");
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(authority, load_certificate(centre.layout, kAuthorityKey));
  GARITA_TRY(signer, load_certificate(centre.layout, kBulletinsKey));
  GARITA_TRY(key, signer.public_key());
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(journals, verify_journals(*centre.database, authority));
  GARITA_TRY(bulletins, verify_bulletins(*centre.database, key));
  terminal.out << (options.json ? verdicts_json(journals) + bulletins_json(bulletins)
                                : verdicts_text(journals) + bulletins_text(bulletins));
  terminal.err << not_verified() << '\n';
  return verdict_on(journals, bulletins, damage);
}

Result<void> quarantine(const QuarantineOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(rows, centre.database->reading().quarantine(kQuarantineRowsMax + 1));
  const bool all = rows.size() <= kQuarantineRowsMax;
  if (!all) rows.pop_back();
  GARITA_TRY(incidents, centre.database->reading().incidents(kQuarantineRowsMax));
  terminal.out << (options.json ? quarantine_json(rows) : quarantine_table(rows));
  const auto& listed = incidents.rows;
  if (!options.json && !listed.empty()) terminal.out << '\n';
  terminal.out << (options.json ? incidents_json(listed) : incidents_table(listed));
  const Instant since = centre.clock->now().minus(std::chrono::days(options.waiting_days));
  GARITA_TRY(waiting, centre.database->reading().waiting_decisions(since, kQuarantineRowsMax));
  if (!options.json && !waiting.empty()) terminal.out << '\n';
  terminal.out << (options.json ? waiting_json(waiting) : waiting_table(waiting));
  if (all && !incidents.more) return {};
  terminal.err << "only the newest " << kQuarantineRowsMax << " are listed\n";
  return {};
}

Result<void> crossings(const StatusOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(moment, centre.database->reading().one_moment());
  GARITA_TRY(text, all_crossings(centre.database->reading(), options.json));
  terminal.out << text;
  return {};
}

Result<void> rebuild(const StatusOptions& options, const Terminal& terminal) {
  // From now on in large pages (main.cpp).
  ::prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  Projector projector(centre.database->intake(), centre.database->projection(), keyring.keys());
  RebuildProgress progress(terminal.err);
  GARITA_CHECK(centre.database->make_indexes());
  // While another process projects into a server's database, its reports stay as fast as they are.
  GARITA_TRY(alone, centre.database->take_projecting());
  if (alone) GARITA_CHECK(centre.database->put_off_indexes());
  GARITA_TRY(count, projector.rebuild([&](const Projector::Progress& now) { progress.tell(now); }));
  GARITA_CHECK(centre.database->make_indexes());
  terminal.out << count << " records and claims projected\n";
  return {};
}

}  // namespace

ExitStatus run_overstays(const OverstaysOptions& options, const Terminal& terminal) {
  return report(overstays(options, terminal), terminal);
}
ExitStatus run_explain(const ExplainOptions& options, const Terminal& terminal) {
  return report(explain_one(options, terminal), terminal);
}
ExitStatus run_status(const StatusOptions& options, const Terminal& terminal) {
  return report(status(options, terminal), terminal);
}
ExitStatus run_verify(const StatusOptions& options, const Terminal& terminal) {
  return report(verify(options, terminal), terminal);
}
ExitStatus run_quarantine(const QuarantineOptions& options, const Terminal& terminal) {
  return report(quarantine(options, terminal), terminal);
}
ExitStatus run_crossings(const StatusOptions& options, const Terminal& terminal) {
  return report(crossings(options, terminal), terminal);
}
ExitStatus run_rebuild(const StatusOptions& options, const Terminal& terminal) {
  return report(rebuild(options, terminal), terminal);
}

}  // namespace garita::central
