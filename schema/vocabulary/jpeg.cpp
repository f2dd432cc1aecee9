#include "schema/vocabulary/jpeg.h"

namespace garita {
namespace {

constexpr std::uint8_t kMark = 0xFF;
constexpr std::uint8_t kFirstMarker = 0xC0;
/// Restart marks, begin and end of a picture: these have no length.
constexpr std::uint8_t kFirstBare = 0xD0;
constexpr std::uint8_t kLastBare = 0xD9;
constexpr std::size_t kLengthBytes = 2;

std::size_t two_bytes(ByteView bytes, std::size_t at) {
  return static_cast<std::size_t>(bytes[at] << 8U | bytes[at + 1]);
}

}  // namespace

JpegSegments::JpegSegments(ByteView file) : file_(file) {
  const bool begins = file.size() > 2 && file[0] == kMark && file[1] == 0xD8;
  if (begins)
    at_ = 2;
  else
    done_ = true;
}

std::optional<JpegSegment> JpegSegments::next() {
  if (done_) return std::nullopt;
  done_ = true;
  std::size_t at = at_;
  if (at >= file_.size() || file_[at] != kMark) return std::nullopt;
  // Any number of marks may stand before a marker.
  while (at < file_.size() && file_[at] == kMark) ++at;
  if (file_.size() - at < 1 + kLengthBytes) return std::nullopt;
  const auto marker = file_[at];
  const bool bare = marker < kFirstMarker || (marker >= kFirstBare && marker <= kLastBare);
  const auto length = two_bytes(file_, at + 1);
  if (bare || length < kLengthBytes || length > file_.size() - at - 1) return std::nullopt;
  at_ = at + 1 + length;
  done_ = marker == kJpegScan;
  return JpegSegment{marker, file_.subspan(at + 1 + kLengthBytes, length - kLengthBytes)};
}

bool is_jpeg_frame(std::uint8_t marker) {
  // Tables of codes and of arithmetic coding, and one that is reserved, stand between them.
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::optional<JpegFrame> jpeg_frame(const JpegSegment& segment) {
  constexpr std::size_t kHeight = 1;  // behind the precision
  constexpr std::size_t kWidth = 3;
  if (!is_jpeg_frame(segment.marker) || segment.content.size() < kWidth + 2) return std::nullopt;
  return JpegFrame{static_cast<std::int64_t>(two_bytes(segment.content, kWidth)),
                   static_cast<std::int64_t>(two_bytes(segment.content, kHeight))};
}

}  // namespace garita
