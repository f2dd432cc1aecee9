#pragma once

#include <filesystem>
#include <vector>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/wire/station_session.h"

namespace garita::tests {

/// An enrolled station without a disk: its name, and what it proves it with.
struct FleetIdentity {
  StationId station;
  PrivateKey key;
  Certificate certificate;
};

/// What a fleet needs of its centre: whom it trusts, and to whom records are sealed.
struct FleetCentre {
  Certificate authority;
  Certificate seal;
};
/// Of the centre's folder. Remedy: repair.
[[nodiscard]] Result<FleetCentre> load_fleet_centre(const std::filesystem::path& centre_data);

/// Enrols `count` stations in the book of the centre, which need not be serving, and keeps them in
/// `file`. Remedies as the centre's book.
[[nodiscard]] Result<void> enrol_fleet(const std::filesystem::path& centre_data,
                                       const std::filesystem::path& file, std::size_t count);
/// Remedy: repair.
[[nodiscard]] Result<std::vector<FleetIdentity>> load_fleet(const std::filesystem::path& file);

/// A journal that was sealed and signed beforehand, so that nothing but sending is left to do.
class PreparedJournal {
 public:
  /// `batches` of `in_a_batch` crossings.
  PreparedJournal(const FleetIdentity& owner, const Certificate& seal, std::size_t batches,
                  std::size_t in_a_batch);
  /// More of them.
  void add(std::size_t batches, std::size_t in_a_batch);
  [[nodiscard]] const JournalPosition& head() const { return head_; }
  /// The batch that begins behind `after`; absent at the end.
  [[nodiscard]] std::optional<OutgoingBatch> batch_after(std::uint64_t after) const;

 private:
  const FleetIdentity& owner_;
  EpochKey epoch_;
  JournalPosition head_;
  std::map<std::uint64_t, OutgoingBatch> batches_;  ///< by what they begin behind
};

}  // namespace garita::tests
