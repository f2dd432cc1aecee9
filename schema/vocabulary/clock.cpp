#include "schema/vocabulary/clock.h"

#include <chrono>
#include <cstdlib>
#include <fstream>

namespace garita {

Instant SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

ExerciseClock::ExerciseClock(std::filesystem::path offset_file)
    : offset_file_(std::move(offset_file)) {}

Instant ExerciseClock::now() const {
  std::int64_t offset = 0;
  std::ifstream file(offset_file_);
  if (!(file >> offset)) offset = 0;
  return SystemClock().now().plus(std::chrono::milliseconds(offset));
}

std::unique_ptr<Clock> clock_of_installation(bool exercise) {
  const char* file = std::getenv("GARITA_EXERCISE_CLOCK");
  if (exercise && file != nullptr) return std::make_unique<ExerciseClock>(file);
  return std::make_unique<SystemClock>();
}

}  // namespace garita
