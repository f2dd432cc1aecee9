#pragma once

#include <cstdint>
#include <vector>

namespace garita::reader {

/// Fewest and most pixels a side that the reader looks at; a picture outside is refused as a whole.
inline constexpr int kPictureSidePxMin = 32;
inline constexpr int kPictureSidePxMax = 12'000;

/// A grey picture: row after row from the top, without padding, 0 black to 255 white.
struct GreyPicture {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> pixels;  ///< width_px * height_px of them

  friend bool operator==(const GreyPicture&, const GreyPicture&) = default;
};

/// Whether the sides are within the limits and the pixels are as many as the sides say.
[[nodiscard]] bool is_readable(const GreyPicture& picture);

/// A place in a picture, in its pixels: x to the right, y down, (0, 0) the centre of the first.
struct PicturePoint {
  float x_px = 0;
  float y_px = 0;

  friend bool operator==(const PicturePoint&, const PicturePoint&) = default;
};

}  // namespace garita::reader
