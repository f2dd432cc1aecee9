#include "central-sync/reports/quarantine.h"

#include <nlohmann/json.hpp>

#include "central-sync/reports/columns.h"

namespace garita::central {

std::string quarantine_json(std::span<const QuarantineRow> rows) {
  using Json = nlohmann::ordered_json;
  std::string text;
  for (const auto& row : rows) {
    Json object{{"record", row.record.text()},
                {"cause", row.cause},
                {"reason", row.reason},
                {"since", row.since.rfc3339()}};
    if (row.resolved_at) object["resolved_at"] = row.resolved_at->rfc3339();
    if (!row.resolution.empty()) object["resolution"] = row.resolution;
    // A reason may hold what a station sent.
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::string quarantine_table(std::span<const QuarantineRow> rows) {
  std::vector<std::vector<std::string>> lines = {
      {"RECORD", "CAUSE", "SINCE", "RESOLVED", "REASON"}};
  for (const auto& row : rows)
    lines.push_back({row.record.text(), row.cause, row.since.rfc3339(),
                     row.resolved_at ? row.resolved_at->rfc3339() + " " + row.resolution : "-",
                     row.reason});
  return in_columns(lines);
}

}  // namespace garita::central
