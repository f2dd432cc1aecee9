#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/overstays.h"

namespace garita::central {
namespace {

constexpr std::array kColumns = {"flag",       "state",          "person",
                                 "name",       "nationality",    "document",
                                 "entry_post", "entry_at",       "authorised_until",
                                 "days_over",  "policy",         "policy_version",
                                 "watermark",  "blocking_posts", "last_change",
                                 "cause"};

/// Of an exit without an entry, no entry is known: post and hour of the exit say nothing here.
bool has_entry(const Flag& flag) { return flag.kind != FlagKind::kExitWithoutEntry; }

bool counts_days(const Flag& flag) {
  return flag.kind == FlagKind::kOverstayOpen || flag.kind == FlagKind::kOverstay;
}

std::string joined(const std::vector<PostCode>& posts) {
  std::string text;
  for (const auto& post : posts) text += (text.empty() ? "" : " ") + post.value();
  return text;
}

std::vector<std::string> cells_of(const OverstayRow& row) {
  const Flag& flag = row.flag;
  return {std::string(flag_name(flag.kind)),
          std::string(state_name(flag.state)),
          row.person.value(),
          row.name,
          row.nationality.value(),
          row.document,
          has_entry(flag) ? flag.post.value() : "",
          has_entry(flag) ? flag.at.rfc3339() : "",
          flag.authorised_until ? flag.authorised_until->iso() : "",
          counts_days(flag) ? std::to_string(flag.days_over) : "",
          flag.rule,
          flag.policy_version,
          flag.watermark ? flag.watermark->rfc3339() : "",
          joined(flag.blocking_posts),
          row.last_change.rfc3339(),
          row.cause};
}

bool tell_changes(std::span<const OverstayRow> rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const OverstayRow& row) { return !row.change.empty(); });
}

nlohmann::ordered_json object_of(const OverstayRow& row) {
  const auto cells = cells_of(row);
  nlohmann::ordered_json object;
  if (!row.change.empty()) object["change"] = row.change;
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    if (!cells[i].empty()) object[kColumns[i]] = cells[i];
  if (counts_days(row.flag)) object["days_over"] = row.flag.days_over;
  if (row.flag.blocking_posts.empty()) return object;
  auto& posts = object["blocking_posts"] = nlohmann::ordered_json::array();
  for (const auto& post : row.flag.blocking_posts) posts.push_back(post.value());
  return object;
}

}  // namespace

std::string overstays_csv(std::span<const OverstayRow> rows) {
  const bool changes = tell_changes(rows);
  std::vector<std::string> heading(kColumns.begin(), kColumns.end());
  if (changes) heading.emplace_back("change");
  std::string text = csv_line(heading);
  for (const auto& row : rows) {
    auto cells = cells_of(row);
    if (changes) cells.push_back(row.change);
    text += csv_line(cells);
  }
  return text;
}

std::string overstays_json(std::span<const OverstayRow> rows) {
  std::string text;
  for (const auto& row : rows)
    text += object_of(row).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return text;
}

std::string overstays_table(std::span<const OverstayRow> rows) {
  std::vector<std::vector<std::string>> lines = {{"FLAG", "STATE", "PERSON", "NAME", "NAT",
                                                  "DOCUMENT", "ENTRY", "UNTIL", "OVER", "WATERMARK",
                                                  "WAITS FOR", "CAUSE"}};
  const bool changes = tell_changes(rows);
  if (changes) lines.front().emplace_back("CHANGE");
  for (const auto& row : rows) {
    const auto cells = cells_of(row);
    lines.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5],
                     cells[6] + " " + cells[7], cells[8], cells[9], cells[12], cells[13],
                     cells[15]});
    if (changes) lines.back().push_back(row.change);
  }
  return in_columns(lines);
}

}  // namespace garita::central
