#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "schema/matching/name.h"
#include "schema/vocabulary/bytes.h"

// How an index of names lies in one stretch of bytes; README.md describes it. For name_index*.cpp.
namespace garita::name_index {

inline constexpr std::array<char, 8> kMagic = {'G', 'A', 'R', 'N', 'A', 'M', 'E', 'S'};
inline constexpr std::uint32_t kVersion = 1;

enum class Section : std::size_t {
  kWordsAt,    ///< W + 1 numbers: where each word begins in kLetters
  kLetters,    ///< A-Z, the words in ascending order
  kEntriesAt,  ///< W + 1 numbers: where each word's entries begin in kEntries
  kEntries,    ///< the entries that have the word, ascending
  kSpelledAt,  ///< N + 1 numbers: where each entry's words begin in kSpelled
  kSpelled,    ///< word and flags, in the order they were written
  kBirths,     ///< N times kBirthBytes
  kIdsAt,      ///< N + 1 numbers: where each entry's id begins in kIds
  kIds,        ///< UTF-8
  kKeysAt,     ///< 2^bits + 1 numbers: where the keys with these high bits begin
  kKeys,       ///< keys of words, ascending
  kKeyWords,   ///< the word of each key
};
inline constexpr std::size_t kSections = 12;
inline constexpr std::size_t kKeyBitsMax = 16;

/// Magic, version, number of sections, checksum of all that follows it; then N, W, the bits
/// of kKeysAt, and where each
/// section begins, with the end of the last: numbers of 64 bits.
inline constexpr std::size_t kChecksumAt = 16;
inline constexpr std::size_t kCountsAt = 24;
inline constexpr std::size_t kHeaderBytes = kCountsAt + 8 * (3 + kSections + 1);
inline constexpr std::size_t kSectionsAt = kCountsAt + 24;

inline constexpr std::uint32_t kWordsMax = 1U << 24U;      ///< what kSpelled has bits for
inline constexpr std::uint32_t kEntriesMax = 100'000'000;  ///< a list of more is no list
inline constexpr std::size_t kIdBytesMax = 256;

// Above the word's 24 bits.
inline constexpr std::uint32_t kPartShift = 24;  ///< two bits of NamePart
inline constexpr std::uint32_t kWithoutVowels = 1U << 26U;
inline constexpr std::uint32_t kMayBeCut = 1U << 27U;
inline constexpr std::uint32_t kSpelledBits = 28;

/// Year, last year, month, day, nationality.
inline constexpr std::size_t kBirthBytes = 8;
inline constexpr std::uint16_t kNationalities = 27 * 27 * 27;

/// Little-endian numbers, wherever they lie.
[[nodiscard]] inline std::uint32_t number32(const std::uint8_t* at) {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}
[[nodiscard]] inline std::uint64_t number64(const std::uint8_t* at) {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// The high `bits` of a key.
[[nodiscard]] inline std::size_t key_group(std::uint32_t key, std::size_t bits) {
  return static_cast<std::size_t>(std::uint64_t{key} >> (32 - bits));
}

/// A section of 32-bit numbers.
class Numbers {
 public:
  Numbers() = default;
  explicit Numbers(ByteView bytes) : at_(bytes.data()), count_(bytes.size() / 4) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::uint32_t operator[](std::size_t i) const { return number32(at_ + 4 * i); }

 private:
  const std::uint8_t* at_ = nullptr;
  std::size_t count_ = 0;
};

/// Not against anybody who means it: finds what disks and links do.
[[nodiscard]] std::uint64_t checksum_of(ByteView bytes);

/// Three letters at most as a number; 0 for none or for what is no code.
[[nodiscard]] std::uint16_t nationality_number(std::string_view code);
[[nodiscard]] std::string nationality_code(std::uint16_t number);

}  // namespace garita::name_index
