#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace garita::reader {

/// Cuts JPEG files out of bytes in which they stand one after the other, whatever stands between
/// them. Entropy-coded data stuffs 0xFF, so the next end-of-image marker is the frame's (ISO/IEC
/// 10918-1, B.1.1.5).
class FilmFrames {
 public:
  /// What follows; in pieces of any size.
  void add(std::string_view piece) { bytes_ += piece; }
  /// Absent: more is needed.
  [[nodiscard]] std::optional<std::string> next();
  /// Of a frame whose end has not come, or of what may become the beginning of one.
  [[nodiscard]] std::size_t waiting_bytes() const { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t looked_through_ = 0;  ///< of bytes_, for the end of the frame that stands first
};

}  // namespace garita::reader
