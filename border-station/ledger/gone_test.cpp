// A centre that was set back to a backup: what it lacks stays here until it has it again, and what
// is gone is told apart from what is not.
#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <thread>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

using std::chrono::hours;

class GoneTest : public LedgerTest {
 protected:
  static constexpr hours kWindow{1};

  void record(int count = 1) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(ledger_.append_decision(entry_of()));
  }
  ReceiptEffect receipt(std::uint64_t held, std::uint64_t opened, Instant at) {
    const auto journal = state_of(ledger_, Lane::kMovement);
    auto made = country_.receipt(journal, held, **ledger_.hash_of(journal.id, held), opened);
    made.at = at;
    made.sign(country_.centre_key);
    const auto effect = ledger_.take_receipt(made);
    EXPECT_TRUE(effect) << effect.error().message;
    return effect.value_or(ReceiptEffect::kNothingNew);
  }
  void centre_holds(std::uint64_t sequence, Instant at) {
    std::vector<JournalPosition> held;
    if (sequence > 0) held = {{movement(ledger_), {sequence, {}}}};
    ASSERT_TRUE(ledger_.note_centre_holds(held, at, ListOf::kAll));
  }
  /// Long enough for everything that may be dropped.
  void days_pass() {
    for (int i = 0; i < 2; ++i) {
      clock_.advance(hours(49));
      ASSERT_TRUE(ledger_.forget(kWindow));
    }
  }
  /// "1 3": sequences of what is still here in full.
  std::string here() {
    std::string text;
    const auto entries = *ledger_.entries_after(movement(ledger_), 0, 1000, SIZE_MAX);
    for (const auto& entry : entries) {
      if (entry.salt.empty()) continue;
      text += (text.empty() ? "" : " ") + std::to_string(entry.header.sequence);
    }
    return text;
  }
  /// "2-3" of what is gone right after `sequence`.
  std::string gone_after(std::uint64_t sequence) {
    const auto gone = *ledger_.gone_after(movement(ledger_), sequence);
    return gone ? std::to_string(gone->first) + "-" + std::to_string(gone->last) : "nothing";
  }

  Ledger ledger_ = open();
};

TEST_F(GoneTest, NothingIsDroppedThatTheCentreHasJustSaidItLacks) {
  record(4);
  EXPECT_EQ(receipt(4, 4, Instant{10}), ReceiptEffect::kProgress);
  centre_holds(2, Instant{20});
  days_pass();
  EXPECT_EQ(here(), "3 4");
  days_pass();
  EXPECT_EQ(here(), "3 4") << "for as many days as it takes";
  EXPECT_EQ(receipt(4, 2, Instant{30}), ReceiptEffect::kNothingNew);
  days_pass();
  EXPECT_EQ(here(), "3 4") << "sent again, and not read yet";
  EXPECT_EQ(receipt(4, 3, Instant{40}), ReceiptEffect::kNothingNew);
  days_pass();
  EXPECT_EQ(here(), "4");
  EXPECT_EQ(receipt(4, 4, Instant{50}), ReceiptEffect::kNothingNew);
  days_pass();
  EXPECT_EQ(here(), "");
}

TEST_F(GoneTest, WhatTheCentreLostIsToBeSentAgainWhereItIsHere) {
  // "2 of 03-02T14": how many, and the hour of the oldest.
  const auto unsent = [&] {
    const auto all = *ledger_.unsent();
    const auto of_journal = all.by_journal.contains(movement(ledger_))
                                ? all.by_journal.at(movement(ledger_))
                                : std::uint64_t{0};
    EXPECT_EQ(of_journal, all.records);
    EXPECT_EQ(ledger_.backlog()->records, all.records);
    EXPECT_EQ(ledger_.backlog()->oldest_at, all.oldest_at);
    return std::to_string(all.records) +
           (all.oldest_at ? " of " + all.oldest_at->rfc3339().substr(5, 8) : "");
  };
  record(2);
  clock_.set("2026-03-03T09:00:00Z");
  record(2);
  EXPECT_EQ(unsent(), "4 of 03-02T14");
  receipt(4, 2, Instant{10});
  EXPECT_EQ(unsent(), "0");
  centre_holds(1, Instant{20});
  EXPECT_EQ(unsent(), "3 of 03-02T14");
  centre_holds(0, Instant{25});
  EXPECT_EQ(unsent(), "4 of 03-02T14");
  receipt(2, 2, Instant{30});
  EXPECT_EQ(unsent(), "2 of 03-03T09");
  days_pass();
  EXPECT_EQ(here(), "3 4");
  centre_holds(0, Instant{40});
  EXPECT_EQ(unsent(), "2 of 03-03T09") << "what was dropped can not be sent";
  receipt(4, 4, Instant{50});
  EXPECT_EQ(unsent(), "0");
}

TEST_F(GoneTest, OfACentreThatNamesAJournalNoMoreEverythingStays) {
  record(2);
  receipt(2, 2, Instant{10});
  centre_holds(0, Instant{20});
  days_pass();
  EXPECT_EQ(here(), "1 2");
}

TEST_F(GoneTest, AListThatIsCutShortSaysNothingOfAJournalThatIsNotInIt) {
  record(2);
  receipt(2, 2, Instant{10});
  ASSERT_TRUE(ledger_.note_centre_holds({}, Instant{20}, ListOf::kSome));
  days_pass();
  EXPECT_EQ(here(), "");
}

TEST_F(GoneTest, ANewerReceiptOfLessSaysThatTheCentreWasSetBackAndAnOldOneDoesNot) {
  record(4);
  EXPECT_EQ(receipt(4, 4, Instant{10}), ReceiptEffect::kProgress);
  EXPECT_EQ(receipt(2, 2, Instant{5}), ReceiptEffect::kNothingNew) << "an old stick";
  EXPECT_EQ(state_of(ledger_, Lane::kMovement).centre_held, 4U);
  EXPECT_EQ(receipt(2, 1, Instant{20}), ReceiptEffect::kCentreHoldsLess);
  EXPECT_EQ(state_of(ledger_, Lane::kMovement).centre_held, 2U);
  EXPECT_EQ(state_of(ledger_, Lane::kMovement).held, 4U) << "what it signed stays signed";
  EXPECT_EQ(receipt(4, 4, Instant{10}), ReceiptEffect::kNothingNew);
  EXPECT_EQ(state_of(ledger_, Lane::kMovement).centre_held, 2U) << "nor does an old one undo it";
  days_pass();
  EXPECT_EQ(here(), "2 3 4");
  EXPECT_EQ(receipt(4, 4, Instant{30}), ReceiptEffect::kNothingNew);
  EXPECT_EQ(state_of(ledger_, Lane::kMovement).centre_held, 4U);
}

TEST_F(GoneTest, EndsWhereTheNextRecordIsThatIsHere) {
  record(3);
  receipt(3, 3, Instant{10});
  days_pass();
  record(2);
  EXPECT_EQ(here(), "4 5");
  EXPECT_EQ(gone_after(0), "1-3");
  EXPECT_EQ(gone_after(1), "2-3");
  EXPECT_EQ(gone_after(3), "nothing");
  EXPECT_EQ(gone_after(5), "nothing");
  const auto gone = *ledger_.gone_after(movement(ledger_), 1);
  EXPECT_EQ(ledger_.note_gone(*gone), true);
  EXPECT_EQ(ledger_.note_gone(*gone), false) << "once";
  const auto noted = *ledger_.noted_gone();
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].what, "PASO-01-01:1:movement 2-3");
  EXPECT_EQ(noted[0].following, 2U);
  EXPECT_EQ(state_of(ledger_, Lane::kAudit).head.sequence, 1U) << "one note, in the new life";
}

TEST_F(GoneTest, IsNotedOnceThoughAnExportAndTheUplinkFindOutTogether) {
  record(3);
  receipt(3, 3, Instant{10});
  days_pass();
  const auto gone = **ledger_.gone_after(movement(ledger_), 0);
  constexpr int kProcesses = 4;
  std::atomic<int> begun = 0;
  std::latch together(kProcesses);
  std::vector<std::thread> processes;
  for (int i = 0; i < kProcesses; ++i) {
    processes.emplace_back([&, ledger = open()]() mutable {
      together.arrive_and_wait();
      const auto noted = ledger.note_gone(gone);
      EXPECT_TRUE(noted) << noted.error().message;
      if (noted && *noted) ++begun;
    });
  }
  for (auto& process : processes) process.join();
  EXPECT_EQ(begun, 1) << "one of them began a new life";
  auto after = open();
  EXPECT_EQ(after.incarnation(), 2U);
  EXPECT_EQ(state_of(after, Lane::kAudit).head.sequence, 1U) << "one note";
  EXPECT_EQ(after.noted_gone()->size(), 1U);
}

}  // namespace
}  // namespace garita::station
