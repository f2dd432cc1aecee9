#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace garita::reader {

/// Where frames come from: a camera, or a film that stands in for one.
class FrameSource {
 public:
  FrameSource() = default;
  FrameSource(const FrameSource&) = delete;
  FrameSource& operator=(const FrameSource&) = delete;
  virtual ~FrameSource() = default;
  /// Of a camera what it sees now, of a film what follows, as a picture file (JPEG, PNM). Absent
  /// when the film is over and when the camera was unplugged.
  [[nodiscard]] virtual std::optional<std::string> next() = 0;
};

enum class FrameTrouble { kNotThere, kNoPictures };

/// `source`: the number of a video device (0: /dev/video0), its path, or a film in Motion JPEG: its
/// frames one after the other, in an AVI file or bare. kNoPictures: a device that gives neither
/// Motion JPEG nor YUYV.
[[nodiscard]] tl::expected<std::unique_ptr<FrameSource>, FrameTrouble> open_frame_source(
    const std::string& source);

}  // namespace garita::reader
