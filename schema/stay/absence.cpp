#include "schema/stay/absence.h"

#include <chrono>

namespace garita {

DaySet whole_days_absent(std::span<const Absence> absences, Date on) {
  const std::chrono::days day(1);
  std::vector<DaySpan> spans;
  for (const auto& each : absences) {
    const bool back = each.returned && *each.returned <= on;
    if (each.departed >= on) continue;
    spans.push_back({each.departed.plus(day), back ? each.returned->minus(day) : on});
  }
  return DaySet::of(std::move(spans));
}

WeightedPresence weigh_presence(const YearsOfPresence& days, int current_min, int total_min) {
  WeightedPresence weighed;
  weighed.sixths = 6 * days[0] + 2 * days[1] + days[2];
  weighed.resident = days[0] >= current_min && weighed.sixths >= 6 * total_min;
  return weighed;
}

}  // namespace garita
