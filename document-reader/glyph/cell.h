#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace garita::reader {

// The measure that the drawn samples and the pictures of print are both brought to before a cell is
// judged. Private to this folder and to its model tool.

/// From one character to the next, and the height of a capital.
inline constexpr int kCellPitchPx = 12;
inline constexpr int kCellCapitalPx = 14;

/// What the network sees of a cell: the character, and a little of what stands around it.
inline constexpr int kWindowWidthPx = 16;
inline constexpr int kWindowHeightPx = 20;
inline constexpr int kWindowPixels = kWindowWidthPx * kWindowHeightPx;

inline constexpr int kHiddenUnits = 256;

/// The characters of ICAO Doc 9303-3 section 4.3, in the network's order. One class more stands
/// for "no character is centred here".
inline constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
inline constexpr int kNoCharacter = static_cast<int>(kAlphabet.size());
inline constexpr int kClasses = kNoCharacter + 1;

using Window = std::array<float, kWindowPixels>;

/// Brings a window's pixels to mean 0 and deviation 1, so that light and contrast drop
/// out; blank paper stays near 0.
void normalise(Window& window);

}  // namespace garita::reader
