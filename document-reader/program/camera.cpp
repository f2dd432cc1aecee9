#include "document-reader/program/camera.h"

#include <seccomp.h>

#include <array>
#include <cstdio>

#include "document-reader/program/confinement.h"
#include "document-reader/program/frame_source.h"
#include "document-reader/program/standard_streams.h"
#include "document-reader/worker/camera.h"

namespace garita::reader {
namespace {

/// A few frames, wherever they are copied.
constexpr std::size_t kCameraBytesMax = 8 * kFrameBytesMax;

}  // namespace

int serve_as_camera(const std::string& source) {
  auto opened = open_frame_source(source);
  if (!opened) {
    const bool there = opened.error() == FrameTrouble::kNoPictures;
    return there ? kCameraNoPicturesStatus : kCameraNotThereStatus;
  }
  // What a camera is asked for is asked with ioctl and waited for with poll.
  if (!confine(kCameraBytesMax, {SCMP_SYS(ioctl), SCMP_SYS(poll)})) {
    std::fputs("garita-reader: this system does not let the camera's process confine itself\n",
               stderr);
    return 3;
  }
  std::array<std::uint8_t, 1> wanted{};
  while (read_whole(wanted)) {
    const auto frame = (*opened)->next();
    if (!frame) return kCameraEndedStatus;
    if (!write_block(bytes_of(*frame))) break;
  }
  return 0;
}

}  // namespace garita::reader
