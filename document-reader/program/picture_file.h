#pragma once

#include <string_view>

#include "document-reader/page/picture.h"
#include "document-reader/reading/explain.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

struct PictureHeader {
  std::string_view format;  ///< "PNG", "JPEG", "TIFF", "BMP", "WebP", "PNM"
  std::int64_t width_px = 0;
  std::int64_t height_px = 0;
  bool animated = false;    ///< more than one picture (WebP, PNG)
  bool ends_early = false;  ///< the end that the format marks is missing (JPEG, PNG)
};

/// What the first bytes say, without decoding: the formats that are taken, and no other. Remedy:
/// reject, with the reason.
[[nodiscard]] Result<PictureHeader> picture_header(ByteView file);

/// Grey, upright by its EXIF orientation; of several pages (TIFF) the first. Checked against
/// limits.h before anything is decoded. Remedy: reject, with the reason.
[[nodiscard]] Result<GreyPicture> decode_picture(ByteView file);

/// Remedy: repair, when this system cannot write PNG.
[[nodiscard]] Result<Bytes> encode_png(const ColourPicture& picture);

}  // namespace garita::reader
