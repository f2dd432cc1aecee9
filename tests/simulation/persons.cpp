// What people do: they work on paper and type in, they decide what became of a disk.
#include <algorithm>

#include "central-sync/program/adoption.h"
#include "central-sync/program/own_journal.h"
#include "tests/simulation/world.h"

namespace garita::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t kAsideMost = 1'000;
/// What was decided shows with the next claim.
constexpr int kRounds = 2;
const OfficerId kHead("jefa");

}  // namespace

void World::plan_paper() {
  const Span begins = between(faults_, hours(2), hours(70));
  const Span ends = begins + between(faults_, hours(2), hours(20));
  const auto station = std::size_t(faults_.below(int(stations_.size())));
  PaperHours hours_on_paper;
  hours_on_paper.post = stations_[station]->enrolled.post;
  hours_on_paper.from = centre_.clock.now().plus(begins);
  hours_on_paper.dark = faults_.chance(0.5);
  paper_ = hours_on_paper;
  // Who has no power cannot say anything wrong before the centre is told.
  const Span told = paper_->dark ? between(faults_, begins, ends) : begins - minutes(30);
  agenda_.after(told, [this] { announce_paper(); });
  agenda_.after(begins, [this] { paper_begins(); });
  agenda_.after(ends, [this] { paper_ends(); });
}

bool World::is_on_paper(const PostCode& post) const {
  return paper_ && paper_->began && !paper_->ended && paper_->post == post;
}

void World::paper_begins() {
  if (!paper_->dark && !paper_->announced) {
    // Nobody could be told: then the post goes on as it is.
    paper_.reset();
    return;
  }
  paper_->began = true;
  if (!paper_->dark) return;
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    auto& station = *stations_[i];
    if (station.enrolled.post != paper_->post) continue;
    station.dark = true;
    if (!station.is_up()) continue;
    if (links_[i]) links_[i]->station_died();
    station.stop();
    station.disk.cut_power();
    agenda_.after(minutes(5), [this, i] { start_station(i); });
  }
}

void World::paper_ends() {
  if (!paper_ || !paper_->began) return;
  if (!paper_->announced) {
    agenda_.after(minutes(5), [this] { paper_ends(); });
    return;
  }
  paper_->ended = true;
  for (const auto& station : stations_) {
    if (station->enrolled.post == paper_->post) station->dark = false;
  }
  close_paper();
}

void World::note_on_paper(Wish wish) {
  wish.on_paper = centre_.clock.now();
  promises_.note_on_paper({wish.reference, wish.number, wish.direction, *wish.on_paper});
  ++paper_->to_type_in;
  type_in_later(wish);
}

/// In no order, hours after.
void World::type_in_later(const Wish& wish) {
  agenda_.after(minutes(10), [this, wish] {
    const bool now = paper_->ended && (calm_ || faults_.chance(0.1));
    now ? want(wish) : type_in_later(wish);
  });
}

bool World::state(const std::vector<Record>& records) {
  auto& process = one_process();
  if (!process.is_up()) return false;
  auto journal = central::OwnJournal::open(*process.database, centre_.country.layout());
  if (!journal) return false;
  if (!calm_ && faults_.chance(troubles_.centre_death)) {
    centre_.disk.fail_after(faults_.below(60), process.number);
  }
  const auto written = journal->write_all(records, Lane::kMovement, centre_.clock.now());
  after_each_step();
  return written.has_value();
}

void World::announce_paper() {
  if (!paper_) return;
  const Instant now = centre_.clock.now();
  if (state({PaperPeriod{paper_->post, true, paper_->from, {}, now, kHead}})) {
    paper_->announced = true;
    return promises_.note_paper_hours(paper_->post, paper_->from);
  }
  agenda_.after(minutes(5), [this] { announce_paper(); });
}

/// Whoever typed in the last one calls the directorate; what was typed in may still be on its way.
void World::close_paper() {
  const Instant now = centre_.clock.now();
  if (paper_->to_type_in == 0 && (calm_ || faults_.chance(0.2))) {
    // It may be durable although nobody could be told.
    promises_.note_paper_hours(paper_->post, {});
    paper_->closed = state({PaperPeriod{paper_->post, false, paper_->from, {}, now, kHead}});
  }
  if (!paper_->closed) agenda_.after(minutes(10), [this] { close_paper(); });
}

/// Both travellers were there: what stands in the second branch is stated by the centre. What is no
/// crossing is only not waited for any more.
bool World::decide_about(const RecordId& record) {
  auto& database = centre_.database();
  const auto contents = database.journals().put_aside(record);
  if (!contents) return false;
  promises_.note_decided(*contents);
  outcome_.second_contents += contents->size();
  const Instant now = centre_.clock.now();
  if (record.lane != Lane::kMovement || contents->empty()) {
    return state({Closure{record.text(), now, "seen", kHead}});
  }
  auto projector = centre_.country.centre().projector(database);
  const auto records = central::adoption_of(*contents, projector, now, "two disks");
  return records && state(*records);
}

bool World::decide_about_branches() {
  if (!centre_.is_up()) return false;
  auto& process = centre_.any();
  const bool projected = centre_.project(process) && !centre_.is_dead(process);
  const auto rows = process.database->reading().quarantine(kAsideMost);
  std::set<RecordId> branches;
  if (projected && rows) {
    for (const auto& row : *rows) {
      if (!row.resolved_at && promises_.is_of_a_second_branch(row)) branches.insert(row.record);
    }
  }
  after_each_step();
  return projected && rows && std::ranges::all_of(branches, [this](const RecordId& record) {
           return centre_.is_up() && decide_about(record);
         });
}

void World::decide_now_and_then() {
  agenda_.after(between(faults_, hours(8), hours(30)), [this] {
    if (calm_) return;
    decide_about_branches();
    decide_now_and_then();
  });
}

/// The lives that disks of the station lead.
std::set<std::uint32_t> World::lives_led(const StationId& station) {
  std::set<std::uint32_t> lives;
  for (const auto& machine : stations_) {
    if (machine->enrolled.id != station || !machine->is_up()) continue;
    const auto claim = machine->desk->claim();
    if (claim) lives.insert(claim->incarnation);
  }
  return lives;
}

/// No disk goes on in them any more, and nothing of them waits for a decision of its own.
void World::end_former_lives() {
  std::set<std::string> waiting;
  const auto rows = centre_.database().reading().quarantine(kAsideMost);
  if (!rows) return;
  const auto name_of = [](const StationId& station, std::uint32_t life) {
    return station.value() + ":" + std::to_string(life);
  };
  for (const auto& row : *rows) {
    // What nobody signed is not waited for.
    if (row.resolved_at || row.cause == "unsigned") continue;
    waiting.insert(name_of(row.record.station, row.record.incarnation));
  }
  for (const auto& [index, twin] : twins_) {
    const StationId& station = stations_[index]->enrolled.id;
    const auto lives = lives_led(station);
    const auto positions = centre_.any().intake->journals_held(station);
    if (!positions) return;
    for (const auto& position : *positions) {
      const auto life = position.journal.incarnation;
      const std::string target = name_of(station, life);
      if (lives.contains(life) || waiting.contains(target)) continue;
      if (!ended_lives_.insert(target).second) continue;
      static_cast<void>(state({Closure{target, centre_.clock.now(), "another life", kHead}}));
    }
  }
}

void World::persons_decide_the_rest(Instant until) {
  if (paper_ && paper_->began) agenda_.run_until(until, [this] { return paper_->closed; });
  if (twins_.empty() && !paper_) return;
  for (int round = 0; round < kRounds; ++round) {
    promises_.check_branches_are_kept();
    if (!twins_.empty() && decide_about_branches()) end_former_lives();
    agenda_.run_until(agenda_.now().plus(minutes(2)), [] { return false; });
  }
}

}  // namespace garita::tests
