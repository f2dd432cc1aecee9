#include "central-sync/program/rebuild_progress.h"

#include <algorithm>
#include <ostream>

namespace garita::central {

std::string progress_text(const Projector::Progress& progress, std::chrono::milliseconds spent) {
  const std::int64_t all = std::max(progress.all, progress.done);
  std::string text = std::to_string(progress.done) + " of " + std::to_string(all);
  if (all > 0) text += " (" + std::to_string(progress.done * 100 / all) + " %)";
  const std::int64_t rate = progress.done * 1000 / std::max<std::int64_t>(1, spent.count());
  if (rate == 0) return text;
  const std::int64_t left = (all - progress.done + rate - 1) / rate;
  text += ", " + std::to_string(rate) + " a second, ";
  constexpr std::int64_t kMinute = 60;
  if (left < 2 * kMinute) return text + std::to_string(left) + " s left";
  return text + std::to_string((left + kMinute - 1) / kMinute) + " min left";
}

void RebuildProgress::tell(const Projector::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < std::chrono::seconds(1)) return;
  told_ = now;
  out_ << progress_text(progress,
                        std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_))
       << std::endl;
}

}  // namespace garita::central
