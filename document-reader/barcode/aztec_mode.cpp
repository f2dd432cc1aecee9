#include "document-reader/barcode/aztec_mode.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace garita::reader {
namespace {

/// Wrong modules that a message may have. Its words differ in at least 6 of 28, or 7 of 40.
constexpr int kWrongMax = 3;
constexpr int kWrongMarksMax = 2;

/// GF(16) with x^4 + x + 1.
int times(int a, int b) {
  int product = 0;
  for (int bit = 0; bit < 4; ++bit) {
    if (((b >> bit) & 1) != 0) product ^= a << bit;
  }
  for (int bit = 7; bit >= 4; --bit) {
    if (((product >> bit) & 1) != 0) product ^= 0x13 << (bit - 4);
  }
  return product;
}

/// Data words of four bits followed by their Reed-Solomon check words, as one number.
std::uint64_t with_checks(std::uint64_t data, int data_words, int check_words) {
  std::vector<int> generator{1};
  int root = 1;
  for (int i = 0; i < check_words; ++i) {
    root = times(root, 2);
    generator.push_back(0);
    for (std::size_t k = generator.size() - 1; k > 0; --k) {
      generator[k] ^= times(generator[k - 1], root);
    }
  }
  std::vector<int> rest(static_cast<std::size_t>(check_words), 0);
  for (int word = data_words - 1; word >= 0; --word) {
    const int factor = static_cast<int>((data >> (4 * word)) & 0xFU) ^ rest.front();
    for (std::size_t k = 0; k + 1 < rest.size(); ++k) {
      rest[k] = rest[k + 1] ^ times(factor, generator[k + 1]);
    }
    rest.back() = times(factor, generator.back());
  }
  for (const int word : rest) data = data << 4U | static_cast<std::uint64_t>(word);
  return data;
}

struct Nearest {
  std::uint64_t data = 0;
  int wrong = 64;
};

/// The data whose message has the fewest bits that differ from `message`. The code is linear, so
/// that each step from one word to the next changes it by one of a few patterns.
Nearest nearest(std::uint64_t message, int data_words, int check_words) {
  const int bits = 4 * data_words;
  std::array<std::uint64_t, 16> patterns{};
  for (int bit = 0; bit < bits; ++bit) {
    patterns[static_cast<std::size_t>(bit)] =
        with_checks(std::uint64_t{1} << bit, data_words, check_words);
  }
  Nearest best;
  std::uint64_t word = 0;
  for (std::uint64_t count = 0; count < std::uint64_t{1} << bits; ++count) {
    if (count > 0) word ^= patterns[static_cast<std::size_t>(std::countr_zero(count))];
    const int wrong = std::popcount(word ^ message);
    if (wrong < best.wrong) best = {word >> (4 * check_words), wrong};
  }
  return best;
}

/// The modules of the outermost ring, clockwise from the upper left corner.
std::vector<bool> ring_of(const ModuleMatrix& core) {
  const int last = core.columns - 1;
  std::vector<bool> ring;
  for (int i = 0; i < last; ++i) ring.push_back(core.at(i, 0));
  for (int i = 0; i < last; ++i) ring.push_back(core.at(last, i));
  for (int i = last; i > 0; --i) ring.push_back(core.at(i, last));
  for (int i = last; i > 0; --i) ring.push_back(core.at(0, i));
  return ring;
}

/// How many of the twelve orientation marks are not as in an upright symbol.
int wrong_marks(const std::vector<bool>& ring) {
  // Before, at and after each corner: upper left, upper right, lower right, lower left.
  constexpr std::array<std::array<bool, 3>, 4> kMarks{
      {{true, true, true}, {false, true, true}, {true, false, false}, {false, false, false}}};
  const std::size_t side = ring.size() / 4;
  int wrong = 0;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t place = (corner * side + i + ring.size() - 1) % ring.size();
      if (ring[place] != kMarks[corner][i]) ++wrong;
    }
  }
  return wrong;
}

std::uint64_t message_of(const std::vector<bool>& ring) {
  const std::size_t side = ring.size() / 4;
  std::uint64_t message = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const std::size_t place = i % side;
    if (place < 2 || place == side - 1) continue;  // a mark
    if (side == 14 && place == 7) continue;        // the reference grid
    message = message << 1U | (ring[i] ? 1U : 0U);
  }
  return message;
}

std::optional<AztecMode> mode_of(const std::vector<bool>& ring) {
  const std::uint64_t message = message_of(ring);
  if (ring.size() == 4 * (kAztecFullCore - 1)) {
    const Nearest best = nearest(message, 4, 6);
    if (best.wrong > kWrongMax) return std::nullopt;
    const int layers = static_cast<int>(best.data >> 11U) + 1;
    const int plain = 14 + 4 * layers;
    return AztecMode{plain + 1 + 2 * ((plain / 2 - 1) / 15)};
  }
  const Nearest best = nearest(message, 2, 5);
  // A rune's message has every other bit changed.
  const Nearest rune = nearest(message ^ 0xAAAAAAAU, 2, 5);
  if (rune.wrong < best.wrong && rune.wrong <= 1) {
    return AztecMode{kAztecCompactCore, static_cast<int>(rune.data)};
  }
  if (best.wrong > kWrongMax) return std::nullopt;
  const int layers = static_cast<int>(best.data >> 6U) + 1;
  return AztecMode{11 + 4 * layers};
}

}  // namespace

std::optional<AztecMode> aztec_mode(const ModuleMatrix& core) {
  for (const ModuleMatrix& seen : {core, transposed(core)}) {
    std::vector<bool> ring = ring_of(seen);
    for (int turn = 0; turn < 4; ++turn) {
      if (wrong_marks(ring) <= kWrongMarksMax) {
        if (const auto mode = mode_of(ring)) return mode;
      }
      std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(ring.size() / 4),
                  ring.end());
    }
  }
  return std::nullopt;
}

}  // namespace garita::reader
