#include "schema/api/log_in_throttle.h"

#include <algorithm>

namespace garita {

namespace {

constexpr unsigned kAddressPatience = 10;

std::string officer_key(const OfficerId& officer) { return "officer " + officer.value(); }
std::string address_key(const std::string& address) { return "address " + address; }

}  // namespace

LogInThrottle::LogInThrottle(ThrottleLimits limits) : limits_(limits) {}

std::chrono::milliseconds LogInThrottle::wait_after(const Failures& failures, unsigned patience,
                                                    Instant now) const {
  const unsigned free_failures = limits_.free_failures * patience;
  if (failures.count < free_failures) return std::chrono::milliseconds(0);
  auto span = limits_.wait_first;
  for (unsigned i = free_failures; i < failures.count && span < limits_.wait_max; ++i) span *= 2;
  const auto left = failures.last.plus(std::min(span, limits_.wait_max)) - now;
  return std::max(left, std::chrono::milliseconds(0));
}

std::chrono::milliseconds LogInThrottle::wait(const OfficerId& officer, const std::string& address,
                                              Instant now) const {
  std::chrono::milliseconds longest{0};
  if (const auto found = failures_.find(officer_key(officer)); found != failures_.end()) {
    longest = wait_after(found->second, 1, now);
  }
  if (const auto found = failures_.find(address_key(address)); found != failures_.end()) {
    longest = std::max(longest, wait_after(found->second, kAddressPatience, now));
  }
  return longest;
}

void LogInThrottle::failed(const OfficerId& officer, const std::string& address, Instant now) {
  std::erase_if(failures_,
                [&](const auto& held) { return now - held.second.last >= limits_.forget_after; });
  remember(officer_key(officer), now);
  remember(address_key(address), now);
}

void LogInThrottle::succeeded(const OfficerId& officer, const std::string& address) {
  failures_.erase(officer_key(officer));
  half_succeeded(address);
}

void LogInThrottle::half_succeeded(const std::string& address) {
  const auto found = failures_.find(address_key(address));
  if (found != failures_.end() && --found->second.count == 0) failures_.erase(found);
}

void LogInThrottle::remember(const std::string& key, Instant now) {
  if (failures_.size() >= limits_.names_max && !failures_.contains(key)) {
    const auto oldest = std::min_element(
        failures_.begin(), failures_.end(),
        [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
    failures_.erase(oldest);
  }
  Failures& failures = failures_[key];
  ++failures.count;
  failures.last = now;
}

}  // namespace garita
