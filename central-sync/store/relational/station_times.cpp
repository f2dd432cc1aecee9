#include "central-sync/store/relational/station_times.h"

#include <algorithm>

#include "central-sync/store/relational/columns.h"

namespace garita::central {
namespace {

constexpr const char* kStations =
    "SELECT s.post, s.station, s.enrolled_at, (SELECT min(i.known_at) FROM incarnations i WHERE "
    "i.station = s.station) FROM stations s WHERE s.enrolled_at IS NOT NULL ORDER BY s.station";
// As watermarks take it (watermark_facts.cpp): whoever closed a post closed the stations that it
// had, and each of them until it claims of a later time.
// Of each incarnation the first step after it, which the table's key finds: there is one a minute.
constexpr const char* kClosings =
    "SELECT s.post, s.station, c.known_at, c.at, (SELECT min((SELECT t.known_from FROM "
    "incarnation_steps t WHERE t.station = i.station AND t.incarnation = i.incarnation AND "
    "t.known_from > c.known_at AND t.complete_until > c.at ORDER BY t.known_from LIMIT 1)) FROM "
    "incarnations i WHERE i.station = s.station) FROM closures c JOIN stations s ON c.target = "
    "s.station OR c.target = s.post WHERE s.enrolled_at "
    "<= c.known_at ORDER BY c.known_at, c.record, s.station";

}  // namespace

Result<std::map<PostCode, std::vector<StationTimes>>> read_station_times(Database& database) {
  std::map<PostCode, std::vector<StationTimes>> posts;
  {
    GARITA_TRY(row, database.prepare(kStations));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      posts[PostCode(row.text(0))].push_back(
          {StationId(row.text(1)), instant_at(row, 2), nullable_instant_at(row, 3)});
    }
  }
  GARITA_TRY(row, database.prepare(kClosings));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return posts;
    auto& stations = posts[PostCode(row.text(0))];
    const auto station =
        std::ranges::find(stations, StationId(row.text(1)), &StationTimes::station);
    station->closings.push_back(
        {instant_at(row, 2), instant_at(row, 3), nullable_instant_at(row, 4)});
  }
}

}  // namespace garita::central
