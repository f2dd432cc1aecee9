#pragma once

#include <deque>
#include <memory>
#include <string>

#include "central-sync/intake/store.h"
#include "schema/journal/sections.h"
#include "schema/wire/transfers.h"

namespace garita::central {

/// Bulletins as they travel, made once for all stations that stand at the same version: what was
/// asked for last is kept, up to some size. Belongs to the store's thread.
class Deliveries {
 public:
  /// What a version of a channel is made of, where that is sections; absent where it is whole, or
  /// not there.
  [[nodiscard]] Result<std::shared_ptr<const SectionHead>> head(IntakeStore& store,
                                                                const std::string& channel,
                                                                std::uint64_t version);
  /// Of `version`, a channel's or a section's, for a station that holds version `held` of the
  /// channel (0: nothing). Absent: there is no such bulletin.
  [[nodiscard]] Result<SharedDelivery> of(IntakeStore& store, const std::string& channel,
                                          std::uint64_t version, std::uint64_t held);

 private:
  struct Made {
    std::uint64_t held = 0;
    SharedDelivery delivery;
  };
  struct Head {
    std::string channel;
    std::uint64_t version = 0;
    std::shared_ptr<const SectionHead> head;
  };
  static constexpr std::size_t kKeptBytesMax = std::size_t{32} * 1024 * 1024;
  static constexpr std::size_t kHeadsMax = 16;
  void keep(Made made);

  std::deque<Made> kept_;  ///< the last one asked for first
  std::size_t kept_bytes_ = 0;
  std::deque<Head> heads_;
};

}  // namespace garita::central
