// Rows of ../shared/data/rules/flow-dev.tsv: late reports and watermarks, with the stays and flags
// expected; skipped by name where the folder is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "central-sync/flags/evaluate.h"

namespace garita::central {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

std::vector<Row> rows_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  const auto names = split(line, '\t');
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    const auto cells = split(line, '\t');
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

Instant moment(const std::string& text) { return *Instant::from_rfc3339(text + ":00Z"); }

/// tz=-06:00 is the zone "Etc/GMT+6" (POSIX counts westwards).
Zone zone_of(const Row& row) {
  const auto at = row.at("params").find("tz=");
  const std::string offset = row.at("params").substr(at + 3, 3);
  return *Zone::named("Etc/GMT" + std::string(offset[0] == '-' ? "+" : "-") +
                      std::to_string(std::stoi(offset.substr(1))));
}

PolicyPack pack_of(const Row& row) {
  const std::string params = row.at("params");
  const auto max = params.substr(params.find("max=") + 4);
  return *PolicyPack::from_toml(
      "name = \"flow\"\nversion = \"1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"flow\"\n"
      "citation = \"-\"\neffective_from = 1990-01-01\nkind = \"fixed_days\"\ndays = " +
      max.substr(0, max.find(';')) + "\n");
}

void take_event(const std::string& text, const Zone& zone, PersonHistory& history) {
  const auto parts = split(text, '|');
  const Instant known = moment(parts.at(4));
  const Instant at = moment(parts.at(3));
  const auto option = [&](const std::string& name) {
    for (const auto& part : parts)
      if (part.starts_with(name)) return part.substr(name.size());
    return std::string();
  };
  if (parts.at(1) == "VOID") {
    history.voids.push_back({{parts.at(0), option("of=")}, known});
    return;
  }
  if (parts.at(1) == "EXT") {
    StatusChange change;
    change.reference = parts.at(0);
    change.at = at;
    change.day = zone.local_day(at);
    change.of = option("of=");
    change.days = std::stoi(option("days="));
    history.changes.push_back({change, known});
    return;
  }
  Movement movement;
  movement.reference = parts.at(0);
  movement.direction = parts.at(1) == "IN" ? Direction::kEntry : Direction::kExit;
  movement.at = at;
  movement.day = zone.local_day(at);
  movement.post = PostCode(parts.at(2));
  if (movement.direction == Direction::kEntry) {
    movement.admission.emplace();
    movement.admission->entered = movement.day;
    movement.admission->audience = {CountryCode("FRA"), "P", "visitor"};
  }
  history.movements.push_back({movement, known});
}

/// Everything that a row says, ready to be asked at any moment.
struct Flow {
  PolicyPack pack;
  Zone zone;
  std::map<PostCode, Zone> zones;
  PersonHistory history;
  std::vector<std::array<std::string, 3>> declared;

  explicit Flow(const Row& row) : pack(pack_of(row)), zone(zone_of(row)) {
    history.nationality = CountryCode("FRA");
    for (const auto& post : split(row.at("posts"), ',')) zones.emplace(PostCode(post), zone);
    for (const auto& event : split(row.at("events"), ';')) take_event(event, zone, history);
    for (const auto& each : split(row.at("watermarks"), ';')) {
      const auto parts = split(each, '|');
      declared.push_back({parts.at(0), parts.at(1), parts.at(2)});
    }
  }

  std::vector<PostWatermark> posts_at(Instant known_at) const {
    std::vector<PostWatermark> posts;
    for (const auto& [post, each] : zones) posts.push_back({post, true, true, std::nullopt});
    for (const auto& [code, until, at] : declared)
      for (auto& post : posts)
        if (post.post.value() == code && moment(at) <= known_at)
          post.complete_until = std::max(post.complete_until, std::optional(moment(until)));
    return posts;
  }

  Evaluation at(Instant now) const {
    const Country country{&pack, posts_at(now), zones, {}};
    return evaluate(history, country, {now, now});
  }
};

std::string stays_of(const Evaluation& evaluation) {
  std::string text;
  for (const auto& [stay, authorised] : evaluation.stays) {
    if (!text.empty()) text += ";";
    text += stay.entry.day.iso() + "..";
    text += stay.exit ? stay.exit->day.iso() : stay.open() ? "?" : "?!";
  }
  return text.empty() ? "-" : text;
}

std::string flags_of(const Evaluation& evaluation) {
  std::string text;
  for (const auto& flag : evaluation.flags) {
    if (flag.state == FlagState::kOpen) continue;
    const bool raised = is_raised(flag.state);
    if (!text.empty()) text += ";";
    text += flag_name(flag.kind);
    if (flag.kind == FlagKind::kOverstayOpen && raised)
      text += ":" + std::to_string(flag.days_over);
    text += "(" + flag.subject + ")=" + (raised ? "RAISED" : "HELD");
  }
  return text.empty() ? "-" : text;
}

std::set<std::string> raised_at(const Flow& flow, Instant now) {
  std::set<std::string> raised;
  for (const auto& flag : flow.at(now).flags)
    if (is_raised(flag.state))
      raised.insert(std::string(flag_name(flag.flag_case().kind)) + "(" + flag.subject + ")");
  return raised;
}

std::string withdrawn_at(const Flow& flow, Instant now) {
  std::set<std::string> once;
  for (const auto& [post, until, at] : flow.declared)
    if (moment(at) < now) once.merge(raised_at(flow, moment(at)));
  for (const auto& still : raised_at(flow, now)) once.erase(still);
  std::string text;
  for (const auto& each : once) text += (text.empty() ? "" : ";") + each;
  return text.empty() ? "-" : text;
}

std::string answer(const Flow& flow, Instant now) {
  const auto evaluation = flow.at(now);
  const auto low = lowest_watermark(flow.posts_at(now), Sees::kExits);
  return (low ? low->rfc3339().substr(0, 16) : "-") + " " + stays_of(evaluation) + " " +
         flags_of(evaluation) + " " + withdrawn_at(flow, now);
}

TEST(SharedFlows, AgreeWhateverTheOrderAndRepetitionOfTheEvents) {
  const auto file = std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/rules/flow-dev.tsv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "flow-dev.tsv is not there";
  std::mt19937 random(7);
  for (const auto& row : rows_of(file)) {
    Flow flow(row);
    const std::string expected = row.at("low_watermark") + " " + row.at("stays") + " " +
                                 row.at("flags") + " " + row.at("withdrawn_since_last");
    const Instant now = moment(row.at("as_of"));
    EXPECT_EQ(answer(flow, now), expected) << row.at("id");
    std::shuffle(flow.history.movements.begin(), flow.history.movements.end(), random);
    EXPECT_EQ(answer(flow, now), expected) << row.at("id") << ", in another order";
  }
}

}  // namespace
}  // namespace garita::central
