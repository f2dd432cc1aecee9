#include "border-station/lists/key_filter.h"

#include <algorithm>
#include <cstdint>

namespace garita::station {
namespace {

constexpr std::size_t kBitsAKey = 12;
constexpr std::size_t kPlaces = 8;
constexpr std::size_t kBitsAByte = 8;

/// Four bytes of the hash, spread over so many bits.
std::size_t place(const Digest& hash, std::size_t number, std::size_t bits) {
  constexpr std::size_t kBytes = 4;
  static_assert(kPlaces * kBytes == sizeof(Digest));
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kBytes; ++i) word = word << 8U | hash[number * kBytes + i];
  return static_cast<std::size_t>(word * bits >> 32U);
}

}  // namespace

Bytes key_filter(std::span<const Digest> hashes) {
  Bytes filter(hashes.size() * kBitsAKey / kBitsAByte + 1);
  const std::size_t bits = filter.size() * kBitsAByte;
  for (const auto& hash : hashes) {
    for (std::size_t number = 0; number < kPlaces; ++number) {
      const std::size_t at = place(hash, number, bits);
      filter[at / kBitsAByte] |= static_cast<std::uint8_t>(1U << at % kBitsAByte);
    }
  }
  return filter;
}

bool may_be_among(ByteView filter, const Digest& hash) {
  if (filter.empty()) return true;
  const std::size_t bits = filter.size() * kBitsAByte;
  for (std::size_t number = 0; number < kPlaces; ++number) {
    const std::size_t at = place(hash, number, bits);
    if ((filter[at / kBitsAByte] >> at % kBitsAByte & 1U) == 0) return false;
  }
  return true;
}

}  // namespace garita::station
