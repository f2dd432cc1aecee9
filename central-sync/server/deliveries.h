#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "central-sync/intake/store.h"
#include "schema/journal/sections.h"
#include "schema/wire/transfers.h"

namespace garita::central {

/// Bulletins as they travel, made once for all stations that stand at the same version: what was
/// asked for last is kept, up to some size. Belongs to the store's thread.
class Deliveries {
 public:
  /// What a version of a channel is made of: null, where it is whole, or not there. Absent: it
  /// would have to be read, and enough was made for `station` for the moment.
  using SharedHead = std::shared_ptr<const SectionHead>;
  [[nodiscard]] Result<std::optional<SharedHead>> head(IntakeStore& store,
                                                       const std::string& channel,
                                                       std::uint64_t version,
                                                       const StationId& station, Instant now);
  /// The version of a long list that a station is being brought to; 0: none yet. Also over another
  /// connection of its.
  [[nodiscard]] std::uint64_t& goal(const StationId& station, const std::string& channel) {
    return goals_[{station, channel}];
  }
  /// What is wanted: `version` of a channel or a section, for a station that holds `held` of it (0:
  /// nothing).
  struct Wanted {
    std::string channel;
    std::uint64_t version = 0;
    std::uint64_t held = 0;
    friend bool operator==(const Wanted&, const Wanted&) = default;
  };
  /// Absent: there is no such bulletin, or it would have to be made, and enough was made for
  /// `station` for the moment; later it can be had.
  [[nodiscard]] Result<SharedDelivery> of(IntakeStore& store, const Wanted& wanted,
                                          const StationId& station, Instant now);

 private:
  struct Made {
    Wanted wanted;
    SharedDelivery delivery;
  };
  struct Head {
    std::string channel;
    std::uint64_t version = 0;
    SharedHead head;
  };
  static constexpr std::size_t kKeptBytesMax = std::size_t{32} * 1024 * 1024;
  static constexpr std::size_t kHeadsMax = 16;
  /// Making costs every station the store's thread: of one that comes again and again with other
  /// versions no more is made than this.
  struct Budget {
    std::size_t left = kBudgetBytesMax;
    Instant at;
  };
  static constexpr std::size_t kBudgetBytesMax = std::size_t{64} * 1024 * 1024;
  static constexpr std::size_t kBudgetBytesAMillisecond = 2 * 1024;
  Budget& budget_of(const StationId& station, Instant now);
  void keep(Made made);

  std::deque<Made> kept_;  ///< the last one asked for first
  std::size_t kept_bytes_ = 0;
  std::deque<Head> heads_;
  std::map<StationId, Budget> budgets_;
  std::map<std::pair<StationId, std::string>, std::uint64_t> goals_;
};

}  // namespace garita::central
