#include "border-station/ledger/disk_words.h"

#include <array>

#include "border-station/ledger/ledger.h"

namespace garita::station {
namespace {

struct Words {
  std::string_view name;
  std::string_view sentence;
};
constexpr std::array<Words, 5> kWords{{
    {"good", ""},
    {"low", ": low, make room"},
    {"no_pictures", ": too low for pictures, what is left is for crossings: make room"},
    {"danger", ": NEARLY FULL, crossings are in danger: make room now"},
    {"full", ": FULL, no crossing can be recorded: make room now"},
}};

const Words& words_of(DiskStanding standing) {
  return kWords.at(static_cast<std::size_t>(standing));
}

}  // namespace

DiskStanding disk_standing(std::uint64_t free_bytes) {
  if (free_bytes < kDiskFullBytes) return DiskStanding::kFull;
  if (free_bytes < kDiskDangerBytes) return DiskStanding::kDanger;
  switch (disk_level(free_bytes)) {
    case DiskLevel::kEnough:
      return DiskStanding::kGood;
    case DiskLevel::kLow:
      return DiskStanding::kLow;
    case DiskLevel::kNoPictures:
      break;
  }
  return DiskStanding::kNoPictures;
}

std::string_view disk_standing_name(DiskStanding standing) { return words_of(standing).name; }

std::string disk_words(std::uint64_t free_bytes) {
  const auto& words = words_of(disk_standing(free_bytes));
  return std::to_string(free_bytes / 1024 / 1024) + " MiB free" + std::string(words.sentence);
}

}  // namespace garita::station
