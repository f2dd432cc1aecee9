// What the desk of a regional office says of its lists.
#include <gmock/gmock.h>

#include "border-station/desk/desk_fixture.h"
#include "schema/record/enrolment.h"

namespace garita::station {
namespace {

using ::testing::ElementsAre;

class DeskOfOffice : public DeskTest {
 protected:
  void be_at(std::string_view border) {
    auto place = country_.enrolment("OFICINA-01-01");
    place.border = border;
    if (border == kOffice) place.directions.clear();
    directory_ = country_.enrol(place);
    start();
    uplink_.emplace(*Ledger::open(directory_, clock_, bulletin_readers()));
    publish_officers(true);
    log_in("jefa");
  }
  /// "CHANNEL", or "CHANNEL stale".
  std::vector<std::string> lists() {
    std::vector<std::string> lists;
    const json strip = json::parse(ask("GET", "/api/strip").body);
    for (const auto& list : strip["bulletins"])
      lists.push_back(list["channel"].get<std::string>() + (list["stale"] == true ? " stale" : ""));
    return lists;
  }
};

TEST_F(DeskOfOffice, MissesNoListOfPersons) {
  be_at(kOffice);
  publish("policies", kPolicies);
  link_.phase = LinkPhase::kUp;
  link_.since = link_.last_contact = clock_.now();
  EXPECT_THAT(lists(), ElementsAre("policies", "officers"));
  publish("alerts", kAlerts);
  EXPECT_THAT(lists(), ElementsAre("policies", "officers")) << "of before it was sent none";
}

TEST_F(DeskOfOffice, IsNotTheDeskOfAPostWhichMissesThem) {
  be_at("land");
  link_.phase = LinkPhase::kUp;
  link_.since = link_.last_contact = clock_.now();
  EXPECT_THAT(lists(),
              ElementsAre("alerts stale", "policies stale", "officers", "open-stays stale"));
}

}  // namespace
}  // namespace garita::station
