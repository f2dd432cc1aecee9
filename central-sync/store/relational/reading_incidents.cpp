// What somebody looks into, as reports read it.
#include <algorithm>
#include <ranges>
#include <string>
#include <tuple>
#include <utility>

#include "central-sync/persons/clusters.h"
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"
#include "central-sync/store/relational/station_times.h"

namespace garita::central {
namespace {

const std::string kSelect =
    "SELECT i.record, i.kind, i.crossing, i.at, i.known_at, p.post, c.keys, o.keys FROM incidents "
    "i LEFT JOIN paper_periods p ON p.record = i.record LEFT JOIN crossings c ON c.record = "
    "i.record LEFT JOIN crossings o ON o.record = i.crossing WHERE ";
const std::string kIncidents = kSelect + "i.kind = ?1 ORDER BY i.known_at DESC, i.record LIMIT ?2";
const std::string kIncident = kSelect + "i.record = ?1 ORDER BY i.known_at, i.kind LIMIT 1";
const std::string kOtherHoldersOf =
    kSelect + "i.kind = 'other_holder' AND c.person = ?1 ORDER BY i.known_at, i.record";
constexpr const char* kLate =
    "SELECT i.record, p.post FROM incidents i LEFT JOIN paper_periods p ON p.record = i.record "
    "WHERE i.kind = 'behind_watermark'";

/// Hours on paper are the post's that they are announced of, also by the centre.
PostCode post_of_incident(const std::string& record, const std::optional<std::string>& on_paper) {
  if (on_paper) return PostCode(*on_paper);
  const auto id = RecordId::parse(record);
  return id ? post_of(id->station) : PostCode("");
}

IncidentRow incident_at(const Statement& row) {
  IncidentRow incident{row.text(0),        row.text(1),
                       row.text(2),        instant_at(row, 3),
                       instant_at(row, 4), post_of_incident(row.text(0), row.nullable_text(5))};
  const auto keys = row.nullable_text(6);
  const auto others = row.nullable_text(7);
  // The last is the name's.
  if (incident.kind == "other_holder" && keys && others)
    incident.holders = link_of(parted(*keys).back(), parted(*others).back());
  return incident;
}

}  // namespace

Result<std::map<PostCode, std::int64_t>> RelationalReading::late_records() {
  GARITA_TRY(row, db_.prepare(kLate));
  std::map<PostCode, std::int64_t> late;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return late;
    ++late[post_of_incident(row.text(0), row.nullable_text(1))];
  }
}

Result<std::vector<Reopening>> RelationalReading::reopenings(Instant known_at) {
  GARITA_TRY(all, read_reopenings(db_));
  std::erase_if(all, [&](const Reopening& each) { return each.since > known_at; });
  return all;
}

Result<Incidents> RelationalReading::incidents(std::size_t limit_of_a_kind) {
  Incidents incidents;
  GARITA_TRY(reopenings, read_reopenings(db_));
  incidents.more = reopenings.size() > limit_of_a_kind;
  for (const auto& each : std::views::reverse(reopenings) | std::views::take(limit_of_a_kind))
    incidents.rows.push_back({each.record, "closed_reports_again", each.station.value(),
                              each.closed_at, each.since, post_of(each.station), each});
  for (const auto* kind : {"behind_watermark", "decision_dated_back", "hit_left", "other_holder"}) {
    GARITA_TRY(row, db_.prepare(kIncidents, {kind, limit_of_a_kind + 1}));
    for (std::size_t rows = 0;; ++rows) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      if (rows == limit_of_a_kind) {
        incidents.more = true;
        break;
      }
      incidents.rows.push_back(incident_at(row));
    }
  }
  GARITA_CHECK(add_decisions(incidents.rows));
  std::ranges::sort(incidents.rows, [](const IncidentRow& a, const IncidentRow& b) {
    return std::tie(b.known_at, a.record, a.kind) < std::tie(a.known_at, b.record, b.kind);
  });
  return incidents;
}

Result<std::vector<IncidentRow>> RelationalReading::other_holders_of(const PersonId& person) {
  GARITA_TRY(row, db_.prepare(kOtherHoldersOf, {person.value()}));
  std::vector<IncidentRow> incidents;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    incidents.push_back(incident_at(row));
  }
  GARITA_CHECK(add_decisions(incidents));
  return incidents;
}

Result<void> RelationalReading::add_decisions(std::vector<IncidentRow>& incidents) {
  for (auto& each : incidents) {
    if (!each.holders) continue;
    GARITA_TRY(decided, last_decision_of(*each.holders));
    each.decided = std::move(decided);
  }
  return {};
}

Result<std::optional<IncidentRow>> RelationalReading::incident(const RecordId& record) {
  GARITA_TRY(row, db_.prepare(kIncident, {record.text()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return incident_at(row);
}

}  // namespace garita::central
