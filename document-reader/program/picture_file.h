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

/// What a picture may have at most that is made small.
struct SmallPicture {
  int width_px_max = 0;
  int height_px_max = 0;
  std::size_t bytes_max = 0;
};
/// In colour, as a JPEG without anything but the picture: never larger than it was, and no sharper
/// than fits. Remedy: as decode_picture; repair, when this system cannot write JPEG so small.
[[nodiscard]] Result<Bytes> small_jpeg(ByteView file, const SmallPicture& limits);

/// Remedy: repair, when this system cannot write PNG.
[[nodiscard]] Result<Bytes> encode_png(const ColourPicture& picture);

}  // namespace garita::reader
