#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita {

struct ThrottleLimits {
  unsigned free_failures = 3;  ///< wrong passwords before the first wait
  std::chrono::milliseconds wait_first{std::chrono::seconds(2)};  ///< then doubles
  std::chrono::milliseconds wait_max{std::chrono::minutes(5)};
  std::chrono::milliseconds forget_after{std::chrono::hours(1)};
  std::size_t names_max = 10000;  ///< names and addresses remembered
};

/// Slows down the guessing of passwords: by officer's name, and by address with ten times the
/// patience, since a whole post may share one. Pure.
class LogInThrottle {
 public:
  explicit LogInThrottle(ThrottleLimits limits = {});

  /// How long to wait before the next attempt; zero: go ahead.
  [[nodiscard]] std::chrono::milliseconds wait(const OfficerId& officer, const std::string& address,
                                               Instant now) const;
  void failed(const OfficerId& officer, const std::string& address, Instant now);
  /// Takes back one failure of the address: an attempt may be counted before it is known to be one.
  void succeeded(const OfficerId& officer, const std::string& address);
  /// The password was right and the second factor is still to come: for the address that is no
  /// failure, and for the officer it stays one, or guesses of codes would cost nothing.
  void half_succeeded(const std::string& address);

 private:
  struct Failures {
    unsigned count = 0;
    Instant last;
  };
  [[nodiscard]] std::chrono::milliseconds wait_after(const Failures& failures, unsigned patience,
                                                     Instant now) const;
  void remember(const std::string& key, Instant now);

  ThrottleLimits limits_;
  std::map<std::string, Failures> failures_;
};

}  // namespace garita
