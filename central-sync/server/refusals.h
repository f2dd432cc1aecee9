#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/crypto/certificate.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// Keeps a kind of line from filling the log: so many a minute, and the count of those left out.
class LineLimit {
 public:
  explicit LineLimit(std::size_t lines_a_minute_max) : lines_max_(lines_a_minute_max) {}

  /// Whether a line may be written at `now`, a steady clock's time; then, how many were left out
  /// since the last one.
  [[nodiscard]] std::optional<std::size_t> admit(Instant now);

 private:
  std::size_t lines_max_;
  std::optional<Instant> minute_began_;
  std::size_t lines_ = 0;
  std::size_t left_out_ = 0;
};

/// The same for each address by itself, so that nobody fills the others' lines. Of at most
/// `addresses_max` addresses; the one that was heard of first among them is forgotten.
class LineLimits {
 public:
  LineLimits(std::size_t lines_a_minute_max, std::size_t addresses_max)
      : lines_max_(lines_a_minute_max), addresses_max_(addresses_max) {}

  [[nodiscard]] std::optional<std::size_t> admit(const std::string& address, Instant now);

 private:
  std::size_t lines_max_;
  std::size_t addresses_max_;
  std::map<std::string, LineLimit> limits_;
  std::deque<std::string> oldest_first_;
};

/// What a stranger wrote, fit for a line of the log: printable ASCII, at most 64 characters.
[[nodiscard]] std::string for_the_log(std::string_view text);
/// "certificate of NORTE-01 (station, SHA-256 0123456789abcdef…)".
[[nodiscard]] std::string words_about(const Certificate& certificate);

}  // namespace garita::central
