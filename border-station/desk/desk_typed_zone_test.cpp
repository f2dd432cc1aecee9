#include "border-station/desk/desk_fixture.h"
#include "schema/record/record.h"

namespace garita::station {
namespace {

class TypedZone : public DeskTest {
 protected:
  json read_exit(const std::string& how) {
    const Response response =
        ask("POST", "/api/readings?direction=exit" + how, std::string(kCleanZone), "text/plain");
    EXPECT_EQ(response.status, 201) << response.body;
    return json::parse(response.body);
  }
  /// Of the last crossing, as the centre opens it.
  EvidenceClass evidence_class() {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), Lane::kMovement};
    const auto entries = *uplink_->entries_after(journal, 0, 100, SIZE_MAX);
    const auto wrapped = *uplink_->wrapped_key(1, entries.back().header.epoch);
    const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
    return std::get<Crossing>(*decode_record(*open_entry(entries.back(), key))).evidence;
  }
};

TEST_F(TypedZone, IsNoScan) {
  publish("policies", "exits_by_scan = true\n" + std::string(kPolicies));
  publish("alerts", kAlerts);
  publish_officers(true);
  log_in();
  const json scanned = read(kCleanZone);
  EXPECT_EQ(scanned["sources"]["surname"], (json{{"source", "mrz"}})) << "nothing was recognised";
  ASSERT_EQ(decide(scanned, kAdmit).status, 201);
  EXPECT_EQ(evidence_class(), EvidenceClass::kOfficerScan) << "a reader that types its lines";
  EXPECT_TRUE(read_exit("").contains("exit_by_scan"));
  const json typed = read_exit("&typed=yes");
  EXPECT_FALSE(typed.contains("exit_by_scan")) << typed;
  EXPECT_EQ(typed["source"], "typed");
  EXPECT_EQ(typed["sources"]["surname"]["source"], "typed");
  EXPECT_EQ(typed["reading"]["mrz"]["format"], "TD3") << "its digits are marked all the same";
  ASSERT_EQ(decide(typed, {{"decision", "admit"}}).status, 201);
  EXPECT_EQ(evidence_class(), EvidenceClass::kOfficerTyped);
}

}  // namespace
}  // namespace garita::station
