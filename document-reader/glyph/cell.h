#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace garita::reader {

// The measure that the drawn samples and the pictures of print are both brought to before a cell is
// judged. Private to this folder and to its model tool.

/// From one character to the next, and the height of a capital.
inline constexpr int kCellPitchPx = 12;
inline constexpr int kCellCapitalPx = 14;

/// A line of print at this measure is so tall, its capitals around the middle row.
inline constexpr int kLineHeightPx = 22;
/// What the network sees of a cell: the character, and a little of what stands around it.
inline constexpr int kWindowWidthPx = 16;
inline constexpr int kWindowPixels = kWindowWidthPx * kLineHeightPx;
/// The network judges a window at every so many columns of a line.
inline constexpr int kWindowStepPx = 2;

/// The characters of ICAO Doc 9303-3 section 4.3, in the network's order. One class more stands
/// for "no character is centred here".
inline constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
inline constexpr int kNoCharacter = static_cast<int>(kAlphabet.size());
inline constexpr int kClasses = kNoCharacter + 1;

using Window = std::array<float, kWindowPixels>;

/// Brings the pixels of a line (`pixels`: kLineHeightPx rows of `width_px`) to about mean 0 and
/// deviation 1 among their neighbours a character or so to either side, so that light, shadow and
/// contrast drop out; blank paper stays near 0.
void normalise(std::span<float> pixels, int width_px);

}  // namespace garita::reader
