#pragma once

#include <string_view>

#include "document-reader/page/picture.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

struct PictureHeader {
  std::string_view format;  ///< "PNG", "JPEG", "TIFF", "BMP", "WebP", "PNM"
  std::int64_t width_px = 0;
  std::int64_t height_px = 0;
};

/// What the first bytes say, without decoding: the formats that are taken, and no other. Remedy:
/// reject, with the reason.
[[nodiscard]] Result<PictureHeader> picture_header(ByteView file);

/// Grey, upright by its EXIF orientation. Checked against limits.h before anything is decoded.
/// Remedy: reject, with the reason.
[[nodiscard]] Result<GreyPicture> decode_picture(ByteView file);

}  // namespace garita::reader
