#include "document-reader/program/picture_file.h"

#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/limits.h"

namespace garita::reader {

Result<GreyPicture> decode_picture(ByteView file) {
  if (file.size() > kFileBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(file.size()) + " bytes, at most " +
                                     std::to_string(kFileBytesMax));
  }
  GARITA_TRY(header, picture_header(file));
  const bool long_side =
      header.width_px > kPictureSidePxMax || header.height_px > kPictureSidePxMax;
  if (long_side || header.width_px * header.height_px > kPicturePixelsMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(header.width_px) + " x " +
                                     std::to_string(header.height_px) + " pixels, at most " +
                                     std::to_string(kPicturePixelsMax));
  }
  try {
    const cv::Mat raw(1, static_cast<int>(file.size()), CV_8U,
                      const_cast<std::uint8_t*>(file.data()));
    const cv::Mat1b grey = cv::imdecode(raw, cv::IMREAD_GRAYSCALE);
    if (grey.empty()) {
      return fail(Remedy::kReject,
                  "a damaged " + std::string(header.format) + ": it cannot be decoded");
    }
    GreyPicture picture{grey.cols, grey.rows, {grey.begin(), grey.end()}};
    if (!is_readable(picture)) {
      return fail(Remedy::kReject, "too small: " + std::to_string(grey.cols) + " x " +
                                       std::to_string(grey.rows) + " pixels");
    }
    return picture;
  } catch (const cv::Exception&) {
    return fail(Remedy::kReject,
                "a damaged " + std::string(header.format) + ": it cannot be decoded");
  }
}

}  // namespace garita::reader
