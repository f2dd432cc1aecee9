// What was added to the list and withdrawn since a moment, and because of what.
#include "central-sync/reports/overstay_changes.h"

#include <gmock/gmock.h>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OverstayChanges : public ::testing::Test {
 protected:
  RecordId cross(Direction direction, const char* post, const char* number, std::string_view at,
                 std::string_view received_at = "") {
    const auto id = centre.station(post).write(crossing(direction, post, utc(at), number), utc(at));
    centre.receive(centre.station(post), utc(received_at.empty() ? at : received_at));
    centre.project();
    return id;
  }
  void complete(std::string_view until) {
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc(until), utc(until));
    centre.project();
  }
  /// "added ANA probable watermark", in order.
  std::vector<std::string> changes(std::string_view since, std::string_view now) {
    std::vector<std::string> texts;
    const auto rows = *changes_since(centre.reading(), utc(since), utc(now));
    for (const auto& row : rows)
      texts.push_back(row.change + " " + row.document.substr(4) + " " +
                      std::string(state_name(row.flag.state)) + " " + row.cause);
    std::ranges::sort(texts);
    return texts;
  }

  TestCentre centre;
};

TEST_F(OverstayChanges, AreNoneWhereTheListIsTheSame) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  EXPECT_THAT(changes("2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"), ElementsAre());
}

TEST_F(OverstayChanges, AreAddedWithWhatRaisedThem) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-01-20T00:00:00Z");
  EXPECT_THAT(changes("2026-01-20T00:00:00Z", "2026-02-01T00:00:00Z"), ElementsAre());
  complete("2026-02-10T00:00:00Z");
  EXPECT_THAT(changes("2026-01-20T00:00:00Z", "2026-02-11T00:00:00Z"),
              ElementsAre("added ANA probable watermark"));
}

TEST_F(OverstayChanges, AreWithdrawnWithTheRecordThatDidIt) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  // An exit that SUR had declared to be known, and was not: an incident.
  const auto exit =
      cross(Direction::kExit, "SUR", "ANA", "2026-01-30T16:00:00Z", "2026-02-12T00:00:00Z");
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z"),
              ElementsAre("withdrawn ANA cleared " + exit.text() + " exit_in_time"));
  EXPECT_THAT(changes("2026-02-13T00:00:00Z", "2026-02-14T00:00:00Z"), ElementsAre())
      << "the list of then had no longer anything to withdraw";
}

TEST_F(OverstayChanges, ThatOnlyMakeAFlagSurerAreNone) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  cross(Direction::kExit, "SUR", "ANA", "2026-02-12T16:00:00Z");
  complete("2026-02-13T00:00:00Z");
  EXPECT_THAT(changes("2026-02-11T00:00:00Z", "2026-02-14T00:00:00Z"), ElementsAre());
}

TEST_F(OverstayChanges, StandInAColumnOfTheirOwn) {
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  complete("2026-02-10T00:00:00Z");
  const auto rows =
      *changes_since(centre.reading(), utc("2026-01-20T00:00:00Z"), utc("2026-02-11T00:00:00Z"));
  EXPECT_THAT(overstays_csv(rows),
              HasSubstr(",cause,subject,evidence,fallback,change,waits_again\r\n"));
  EXPECT_THAT(overstays_csv(rows),
              HasSubstr(",watermark,NORTE-01:1:movement:1,officer_scan,,added,\r\n"));
  EXPECT_THAT(overstays_json(rows), HasSubstr("\"change\":\"added\""));
  EXPECT_THAT(overstays_csv({}), ::testing::Not(HasSubstr("change\r\n"))) << "contracts";
}

}  // namespace
}  // namespace garita::central::testing
