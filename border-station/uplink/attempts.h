#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "border-station/uplink/uplink.h"

namespace garita::station {

/// Which of the centre's addresses is tried next, for how long, and how long is waited in between,
/// as UplinkOptions says. Pure: chance comes in, and nobody waits here.
class Attempts {
 public:
  /// At least one address, where next() is called.
  explicit Attempts(UplinkOptions options);

  struct Attempt {
    std::string address;
    std::chrono::milliseconds connect_within;
  };
  /// Each address in its turn.
  [[nodiscard]] Attempt next();
  /// The machine at the address took the connection.
  void answered() { answered_ = true; }
  [[nodiscard]] bool was_answered() const { return answered_; }
  /// The attempt waited for an answer in vain; nobody has refused it.
  void waited_in_vain() { wait_ = options_.retry_first; }
  /// The conversation is open.
  void opened() { wait_ = options_.retry_first; }
  void network_changed() { wait_ = options_.retry_first; }
  /// Until the next attempt. `chance`, from 0 to 1: how much of the shortening is taken.
  [[nodiscard]] std::chrono::milliseconds wait(double chance);

 private:
  UplinkOptions options_;
  std::size_t attempts_ = 0;
  bool answered_ = false;  ///< the last attempt
  std::chrono::milliseconds wait_;
};

}  // namespace garita::station
