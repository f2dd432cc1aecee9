#include "central-sync/store/relational/number_map.h"

#include <utility>

#include "central-sync/store/relational/seen_keys.h"

namespace garita::central {
namespace {

constexpr std::size_t kPlacesFirst = 64;

}  // namespace

/// Where the key is, or would be.
std::size_t NumberMap::place_of(std::int64_t key) const {
  const std::size_t mask = keys_.size() - 1;
  std::size_t place = mixed(static_cast<std::uint64_t>(key)) & mask;
  while (numbers_[place] != kFree && keys_[place] != key) place = (place + 1) & mask;
  return place;
}

std::uint32_t NumberMap::find(std::int64_t key) const {
  if (keys_.empty()) return kNone;
  const auto number = numbers_[place_of(key)];
  return number == kFree ? kNone : number;
}

bool NumberMap::contains(std::int64_t key) const {
  return !keys_.empty() && numbers_[place_of(key)] != kFree;
}

void NumberMap::set(std::int64_t key, std::uint32_t number) {
  if (taken_ >= keys_.size() / 4 * 3) grow();
  const std::size_t place = place_of(key);
  if (numbers_[place] == kFree) ++taken_;
  keys_[place] = key;
  numbers_[place] = number;
}

std::size_t NumberMap::bytes() const {
  return keys_.size() * (sizeof(std::int64_t) + sizeof(std::uint32_t));
}

void NumberMap::clear() {
  keys_ = {};
  numbers_ = {};
  taken_ = 0;
}

void NumberMap::grow() {
  const auto keys = std::move(keys_);
  const auto numbers = std::move(numbers_);
  const std::size_t places = keys.empty() ? kPlacesFirst : keys.size() * 2;
  keys_.assign(places, 0);
  numbers_.assign(places, kFree);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (numbers[i] == kFree) continue;
    const std::size_t place = place_of(keys[i]);
    keys_[place] = keys[i];
    numbers_[place] = numbers[i];
  }
}

}  // namespace garita::central
