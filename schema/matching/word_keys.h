#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace garita {

/// Shorter words are looked up as they stand alone: a letter less leaves nothing to hold on to.
inline constexpr std::size_t kWordWithSlipsMin = 4;

/// Under which numbers a word is found although it is written another way: itself and itself
/// without each of its letters (so that any two words meet that are one slip apart: a letter too
/// many, too few, another one, two swapped), its sound class, and the classes of its consonants.
/// README.md says why these. Each once, in no order. Numbers of different words may be the same.
[[nodiscard]] std::vector<std::uint32_t> word_keys(std::string_view letters);

/// Under which the words are that a script without vowels could mean.
[[nodiscard]] std::vector<std::uint32_t> vowelless_keys(std::string_view letters);

}  // namespace garita
