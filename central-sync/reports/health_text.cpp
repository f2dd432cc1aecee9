#include <nlohmann/json.hpp>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/health.h"

namespace garita::central {
namespace {

using Json = nlohmann::ordered_json;

std::string moment(const std::optional<Instant>& at) { return at ? at->rfc3339() : "-"; }

Json journal_json(const JournalRow& journal) {
  Json object{{"incarnation", journal.incarnation},
              {"lane", lane_name(journal.lane)},
              {"held", journal.held},
              {"opened", journal.opened}};
  if (journal.last_received_at) object["last_received_at"] = journal.last_received_at->rfc3339();
  if (journal.quarantined > 0) object["quarantined"] = journal.quarantined;
  if (journal.forked) object["forked"] = true;
  if (journal.ended) object["ended"] = true;
  return object;
}

Json station_json(const StationHealth& health) {
  Json object{{"station", health.station.station.value()}};
  const auto add = [&](const char* name, const std::optional<Instant>& at) {
    if (at) object[name] = at->rfc3339();
  };
  add("enrolled_at", health.station.enrolled_at);
  add("revoked_at", health.station.revoked_at);
  add("last_contact", health.station.last_contact);
  add("oldest_unsent_at", health.station.oldest_unsent_at);
  if (health.station.last_contact) {
    object["software"] = health.station.software;
    object["clock_offset_ms"] = health.station.clock_offset.count();
  }
  if (health.station.unsent_records) object["unsent"] = *health.station.unsent_records;
  if (health.station.disk_free_bytes) object["disk_free_bytes"] = *health.station.disk_free_bytes;
  for (const auto& [channel, version] : health.station.bulletins)
    object["bulletins"][channel] = version;
  object["journals"] = Json::array();
  for (const auto& journal : health.journals) object["journals"].push_back(journal_json(journal));
  return object;
}

Json directions_json(const PostRow& post) {
  Json directions = Json::array();
  if (post.sees_entries) directions.push_back("entry");
  if (post.sees_exits) directions.push_back("exit");
  return directions;
}

Json post_json(const PostHealth& health) {
  Json object{{"post", health.post.post.value()},
              {"zone", health.post.zone},
              {"border", health.post.border},
              {"directions", directions_json(health.post)}};
  if (health.watermark) object["watermark"] = health.watermark->rfc3339();
  if (health.last_contact) object["last_contact"] = health.last_contact->rfc3339();
  object["decisions_held_up"] = health.decisions_held_up;
  object["quarantined"] = health.quarantined;
  for (const auto& what : health.held_back_by) object["held_back_by"].push_back(what);
  for (const auto& life : health.open_incarnations) object["open_incarnations"].push_back(life);
  if (health.post.closed_at) object["closed_at"] = health.post.closed_at->rfc3339();
  object["stations"] = Json::array();
  for (const auto& station : health.stations) object["stations"].push_back(station_json(station));
  return object;
}

/// "fork, quarantine, open incarnation PASO-NORTE-01:1".
std::string held_back_by(const PostHealth& health) {
  std::string text;
  for (const auto& word : health.held_back_by) {
    text += (text.empty() ? "" : ", ") + word;
    if (word != "open incarnation") continue;
    for (const auto& life : health.open_incarnations) text += " " + life;
  }
  return text;
}

}  // namespace

std::string status_text(const CentreStatus& status) {
  std::string text = "Country " + status.settings.country.value() +
                     (status.settings.exercise ? " (EXERCISE)" : "") + ", policies " +
                     (status.policy_version.empty() ? "none" : status.policy_version) + "\n";
  text += "Records " + std::to_string(status.records) + ", not yet projected " +
          std::to_string(status.records_not_projected) + ", in quarantine " +
          std::to_string(status.quarantined) + "\n";
  text += "Persons " + std::to_string(status.persons) + ", stays open " +
          std::to_string(status.stays_open) + ", flags held " + std::to_string(status.flags_held) +
          ", raised " + std::to_string(status.flags_raised) + "\n";
  if (status.persons_to_judge_anew > 0)
    text += "New policies are being applied: " + std::to_string(status.persons_to_judge_anew) +
            " persons to go; until then answers are as known before them\n";
  std::vector<std::vector<std::string>> lines = {
      {"POST", "COMPLETE UNTIL", "LAST CONTACT", "HOLDS UP", "HELD BACK BY"}};
  for (const auto& post : status.posts)
    lines.push_back({post.post.post.value(), moment(post.watermark), moment(post.last_contact),
                     std::to_string(post.decisions_held_up), held_back_by(post)});
  return text + in_columns(lines);
}

std::string status_json(const CentreStatus& status) {
  Json object{{"country", status.settings.country.value()},
              {"exercise", status.settings.exercise},
              {"policy_version", status.policy_version},
              {"records", status.records},
              {"records_not_projected", status.records_not_projected},
              {"quarantined", status.quarantined},
              {"behind_watermark", status.behind_watermark},
              {"decisions_dated_back", status.decisions_dated_back},
              {"persons", status.persons},
              {"stays_open", status.stays_open},
              {"flags_held", status.flags_held},
              {"flags_raised", status.flags_raised}};
  if (status.persons_to_judge_anew > 0)
    object["persons_to_judge_anew"] = status.persons_to_judge_anew;
  object["posts"] = Json::array();
  for (const auto& post : status.posts) object["posts"].push_back(post_json(post));
  // A station says of itself what it likes, also what is no UTF-8.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace garita::central
