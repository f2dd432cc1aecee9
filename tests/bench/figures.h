#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

// What the benchmarks of the reader print with (tests/bench/README.md).
namespace garita::tests {

/// CPU time of this process so far.
inline double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// As printf, cut after 199 characters.
inline std::string text(const char* format, auto... values) {
  char written[200];
  std::snprintf(written, sizeof written, format, values...);
  return written;
}

/// A line: figure, ours, the peer or limit, the ratio.
inline void row(const std::string& figure, const std::string& ours, const std::string& peer,
                std::optional<double> ratio) {
  std::printf("%s\t%s\t%s\t%s\n", figure.c_str(), ours.c_str(), peer.c_str(),
              ratio ? text("%.2f", *ratio).c_str() : "-");
  std::fflush(stdout);
}

/// Above `of_hundred` of a hundred of the times; 0 where there are none.
inline double percentile(std::vector<double> times, std::size_t of_hundred) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1, times.size() * of_hundred / 100)];
}

}  // namespace garita::tests
