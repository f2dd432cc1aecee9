// A station with a valid certificate that lies: it can harm its own journals and nothing else.
#include <gmock/gmock.h>

#include <ctime>
#include <limits>

#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Instant kEntered = utc("2026-01-05T16:00:00Z");
const Instant kLater = utc("2026-02-07T08:00:00Z");

/// STAYS entered at NORTE a month ago and overstays; SUR is the one that lies.
class Hostile : public ::testing::Test {
 protected:
  Hostile() {
    auto& norte = centre.station("NORTE");
    entered = norte.write(entry("NORTE", kEntered, "STAYS"), kEntered);
    centre.receive(norte, kEntered);
    centre.receive_claim(norte, kLater, kLater);
    centre.receive_claim(sur(), utc("2026-01-06T00:00:00Z"), utc("2026-01-06T00:00:00Z"));
    centre.project();
  }
  TestStation& sur() { return centre.station("SUR"); }
  RecordId lie(const Record& record, Lane lane = Lane::kMovement) {
    const auto id = sur().write(record, kLater, lane);
    centre.receive(sur(), kLater, lane);
    centre.project();
    return id;
  }
  /// "RECORD cause: reason" of what was put aside last.
  std::string aside() {
    const auto rows = *centre.reading().quarantine(1);
    return rows.empty() ? "nothing"
                        : rows[0].record.text() + " " + rows[0].cause + ": " + rows[0].reason;
  }
  std::int64_t number_in_store(const std::string& sql) {
    auto database = centre.connection();
    auto row = *database.prepare(sql);
    EXPECT_TRUE(*row.step());
    return row.integer(0);
  }

  TestCentre centre;
  RecordId entered;
};

/// A server's columns of texts take no NUL: what is put aside must not need one.
TEST_F(Hostile, ATextThatNoColumnTakesStopsNobodysProjection) {
  lie(Closure{std::string("NORTE\0-01", 9), kLater, "gone", OfficerId("ramos")});
  EXPECT_THAT(aside(), HasSubstr("SUR-01:1:movement:1 unknown: only the centre closes"));
  auto crossing = entry("SUR", kLater, "NUL");
  crossing.document.given_names = std::string("A\0B", 3);
  lie(crossing);
  sur().write(entry("SUR", kLater, "WHOLE"), kLater);
  centre.receive(sur(), kLater);
  centre.project();
  EXPECT_EQ(centre.reading().find_persons("WHOLE", 5)->size(), 1U);
}

TEST_F(Hostile, ItDecidesNothingAboutAnybodysStay) {
  StatusDecision decision;
  decision.kind = StatusKind::kClear;
  decision.at = kLater;
  decision.entry = entered;
  lie(decision);
  EXPECT_THAT(aside(), HasSubstr("SUR-01:1:movement:1 unknown: only the centre"));
  const auto person = *centre.reading().traveller_of(entered);
  EXPECT_TRUE(centre.reading().decisions_of(*person)->empty());
}

TEST_F(Hostile, ItClosesNoOtherPostSoThatNobodyWaitsForItAnyMore) {
  for (const auto* target : {"NORTE", "NORTE-01", "NORTE-01:1", "SUR", "SUR-01"}) {
    lie(Closure{target, kLater, "gone", OfficerId("x")});
    EXPECT_THAT(aside(), HasSubstr("only the centre")) << target;
  }
  EXPECT_EQ(centre.reading().watermarks(kLater)->size(), 2U);
}

TEST_F(Hostile, ItOpensAndClosesNoOtherPostsPaperPeriods) {
  for (const bool opens : {true, false}) {
    lie(PaperPeriod{PostCode("NORTE"), opens, kEntered, {}, kLater, OfficerId("x")});
    EXPECT_THAT(aside(), HasSubstr("only the centre and its own stations say that NORTE works"));
  }
  EXPECT_TRUE(centre.reading().posts_on_paper()->empty());
}

TEST_F(Hostile, ItTakesNoOtherStationsRecordBack) {
  lie(Correction{entered, kLater, "never was", OfficerId("x"), {}});
  EXPECT_THAT(aside(), HasSubstr("another station"));
  EXPECT_EQ(centre.reading().cases({})->size(), 1U);
}

TEST_F(Hostile, ItHidesNoMovementInALaneThatNoClaimSpeaksOf) {
  lie(exit("SUR", utc("2026-02-01T00:00:00Z"), "STAYS"), Lane::kUrgent);
  EXPECT_THAT(aside(), HasSubstr("SUR-01:1:urgent:1 unknown: "));
  EXPECT_EQ((*centre.reading().cases({})).front().version.flag.kind, FlagKind::kOverstayOpen);
}

TEST_F(Hostile, NoClockIsSoWrongThatATravellerMayStayForCenturies) {
  auto crossing = entry("SUR", kLater, "LONG");
  crossing.clock.error_bound = std::chrono::hours(24 * 365 * 500);
  lie(crossing);
  EXPECT_THAT(aside(), HasSubstr("clock"));
  auto future = entry("SUR", utc("2031-01-01T00:00:00Z"), "LONG");
  future.clock.error_bound = std::chrono::hours(24 * 365 * 50);
  lie(future);
  EXPECT_EQ((*centre.reading().counts()).quarantined, 2);
}

TEST_F(Hostile, ItsClaimReachesNoFurtherThanItsReceipt) {
  auto& intake = centre.database().intake();
  const auto known = *intake.known_station(sur().id());
  const std::int64_t far = std::numeric_limits<std::int64_t>::max();
  for (const auto& [until, bound] :
       {std::pair(far, std::int64_t{0}), std::pair(-far, far), std::pair(far, far),
        std::pair(kLater.milliseconds, far), std::pair(-far, std::int64_t{0})}) {
    auto claim = sur().claim(kEntered);
    claim.complete_until = Instant{until};
    claim.clock_error_bound = std::chrono::milliseconds(bound);
    sur().sign(claim);
    EXPECT_FALSE(accept_claim(intake, *known, claim, kLater)) << until << " " << bound;
  }
  auto claim = sur().claim(utc("2050-01-01T00:00:00Z"));
  EXPECT_TRUE(accept_claim(intake, *known, claim, kLater));
  centre.project();
  const auto posts = *centre.reading().watermarks(kLater);
  for (const auto& post : posts) EXPECT_LE(post.complete_until, kLater) << post.post.value();
}

TEST_F(Hostile, AForkedBatchIsKeptOnceAndNotOnceForEachOfItsRecords) {
  const std::string big(1500, 'x');
  for (int i = 0; i < 100; ++i) {
    auto crossing = entry("SUR", kLater, "N" + std::to_string(i));
    for (int hit = 0; hit < 2; ++hit)
      crossing.context.hits.push_back({std::to_string(i) + big, ""});
    sur().write(crossing, kLater);
  }
  const auto batch = *sur().take();
  centre.receive(batch, kLater);
  sur().begin_incarnation(1);
  for (int i = 0; i < 100; ++i) {
    auto crossing = entry("SUR", kLater, "F" + std::to_string(i));
    for (int hit = 0; hit < 2; ++hit)
      crossing.context.hits.push_back({std::to_string(i) + big, ""});
    sur().write(crossing, kLater);
  }
  const auto fork = *sur().take();
  EXPECT_EQ(centre.receive(fork, kLater).quarantined, 100U);
  EXPECT_EQ((*centre.reading().counts()).quarantined, 100);
  EXPECT_EQ(number_in_store("SELECT sum(length(content)) FROM quarantine"),
            static_cast<std::int64_t>(encode(fork).size()));
}

TEST_F(Hostile, WhatItSaysOfItselfStaysWithinWhatANumberHolds) {
  auto& intake = centre.database().intake();
  Hello hello;
  hello.station = sur().id();
  hello.clock = Instant{std::numeric_limits<std::int64_t>::min()};
  hello.disk_free_bytes = std::numeric_limits<std::uint64_t>::max();
  hello.bulletins = {{"policies", 3}, {"gossip", 4}};
  EXPECT_TRUE(intake.in_transaction([&] { return intake.note_hello(hello, kLater); }));
  const Backlog backlog{std::numeric_limits<std::uint64_t>::max(),
                        Instant{std::numeric_limits<std::int64_t>::max()},
                        std::numeric_limits<std::uint64_t>::max()};
  EXPECT_TRUE(
      intake.in_transaction([&] { return intake.note_backlog(sur().id(), backlog, kLater); }));
  EXPECT_TRUE(intake.in_transaction([&] {
    return intake.note_bulletin_held(sur().id(), {"gossip", 4}, kLater);
  }));
  const auto stations = *centre.reading().stations();
  const auto& row = stations.at(1);
  EXPECT_GT(row.unsent_records, 0);
  EXPECT_GT(row.disk_free_bytes, 0);
  EXPECT_LT(row.clock_offset.value(), std::chrono::milliseconds(0));
  EXPECT_EQ(row.bulletins, (std::map<std::string, std::uint64_t>{{"policies", 3}}));
}

TEST_F(Hostile, OfManyClaimsThatWaitForOneRecordTheFurthestCounts) {
  sur().write(entry("SUR", kLater, "X"), kLater);
  for (const int seconds : {30, 10, 20, 40})
    centre.receive_claim(sur(), kLater.minus(std::chrono::seconds(seconds)), kLater);
  centre.project();
  EXPECT_LT(centre.reading().watermarks(kLater)->at(1).complete_until,
            kLater.minus(std::chrono::seconds(40)));
  centre.receive(sur(), kLater);
  centre.project();
  EXPECT_EQ(centre.reading().watermarks(kLater)->at(1).complete_until,
            kLater.minus(std::chrono::seconds(10)));
}

TEST_F(Hostile, AnUnsignedBatchHoldsNobodyBackSinceAnybodyCanMakeOne) {
  sur().write(entry("SUR", kLater, "X"), kLater);
  auto batch = *sur().take();
  const auto good = batch;
  batch.head.signature.at(7) ^= 1;
  EXPECT_EQ(centre.receive(batch, kLater).quarantined, 1U);
  centre.receive(good, kLater);
  centre.receive_claim(sur(), kLater, kLater);
  centre.project();
  EXPECT_EQ(centre.reading().watermarks(kLater)->at(1).complete_until, kLater);
  EXPECT_EQ((*centre.reading().counts()).quarantined, 1) << "it is shown all the same";
}

TEST_F(Hostile, HidesNothingThatAnotherStationHasLost) {
  centre.station("NORTE").write(
      AuditNote{kLater, OfficerId(""), "records_gone", "NORTE-01:1:movement 101-200", ""}, kLater,
      Lane::kAudit);
  centre.receive(centre.station("NORTE"), kLater, Lane::kAudit);
  for (int i = 0; i < 30; ++i) {
    const std::string of = i % 2 == 0 ? "SUR-01" : "NORTE-01";
    lie(AuditNote{kLater, OfficerId(""), "records_gone", of + ":1:movement " + std::to_string(i),
                  ""},
        Lane::kAudit);
  }
  const auto gone = *centre.reading().records_gone(3);
  EXPECT_THAT(gone, ElementsAre("SUR-01:1:movement 28", "SUR-01:1:movement 26",
                                "SUR-01:1:movement 24", "NORTE-01:1:movement 101-200"));
}

TEST_F(Hostile, HoweverMuchOfAStationIsPutAsideItsClaimsCostTheSame) {
  if (is_server_address(centre.place())) GTEST_SKIP() << "a server's work is not this process's";
  Instant now = kLater;
  const auto cost_of_claims = [&] {
    for (int i = 0; i < 50; ++i) {
      now = now.plus(std::chrono::seconds(1));
      centre.receive_claim(sur(), now, now);
    }
    const auto began = std::clock();
    centre.project();
    // What a connection asks for twice a second, a batch after what is gone twice, and every list.
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(centre.database().intake().put_aside_of(sur().id()));
      EXPECT_TRUE(centre.database().intake().aside_head_of({sur().id(), 1, Lane::kMovement}));
      EXPECT_TRUE(centre.reading().watermarks(now));
    }
    return std::clock() - began;
  };
  // Of a life that was closed it is looked up what of it waits.
  lie(Closure{"SUR-01:1", now, "full", OfficerId("-"), {}});
  cost_of_claims();
  const auto alone = cost_of_claims();
  auto database = centre.connection();
  struct Case {
    Lane lane;
    QuarantineCause cause;
    std::optional<std::int64_t> resolved_at;
  };
  int cases = 0;
  for (const auto& [lane, cause, resolved_at] :
       {Case{Lane::kMovement, QuarantineCause::kUnsigned, {}},
        Case{Lane::kAudit, QuarantineCause::kUnchained, {}},
        Case{Lane::kMovement, QuarantineCause::kFork, 2}}) {
    ASSERT_TRUE(database.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT "
        "INTO quarantine (number, station, incarnation, lane, sequence, cause, reason, content, "
        "content_hash, known_at, seen_at, resolved_at, resolution) SELECT ?4 + i, 'SUR-01', 1, ?1, "
        "i, ?2, 'x', x'', x'00', 1, 1, ?3, '' FROM n",
        {static_cast<int>(lane), static_cast<int>(cause), resolved_at, 100'000 * ++cases}));
    // Where they are looked through each time, it is three hundred times as much.
    EXPECT_LT(cost_of_claims(), 20 * alone + CLOCKS_PER_SEC / 100)
        << lane_name(lane) << " " << quarantine_cause_name(cause);
  }
  EXPECT_EQ(*centre.database().intake().put_aside_of(sur().id()), (PutAside{1000, 1000}));
}

}  // namespace
}  // namespace garita::central::testing
