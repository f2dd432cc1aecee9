#include "schema/api/log_in_throttle.h"

#include <algorithm>
#include <cstdint>

namespace garita {

namespace {

constexpr unsigned kAddressPatience = 10;
constexpr unsigned kOfficerPatience = 30;

// A name may hold anything but a line end, which no address has.
std::string officer_key(const OfficerId& officer) { return "officer " + officer.value(); }
std::string address_key(const std::string& address) { return "address " + address; }
std::string pair_key(const OfficerId& officer, const std::string& address) {
  return "both " + address + "\n" + officer.value();
}

bool is_of_all_addresses(const std::string& key) { return key.starts_with("officer "); }

/// Room for one more: the oldest goes, by `moment_of`.
template <typename Map, typename MomentOf>
void make_room(Map& map, const std::string& key, std::size_t entries_max, MomentOf moment_of) {
  if (map.size() < entries_max || map.contains(key)) return;
  map.erase(std::min_element(map.begin(), map.end(), [&](const auto& a, const auto& b) {
    return moment_of(a.second) < moment_of(b.second);
  }));
}

}  // namespace

LogInThrottle::LogInThrottle(ThrottleLimits limits) : limits_(limits) {}

LogInThrottle::Failures LogInThrottle::forgiven(Failures failures, Instant now) const {
  const auto times =
      std::max<std::int64_t>(0, (now - failures.forgiven_until) / limits_.forgive_every);
  if (times >= failures.count) {
    failures.count = 0;
    failures.forgiven_until = now;
    return failures;
  }
  failures.count -= static_cast<unsigned>(times);
  failures.forgiven_until = failures.forgiven_until.plus(times * limits_.forgive_every);
  return failures;
}

std::chrono::milliseconds LogInThrottle::wait_of(const std::string& key, unsigned patience,
                                                 Instant now) const {
  const auto found = failures_.find(key);
  if (found == failures_.end()) return std::chrono::milliseconds(0);
  const Failures failures = is_of_all_addresses(key) ? forgiven(found->second, now) : found->second;
  const unsigned free_failures = limits_.free_failures * patience;
  if (failures.count < free_failures) return std::chrono::milliseconds(0);
  auto span = limits_.wait_first;
  for (unsigned i = free_failures; i < failures.count && span < limits_.wait_max; ++i) span *= 2;
  const auto left = failures.last.plus(std::min(span, limits_.wait_max)) - now;
  return std::max(left, std::chrono::milliseconds(0));
}

std::chrono::milliseconds LogInThrottle::wait(const OfficerId& officer, const std::string& address,
                                              Instant now) const {
  const auto pair = pair_key(officer, address);
  const auto here =
      std::max(wait_of(pair, 1, now), wait_of(address_key(address), kAddressPatience, now));
  const auto known = known_.find(pair);
  const bool theirs = known != known_.end() && now - known->second < limits_.known_for;
  return theirs ? here : std::max(here, wait_of(officer_key(officer), kOfficerPatience, now));
}

void LogInThrottle::failed(const OfficerId& officer, const std::string& address, Instant now) {
  std::erase_if(failures_,
                [&](const auto& held) { return now - held.second.last >= limits_.forget_after; });
  remember(pair_key(officer, address), now);
  remember(address_key(address), now);
  remember(officer_key(officer), now);
}

void LogInThrottle::succeeded(const OfficerId& officer, const std::string& address, Instant now) {
  failures_.erase(pair_key(officer, address));
  take_back(address_key(address));
  // What others guess meanwhile is not forgiven by this.
  take_back(officer_key(officer));
  recognise(officer, address, now);
}

void LogInThrottle::recognise(const OfficerId& officer, const std::string& address, Instant now) {
  const auto pair = pair_key(officer, address);
  make_room(known_, pair, limits_.names_max, [](Instant at) { return at; });
  known_[pair] = now;
}

void LogInThrottle::half_succeeded(const std::string& address) { take_back(address_key(address)); }

void LogInThrottle::take_back(const std::string& key) {
  const auto found = failures_.find(key);
  if (found != failures_.end() && --found->second.count == 0) failures_.erase(found);
}

void LogInThrottle::remember(const std::string& key, Instant now) {
  make_room(failures_, key, limits_.names_max, [](const Failures& held) { return held.last; });
  Failures& failures = failures_[key];
  if (is_of_all_addresses(key)) failures = forgiven(failures, now);
  ++failures.count;
  failures.last = now;
}

}  // namespace garita
