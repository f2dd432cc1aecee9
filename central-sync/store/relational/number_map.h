#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace garita::central {

/// Of keys, of each a number: in twelve bytes a place, at most three quarters of which are taken.
/// A node of a std::unordered_map takes four times as much, and there are millions: whoever looks
/// for one waits for memory, and once here.
class NumberMap {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// kNone: it is not there, or has none.
  [[nodiscard]] std::uint32_t find(std::int64_t key) const;
  [[nodiscard]] bool contains(std::int64_t key) const;
  /// Also kNone, of a key that is to be there without.
  void set(std::int64_t key, std::uint32_t number);
  [[nodiscard]] std::size_t size() const { return taken_; }
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX - 1;
  struct Place {
    std::array<std::uint32_t, 2> key{};  ///< its halves: no room is lost behind the number
    std::uint32_t number = kFree;
  };
  [[nodiscard]] static std::array<std::uint32_t, 2> halves_of(std::int64_t key);
  [[nodiscard]] std::size_t place_of(std::array<std::uint32_t, 2> key) const;
  void grow();

  std::vector<Place> places_;  ///< as many as a power of two; empty: none was ever set
  std::size_t taken_ = 0;
};

}  // namespace garita::central
