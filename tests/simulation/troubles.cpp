// What goes wrong in a run, and when.
#include <algorithm>

#include "tests/simulation/world.h"

namespace garita::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours kDays{96};
constexpr int kWindowsEach = 7;
constexpr std::chrono::milliseconds kDay = hours(24);

}  // namespace

void World::plan_windows(std::size_t station) {
  for (int i = 0; i < kWindowsEach; ++i) {
    agenda_.after(between(hours(0), kDays), [this, station] {
      if (!calm_) keep_connected(station, agenda_.now().plus(between(seconds(5), seconds(90))));
    });
  }
}

void World::plan_stick(std::size_t station) {
  for (int i = 0; i < 3; ++i) {
    if (!dice_.chance(troubles_.stick)) continue;
    agenda_.after(between(hours(0), kDays), [this, station] { carry_stick(station, false); });
  }
}

void World::plan_forgetting(std::size_t station) {
  for (int times = dice_.below(6); times > 0; --times) {
    agenda_.after(between(hours(0), kDays), [this, station] { forget(station); });
  }
}

void World::plan_wrong_clocks() {
  const auto one = [this] { return std::size_t(dice_.below(int(stations_.size()))); };
  const auto some_time = [this] { return between(hours(2), kDays); };
  if (dice_.chance(0.2)) {
    const auto station = one();
    stations_[station]->clock.set_wrong_by(between(-hours(50), hours(50)));
    excused_.insert(stations_[station]->enrolled.post);
  }
  if (dice_.chance(0.2)) {
    const auto station = one();
    const Span wrong_by = between(-hours(30), hours(30));
    excused_.insert(stations_[station]->enrolled.post);
    agenda_.after(some_time(),
                  [this, station, wrong_by] { stations_[station]->clock.set_wrong_by(wrong_by); });
  }
}

void World::plan_full_disks() {
  const auto one = [this] { return std::size_t(dice_.below(int(stations_.size()))); };
  const auto some_time = [this] { return between(hours(2), kDays); };
  if (dice_.chance(0.2)) {
    const auto station = one();
    const Span begins = some_time();
    agenda_.after(begins, [this, station] { stations_[station]->disk.set_full(!calm_); });
    agenda_.after(begins + between(minutes(1), hours(20)),
                  [this, station] { stations_[station]->disk.set_full(false); });
  }
  if (dice_.chance(0.15)) {
    const Span begins = some_time();
    agenda_.after(begins, [this] { centre_.disk.set_full(!calm_); });
    agenda_.after(begins + between(minutes(1), hours(20)),
                  [this] { centre_.disk.set_full(false); });
  }
  for (int syncs = dice_.chance(0.3) ? 1 + dice_.below(6) : 0; syncs > 0; --syncs) {
    const std::size_t machines = stations_.size();
    const std::size_t machine = std::size_t(dice_.below(int(machines) + 1));
    agenda_.after(some_time(), [this, machine, machines] {
      if (calm_) return;
      auto& disk = machine < machines ? stations_[machine]->disk : centre_.disk;
      disk.fail_sync_after(dice_.below(15));
    });
  }
}

void World::plan_disks_and_thieves() {
  const auto one = [this] { return std::size_t(dice_.below(int(stations_.size()))); };
  const auto some_time = [this] { return between(hours(2), kDays); };
  if (dice_.chance(0.15)) {
    const auto station = one();
    const Span backed_up = some_time();
    agenda_.after(backed_up, [this, station] {
      auto backup = stations_[station]->disk.copy();
      agenda_.after(between(minutes(1), hours(40)), [this, station, backup = std::move(backup)] {
        if (!calm_) restore_station(station, backup);
      });
    });
  }
  if (dice_.chance(0.1)) {
    const auto station = one();
    agenda_.after(some_time(), [this, station] {
      if (!centre_.is_up()) return;
      const auto& id = stations_[station]->enrolled.id;
      if (!centre_.database().book().revoke(id, "stolen", centre_.clock.now())) return;
      for (const auto& machine : stations_) {
        if (machine->enrolled.id == id) machine->revoked = true;
      }
      excused_.insert(stations_[station]->enrolled.post);
    });
  }
}

/// A copy is made of a machine that works, and the travellers after it go to either.
void World::plan_clone() {
  const auto station = std::size_t(faults_.below(int(stations_.size())));
  agenda_.after(between(faults_, hours(1), hours(60)), [this, station] { clone_station(station); });
  if (faults_.chance(0.5)) decide_now_and_then();
}

/// A clock goes days and hours to either side of what is right, mostly back, and at last is right.
void World::plan_clock_steps() {
  const auto station = std::size_t(faults_.below(int(stations_.size())));
  Span when = between(faults_, hours(2), hours(20));
  for (int steps = 2 + faults_.below(6); steps > 0 && when < kDays; --steps) {
    const Span wrong_by = faults_.chance(0.3) ? between(faults_, hours(0), hours(30))
                                              : between(faults_, -hours(80), hours(0));
    agenda_.after(when, [this, station, wrong_by] {
      if (calm_) return;
      auto& machine = *stations_[station];
      machine.clock.set_wrong_by(wrong_by);
      if (wrong_by > Span(0)) excused_.insert(machine.enrolled.post);
      if (faults_.chance(0.5)) forget(station);
    });
    when += between(faults_, minutes(10), hours(20));
  }
  agenda_.after(std::min<Span>(when, kDays),
                [this, station] { stations_[station]->clock.set_wrong_by(Span(0)); });
}

/// The process that a sync failed for is killed before it writes anything else.
void World::plan_dying_disk() {
  const std::size_t machines = stations_.size();
  const auto machine = std::size_t(faults_.below(int(machines) + 1));
  for (int times = 1 + faults_.below(4); times > 0; --times) {
    agenda_.after(between(faults_, hours(1), kDays), [this, machine, machines] {
      if (calm_) return;
      auto& disk = machine < machines ? stations_[machine]->disk : centre_.disk;
      disk.fail_sync_and_die(faults_.below(6), faults_.below(2));
    });
  }
}

void World::plan_troubles() {
  plan_wrong_clocks();
  plan_full_disks();
  plan_disks_and_thieves();
  if (troubles_.clone) plan_clone();
  if (troubles_.paper) plan_paper();
  if (troubles_.clock_steps) plan_clock_steps();
  if (troubles_.dying_disk) plan_dying_disk();
  if (!troubles_.over_midnight) return;
  const auto station = std::size_t(faults_.below(int(stations_.size())));
  excused_.insert(stations_[station]->enrolled.post);
  watch_for_midnight(station, 1 + faults_.below(3));
}

bool World::has_been_read_today(StationMachine& station) {
  const Instant now = centre_.clock.now();
  const Instant midnight = now.minus((now - Instant{}) % kDay);
  const auto is_of_today = [&](const Acknowledged& said) { return said.at >= midnight; };
  if (!station.is_up() || std::ranges::none_of(station.acknowledged, is_of_today)) return false;
  const auto journals = station.uplink->journals();
  return journals && std::ranges::all_of(*journals, [](const station::JournalState& journal) {
           return journal.opened == journal.head.sequence;
         });
}

/// Days on which it would hurt are rare.
void World::watch_for_midnight(std::size_t index, int times) {
  agenda_.after(minutes(20), [this, index, times] {
    if (calm_ || times == 0) return;
    const bool now = has_been_read_today(*stations_[index]);
    if (now) over_midnight(index);
    watch_for_midnight(index, now ? times - 1 : times);
  });
}

/// Everything of a day has been read, and it ends too early; then the same day goes on, and no link
/// comes for hours in which days are forgotten.
void World::over_midnight(std::size_t index) {
  auto& clock = stations_[index]->clock;
  const Span to_midnight = kDay - (centre_.clock.now() - Instant{}) % kDay;
  clock.set_wrong_by(to_midnight + between(faults_, minutes(1), hours(2)));
  forget(index);
  agenda_.after(minutes(1), [this, index] {
    stations_[index]->clock.set_wrong_by(Span(0));
    after_each_step();
  });
  const std::string number = "QX" + std::to_string(4'800'000 + wishes_extra_++);
  const Wish late{index, Direction::kEntry, number, number + "-in", false, {}};
  agenda_.after(between(faults_, minutes(2), to_midnight), [this, late] { want(late); });
  ++wishes_left_;
  const Span forgotten = to_midnight + hours(5) + kReadableFor;
  const Span alone = forgotten + between(faults_, hours(1), hours(20));
  no_link_before_[index] = agenda_.now().plus(alone);
  agenda_.after(between(faults_, forgotten, alone), [this, index] { forget(index); });
}

}  // namespace garita::tests
