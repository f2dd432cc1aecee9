#include "border-station/capture/camera_process.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>

#include "document-reader/worker/camera.h"

namespace garita::station {
namespace {

/// By how the process ended where it did so by itself.
CameraFault fault_of(int status) {
  if (!WIFEXITED(status)) return CameraFault::kLost;
  switch (WEXITSTATUS(status)) {
    case reader::kCameraNotThereStatus:
      return CameraFault::kNotThere;
    case reader::kCameraNoPicturesStatus:
      return CameraFault::kNoPictures;
    case reader::kCameraEndedStatus:
      return CameraFault::kEnded;
    default:
      return CameraFault::kLost;
  }
}

}  // namespace

std::string_view camera_fault_name(CameraFault fault) {
  switch (fault) {
    case CameraFault::kNotThere:
      return "not_there";
    case CameraFault::kNoPictures:
      return "no_pictures";
    case CameraFault::kEnded:
      return "ended";
    case CameraFault::kSilent:
      return "silent";
    case CameraFault::kLost:
      return "lost";
    case CameraFault::kNotStarted:
      return "not_started";
  }
  ensure(false, "every fault has a name");
  return "";
}

CameraProcess::CameraProcess(std::filesystem::path program, std::string source,
                             std::chrono::milliseconds answer_within)
    : program_(std::move(program)), source_(std::move(source)), answer_within_(answer_within) {}

tl::expected<std::string, CameraFault> CameraProcess::ask() {
  if (!child_.start(program_, {"--camera", source_})) {
    return tl::unexpected(CameraFault::kNotStarted);
  }
  const auto deadline = reader::ChildProcess::Deadline::clock::now() + answer_within_;
  auto frame = [&]() -> Result<std::string> {
    constexpr std::array<std::uint8_t, 1> kPlease{'?'};
    GARITA_CHECK(child_.send(kPlease, deadline));
    return child_.receive_block(reader::kFrameBytesMax, deadline);
  }();
  if (frame) return *std::move(frame);
  // Waiting goes by whole milliseconds, and may end a little before the deadline.
  const auto now = reader::ChildProcess::Deadline::clock::now();
  const bool late = now + std::chrono::milliseconds(5) >= deadline;
  const int status = child_.end();
  return tl::unexpected(late ? CameraFault::kSilent : fault_of(status));
}

tl::expected<std::string, CameraFault> CameraProcess::frame(std::chrono::milliseconds now) {
  if (again_after_.count() > 0 && now < again_at_) return tl::unexpected(fault_);
  auto frame = ask();
  if (frame) {
    again_after_ = {};
    return frame;
  }
  fault_ = frame.error();
  again_after_ = std::clamp(again_after_ * 2, kAgainAfter, kAgainAfterMost);
  again_at_ = now + again_after_;
  return frame;
}

}  // namespace garita::station
