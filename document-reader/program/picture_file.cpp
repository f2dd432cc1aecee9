#include "document-reader/program/picture_file.h"

#include <algorithm>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

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

/// Empty where the library finds no picture in it.
cv::Mat decoded(ByteView file, cv::ImreadModes mode) {
  try {
    // Mat takes no const pixels; imdecode only reads them.
    const cv::Mat raw(1, static_cast<int>(file.size()), CV_8U,
                      const_cast<std::uint8_t*>(file.data()));
    return cv::imdecode(raw, mode);
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return {};
  }
}

/// Checked before anything is decoded.
Result<cv::Mat> checked_and_decoded(ByteView file, cv::ImreadModes mode) {
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
  cv::Mat pixels = decoded(file, mode);
  if (pixels.empty()) return damaged(header, "it cannot be decoded");
  const bool sized = std::min(pixels.cols, pixels.rows) >= kPictureSidePxMin &&
                     std::max(pixels.cols, pixels.rows) <= kPictureSidePxMax;
  if (!sized) return damaged(header, "its size is not what its header says");
  return pixels;
}

}  // namespace

Result<GreyPicture> decode_picture(ByteView file) {
  GARITA_TRY(pixels, checked_and_decoded(file, cv::IMREAD_GRAYSCALE));
  const cv::Mat1b grey = pixels;
  GreyPicture picture{grey.cols, grey.rows, {grey.begin(), grey.end()}};
  ensure(is_readable(picture), "its sides were checked");
  return picture;
}

Result<Bytes> small_jpeg(ByteView file, const SmallPicture& limits) {
  GARITA_TRY(pixels, checked_and_decoded(file, cv::IMREAD_COLOR));
  const double scale = std::min({1.0, static_cast<double>(limits.width_px_max) / pixels.cols,
                                 static_cast<double>(limits.height_px_max) / pixels.rows});
  const auto side = [&](int px) { return std::max(1, static_cast<int>(px * scale)); };
  cv::Mat small;
  cv::resize(pixels, small, {side(pixels.cols), side(pixels.rows)}, 0, 0, cv::INTER_AREA);
  Bytes jpeg;
  for (const int quality : {85, 75, 60, 45, 30, 15}) {
    const bool written = cv::imencode(".jpg", small, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality});
    if (written && jpeg.size() <= limits.bytes_max) return jpeg;
  }
  return fail(Remedy::kRepair, "a JPEG so small cannot be written");
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
