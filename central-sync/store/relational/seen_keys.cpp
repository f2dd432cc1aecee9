#include "central-sync/store/relational/seen_keys.h"

#include <algorithm>

namespace garita::central {
namespace {

constexpr std::size_t kBitsAKey = 12;
constexpr std::size_t kBitsALine = 512;
constexpr int kPlaces = 6;
constexpr unsigned kPlaceBits = 9;  ///< kBitsALine of them
constexpr std::uint64_t kPlaceMask = kBitsALine - 1;

}  // namespace

std::uint64_t mixed(std::uint64_t key) {
  key = (key ^ (key >> 30U)) * 0xbf58476d1ce4e5b9U;
  key = (key ^ (key >> 27U)) * 0x94d049bb133111ebU;
  return key ^ (key >> 31U);
}

SeenKeys::SeenKeys(std::size_t keys)
    : lines_(std::max<std::size_t>(keys * kBitsAKey / kBitsALine, 1)) {}

void SeenKeys::add(std::uint64_t key) {
  std::uint64_t bits = mixed(key);
  auto& line = lines_[bits % lines_.size()];
  bits = mixed(bits);
  for (int i = 0; i < kPlaces; ++i, bits >>= kPlaceBits)
    line.words[(bits & kPlaceMask) >> 6U] |= std::uint64_t{1} << (bits & 63U);
}

bool SeenKeys::may_have(std::uint64_t key) const {
  std::uint64_t bits = mixed(key);
  const auto& line = lines_[bits % lines_.size()];
  bits = mixed(bits);
  for (int i = 0; i < kPlaces; ++i, bits >>= kPlaceBits)
    if ((line.words[(bits & kPlaceMask) >> 6U] >> (bits & 63U) & 1U) == 0) return false;
  return true;
}

}  // namespace garita::central
