#pragma once

#include <opencv2/core.hpp>

#include "document-reader/page/picture.h"

namespace garita::reader {

/// `picture` as OpenCV takes it; only to be read, and only as long as the picture lives.
[[nodiscard]] inline cv::Mat1b view_of(const GreyPicture& picture) {
  return {picture.height_px, picture.width_px, const_cast<std::uint8_t*>(picture.pixels.data())};
}

[[nodiscard]] inline GreyPicture picture_of(const cv::Mat1b& pixels) {
  GreyPicture picture{.width_px = pixels.cols, .height_px = pixels.rows, .pixels = {}};
  for (int y = 0; y < pixels.rows; ++y) {
    picture.pixels.insert(picture.pixels.end(), pixels[y], pixels[y] + pixels.cols);
  }
  return picture;
}

/// A place in a picture, seen in a copy of it that is 2 to the power of `level` times smaller.
[[nodiscard]] inline cv::Point2f in_level(cv::Point2f place, std::size_t level) {
  const float scale = 1.0F / static_cast<float>(1U << level);
  return {(place.x + 0.5F) * scale - 0.5F, (place.y + 0.5F) * scale - 0.5F};
}

}  // namespace garita::reader
