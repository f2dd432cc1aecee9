#include "border-station/uplink/ledger_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

class LedgerWorkTest : public LedgerTest {};

// A centre that was restored from a backup asks for what it gave receipts for long ago.
TEST_F(LedgerWorkTest, SaysThatWhatWasHandedOverIsNotHereAnyMore) {
  const std::chrono::hours window(1);
  auto ledger = open();
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto journal = state_of(ledger, Lane::kMovement);
  ASSERT_TRUE(ledger.take_receipt(country_.receipt(journal, 1, journal.head.hash, 1)));
  clock_.advance(std::chrono::hours(48));
  ASSERT_TRUE(ledger.forget(window));
  clock_.advance(window);
  ASSERT_TRUE(ledger.forget(window));

  LedgerWork work(ledger);
  StationSession session(*work.hello(), {}, Instant{});
  session.receive(encode_frame(Welcome{}), Instant{});
  for (const auto& intent : session.take_intents()) {
    if (!std::holds_alternative<station_intent::WantBatch>(intent)) continue;
    const auto reply = work.fulfil(intent, Instant{});
    ASSERT_TRUE(reply.error);
    EXPECT_THAT(reply.error->message,
                testing::HasSubstr("holds less of journal PASO-01-01:1:movement than it gave"));
    reply.tell(session, Instant{});
  }
  session.tick(Instant{1});
  for (const auto& intent : session.take_intents()) {
    EXPECT_FALSE(std::holds_alternative<station_intent::WantBatch>(intent)) << "asked once";
  }
  EXPECT_FALSE(session.closed());
}

}  // namespace
}  // namespace garita::station
