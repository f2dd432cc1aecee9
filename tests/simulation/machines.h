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
  /// How far each journal has the centre's receipts, as the process was told.
  std::map<JournalId, Receipt> receipts;
};

/// The centre's machine: disk and one process, with a connection for intake and one for the rest.
class CentreMachine {
 public:
  CentreMachine(SimulatedCountry& country, const Agenda& agenda, std::uint64_t seed);

  bool start();
  [[nodiscard]] bool is_up() const { return database != nullptr; }
  void stop();
  /// Everything that has arrived. False: the disk failed.
  bool project();

  SimulatedCountry& country;
  FaultyDisk disk;
  VirtualClock clock;
  std::unique_ptr<central::CentralDatabase> database;
  std::unique_ptr<central::IntakeStore> intake;
  central::Deliveries deliveries;
};

}  // namespace garita::tests
