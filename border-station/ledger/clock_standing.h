#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary/instant.h"

namespace garita::station {

/// How this station's clock stands to the centre's, which it asks as often as it claims. Both
/// directions count: a clock that is behind makes a claim of completeness come late, one that is
/// ahead dates crossings into the future.
struct ClockStanding {
  /// The centre's clock when it was last asked; absent before the first time.
  std::optional<Instant> trusted_at;
  /// Since then: as this machine counts where it has run since, else by its clock, and then below
  /// zero where that was put back.
  std::chrono::milliseconds age{0};
  /// How far this clock is ahead of the centre's, below zero: behind. As it was measured, with what
  /// the clock was moved since by other than time. Absent where it was never measured.
  std::optional<std::chrono::milliseconds> offset;

  friend bool operator==(const ClockStanding&, const ClockStanding&) = default;
};

/// What one reading of the centre's clock left behind, and what there is now.
struct ClockReading {
  Instant trusted_at;
  /// This clock less the centre's, then; absent where a former program kept none.
  std::optional<std::chrono::milliseconds> offset;
  /// What the machine counted since, whatever its clock shows; absent where it was started anew,
  /// and in an exercise, whose clock is moved on purpose.
  std::optional<std::chrono::milliseconds> elapsed;
};
[[nodiscard]] ClockStanding clock_standing(const ClockReading& reading, Instant now);

enum class ClockVerdict { kUnknown, kGood, kDoubtful };
/// "unknown", "good", "doubtful", as the strip has them.
[[nodiscard]] std::string_view clock_verdict_name(ClockVerdict verdict);

/// Further than this from the centre's, either way, a clock is doubted.
inline constexpr std::chrono::minutes kClockOffsetMax{1};
/// Without the centre's time for longer than this a clock is doubted.
inline constexpr std::chrono::hours kClockAgeMax{24};
[[nodiscard]] ClockVerdict judge(const ClockStanding& standing);

/// For whoever looks after the machine: "10 days behind the centre's clock, compared 20 s ago".
[[nodiscard]] std::string clock_words(const ClockStanding& standing);

/// "90 s", "5 min", "3 h", "10 days": how long, without a sign.
[[nodiscard]] std::string span_words(std::chrono::milliseconds span);
/// "3 h ago", and of what lies ahead of this clock "3 h ahead of this clock".
[[nodiscard]] std::string age_words(std::chrono::milliseconds age);

}  // namespace garita::station
