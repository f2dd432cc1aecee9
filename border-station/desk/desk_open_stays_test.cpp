// An open inspection at the exit, while the hourly list of open stays comes.
#include "border-station/desk/desk_fixture.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/open_stay_list.h"

namespace garita::station {
namespace {

class DeskOpenStays : public DeskTest {
 protected:
  /// The centre's list of that hour, with the traveller of kCleanZone on it.
  void list(const char* issued_at, const char* entered, const char* until) {
    const Secret key(Bytes(kOpenStaysKeyBytes, 'k'));
    const OpenStayEntry entry{open_stay_reference(key, "UTO|X1234567"), *Date::from_iso(entered),
                              *Date::from_iso(until)};
    const auto sealed = *seal_to_certificate(key.view(), uplink_->identity().station_certificate);
    auto bulletin = country_.bulletin("open-stays", ++version_,
                                      open_stays_header() +
                                          csv_row(OpenStaysKey{uplink_->place().station, sealed}) +
                                          csv_row(entry));
    bulletin.issued_at = *Instant::from_rfc3339(issued_at);
    bulletin.sign(country_.bulletins_key);
    const auto taken = uplink_->take_bulletin(bulletin);
    ASSERT_TRUE(taken) << taken.error().message;
  }
  std::string outcome(const json& inspection) {
    const auto answer =
        decide(inspection, {{"decision", "admit"}, {"revision", inspection["revision"]}});
    return answer.status == 201 ? "recorded" : problem_of_answer(answer);
  }
};

TEST_F(DeskOpenStays, ANewerListThatTellsTheSameStayStopsNobody) {
  clock_.set("2026-03-02T10:00:00Z");
  publish_all();
  log_in();
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);  // 30 days: until 31 March
  const json by_own_record = read(kCleanZone, "exit");
  ASSERT_EQ(by_own_record["stay"]["basis"], "local_records");
  list("2026-03-02T11:00:00Z", "2026-03-02", "2026-03-31");
  EXPECT_EQ(outcome(by_own_record), "recorded");

  list("2026-03-02T12:00:00Z", "2026-03-02", "2026-03-31");
  clock_.set("2026-03-03T10:00:00Z");
  log_in();
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  list("2026-03-03T11:00:00Z", "2026-03-03", "2026-04-01");
  const json by_list = read(kCleanZone, "exit");
  ASSERT_EQ(by_list["stay"]["basis"], "open_stays");
  list("2026-03-03T12:00:00Z", "2026-03-03", "2026-04-01");
  EXPECT_EQ(outcome(by_list), "recorded");
}

TEST_F(DeskOpenStays, ANewerListThatTellsAnotherDayIsShownBeforeTheDecision) {
  clock_.set("2026-03-02T10:00:00Z");
  publish_all();
  log_in();
  list("2026-03-02T09:00:00Z", "2026-02-20", "2026-03-20");
  const json within = read(kCleanZone, "exit");
  ASSERT_EQ(within["stay"]["last_legal_day"], "2026-03-20");
  list("2026-03-02T10:00:00Z", "2026-02-20", "2026-03-27");
  EXPECT_EQ(outcome(within), "409 inspection-changed") << "it was extended";
}

}  // namespace
}  // namespace garita::station
