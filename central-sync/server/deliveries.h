#pragma once

#include <deque>
#include <string>

#include "central-sync/intake/store.h"
#include "schema/wire/transfers.h"

namespace garita::central {

/// Bulletins as they travel, made once for all stations that stand at the same version: the last
/// few that were asked for are kept. Belongs to the store's thread.
class Deliveries {
 public:
  /// Of `version` for a station that holds version `held` of the channel (0: nothing). Absent:
  /// there is no such bulletin.
  [[nodiscard]] Result<SharedDelivery> of(IntakeStore& store, const std::string& channel,
                                          std::uint64_t version, std::uint64_t held);

 private:
  struct Made {
    std::uint64_t held = 0;
    SharedDelivery delivery;
  };
  static constexpr std::size_t kKeptMax = 16;
  std::deque<Made> kept_;  ///< the last one asked for first
};

}  // namespace garita::central
