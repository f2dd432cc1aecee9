#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "central-sync/projection/projector.h"

namespace garita::central {

/// "1234000 of 10000000 (12 %), 9800 a second, 15 min left": how far a rebuild is after `spent`.
[[nodiscard]] std::string progress_text(const Projector::Progress& progress,
                                        std::chrono::milliseconds spent);

/// Says how far a rebuild is, every second at most, and not at all where it is done sooner.
class RebuildProgress {
 public:
  explicit RebuildProgress(std::ostream& out)
      : out_(out), begun_(std::chrono::steady_clock::now()), told_(begun_) {}
  void tell(const Projector::Progress& progress);

 private:
  std::ostream& out_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace garita::central
