#pragma once

#include <vector>

#include "border-station/ledger/data_directory.h"
#include "central-sync/program/installation.h"
#include "central-sync/store/test_country.h"
#include "tests/simulation/faulty_disk.h"

namespace garita::tests {

/// A station that has just been enrolled, as its disk was then.
struct EnrolledDisk {
  StationId id;
  PostCode post;
  station::DataDirectory directory;
  FaultyDisk::Files files;
  std::shared_ptr<const station::Identity> identity;  ///< read once for all runs
};

/// A centre and stations of the real code with real keys, made once: every run begins with copies
/// of their disks. NORTE has two stations, SUR one; a stay is good for a day.
class SimulatedCountry {
 public:
  SimulatedCountry();
  SimulatedCountry(const SimulatedCountry&) = delete;
  SimulatedCountry& operator=(const SimulatedCountry&) = delete;

  [[nodiscard]] central::testing::TestCentre& centre() { return centre_; }
  [[nodiscard]] const FaultyDisk::Files& centre_files() const { return centre_files_; }
  [[nodiscard]] const std::vector<EnrolledDisk>& stations() const { return stations_; }
  /// For each a folder for a copy of its disk, with the same keys: what was copied knows nothing of
  /// it (an image of a machine, its identity and all).
  [[nodiscard]] const std::vector<EnrolledDisk>& twins() const { return twins_; }
  /// Of the keys under which the centre writes its own journal.
  [[nodiscard]] const central::Layout& layout() const { return layout_; }
  /// Since when its posts report.
  [[nodiscard]] static Instant live_since() { return central::testing::utc(kLiveSince); }
  /// When the runs begin.
  [[nodiscard]] static Instant begin() { return central::testing::utc("2026-03-02T06:00:00Z"); }

 private:
  void enrol(const std::string& post);
  void save_keys_of_own_journal();

  static constexpr auto kLiveSince = "2026-03-01T00:00:00Z";
  central::testing::TestCentre centre_{kLiveSince, {}};
  central::testing::TemporaryFolder folder_;
  FaultyDisk::Files centre_files_;
  central::Layout layout_{folder_.path() / "centre"};
  std::vector<EnrolledDisk> stations_;
  std::vector<EnrolledDisk> twins_;
};

}  // namespace garita::tests
