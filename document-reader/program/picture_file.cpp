#include "document-reader/program/picture_file.h"

#include <algorithm>
#include <new>
#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/limits.h"

namespace garita::reader {

namespace {

Failure damaged(const PictureHeader& header, const std::string& how) {
  return fail(Remedy::kReject, "a damaged " + std::string(header.format) + ": " + how);
}

/// Named with the limit that was passed, before a byte of it is decoded.
Result<void> check_size(const PictureHeader& header) {
  const auto sides =
      std::to_string(header.width_px) + " x " + std::to_string(header.height_px) + " pixels";
  if (std::max(header.width_px, header.height_px) > kPictureSidePxMax) {
    return fail(Remedy::kReject, "too large: " + sides + ", a side has at most " +
                                     std::to_string(kPictureSidePxMax));
  }
  if (header.width_px * header.height_px > kPicturePixelsMax) {
    return fail(Remedy::kReject, "too large: " + sides + ", at most " +
                                     std::to_string(kPicturePixelsMax) + " in all");
  }
  if (std::min(header.width_px, header.height_px) < kPictureSidePxMin) {
    return fail(Remedy::kReject, "too small: " + sides + ", a side has at least " +
                                     std::to_string(kPictureSidePxMin));
  }
  return {};
}

/// Grey, or empty where the library finds no picture in it.
cv::Mat1b decoded(ByteView file) {
  try {
    // Mat takes no const pixels; imdecode only reads them.
    const cv::Mat raw(1, static_cast<int>(file.size()), CV_8U,
                      const_cast<std::uint8_t*>(file.data()));
    return cv::imdecode(raw, cv::IMREAD_GRAYSCALE);
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return {};
  }
}

}  // namespace

Result<GreyPicture> decode_picture(ByteView file) {
  if (file.size() > kFileBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(file.size()) + " bytes, at most " +
                                     std::to_string(kFileBytesMax));
  }
  GARITA_TRY(header, picture_header(file));
  GARITA_CHECK(check_size(header));
  if (header.animated) {
    return fail(Remedy::kReject,
                "a moving " + std::string(header.format) + ": only still pictures are read");
  }
  if (header.ends_early) return damaged(header, "it ends too early");
  const cv::Mat1b grey = decoded(file);
  if (grey.empty()) return damaged(header, "it cannot be decoded");
  GreyPicture picture{grey.cols, grey.rows, {grey.begin(), grey.end()}};
  if (!is_readable(picture)) return damaged(header, "its size is not what its header says");
  return picture;
}

Result<Bytes> encode_png(const ColourPicture& picture) {
  const cv::Mat pixels(picture.height_px, picture.width_px, CV_8UC3,
                       const_cast<std::uint8_t*>(picture.pixels.data()));
  Bytes file;
  try {
    if (!pixels.empty() && cv::imencode(".png", pixels, file)) return file;
  } catch (const cv::Exception&) {
    file.clear();
  }
  return fail(Remedy::kRepair, "a PNG cannot be written");
}

}  // namespace garita::reader
