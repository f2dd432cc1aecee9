#include "central-sync/store/relational/number_map.h"

#include <utility>

#include "central-sync/store/relational/seen_keys.h"

namespace garita::central {
namespace {

constexpr std::size_t kPlacesFirst = 64;

}  // namespace

std::array<std::uint32_t, 2> NumberMap::halves_of(std::int64_t key) {
  const auto bits = static_cast<std::uint64_t>(key);
  return {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32U)};
}

/// Where the key is, or would be.
std::size_t NumberMap::place_of(std::array<std::uint32_t, 2> key) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = mixed(std::uint64_t{key[1]} << 32U | key[0]) & mask;
  while (places_[place].number != kFree && places_[place].key != key) place = (place + 1) & mask;
  return place;
}

std::uint32_t NumberMap::find(std::int64_t key) const {
  if (places_.empty()) return kNone;
  const auto number = places_[place_of(halves_of(key))].number;
  return number == kFree ? kNone : number;
}

bool NumberMap::contains(std::int64_t key) const {
  return !places_.empty() && places_[place_of(halves_of(key))].number != kFree;
}

void NumberMap::set(std::int64_t key, std::uint32_t number) {
  if (taken_ >= places_.size() / 4 * 3) grow();
  Place& place = places_[place_of(halves_of(key))];
  if (place.number == kFree) ++taken_;
  place = {halves_of(key), number};
}

std::size_t NumberMap::bytes() const { return places_.size() * sizeof(Place); }

void NumberMap::clear() {
  places_ = {};
  taken_ = 0;
}

void NumberMap::grow() {
  const auto before = std::move(places_);
  places_.assign(before.empty() ? kPlacesFirst : before.size() * 2, Place{});
  for (const auto& place : before)
    if (place.number != kFree) places_[place_of(place.key)] = place;
}

}  // namespace garita::central
