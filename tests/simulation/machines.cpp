#include "tests/simulation/machines.h"

#include <algorithm>

namespace garita::tests {
namespace {

/// Room for pictures, the same on every machine that simulates.
constexpr std::uint64_t kDiskFree = 1'000'000'000;

}  // namespace

StationMachine::StationMachine(const EnrolledDisk& enrolled_disk, const Agenda& agenda,
                               std::uint64_t seed)
    : enrolled(enrolled_disk),
      disk(enrolled_disk.directory.path(), seed),
      clock(agenda, SimulatedCountry::begin()) {
  disk.restore(enrolled.files);
}

bool StationMachine::start() {
  auto first = station::Ledger::open(enrolled.directory, enrolled.identity, clock, {});
  if (!first) return false;
  auto second = station::Ledger::open(enrolled.directory, enrolled.identity, clock, {});
  if (!second) return false;
  for (auto* ledger : {&*first, &*second}) ledger->watch_disk([] { return kDiskFree; });
  desk.emplace(*std::move(first));
  uplink.emplace(*std::move(second));
  return true;
}

void StationMachine::stop() {
  uplink.reset();
  desk.reset();
}

CentreMachine::CentreMachine(SimulatedCountry& of_country, const Agenda& agenda, std::uint64_t seed)
    : country(of_country),
      disk(of_country.centre().file().parent_path(), seed),
      clock(agenda, SimulatedCountry::begin()) {
  disk.restore(country.centre_files());
  processes.push_back(std::make_unique<CentreProcess>());
}

bool CentreMachine::start(CentreProcess& process) {
  disk.opened_by(process.number);
  auto opened = central::open_store(country.centre().file(), central::StoreMode::kOpen);
  if (!opened) return false;
  auto second = central::open_intake(country.centre().file());
  if (!second) return false;
  process.database = *std::move(opened);
  process.intake = *std::move(second);
  return true;
}

void CentreMachine::stop(CentreProcess& process) {
  process.intake.reset();
  process.database.reset();
  // What is remembered goes with the process.
  process.deliveries = {};
}

bool CentreMachine::is_up() const {
  return std::ranges::any_of(processes, [](const auto& process) { return process->is_up(); });
}

CentreProcess& CentreMachine::any() {
  const auto up =
      std::ranges::find_if(processes, [](const auto& process) { return process->is_up(); });
  ensure(up != processes.end(), "somebody looked whether the centre is up");
  return **up;
}

bool CentreMachine::project(CentreProcess& process) {
  return country.centre().projector(*process.database).project_all().has_value();
}

}  // namespace garita::tests
