#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/health.h"
#include "central-sync/reports/reopening_words.h"

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
  add("closed_at", health.station.closed_at);
  add("reopened_after", health.station.reopened_after);
  add("last_contact", health.station.last_contact);
  add("oldest_unsent_at", health.station.oldest_unsent_at);
  if (health.station.last_contact) {
    object["software"] = health.station.software;
    if (health.station.clock_offset)
      object["clock_offset_ms"] = health.station.clock_offset->count();
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
  object["behind_watermark"] = health.behind_watermark;
  for (const auto& what : health.held_back_by) object["held_back_by"].push_back(what);
  for (const auto& life : health.open_incarnations) object["open_incarnations"].push_back(life);
  if (health.post.closed_at) object["closed_at"] = health.post.closed_at->rfc3339();
  if (health.post.reopened_after) object["reopened_after"] = health.post.reopened_after->rfc3339();
  for (const auto& each : health.reopened) {
    Json reopened;
    for (const auto& [name, value] : reopening_fields(each)) reopened[name] = value;
    object["reopened"].push_back(std::move(reopened));
  }
  object["stations"] = Json::array();
  for (const auto& station : health.stations) object["stations"].push_back(station_json(station));
  return object;
}

constexpr std::chrono::milliseconds kClockOffMost{1'000};

std::string standing_of(const StationRow& station) {
  if (station.revoked_at) return "revoked " + station.revoked_at->rfc3339();
  if (station.closed_at) return "closed " + station.closed_at->rfc3339();
  if (station.reopened_after) return "SPEAKS AGAIN, closed " + station.reopened_after->rfc3339();
  return station.enrolled_at ? "" : "not enrolled yet";
}

/// Its clock less the centre's: "+2.5 s"; "" where that is small.
std::string clock_of(const StationRow& station) {
  const auto off = station.clock_offset.value_or(std::chrono::milliseconds(0));
  if (off < kClockOffMost && off > -kClockOffMost) return "";
  const auto tenths = std::abs(off.count() / 100);
  return (off.count() < 0 ? "-" : "+") + std::to_string(tenths / 10) + "." +
         std::to_string(tenths % 10) + " s";
}

/// "alerts 3 of 4".
std::string missing_of(const StationRow& station, std::span<const BulletinRow> newest) {
  std::string text;
  for (const auto& bulletin : newest) {
    const auto held = station.bulletins.find(bulletin.channel);
    const auto version = held == station.bulletins.end() ? 0 : held->second;
    if (version >= bulletin.version) continue;
    text += (text.empty() ? "" : ", ") + bulletin.channel + " " + std::to_string(version) + " of " +
            std::to_string(bulletin.version);
  }
  return text;
}

/// Nothing where all is as it should be. Of who reports no more only that is told.
std::vector<std::string> line_about(const StationRow& station,
                                    std::span<const BulletinRow> newest) {
  std::vector<std::string> line = {station.station.value(), standing_of(station), "", "", ""};
  if (line[1].empty()) {
    if (station.unsent_records.value_or(0) > 0) line[2] = std::to_string(*station.unsent_records);
    line[3] = clock_of(station);
    line[4] = missing_of(station, newest);
  }
  if (std::all_of(line.begin() + 1, line.end(), [](const auto& cell) { return cell.empty(); }))
    return {};
  for (auto& cell : line)
    if (cell.empty()) cell = "-";
  return line;
}

std::string stations_text(const CentreStatus& status) {
  std::vector<std::vector<std::string>> lines = {
      {"STATION", "STANDING", "UNSENT", "CLOCK", "BULLETINS MISSING"}};
  for (const auto& post : status.posts) {
    for (const auto& station : post.stations) {
      auto line = line_about(station.station, status.bulletins);
      if (!line.empty()) lines.push_back(std::move(line));
    }
  }
  return lines.size() == 1 ? "" : "\n" + in_columns(lines);
}

std::string bulletins_text(std::span<const BulletinRow> bulletins) {
  std::string text;
  for (const auto& bulletin : bulletins)
    text += (text.empty() ? "" : ", ") + bulletin.channel + " " + std::to_string(bulletin.version) +
            " (" + bulletin.issued_at.rfc3339() + ")";
  return "Bulletins " + (text.empty() ? "none" : text) + "\n";
}

/// Of whom the post waits, though nothing will come by itself: stations that were revoked, and
/// where nothing else is in the way, whoever has not spoken since.
void add_waited_for(const PostHealth& health, std::string& text) {
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  for (const auto& [station, journals] : health.stations)
    if (station.enrolled_at && station.revoked_at && !station.closed_at)
      add("revoked " + station.station.value() + " is not closed");
  if (!text.empty() || health.decisions_held_up == 0) return;
  add(health.watermark ? "silence since " + health.watermark->rfc3339() : "silence");
}

/// "fork, quarantine, open incarnation PASO-NORTE-01:1".
std::string held_back_by(const PostHealth& health) {
  if (health.post.closed_at) return "closed " + health.post.closed_at->rfc3339();
  std::string text;
  if (health.post.reopened_after && health.reopened.empty())
    text = "SPEAKS AGAIN, closed " + health.post.reopened_after->rfc3339();
  for (const auto& each : health.reopened)
    text += (text.empty() ? "" : ", ") + reopening_words(each, Language::kEnglish);
  for (const auto& word : health.held_back_by) {
    if (word == "reports again") continue;
    text += (text.empty() ? "" : ", ") + word;
    if (word != "open incarnation") continue;
    for (const auto& life : health.open_incarnations) text += " " + life;
  }
  add_waited_for(health, text);
  return text;
}

}  // namespace

std::string status_text(const CentreStatus& status) {
  std::string text = "Country " + status.settings.country.value() +
                     (status.settings.exercise ? " (EXERCISE)" : "") + ", policies " +
                     (status.policy_version.empty() ? "none" : status.policy_version) + ", at " +
                     status.now.rfc3339() + "\n";
  text += "Records " + std::to_string(status.records) + ", not yet projected " +
          std::to_string(status.records_not_projected) +
          (status.not_projected_since ? " since " + status.not_projected_since->rfc3339() : "") +
          ", in quarantine " + std::to_string(status.quarantined) + "\n";
  text += "Persons " + std::to_string(status.persons) + ", stays open " +
          std::to_string(status.stays_open) + ", flags held " + std::to_string(status.flags_held) +
          ", raised " + std::to_string(status.flags_raised) + "\n";
  if (status.persons_to_judge_anew > 0)
    text +=
        "Everybody is being judged anew, by new policies or since a post in another time zone "
        "was heard of: " +
        std::to_string(status.persons_to_judge_anew) +
        " persons to go; until then answers are as known before that\n";
  if (status.decisions_waiting > 0)
    text += "Decisions about entries that have not arrived: " +
            std::to_string(status.decisions_waiting) + "; `quarantine` lists them\n";
  if (status.behind_watermark > 0)
    text += "Came after their post had declared itself complete: " +
            std::to_string(status.behind_watermark) + "; `quarantine` lists them\n";
  text += bulletins_text(status.bulletins);
  for (const auto& gone : status.records_gone)
    text +=
        "GONE for good, lost when this centre was set back and dropped by the post since: " + gone +
        "; what it recorded after them is in quarantine\n";
  std::vector<std::vector<std::string>> lines = {
      {"POST", "COMPLETE UNTIL", "LAST CONTACT", "CAME LATE", "HOLDS UP", "HELD BACK BY"}};
  for (const auto& post : status.posts)
    lines.push_back({post.post.post.value(), moment(post.watermark), moment(post.last_contact),
                     std::to_string(post.behind_watermark), std::to_string(post.decisions_held_up),
                     held_back_by(post)});
  return text + in_columns(lines) + stations_text(status);
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
              {"decisions_waiting", status.decisions_waiting},
              {"persons", status.persons},
              {"stays_open", status.stays_open},
              {"flags_held", status.flags_held},
              {"flags_raised", status.flags_raised}};
  if (status.persons_to_judge_anew > 0)
    object["persons_to_judge_anew"] = status.persons_to_judge_anew;
  if (status.not_projected_since)
    object["not_projected_since"] = status.not_projected_since->rfc3339();
  object["now"] = status.now.rfc3339();
  object["bulletins"] = Json::object();
  for (const auto& bulletin : status.bulletins)
    object["bulletins"][bulletin.channel] = {{"version", bulletin.version},
                                             {"issued_at", bulletin.issued_at.rfc3339()}};
  if (!status.records_gone.empty()) object["records_gone"] = status.records_gone;
  object["posts"] = Json::array();
  for (const auto& post : status.posts) object["posts"].push_back(post_json(post));
  // A station says of itself what it likes, also what is no UTF-8.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace garita::central
