#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita {

struct ThrottleLimits {
  unsigned free_failures = 3;  ///< of a name at an address, before the first wait
  std::chrono::milliseconds wait_first{std::chrono::seconds(2)};  ///< then doubles
  std::chrono::milliseconds wait_max{std::chrono::minutes(5)};
  std::chrono::milliseconds forget_after{std::chrono::hours(1)};
  /// Of a name's failures at all addresses together one is forgiven this often: sooner than one
  /// address, which waits, can fail again.
  std::chrono::milliseconds forgive_every{std::chrono::minutes(4)};
  /// How long an address where an officer logged in is theirs.
  std::chrono::milliseconds known_for{std::chrono::hours(30 * 24)};
  std::size_t names_max = 10000;  ///< names and addresses remembered
};

/// Slows down the guessing of passwords: by officer's name at an address; by address with ten times
/// the patience, since a whole post may share one; and by name at all addresses with thirty times,
/// where the officer has not logged in. So whoever guesses holds back themselves and no officer at
/// their own desk, and guesses of one name stay bounded however many addresses somebody has
/// (OWASP, Authentication Cheat Sheet: account lockout). Pure.
class LogInThrottle {
 public:
  explicit LogInThrottle(ThrottleLimits limits = {});

  /// How long to wait before the next attempt; zero: go ahead.
  [[nodiscard]] std::chrono::milliseconds wait(const OfficerId& officer, const std::string& address,
                                               Instant now) const;
  void failed(const OfficerId& officer, const std::string& address, Instant now);
  /// Takes back one failure of the address: an attempt may be counted before it is known to be one.
  void succeeded(const OfficerId& officer, const std::string& address, Instant now);
  /// The officer logged in at the address before this was made, no longer ago than `known_for`.
  void recognise(const OfficerId& officer, const std::string& address, Instant now);
  /// The password was right and the second factor is still to come: for the address that is no
  /// failure, and for the officer it stays one, or guesses of codes would cost nothing.
  void half_succeeded(const std::string& address);

 private:
  struct Failures {
    unsigned count = 0;
    Instant last;
    Instant forgiven_until;  ///< by whole intervals of `forgive_every`
  };
  [[nodiscard]] std::chrono::milliseconds wait_of(const std::string& key, unsigned patience,
                                                  Instant now) const;
  [[nodiscard]] Failures forgiven(Failures failures, Instant now) const;
  void remember(const std::string& key, Instant now);
  void take_back(const std::string& key);

  ThrottleLimits limits_;
  std::map<std::string, Failures> failures_;
  std::map<std::string, Instant> known_;  ///< names at addresses, by their last log-in
};

}  // namespace garita
