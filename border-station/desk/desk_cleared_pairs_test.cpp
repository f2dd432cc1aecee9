// What officers of other posts cleared, and what of it is taken back, while a traveller stands
// here.
#include "border-station/alerts/judged_pair.h"
#include "border-station/desk/desk_fixture.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/cleared_list.h"

namespace garita::station {
namespace {

constexpr std::string_view kNamed =
    "reference,instruction,surname,given_names,birth_date\n"
    "M-1,Call the duty officer,MUSTER,MAX,1970-01-01\n";

class ClearedElsewhere : public DeskTest {
 protected:
  ClearedElsewhere() {
    publish_all();
    publish("alerts", kNamed);
    log_in();
  }
  /// The list of cleared pairs: with whom it names, or with nobody.
  void list_comes(bool cleared) {
    const Secret key(Bytes(kOpenStaysKeyBytes, 5));
    const auto sealed = *seal_to_certificate(key.view(), uplink_->identity().station_certificate);
    std::string csv = cleared_pairs_header();
    if (cleared) {
      const RecordId crossing{StationId("SUR-01"), 1, Lane::kMovement, 7};
      csv += csv_row(ClearedPairEntry{cleared_pair_reference(key, pair()), crossing,
                                      clock_.now().minus(std::chrono::hours(48))});
    }
    publish("cleared-pairs", csv + key_row({uplink_->place().station, sealed}));
  }
  static std::string kind(const json& inspection) { return inspection["alerts"][0]["kind"]; }
  json get(const json& inspection) {
    return json::parse(ask("GET", "/api/inspections/" + inspection["id"].get<std::string>()).body);
  }
  /// The decision for what the officer saw.
  std::string outcome(const json& seen) {
    json decision = kAdmit;
    decision["revision"] = seen["revision"];
    return problem_of_answer(decide(seen, decision));
  }

 private:
  Digest pair() {
    const auto mrz = reader::parse_mrz(lines_of_zone(kCleanZone), *Date::from_iso("2026-03-02"));
    const auto who = presented_document(*mrz);
    Counter counter(*uplink_);
    const auto examined = *counter.examine(Direction::kEntry, who, std::nullopt);
    return *judged_pair(examined.hits.at(0), travel_document(who));
  }
};

TEST_F(ClearedElsewhere, IsLookedAtAgainBeforeTheDecision) {
  list_comes(false);
  const json stopped = read(kCleanZone);
  EXPECT_EQ(kind(stopped), "alert_list");
  list_comes(true);
  EXPECT_EQ(outcome(stopped), "409 inspection-changed");
  EXPECT_EQ(kind(get(stopped)), "alert_cleared_before");
}

TEST_F(ClearedElsewhere, IsAskedAboutOfWhatIsTyped) {
  list_comes(true);
  const auto typed =
      ask("POST", "/api/readings?direction=entry&typed=yes", std::string(kCleanZone), "text/plain");
  EXPECT_EQ(kind(json::parse(typed.body)), "alert_list");
  const json scanned = read(kCleanZone);
  ASSERT_EQ(kind(scanned), "alert_cleared_before");
  const std::string path = "/api/inspections/" + scanned["id"].get<std::string>() + "/document";
  const auto corrected = ask("PUT", path, std::string(kCleanZone), "text/plain");
  EXPECT_EQ(kind(json::parse(corrected.body)), "alert_list") << "corrected by hand";
  list_comes(true);
  publish("policies", kPolicies);
  EXPECT_EQ(pointers(decide(scanned, kAdmit)), "#question/alert-1 missing; ")
      << "also where it is looked up again";
}

TEST_F(ClearedElsewhere, AndNoMoreIsAskedAboutBeforeTheDecision) {
  list_comes(true);
  const json let_pass = read(kCleanZone);
  EXPECT_EQ(kind(let_pass), "alert_cleared_before");
  list_comes(true);
  list_comes(false);
  EXPECT_EQ(outcome(let_pass), "409 inspection-changed")
      << "the officer has not seen that the hit counts again";
  EXPECT_EQ(kind(get(let_pass)), "alert_list");
  EXPECT_EQ(pointers(decide(let_pass, kAdmit)), "#question/alert-1 missing; ");
}

}  // namespace
}  // namespace garita::station
