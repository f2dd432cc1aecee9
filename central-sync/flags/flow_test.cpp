// Late reports and watermarks: rows of our own, and those of ../shared/data/rules/flow-dev.tsv,
// which are skipped by name where the folder is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "central-sync/flags/replay.h"

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

std::string answer(const Row& row, const std::string& events) {
  const auto answered = replay({row.at("policy"), row.at("params"), row.at("posts"), events,
                                row.at("watermarks"), row.at("as_of")});
  if (!answered) return answered.error().message;
  return answered->low_watermark + " " + answered->stays + " " + answered->flags + " " +
         answered->withdrawn;
}

TEST(SharedFlows, AgreeWhateverTheOrderAndRepetitionOfTheEvents) {
  const auto file = std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/rules/flow-dev.tsv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "flow-dev.tsv is not there";
  std::mt19937 random(7);
  for (const auto& row : rows_of(file)) {
    const std::string expected = row.at("low_watermark") + " " + row.at("stays") + " " +
                                 row.at("flags") + " " + row.at("withdrawn_since_last");
    auto events = split(row.at("events"), ';');
    for (int time = 0; time < 5; ++time) {
      std::string text;
      for (const auto& event : events) text += (text.empty() ? "" : ";") + event;
      EXPECT_EQ(answer(row, text), expected) << row.at("id") << ": " << text;
      if (time == 2) events.push_back(events.front());
      std::ranges::shuffle(events, random);
    }
  }
}

/// Two posts, thirty days, the zone of Guatemala; in on 5 January, out in time at the post that was
/// silent.
Row promise() {
  return {{"policy", "PER_ENTRY"},
          {"params", "max=30;entry_day=1;tz=-06:00"},
          {"posts", "A,B"},
          {"watermarks",
           "A|2026-02-05T11:00|2026-02-05T11:05;B|2026-02-01T00:00|2026-02-01T01:00;"
           "B|2026-02-07T08:00|2026-02-07T08:05"},
          {"as_of", "2026-02-05T12:00"}};
}
constexpr const char* kIn = "a|IN|A|2026-01-05T16:00|2026-01-05T16:00";
constexpr const char* kOutInTime = ";b|OUT|B|2026-02-02T18:00|2026-02-07T08:00";

TEST(Replay, HoldsAFlagUntilTheSilentPostHasReported) {
  auto row = promise();
  const std::string events = std::string(kIn) + kOutInTime;
  EXPECT_EQ(answer(row, events), "2026-02-01T00:00 2026-01-05..? OVERSTAY_OPEN(a)=HELD -");
  row["as_of"] = "2026-02-08T12:00";
  EXPECT_EQ(answer(row, events), "2026-02-05T11:00 2026-01-05..2026-02-02 - -");
  EXPECT_EQ(answer(row, kIn), "2026-02-05T11:00 2026-01-05..? OVERSTAY_OPEN:5(a)=RAISED -");
}

TEST(Replay, SaysWhatLateDataTookBack) {
  auto row = promise();
  row["as_of"] = "2026-02-09T12:00";
  row["watermarks"] = "A|2026-02-05T11:00|2026-02-05T11:05;B|2026-02-05T11:00|2026-02-05T11:05";
  const std::string late = std::string(kIn) + ";b|OUT|B|2026-02-02T18:00|2026-02-09T08:00";
  EXPECT_EQ(answer(row, late), "2026-02-05T11:00 2026-01-05..2026-02-02 - OVERSTAY(a)")
      << "a post that had said it was complete";
}

TEST(Replay, CountsAWindowOverSeveralStays) {
  auto row = promise();
  row["policy"] = "ROLL";
  row["params"] = "max=10;window=30;tz=+00:00";
  EXPECT_EQ(answer(row,
                   "a|IN|A|2026-01-05T10:00|2026-01-05T10:00;"
                   "b|OUT|A|2026-01-12T10:00|2026-01-12T10:00;"
                   "c|IN|A|2026-01-15T10:00|2026-01-15T10:00;"
                   "d|OUT|A|2026-01-18T10:00|2026-01-18T10:00"),
            "2026-02-01T00:00 2026-01-05..2026-01-12;2026-01-15..2026-01-18 OVERSTAY(c)=RAISED -");
}

TEST(Replay, EndsAStayWithTheDocument) {
  auto row = promise();
  row["params"] = "max=30;doc_expiry=2026-01-10;tz=-06:00";
  row["as_of"] = "2026-02-08T12:00";
  EXPECT_EQ(answer(row, kIn), "2026-02-05T11:00 2026-01-05..? OVERSTAY_OPEN:29(a)=RAISED -");
}

TEST(Replay, KnowsCalendarMonthsAndOffsetsOfMinutes) {
  auto row = promise();
  row["policy"] = "CALMONTH";
  row["params"] = "months=1;minus=1;tz=+05:45;";
  row["watermarks"] = "A|2026-02-28T00:00|2026-02-28T00:05;B|2026-02-28T00:00|2026-02-28T00:05";
  // In that zone it is the 6th, to the end of which a month lasts less a day: 18:15 UTC.
  const std::string entered = "a|IN|A|2026-01-05T18:15|2026-01-05T18:15";
  row["as_of"] = "2026-02-05T18:14";
  EXPECT_EQ(answer(row, entered), "- 2026-01-06..? - -");
  row["as_of"] = "2026-02-05T18:16";
  EXPECT_EQ(answer(row, entered), "- 2026-01-06..? OVERSTAY_OPEN(a)=HELD -");
  row["as_of"] = "2026-03-01T00:00";
  EXPECT_EQ(answer(row, entered), "2026-02-28T00:00 2026-01-06..? OVERSTAY_OPEN:24(a)=RAISED -");
}

TEST(Replay, RefusesTwoEventsOfOneIdThatSayDifferentThings) {
  const std::string entered = kIn;
  const std::string again = ";a|IN|A|2026-01-05T16:00|2026-01-07T16:00";
  EXPECT_EQ(answer(promise(), entered + again), answer(promise(), entered));
  for (const auto* other :
       {";a|IN|A|2026-01-05T17:00|2026-01-05T17:00", ";a|IN|B|2026-01-05T16:00|2026-01-05T16:00",
        ";a|VOID|A|2026-01-05T16:00|2026-01-05T16:00|of=b"})
    EXPECT_NE(answer(promise(), entered + other).find("another event has its id"),
              std::string::npos)
        << other;
}

TEST(Replay, NamesTheColumnThatCannotBeRead) {
  const struct {
    const char* column;
    const char* value;
    const char* why;
  } cases[] = {
      {"policy", "MAYBE", "policy: not known here"},
      {"params", "entry_day=1", "params: `max` is missing"},
      {"params", "max=30;max=31", "params: `max` stands twice"},
      {"params", "max=30;grace=10", "params: `grace` means nothing under this policy"},
      {"params", "max=30;contiguous=MEX", "params: `contiguous` means nothing here"},
      {"policy", "CALMONTH", "params: `months` is missing"},
      {"params", "max=30;tz=-06:30", "params: `tz` is no offset of whole hours, as -06:00"},
      {"posts", "-", "posts: none"},
      {"watermarks", "A|2026-02-05T11:00", "watermarks: A|2026-02-05T11:00: not post"},
      {"watermarks", "C|2026-02-05T11:00|2026-02-05T11:00", "a post that is not listed"},
      {"as_of", "today", "as_of: 'today' is no YYYY-MM-DDTHH:MM"}};
  for (const auto& each : cases) {
    auto row = promise();
    row[each.column] = each.value;
    EXPECT_NE(answer(row, kIn).find(each.why), std::string::npos)
        << each.why << ": " << answer(row, kIn);
  }
  for (const auto* event :
       {"a", "a|IN|A|2026-01-05T16:00", "a|IN|C|2026-01-05T16:00|2026-01-05T16:00",
        "a|FLY|A|2026-01-05T16:00|2026-01-05T16:00", "a|IN|A|x|2026-01-05T16:00",
        "x|EXT|HQ|2026-02-01T15:00|2026-02-06T09:00|of=a|days=many"}) {
    EXPECT_EQ(answer(promise(), event).find("events: "), 0U) << event;
  }
}

}  // namespace
}  // namespace garita::central
