// decide, close, paper: what a person states, as records of the centre's own journal.
#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <set>

#include "central-sync/program/adoption.h"
#include "central-sync/program/centre.h"
#include "central-sync/program/officers_list.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/stay_meant.h"
#include "schema/record/decision_file.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// How far ahead the end of a period on paper may lie.
constexpr std::chrono::hours kForeseenMost{24};
/// So many records are listed of those that a closure would give up.
constexpr std::size_t kGivenUpShown = 1000;
/// So many records of a life are adopted by one command; whoever has more says it again.
constexpr std::size_t kAdoptedAtOnce = 100'000;
constexpr std::size_t kQuarantineRowsMax = 100'000;
/// A reason may hold what a station sent.
constexpr std::size_t kReasonBytesShown = 200;

Result<void> write(Centre& centre, const Record& record, const Terminal& terminal) {
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  GARITA_TRY(id, journal.write(record, Lane::kMovement, centre.clock->now()));
  terminal.out << id.text() << '\n';
  return bring_up_to_date(centre);
}

/// Whom the decision is about: somebody has to be known by what it names, or it would be put aside
/// unseen.
Result<PersonId> person_meant(Centre& centre, const StatusDecision& decision) {
  GARITA_CHECK(bring_up_to_date(centre));
  if (decision.entry) {
    GARITA_TRY(person, centre.database->reading().traveller_of(*decision.entry));
    if (!person) return fail(Remedy::kReject, "no traveller is known by " + decision.entry->text());
    if (decision.person.value().empty()) return *person;
    GARITA_TRY(named, centre.database->reading().person(decision.person));
    if (!named || named->person != *person)
      return fail(Remedy::kReject,
                  decision.entry->text() + " is not an entry of " + decision.person.value());
    return *person;
  }
  GARITA_TRY(person, centre.database->reading().person(decision.person));
  if (!person) return fail(Remedy::kReject, "nobody is known as " + decision.person.value());
  return person->person;
}

/// What a person's stays are allowed by what is known; how that came about is another matter.
Result<std::vector<AuthorisedStay>> allowed_now(Centre& centre, const PersonId& person) {
  auto& store = centre.database->reading();
  const Instant now = centre.clock->now();
  GARITA_TRY(history, store.history_of(person));
  GARITA_TRY(view, CountryView::at(store, now));
  std::vector<AuthorisedStay> allowed;
  for (auto& judged : evaluate(history, view.country(), {now, now}).stays) {
    judged.authorised.derivation.clear();
    allowed.push_back(std::move(judged.authorised));
  }
  return allowed;
}

Result<void> decide(const DecideOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(text, read_file(options.file, kDecisionFileBytesMax));
  auto decision = parse_decision_file(text, centre.clock->now());
  if (!decision) return fail(std::move(decision.error()), options.file.string());
  GARITA_TRY(person, person_meant(centre, *decision));
  GARITA_CHECK(
      check_stay_meant(centre.database->reading(), *decision, person, centre.clock->now()));
  GARITA_TRY(before, allowed_now(centre, person));
  GARITA_CHECK(write(centre, *decision, terminal));
  GARITA_TRY(after, allowed_now(centre, person));
  if (after == before)
    terminal.err << "it is recorded, and changes nothing of any stay that is known now\n";
  return {};
}

/// A post, a station, or an incarnation of one ("PASO-01-01:2") that the centre knows, or a record
/// that is put aside: then it is not waited for any more.
Result<void> check_target(CentralStore& store, const std::string& target) {
  GARITA_TRY(posts, store.posts());
  GARITA_TRY(stations, store.stations());
  GARITA_TRY(journals, store.journals());
  const bool known =
      std::any_of(posts.begin(), posts.end(),
                  [&](const PostRow& row) { return row.post.value() == target; }) ||
      std::any_of(stations.begin(), stations.end(),
                  [&](const StationRow& row) { return row.station.value() == target; }) ||
      std::any_of(journals.begin(), journals.end(), [&](const JournalRow& row) {
        return row.station.value() + ":" + std::to_string(row.incarnation) == target;
      });
  if (known) return {};
  // A life of a disk that has claimed, and written nothing.
  GARITA_TRY(lives, store.lives());
  if (std::ranges::any_of(lives, [&](const auto& life) { return life.name() == target; }))
    return {};
  if (const auto record = RecordId::parse(target)) {
    GARITA_TRY(aside, store.in_quarantine(*record));
    if (aside) return {};
    return fail(Remedy::kReject, "no record " + target + " is in quarantine");
  }
  return fail(Remedy::kReject, "there is no post, station or incarnation " + target);
}

/// Whoever closes a disk, a station or a post gives up what of it is in quarantine, which may be
/// travellers who did cross: they say how much that is, once they were told. A record is named by
/// itself. How many records it is.
Result<std::int64_t> check_given_up(CentralStore& store, const EndOptions& options,
                                    const Terminal& terminal) {
  GARITA_TRY(aside, store.put_aside_of(options.what, kGivenUpShown));
  if (RecordId::parse(options.what) || aside.total == options.give_up.value_or(0))
    return aside.total;
  for (const auto& row : aside.first)
    terminal.err << row.record.text() << "  " << row.cause << "  "
                 << as_one_line(row.reason, kReasonBytesShown) << '\n';
  const auto shown = static_cast<std::int64_t>(aside.first.size());
  if (aside.total > shown) terminal.err << "and " << aside.total - shown << " more\n";
  if (aside.total == 0)
    return fail(Remedy::kAskOfficer, "nothing of " + options.what + " is in quarantine");
  return fail(Remedy::kAskOfficer,
              "closing " + options.what + " would give up " + std::to_string(aside.total) +
                  " records in quarantine, which may be travellers who crossed: adopt what "
                  "happened, then close with --give-up and how many are left");
}

/// What has come of a target and is not read yet may be put aside by the reading.
constexpr int kClosedAfterReading = 5;

Result<bool> is_all_read(CentralStore& store, const std::string& target) {
  GARITA_TRY(journals, store.journals());
  return std::ranges::none_of(journals, [&](const JournalRow& row) {
    const auto& station = row.station.value();
    const bool is_of_it = target == station || target == post_of(row.station).value() ||
                          target.starts_with(station + ":" + std::to_string(row.incarnation));
    return is_of_it && row.opened < row.held;
  });
}

Result<void> close_down(const EndOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_CHECK(check_target(centre.database->reading(), options.what));
  Closure closure;
  closure.target = options.what;
  closure.at = centre.clock->now();
  closure.why = options.why;
  closure.officer = OfficerId(options.officer);
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  std::int64_t given_up = 0;
  bool all_read = true;
  // What arrives meanwhile is not given up unseen.
  const auto counted = [&]() -> Result<void> {
    GARITA_TRY(is_read, is_all_read(centre.database->reading(), options.what));
    all_read = is_read;
    if (!all_read) return fail(Remedy::kRetry, options.what + " sends at this moment: try again");
    GARITA_TRY(count, check_given_up(centre.database->reading(), options, terminal));
    given_up = count;
    return {};
  };
  auto id = journal.write(closure, Lane::kMovement, closure.at, counted);
  for (int times = 0; !id && !all_read && times < kClosedAfterReading; ++times) {
    GARITA_CHECK(bring_up_to_date(centre));
    id = journal.write(closure, Lane::kMovement, closure.at, counted);
  }
  if (!id) return Failure(id.error());
  terminal.out << id->text() << '\n';
  terminal.err << options.what << " is closed and waited for no more; " << given_up
               << " records in quarantine were given up\n";
  return bring_up_to_date(centre);
}

/// Inside a transaction: whether nobody has decided about a record since `contents` were read, nor
/// has it come as a part of its journal. What another command wrote is in no table yet before it is
/// projected; this one wrote last under number `own_last`.
Result<void> check_still_aside(Centre& centre, const std::vector<Entry>& contents,
                               std::uint64_t own_last) {
  const RecordId record = contents.front().id();
  auto& store = centre.database->intake();
  GARITA_TRY(own, centre.database->book().own_station());
  const JournalId decisions{own, 1, Lane::kMovement};
  const JournalId journal{record.station, record.incarnation, record.lane};
  GARITA_TRY(written, store.head_of(decisions));
  GARITA_TRY(read, store.opened_of(decisions));
  GARITA_TRY(held, store.hash_of(journal, record.sequence));
  GARITA_TRY(now, centre.database->journals().put_aside(record));
  const bool is_held =
      std::ranges::any_of(contents, [&](const Entry& entry) { return held == entry_hash(entry); });
  if (written.sequence <= std::max(read, own_last) && !is_held && now == contents) return {};
  return fail(Remedy::kRetry, record.text() +
                                  ": something was decided about it, or came, at the same time; "
                                  "nothing was written about it, try again");
}

/// The places of lane movement of a life that are put aside, in order, each once.
Result<std::vector<RecordId>> movements_aside(CentralStore& store, const AdoptedRange& range) {
  GARITA_TRY(aside, store.put_aside_of(range.life, kAdoptedAtOnce));
  std::set<RecordId> records;
  for (const auto& row : aside.first) {
    const auto& record = row.record;
    const bool in_range = record.sequence >= range.first && record.sequence <= range.last;
    if (record.lane == Lane::kMovement && in_range) records.insert(record);
  }
  return std::vector(records.begin(), records.end());
}

/// What follows records that are gone may be thousands, and nobody types as many commands.
Result<void> adopt_all(Centre& centre, const AdoptOptions& options, const Terminal& terminal) {
  GARITA_TRY(range, parse_adopted_range(options.record));
  if (!options.hashes.empty()) return fail(Remedy::kReject, "--hash is about one record");
  GARITA_TRY(records, movements_aside(centre.database->reading(), range));
  if (records.empty()) {
    return fail(Remedy::kReject, "no movement of " + options.record + " is put aside");
  }
  std::vector<std::vector<Entry>> places;
  for (const auto& record : records) {
    GARITA_TRY(contents, centre.database->journals().put_aside(record));
    places.push_back(std::move(contents));
  }
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  Projector projector(centre.database->intake(), centre.database->projection(), keyring.keys());
  const Instant now = centre.clock->now();
  auto all = adoption_of_all(places, projector, now, "adopted: " + options.why);
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  std::map<RecordId, const std::vector<Entry>*> of_record;
  for (const auto& contents : places)
    if (!contents.empty()) of_record[contents.front().id()] = &contents;
  std::uint64_t own_last = 0;
  std::size_t crossings = 0;
  for (const auto& one : all.adopted) {
    GARITA_TRY(written, journal.write_all(one.statements, Lane::kMovement, now, [&] {
      return check_still_aside(centre, *of_record.at(one.record), own_last);
    }));
    own_last = written.back().sequence;
    written.pop_back();
    crossings += written.size();
    for (const auto& id : written) terminal.out << id.text() << '\n';
  }
  terminal.err << all.adopted.size() << " records of " << options.record << " are decided about, "
               << crossings << " crossings of them adopted\n";
  GARITA_CHECK(bring_up_to_date(centre));
  if (all.left.empty()) return {};
  for (const auto& line : all.left) terminal.err << as_one_line(line, kReasonBytesShown) << '\n';
  return fail(Remedy::kAskOfficer,
              std::to_string(all.left.size()) + " records are left: decide about each by itself");
}

/// A disk was cloned or restored, and both branches are of real travellers: what stands in the one
/// that was put aside is stated by the centre, and is waited for no more.
Result<void> adopt(const AdoptOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  if (!RecordId::parse(options.record)) return adopt_all(centre, options, terminal);
  GARITA_TRY(record, RecordId::parse(options.record));
  GARITA_TRY(aside, centre.database->journals().put_aside(record));
  if (aside.empty()) {
    GARITA_TRY(rows, centre.database->reading().quarantine(kQuarantineRowsMax));
    return Failure(why_not_adopted(record, rows));
  }
  const std::size_t contents = aside.size();
  GARITA_TRY(meant, contents_meant(aside, options.hashes));
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  Projector projector(centre.database->intake(), centre.database->projection(), keyring.keys());
  const std::string why = "adopted " + std::to_string(meant.size()) + " of " +
                          std::to_string(contents) + ": " + options.why;
  GARITA_TRY(records, adoption_of(meant, projector, centre.clock->now(), why));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  GARITA_TRY(written, journal.write_all(records, Lane::kMovement, centre.clock->now(),
                                        [&] { return check_still_aside(centre, aside, 0); }));
  written.pop_back();
  for (const auto& id : written) terminal.out << id.text() << '\n';
  return bring_up_to_date(centre);
}

/// A declaration about hours that nobody has seen yet would count as true once they come.
Result<void> check_moments(const PaperPeriod& period, bool begins_now) {
  if (period.to && *period.to < period.from && begins_now)
    return fail(Remedy::kReject, "--to " + period.to->rfc3339() +
                                     " is past: say by --from since when the post was on paper");
  if (period.to && *period.to < period.from)
    return fail(Remedy::kReject, "the period ends before it begins");
  if (period.from > period.at)
    return fail(Remedy::kReject, "--from " + period.from.rfc3339() + " is in the future: it is " +
                                     period.at.rfc3339() +
                                     " now, and a period begins when the post goes to paper");
  if (period.to && *period.to > period.at.plus(kForeseenMost))
    return fail(Remedy::kReject, "--to " + period.to->rfc3339() +
                                     " is more than a day ahead: it is " + period.at.rfc3339() +
                                     " now, and who is on paper for longer says so again");
  return {};
}

Result<std::optional<PostOnPaper>> open_paper_of(CentralStore& store, const PostCode& post) {
  GARITA_TRY(on_paper, store.posts_on_paper());
  const auto found = std::ranges::find(on_paper, post, &PostOnPaper::post);
  return found == on_paper.end() ? std::nullopt : std::optional(std::move(*found));
}

/// Closing says that all is entered, which means nothing where no period was announced. Desks hear
/// of it with the list of officers: what is still typed in there comes late.
Result<void> closing(const PostCode& post, const std::optional<PostOnPaper>& open,
                     const Terminal& terminal) {
  if (!open)
    return fail(Remedy::kReject,
                post.value() + " has no open period on paper: there is nothing to close");
  for (const auto& station : open->at_desks)
    terminal.err
        << station.value()
        << " announced hours at its desk, which goes on typing in until a supervisor closes "
           "them there too, and is told of this with the list of officers: whatever of it comes "
           "from now on is an incident\n";
  return {};
}

Result<void> paper(const PaperOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(post, parse_post_code(options.post));
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_CHECK(check_target(centre.database->reading(), post.value()));
  PaperPeriod period;
  period.post = post;
  period.opens = options.action == "open";
  GARITA_TRY(open, open_paper_of(centre.database->reading(), post));
  if (!period.opens) GARITA_CHECK(closing(post, open, terminal));
  period.at = period.from = centre.clock->now();
  if (!options.from.empty()) {
    GARITA_TRY(from, Instant::from_rfc3339(options.from));
    period.from = from;
  }
  if (!options.to.empty()) {
    GARITA_TRY(to, Instant::from_rfc3339(options.to));
    period.to = to;
  }
  GARITA_CHECK(check_moments(period, options.from.empty()));
  if (period.opens && open)
    terminal.err << post.value()
                 << " is on paper already: this is one more period beside it, and one close says "
                    "of both that all is entered\n";
  GARITA_TRY(before, closed_at_desks(centre));
  GARITA_CHECK(write(centre, period, terminal));
  GARITA_TRY(after, closed_at_desks(centre));
  if (before == after) return {};
  const auto told = tell_desks(centre);
  if (!told)
    terminal.err << "the desks are not told yet (" << told.error().message
                 << "): officer add, or serve within a week, publishes the list again\n";
  return {};
}

}  // namespace

ExitStatus run_decide(const DecideOptions& options, const Terminal& terminal) {
  return report(decide(options, terminal), terminal);
}
ExitStatus run_close(const EndOptions& options, const Terminal& terminal) {
  return report(close_down(options, terminal), terminal);
}
ExitStatus run_adopt(const AdoptOptions& options, const Terminal& terminal) {
  return report(adopt(options, terminal), terminal);
}
ExitStatus run_paper(const PaperOptions& options, const Terminal& terminal) {
  return report(paper(options, terminal), terminal);
}

}  // namespace garita::central
