#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// How far back a post may say that it has been on paper since.
inline constexpr std::chrono::hours kPaperBackMost{7 * 24};
/// How far ahead the end of a period on paper may lie.
inline constexpr std::chrono::hours kPaperForeseenMost{24};

/// How long ago hours may have been announced before whoever types in is told to ask the centre: a
/// station without a link does not hear that the centre has closed them, and what comes after that
/// is late.
inline constexpr std::chrono::hours kPaperAskAfter{3 * 24};

/// Hours in which a post decides on paper; without an end they go on.
struct PaperSpan {
  Instant from;
  std::optional<Instant> to = std::nullopt;
};

/// Why such hours cannot be announced now; empty: they can.
[[nodiscard]] std::vector<Fault> announcement_faults(const PaperSpan& span, Instant now);

/// Whether the centre may well have closed hours meanwhile that were announced then.
[[nodiscard]] bool is_long_open(Instant announced_at, Instant now);

/// Why what was decided at that moment is not typed in as of these hours; empty: it is.
[[nodiscard]] std::vector<Fault> typed_in_faults(const PaperSpan& span, Instant at, Instant now);

}  // namespace garita::station
