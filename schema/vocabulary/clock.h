#pragma once

#include <filesystem>
#include <memory>

#include "schema/vocabulary/instant.h"

namespace garita {

/// Where a shell gets the time from. Pure code takes an Instant instead. Safe to share.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The wall clock of this machine.
class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// The wall clock, moved by the milliseconds that stand in a file, which is read again at each
/// call: an exercise plays weeks in minutes. A file that is missing or holds no number moves
/// nothing.
class ExerciseClock : public Clock {
 public:
  explicit ExerciseClock(std::filesystem::path offset_file);
  [[nodiscard]] Instant now() const override;

 private:
  std::filesystem::path offset_file_;
};

/// The clock of a program: the exercise's where the country is one for exercises and the
/// environment variable GARITA_EXERCISE_CLOCK names an offset file, else the system's.
[[nodiscard]] std::unique_ptr<Clock> clock_of_installation(bool exercise);

}  // namespace garita
