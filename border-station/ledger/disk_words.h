#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace garita::station {

/// Below this not even a crossing is sure to be taken.
inline constexpr std::uint64_t kDiskFullBytes = std::uint64_t{1} << 20;
/// Below this somebody has to make room at once: some 60,000 crossings, less where other programs
/// write to the same disk.
inline constexpr std::uint64_t kDiskDangerBytes = std::uint64_t{64} << 20;

/// How the room on a disk stands, as `status` and the strip have it: what DiskLevel says, and
/// whether crossings themselves are at stake.
enum class DiskStanding { kGood, kLow, kNoPictures, kDanger, kFull };
[[nodiscard]] DiskStanding disk_standing(std::uint64_t free_bytes);
/// "good", "low", "no_pictures", "danger", "full".
[[nodiscard]] std::string_view disk_standing_name(DiskStanding standing);
/// For whoever looks after the machine: "0 MiB free: FULL, no crossing can be recorded: make room
/// now".
[[nodiscard]] std::string disk_words(std::uint64_t free_bytes);

}  // namespace garita::station
