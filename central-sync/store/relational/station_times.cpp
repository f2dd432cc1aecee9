#include "central-sync/store/relational/station_times.h"

#include <algorithm>

#include "central-sync/store/relational/columns.h"

namespace garita::central {
namespace {

constexpr const char* kStations =
    "SELECT s.post, s.station, s.enrolled_at, (SELECT min(i.known_at) FROM incarnations i WHERE "
    "i.station = s.station) FROM stations s WHERE s.enrolled_at IS NOT NULL ORDER BY s.station";
// Since when it is known that a station spoke of a time after its closing, in any of its lives, or
// what is added: as watermarks take it (watermark_facts.cpp).
// Of each life the first step after it, which the table's key finds: there is one a minute.
constexpr const char* kSpokeAgain =
    "(SELECT min((SELECT t.known_from FROM incarnation_steps t WHERE t.station = i.station AND "
    "t.incarnation = i.incarnation AND t.known_from > c.known_at AND t.complete_until > c.at "
    "ORDER BY t.known_from LIMIT 1)) FROM incarnations i WHERE i.station = s.station";

/// Whoever closed a post closed the stations that it had, and each of them until it claims of a
/// later time.
std::string closings_sql() {
  return std::string("SELECT s.post, s.station, c.known_at, c.at, ") + kSpokeAgain +
         ") FROM closures c JOIN stations s ON c.target = s.station OR c.target = s.post WHERE "
         "s.enrolled_at <= c.known_at ORDER BY c.known_at, c.record, s.station";
}

/// Of posts, stations and lives. What a station says of its own life is no person's decision.
std::string reopenings_sql() {
  const std::string columns = "SELECT c.record, c.target, c.at, c.officer, c.why, s.station, ";
  const std::string enrolled = " AND s.enrolled_at <= c.known_at";
  return "SELECT * FROM (" + columns + kSpokeAgain +
         ") AS since FROM stations s JOIN closures c ON c.target = s.post" + enrolled +
         " UNION ALL " + columns + kSpokeAgain +
         ") AS since FROM stations s JOIN closures c ON c.target = s.station" + enrolled +
         " UNION ALL " + columns + kSpokeAgain +
         " AND i.incarnation = l.incarnation) AS since FROM stations s JOIN incarnations l ON "
         "l.station = s.station JOIN closures c ON c.target = l.station || ':' || l.incarnation "
         "AND substr(c.record, 1, length(c.target) + 1) <> c.target || ':') AS reopened WHERE "
         "since IS NOT NULL ORDER BY since, record, station";
}

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
  static const std::string sql = closings_sql();
  GARITA_TRY(row, database.prepare(sql));
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

Result<std::vector<Reopening>> read_reopenings(Database& database) {
  static const std::string sql = reopenings_sql();
  GARITA_TRY(row, database.prepare(sql));
  std::vector<Reopening> reopenings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return reopenings;
    reopenings.push_back({row.text(0), row.text(1), instant_at(row, 2), row.text(3), row.text(4),
                          StationId(row.text(5)), instant_at(row, 6)});
  }
}

}  // namespace garita::central
