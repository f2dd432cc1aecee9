#pragma once

#include "document-reader/page/picture.h"

namespace garita::reader {

/// How a picture as a whole came out, whatever is on it: what to tell the one who took it when
/// nothing could be read. Measured on a copy whose longer side is at most 1024 pixels.
struct PictureQuality {
  float sharpness = 0;  ///< 0 to 1: steepest edges a pixel, against the range from dark to light
  float range = 0;      ///< 0 to 1: from the darkest to the lightest hundredth
  float light = 0;      ///< 0 to 1: the lightest twentieth
  float burnt = 0;      ///< 0 to 1: share of the picture that is white as glare is, on darker paper
};

/// All 0 for a picture that is not readable (is_readable).
[[nodiscard]] PictureQuality picture_quality(const GreyPicture& picture);

}  // namespace garita::reader
