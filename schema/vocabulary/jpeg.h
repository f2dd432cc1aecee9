#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "schema/vocabulary/bytes.h"

namespace garita {

/// A segment of a JPEG: its marker's second byte, and what stands behind its length.
struct JpegSegment {
  std::uint8_t marker = 0;
  ByteView content;
};

/// What stands before a JPEG's scan, one segment after the other, without decoding anything
/// (ISO/IEC 10918-1, B.1.1.4 and B.2).
class JpegSegments {
 public:
  /// `file` outlives it.
  explicit JpegSegments(ByteView file);
  /// The scan's header is the last. Absent behind it, and where what follows is no whole segment: a
  /// marker that has no length, or other bytes between two, which a decoder may skip to find
  /// another picture than this.
  [[nodiscard]] std::optional<JpegSegment> next();
  /// Behind what next() gave last; behind the scan's header the coded picture begins.
  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  ByteView file_;
  std::size_t at_ = 0;
  bool done_ = false;
};

inline constexpr std::uint8_t kJpegScan = 0xDA;

/// Whether the segment says how large the picture is (SOF0 to SOF15).
[[nodiscard]] bool is_jpeg_frame(std::uint8_t marker);

struct JpegFrame {
  std::int64_t width_px = 0;   ///< 0 to 65,535
  std::int64_t height_px = 0;  ///< the same
};
/// Of a segment that is a frame's header; absent where it is too short for one.
[[nodiscard]] std::optional<JpegFrame> jpeg_frame(const JpegSegment& segment);

}  // namespace garita
