#include "border-station/uplink/ledger_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/ledger/ledger_fixture.h"
#include "border-station/uplink/link_board.h"
#include "schema/journal/sections.h"
#include "schema/wire/centre_session.h"

namespace garita::station {
namespace {

class LedgerWorkTest : public LedgerTest {};

/// "1:movement:5" of each batch that a session sends, by its first record; "after 2-4: " where
/// those before it are gone.
std::vector<std::string> batches(StationSession& session) {
  FrameReader frames(FrameSource::kStation);
  frames.set_limit(kFrameBytesMax);
  frames.add(session.take_output());
  std::vector<std::string> all;
  const auto add = [&](const Bytes& bytes, const std::string& before) {
    const auto batch = read_batch(bytes);
    ASSERT_TRUE(batch) << batch.error().message;
    const auto first = batch->entries.front().id().text();
    all.push_back(before + first.substr(first.find(':') + 1));
  };
  for (auto message = frames.next(); message && *message; message = frames.next()) {
    if (const auto* batch = std::get_if<BatchFrame>(&**message)) add(batch->batch, "");
    if (const auto* after = std::get_if<BatchAfterGone>(&**message)) {
      const auto& gone = after->gone;
      add(after->batch,
          "after " + std::to_string(gone.first) + "-" + std::to_string(gone.last) + ": ");
    }
  }
  return all;
}

/// A conversation of a ledger with a centre that has one bulletin to send, 100 ms a step.
class Conversation {
 public:
  Conversation(Ledger& ledger, const Bulletin& bulletin)
      : work_(ledger),
        delivery_(std::make_shared<const Delivery>(make_delivery(bulletin, nullptr))),
        station_(*work_.hello(), {}, now_),
        centre_(ledger.place().station, {}, now_) {}

  /// Where it is told what there is no room for.
  void note_on(LinkBoard& board) { board_ = &board; }

  void go_on(int steps) {
    for (int step = 0; step < steps; ++step) {
      now_ = now_.plus(std::chrono::milliseconds(100));
      centre_.receive(station_.take_output(), now_);
      for (const auto& intent : centre_.take_intents()) {
        const auto* said = std::get_if<centre_intent::CompareHoldings>(&intent);
        if (said != nullptr) {
          centre_.holdings_compared(said->holdings, {}, now_);
          centre_.offer(delivery_, now_);
        }
        if (!std::holds_alternative<centre_intent::Greeted>(intent)) continue;
        centre_.welcome({}, now_);
      }
      station_.receive(centre_.take_output(), now_);
      for (const auto& intent : station_.take_intents()) answer(intent);
      station_.tick(now_);
      centre_.tick(now_);
    }
    EXPECT_FALSE(station_.closed() || centre_.closed());
  }

 private:
  void answer(const StationIntent& intent) {
    const auto reply = work_.fulfil(intent, now_);
    if (board_ != nullptr && reply.no_room) board_->note_no_room(*reply.no_room);
    if (reply.tell) reply.tell(station_, now_);
  }

  LinkBoard* board_ = nullptr;
  Instant now_;
  LedgerWork work_;
  SharedDelivery delivery_;
  StationSession station_;
  CentreSession centre_;
};

// The centre sends what could not be stored again, so that it comes by itself.
TEST_F(LedgerWorkTest, SaysThatThereIsNoRoomForAListUntilThereIs) {
  auto ledger = open();
  std::uint64_t free = 0;
  ledger.watch_disk([&] { return free; });
  LinkBoard board(clock_);
  board.note_bulletin("policies", "policies, version 3: no pack");
  const std::string name = section_channel("alerts", 3);
  Conversation conversation(ledger, country_.bulletin(name, 1, to_hex(random_bytes(400'000))));
  conversation.note_on(board);
  conversation.go_on(3);
  EXPECT_THAT(board.status().refused_bulletin(),
              testing::AllOf(testing::StartsWith("bulletin alerts is not taken"),
                             testing::EndsWith("; policies, version 3: no pack")));
  free = kDiskForCrossingsBytes;
  conversation.go_on(600);
  EXPECT_TRUE(*ledger.held_bulletin(name));
  EXPECT_EQ(board.status().refused_bulletin(), "policies, version 3: no pack");
}

TEST_F(LedgerWorkTest, ForgetsThatAListWasRefusedOnceAStickBroughtIt) {
  auto ledger = open();
  LinkBoard board(clock_);
  board.note_bulletin("messages", "messages, version 3: no room for it");
  board.note_bulletin("policies", "policies, version 3: no pack");
  const auto kept = board.to_keep();
  ASSERT_TRUE(kept);
  ASSERT_TRUE(ledger.keep_link_status(*kept));
  board.note_kept(*kept);
  ASSERT_TRUE(open().take_bulletin(country_.bulletin("messages", 3, "by stick")));
  ASSERT_TRUE(board.says_refusals());
  board.note_taken_elsewhere(*ledger.link_status());
  EXPECT_EQ(board.status().refused_bulletin(), "policies, version 3: no pack");
  EXPECT_EQ(ledger.link_status()->refused_bulletin(), "policies, version 3: no pack");
}

// The import of a short list ends the sections of a long one that are on their way.
TEST_F(LedgerWorkTest, BeginsABulletinAgainOfWhichAnImportTookTheBeginning) {
  auto ledger = open();
  auto import = open();
  const std::string name = section_channel("alerts", 3);
  const std::string content = to_hex(random_bytes(400'000));
  Conversation conversation(ledger, country_.bulletin(name, 9, content));
  conversation.go_on(3);
  const auto begun = *ledger.held_parts();
  ASSERT_EQ(begun.size(), 1U);
  ASSERT_TRUE(import.take_bulletin(country_.bulletin("alerts", 2, "a short list")));
  ASSERT_TRUE(ledger.held_parts()->empty());
  conversation.go_on(600);
  const auto held = *ledger.held_bulletin(name);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->version, 9U);
}

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

  ASSERT_TRUE(ledger.append_decision(entry_of()));
  std::vector<std::string> said;
  std::vector<std::string> sent;
  const auto greet = [&](std::uint16_t version = kWireVersion) {
    LedgerWork work(ledger);
    StationSession session(*work.hello(), {}, Instant{});
    Welcome welcome;
    welcome.version = version;
    session.receive(encode_frame(welcome), Instant{});
    for (auto all = session.take_intents(); !all.empty(); all = session.take_intents()) {
      for (const auto& intent : all) {
        const auto* want = std::get_if<station_intent::WantBatch>(&intent);
        if (want == nullptr) continue;
        const auto reply = work.fulfil(intent, Instant{});
        if (reply.error) said.push_back(reply.error->message);
        if (reply.tell) reply.tell(session, Instant{});
        for (auto& one : batches(session)) sent.push_back(std::move(one));
      }
      if (!session.closed()) session.tick(Instant{1});
    }
    return session.closed();
  };
  EXPECT_TRUE(greet()) << "a new life has begun, and greets anew";
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0], testing::HasSubstr("records PASO-01-01:1:movement 1-1 and does not hold"));
  EXPECT_EQ(ledger.incarnation(), 2U);
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  EXPECT_FALSE(greet());
  EXPECT_THAT(sent, testing::ElementsAre("after 1-1: 1:movement:2", "2:movement:1", "2:audit:1"));
  sent.clear();
  EXPECT_FALSE(greet(kGoneVersion - 1)) << "a centre that does not take what follows the gone";
  EXPECT_THAT(sent, testing::ElementsAre("2:movement:1", "2:audit:1"));
  EXPECT_EQ(said.size(), 1U) << "said once; status has it";
  EXPECT_EQ(ledger.incarnation(), 2U);
  EXPECT_EQ(state_of(ledger, Lane::kAudit).head.sequence, 1U) << "one note";
}

}  // namespace
}  // namespace garita::station
