#include "tests/simulation/machines.h"

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
}

bool CentreMachine::start() {
  auto opened = central::open_store(country.centre().file(), central::StoreMode::kOpen);
  if (!opened) return false;
  auto second = central::open_intake(country.centre().file());
  if (!second) return false;
  database = *std::move(opened);
  intake = *std::move(second);
  return true;
}

void CentreMachine::stop() {
  intake.reset();
  database.reset();
}

bool CentreMachine::project() {
  return country.centre().projector(*database).project_all().has_value();
}

}  // namespace garita::tests
