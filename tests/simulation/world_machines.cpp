// Deaths, starts, backups and copies of machines.
#include <algorithm>

#include "tests/simulation/world.h"

namespace garita::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

void World::after_each_step() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    auto& station = *stations_[i];
    station.latest_shown = std::max(station.latest_shown, station.clock.now());
    if (station.disk.is_dead()) station_dies(i);
  }
  for (const auto& process : centre_.processes) {
    if (centre_.is_dead(*process)) centre_dies(*process);
  }
}

void World::station_dies(std::size_t index) {
  auto& station = *stations_[index];
  ++outcome_.deaths;
  if (links_[index]) links_[index]->station_died();
  station.stop();
  if (dice_.chance(troubles_.power_rather_than_kill)) {
    station.disk.cut_power();
  } else {
    station.disk.kill();
  }
  agenda_.after(between(seconds(1), minutes(20)), [this, index] { start_station(index); });
}

void World::start_station(std::size_t index) {
  auto& station = *stations_[index];
  if (station.is_up()) return;
  if (station.dark) {
    agenda_.after(minutes(5), [this, index] { start_station(index); });
    return;
  }
  if (!calm_ && dice_.chance(troubles_.death_while_writing * 0.5)) {
    station.disk.fail_after(dice_.below(30));
  }
  const bool started = station.start();
  if (started && !station.disk.is_dead()) {
    promises_.check_station_kept_what_it_said(station);
    return;
  }
  if (station.disk.is_dead()) return station_dies(index);
  station.stop();
  agenda_.after(minutes(1), [this, index] { start_station(index); });
}

/// One that is up, if one is.
CentreProcess& World::one_process() {
  if (centre_.processes.size() > 1) {
    auto& either = *centre_.processes[std::size_t(faults_.below(2))];
    if (either.is_up()) return either;
  }
  return centre_.is_up() ? centre_.any() : *centre_.processes.front();
}

void World::end_process(CentreProcess& process) {
  ++outcome_.deaths;
  const auto died = [&process](const std::shared_ptr<Link>& link) {
    if (link && &link->process() == &process) link->centre_died();
  };
  std::ranges::for_each(links_, died);
  std::ranges::for_each(old_links_, died);
  centre_.stop(process);
}

void World::centre_dies(CentreProcess& process) {
  std::vector<CentreProcess*> ended{&process};
  end_process(process);
  if (dice_.chance(troubles_.power_rather_than_kill)) {
    for (const auto& other : centre_.processes) {
      if (!other->is_up()) continue;
      end_process(*other);
      ended.push_back(other.get());
    }
    centre_.disk.cut_power();
  } else {
    centre_.disk.kill(process.number);
  }
  for (auto* each : ended) {
    agenda_.after(between(seconds(1), minutes(5)), [this, each] { start_centre(*each); });
  }
}

void World::start_centre(CentreProcess& process) {
  if (process.is_up()) return;
  if (!calm_ && dice_.chance(troubles_.centre_death * 0.5)) {
    centre_.disk.fail_after(dice_.below(30), process.number);
  }
  const bool started = centre_.start(process);
  if (started && !centre_.is_dead(process)) {
    return promises_.check_centre_kept_what_it_said(*process.intake);
  }
  if (centre_.is_dead(process)) return centre_dies(process);
  centre_.stop(process);
  agenda_.after(minutes(1), [this, &process] { start_centre(process); });
}

void World::restore_station(std::size_t index, const FaultyDisk::Files& backup) {
  auto& station = *stations_[index];
  if (!centre_.is_up() || station.cloned || station.dark) return;
  ++outcome_.deaths;
  if (links_[index]) links_[index]->station_died();
  station.stop();
  station.disk.restore(backup);
  station.receipts.clear();
  station.restored = true;
  if (!station.start()) return station_dies(index);
  for (auto& said : station.acknowledged) {
    const auto found = station.desk->decision_under(said.reference);
    const bool kept = found && *found && (*found)->record == said.record;
    if (kept || said.lost) continue;
    said.lost = true;
    ++outcome_.lost_with_a_disk;
    const auto head = centre_.any().intake->head_of(
        {said.record.station, said.record.incarnation, said.record.lane});
    said.traceless = !head || head->sequence < said.record.sequence;
  }
  // What a centre that never saw a record cannot know, and what a person has to close.
  excused_.insert(station.enrolled.post);
}

/// The copy does not know that it is one: it has the other's name, keys and machine identity.
void World::clone_station(std::size_t index) {
  auto& station = *stations_[index];
  if (calm_ || !station.is_up() || station.restored || station.revoked || station.cloned) return;
  const auto& twin_disk = centre_.country.twins()[index];
  auto twin = std::make_unique<StationMachine>(twin_disk, agenda_, faults_.bits());
  FaultyDisk::Files files;
  const auto folder = station.enrolled.directory.path().string();
  for (const auto& [name, file] : station.disk.copy()) {
    files[twin_disk.directory.path().string() + name.substr(folder.size())] = file;
  }
  twin->disk.restore(files);
  twin->latest_shown = station.latest_shown;
  twin->cloned = station.cloned = true;
  twins_[index] = stations_.size();
  // The longer one of them is alone, the longer its branch.
  const auto alone = faults_.chance(0.5) ? index : stations_.size();
  if (faults_.chance(0.7))
    no_link_before_[alone] = agenda_.now().plus(between(faults_, hours(5), hours(90)));
  stations_.push_back(std::move(twin));
  links_.emplace_back();
  plan_windows(twins_[index]);
  plan_stick(twins_[index]);
  plan_forgetting(twins_[index]);
  start_station(twins_[index]);
}

}  // namespace garita::tests
