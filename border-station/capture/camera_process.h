#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "document-reader/worker/child_process.h"

namespace garita::station {

/// Why a camera gives no frame.
enum class CameraFault {
  kNotThere,    ///< it cannot be opened: not plugged in, or not ours to use
  kNoPictures,  ///< it gives nothing that is read here
  kEnded,       ///< unplugged; or the film is over
  kSilent,      ///< it does not answer in time
  kLost,        ///< its process ended
  kNotStarted,  ///< its process cannot be started
};
/// "not_there", "no_pictures", "ended", "silent", "lost", "not_started".
[[nodiscard]] std::string_view camera_fault_name(CameraFault fault);

/// A camera of the machine's own, held by a confined process (`garita-reader --camera`), seen from
/// its client: a frame is given when it is asked for, so that none waits in between. The process is
/// started again after it was lost, ever less often. Belongs to one thread at a time.
class CameraProcess {
 public:
  static constexpr std::chrono::milliseconds kAnswerWithin{5'000};
  static constexpr std::chrono::milliseconds kAgainAfter{1'000};
  static constexpr std::chrono::milliseconds kAgainAfterMost{30'000};

  /// `program`: garita-reader. `source`: a device's number or path, or a film in Motion JPEG.
  CameraProcess(std::filesystem::path program, std::string source,
                std::chrono::milliseconds answer_within = kAnswerWithin);

  /// What the camera sees now, as a picture file (JPEG, PNM). `now`: of a steady clock. Until it
  /// is time to try again the fault is that of before.
  [[nodiscard]] tl::expected<std::string, CameraFault> frame(std::chrono::milliseconds now);

  /// The running process, for tests; 0 when there is none.
  [[nodiscard]] int process() const { return child_.process(); }

 private:
  [[nodiscard]] tl::expected<std::string, CameraFault> ask();

  std::filesystem::path program_;
  std::string source_;
  std::chrono::milliseconds answer_within_;
  reader::ChildProcess child_;
  CameraFault fault_ = CameraFault::kLost;
  std::chrono::milliseconds again_after_{0};  ///< 0: it works
  std::chrono::milliseconds again_at_{0};
};

}  // namespace garita::station
