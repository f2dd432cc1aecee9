#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace garita::central {

/// Whatever the key is, its bits are spread (the finaliser of SplitMix64).
[[nodiscard]] std::uint64_t mixed(std::uint64_t key);

/// What was added to a set, in a byte and a half a key: of those that were not, one in some two
/// hundred is taken for one that was (a Bloom filter whose bits of a key lie in one line of the
/// processor's cache; Putze, Sanders, Singler, "Cache-, hash- and space-efficient Bloom filters",
/// 2007).
class SeenKeys {
 public:
  /// For so many keys; more cost precision alone.
  explicit SeenKeys(std::size_t keys);

  void add(std::uint64_t key);
  /// False: it was never added.
  [[nodiscard]] bool may_have(std::uint64_t key) const;

 private:
  static constexpr std::size_t kWords = 8;
  struct alignas(64) Line {
    std::array<std::uint64_t, kWords> words{};
  };
  std::vector<Line> lines_;
};

}  // namespace garita::central
