#pragma once

#include <cstddef>
#include <vector>

#include "document-reader/page/picture.h"

namespace garita::reader {

/// A picture and its copies, each half as wide and tall as the one before: what looks at large
/// print need not wade through all pixels of it.
class PicturePyramid {
 public:
  /// `picture` must be readable and outlive the pyramid. The smallest copy's longer side is at
  /// least kSmallestSidePx, unless the picture's own is less.
  explicit PicturePyramid(const GreyPicture& picture);

  static constexpr int kSmallestSidePx = 640;

  /// At least 1: level 0 is the picture.
  [[nodiscard]] std::size_t levels() const { return 1 + copies_.size(); }
  [[nodiscard]] const GreyPicture& level(std::size_t index) const {
    return index == 0 ? picture_ : copies_.at(index - 1);
  }
  /// The level to take something from that is to be `scale` times as large as in the picture: its
  /// pixels are then about the picture's.
  [[nodiscard]] std::size_t level_for(float scale) const;

 private:
  const GreyPicture& picture_;
  std::vector<GreyPicture> copies_;
};

}  // namespace garita::reader
