#include "schema/matching/word_keys.h"

#include <algorithm>

#include "schema/matching/spelling.h"

namespace garita {
namespace {

enum class KeyKind : std::uint32_t { kLetters = 1, kSound = 2, kConsonants = 3 };

/// FNV-1a, of which the high bits are then mixed into the low ones.
std::uint32_t key_of(KeyKind kind, std::string_view text) {
  std::uint32_t hash = 2166136261U ^ static_cast<std::uint32_t>(kind);
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 16777619U;
  }
  hash ^= hash >> 15U;
  hash *= 0x2C1B3C6DU;
  hash ^= hash >> 13U;
  return hash;
}

constexpr std::size_t kConsonantsMin = 2;

void add_consonants(std::string_view letters, std::vector<std::uint32_t>& keys) {
  const std::string classes = consonant_class_of(letters);
  if (classes.size() >= kConsonantsMin) keys.push_back(key_of(KeyKind::kConsonants, classes));
}

}  // namespace

std::vector<std::uint32_t> word_keys(std::string_view letters) {
  letters = letters.substr(0, kWordLettersMax);
  std::vector<std::uint32_t> keys{key_of(KeyKind::kLetters, letters)};
  if (letters.size() >= kWordWithSlipsMin) {
    std::string without;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      without.assign(letters.substr(0, i));
      without.append(letters.substr(i + 1));
      keys.push_back(key_of(KeyKind::kLetters, without));
    }
  }
  keys.push_back(key_of(KeyKind::kSound, sound_class_of(letters)));
  add_consonants(letters, keys);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<std::uint32_t> vowelless_keys(std::string_view letters) {
  std::vector<std::uint32_t> keys;
  add_consonants(letters, keys);
  return keys;
}

}  // namespace garita
