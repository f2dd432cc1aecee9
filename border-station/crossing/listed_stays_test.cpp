// Where somebody stands of whom the post knows nothing but what the centre lists.
#include <gmock/gmock.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/open_stay_list.h"

namespace garita::station {
namespace {

class ListedStays : public testing::Test {
 protected:
  ListedStays() { clock_.set("2026-03-20T14:00:00Z"); }

  void hold_policies() {
    ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
  }
  /// A list of that hour with one stay.
  void list(const char* issued_at, const char* entered, const char* until) {
    const auto& own = ledger_.identity().station_certificate;
    OpenStayEntry entry{open_stay_reference(key_, "UTO|L898902C3"), *Date::from_iso(entered), {}};
    if (*until != '\0') entry.until = *Date::from_iso(until);
    const auto sealed = *seal_to_certificate(key_.view(), own);
    const auto csv = open_stays_header() + csv_row(OpenStaysKey{ledger_.place().station, sealed}) +
                     csv_row(entry);
    auto bulletin = country_.bulletin("open-stays", ++version_, csv);
    bulletin.issued_at = *Instant::from_rfc3339(issued_at);
    bulletin.sign(country_.bulletins_key);
    const auto taken = ledger_.take_bulletin(bulletin);
    ASSERT_TRUE(taken) << taken.error().message;
  }
  void admit(Direction direction, const char* at) {
    clock_.set(at);
    Draft draft;
    if (direction == Direction::kEntry) {
      draft.purpose = "holiday";
      draft.transport = "on_foot";
      draft.granted_days = 10;
    }
    const auto done = counter_.record(examined(direction), draft, {});
    ASSERT_TRUE(done) << done.error().message;
  }
  Examined examined(Direction direction) {
    auto made = counter_.examine(direction, passport(), std::nullopt);
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  /// At an exit now: "over 9, entered 2026-02-01, until 2026-03-11 by open_stays", or "nothing".
  std::string at_the_exit() {
    const auto shown = examined(Direction::kExit);
    if (!shown.inspection.stay) return "nothing";
    const auto& stay = *shown.inspection.stay;
    const auto& last = stay.authorised.last_legal_day;
    return stay.state + " " + std::to_string(stay.position.days_over) + ", entered " +
           stay.entered->iso() + ", until " + (last ? last->iso() : "-") + " by " + stay.basis;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
  Secret key_ = random_secret(kOpenStaysKeyBytes);
  std::uint64_t version_ = 0;
};

TEST_F(ListedStays, AreShownAtAPostThatNeverSawThePersonAndHasNoPolicies) {
  EXPECT_EQ(at_the_exit(), "nothing");
  list("2026-03-19T06:00:00Z", "2026-02-10", "2026-03-11");
  EXPECT_EQ(at_the_exit(), "over 9, entered 2026-02-10, until 2026-03-11 by open_stays");
  const auto shown = examined(Direction::kExit);
  EXPECT_EQ(shown.inspection.stay->basis_at, Instant::from_rfc3339("2026-03-19T06:00:00Z"));
  EXPECT_EQ(shown.inspection.alerts.at(0).severity, Severity::kWarning);
}

TEST_F(ListedStays, RefuseNobodyAndAreOnTheRecord) {
  list("2026-03-19T06:00:00Z", "2026-02-10", "2026-03-11");
  const auto recorded = counter_.record(examined(Direction::kExit), Draft{}, {});
  ASSERT_TRUE(recorded) << recorded.error().message;
  const auto own = *ledger_.decision(recorded->written.crossing);
  EXPECT_EQ(own->crossing->context.open_stays_version, 1U);
  EXPECT_EQ(own->crossing->context.days_over, 9);
  EXPECT_EQ(own->crossing->context.last_legal_day, *Date::from_iso("2026-03-11"));
}

TEST_F(ListedStays, WithoutALastDayCountNoDays) {
  hold_policies();
  list("2026-03-19T06:00:00Z", "2026-02-10", "");
  EXPECT_EQ(at_the_exit(), "unlimited 0, entered 2026-02-10, until - by open_stays");
}

TEST_F(ListedStays, KnowOfExtensionsThatThisPostDoesNot) {
  hold_policies();
  admit(Direction::kEntry, "2026-03-02T15:00:00Z");
  clock_.set("2026-03-20T14:00:00Z");
  EXPECT_EQ(at_the_exit(), "over 9, entered 2026-03-02, until 2026-03-11 by local_records");
  list("2026-03-19T06:00:00Z", "2026-03-02", "2026-04-11");
  EXPECT_EQ(at_the_exit(), "within 0, entered 2026-03-02, until 2026-04-11 by open_stays");
}

TEST_F(ListedStays, GiveWayToWhatThisPostSawLater) {
  hold_policies();
  list("2026-03-19T06:00:00Z", "2026-02-10", "2026-03-11");
  admit(Direction::kExit, "2026-03-20T14:00:00Z");
  EXPECT_EQ(at_the_exit(), "nothing") << "they left, and the centre has not heard of it";
  list("2026-03-21T06:00:00Z", "2026-02-10", "2026-03-11");
  EXPECT_EQ(at_the_exit(), "nothing") << "nor when it made this one";
  admit(Direction::kEntry, "2026-03-22T14:00:00Z");
  EXPECT_EQ(at_the_exit(), "within 0, entered 2026-03-22, until 2026-03-31 by local_records");
}

TEST_F(ListedStays, SayAtAnEntryThatNoExitIsKnown) {
  list("2026-03-19T06:00:00Z", "2026-02-10", "2026-03-11");
  const auto shown = examined(Direction::kEntry);
  ASSERT_FALSE(shown.inspection.alerts.empty());
  EXPECT_EQ(shown.inspection.alerts.at(0).kind, "entry_without_exit");
  EXPECT_EQ(shown.inspection.alerts.at(0).source, "open_stays");
}

}  // namespace
}  // namespace garita::station
