#include "border-station/uplink/attempts.h"

#include <algorithm>

namespace garita::station {
namespace {

/// How many times as long as it is usual.
constexpr int kPatience = 4;
/// Where there are several addresses, of so many attempts one is patient.
constexpr std::size_t kPatientEvery = 4;

}  // namespace

Attempts::Attempts(UplinkOptions options)
    : options_(std::move(options)), wait_(options_.retry_first) {}

Attempts::Attempt Attempts::next() {
  const auto& centres = options_.centres;
  ensure(!centres.empty(), "there is an address to try");
  const std::string& address = centres.at(attempts_++ % centres.size());
  answered_ = false;
  const bool patient = centres.size() == 1 || attempts_ % kPatientEvery == 0;
  return {address, options_.connect_within * (patient ? kPatience : 1)};
}

std::chrono::milliseconds Attempts::wait(double chance) {
  wait_ = std::min(wait_, answered_ ? options_.retry_refused_max : options_.retry_max);
  const auto longest = static_cast<double>(wait_.count());
  wait_ *= 2;
  return std::chrono::milliseconds(static_cast<std::int64_t>(longest * (1 - chance / 2)));
}

}  // namespace garita::station
