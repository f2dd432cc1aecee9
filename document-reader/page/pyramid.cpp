#include "document-reader/page/pyramid.h"

#include <algorithm>

#include "document-reader/page/view.h"

namespace garita::reader {
namespace {

// The mean of each two by two; an odd last row or column is left out.
GreyPicture halved(const GreyPicture& picture) {
  GreyPicture half{
      .width_px = picture.width_px / 2, .height_px = picture.height_px / 2, .pixels = {}};
  half.pixels.resize(static_cast<std::size_t>(half.width_px) *
                     static_cast<std::size_t>(half.height_px));
  for (int y = 0; y < half.height_px; ++y) {
    const std::uint8_t* upper =
        picture.pixels.data() +
        static_cast<std::size_t>(2 * y) * static_cast<std::size_t>(picture.width_px);
    const std::uint8_t* lower = upper + picture.width_px;
    std::uint8_t* to =
        half.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(half.width_px);
    for (int x = 0; x < half.width_px; ++x) {
      to[x] = static_cast<std::uint8_t>(
          (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) / 4);
    }
  }
  return half;
}

int longer_side(const GreyPicture& picture) {
  return std::max(picture.width_px, picture.height_px);
}

}  // namespace

PicturePyramid::PicturePyramid(const GreyPicture& picture) : picture_(picture) {
  while (longer_side(level(levels() - 1)) >= 2 * kSmallestSidePx) {
    copies_.push_back(halved(level(levels() - 1)));
  }
}

std::size_t PicturePyramid::level_for(float scale) const {
  // Between 0.7 and 1.4 pixels for one is near enough for samples without means.
  constexpr float kNear = 0.7F;
  std::size_t index = 0;
  while (index + 1 < levels() && scale < kNear) {
    scale *= 2;
    ++index;
  }
  return index;
}

}  // namespace garita::reader
