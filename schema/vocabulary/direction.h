#pragma once

#include <cstdint>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// Which way a traveller crosses. The numbers stand in records.
enum class Direction : std::uint8_t { kEntry = 1, kExit = 2 };

[[nodiscard]] inline std::string_view direction_name(Direction direction) {
  return direction == Direction::kEntry ? "entry" : "exit";
}

/// "entry" or "exit". Remedy: reject.
[[nodiscard]] inline Result<Direction> parse_direction(std::string_view name) {
  if (name == "entry") return Direction::kEntry;
  if (name == "exit") return Direction::kExit;
  return fail(Remedy::kReject, "a direction is entry or exit");
}

}  // namespace garita
