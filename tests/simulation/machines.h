#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "border-station/uplink/ledger_work.h"
#include "central-sync/server/deliveries.h"
#include "central-sync/server/store_work.h"
#include "tests/simulation/agenda.h"
#include "tests/simulation/country.h"

namespace garita::tests {

/// A decision that an officer was told is recorded.
struct Acknowledged {
  RecordId record;
  std::string reference;
  std::string number;  ///< of the document; one traveller each
  Direction direction = Direction::kEntry;
  Instant at;
  /// Written when the station's clock had shown a later time before: completeness says nothing of
  /// it (design/semantics: Time).
  bool behind_own_clock = false;
  /// Its clock was ahead: the centre puts it aside while its time lies in the future.
  bool in_the_future = false;
  /// Typed in later, from paper.
  bool on_paper = false;
  /// Its disk had a twin: what the other one claims is not true of this one, and nobody can know
  /// before both were heard (design/semantics: Identities).
  bool of_a_clone = false;
  /// Its disk went back to before it was written. `traceless`: and nobody else ever saw it.
  bool lost = false;
  bool traceless = false;
};

/// One station's machine: disk, clock, and the process that serves, with a ledger for the desk and
/// one for the link.
class StationMachine {
 public:
  StationMachine(const EnrolledDisk& enrolled, const Agenda& agenda, std::uint64_t seed);

  /// False: its disk does not let it.
  bool start();
  [[nodiscard]] bool is_up() const { return desk.has_value(); }
  void stop();
  [[nodiscard]] JournalId movement(std::uint32_t incarnation) const {
    return {enrolled.id, incarnation, Lane::kMovement};
  }

  const EnrolledDisk& enrolled;
  FaultyDisk disk;
  VirtualClock clock;
  std::optional<station::Ledger> desk;
  std::optional<station::Ledger> uplink;
  std::vector<Acknowledged> acknowledged;
  Instant latest_shown;  ///< by its clock, so far
  bool revoked = false;
  bool restored = false;  ///< from a backup, once
  bool cloned = false;    ///< there are two of its disk, and both write
  bool dark = false;      ///< without power, for hours
  /// How far each journal has the centre's receipts, as the process was told.
  std::map<JournalId, Receipt> receipts;
};

/// One process of the centre, with a connection for intake and one for the rest.
struct CentreProcess {
  std::size_t number = 0;
  std::unique_ptr<central::CentralDatabase> database;
  std::unique_ptr<central::IntakeStore> intake;
  central::Deliveries deliveries;
  [[nodiscard]] bool is_up() const { return database != nullptr; }
};

/// The centre's machine: a disk, and one process or two that share its store, as `serve` twice or
/// beside a command does.
class CentreMachine {
 public:
  CentreMachine(SimulatedCountry& country, const Agenda& agenda, std::uint64_t seed);

  bool start(CentreProcess& process);
  void stop(CentreProcess& process);
  /// One at least.
  [[nodiscard]] bool is_up() const;
  /// One that is up.
  [[nodiscard]] CentreProcess& any();
  [[nodiscard]] central::CentralDatabase& database() { return *any().database; }
  /// Everything that has arrived. False: the disk failed.
  bool project(CentreProcess& process);
  [[nodiscard]] bool is_dead(const CentreProcess& process) const {
    return disk.is_dead(process.number);
  }

  SimulatedCountry& country;
  FaultyDisk disk;
  VirtualClock clock;
  std::vector<std::unique_ptr<CentreProcess>> processes;
};

}  // namespace garita::tests
