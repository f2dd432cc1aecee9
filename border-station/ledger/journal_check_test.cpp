#include "border-station/ledger/journal_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> damage(Ledger& ledger) {
  JournalCheck check;
  // A few at a time, as a serving station does.
  while (!*check.look_on(ledger, 2)) {
  }
  return check.damage();
}

TEST_F(LedgerTest, AWholeDiskHasNoDamage) {
  auto ledger = open();
  EXPECT_THAT(damage(ledger), IsEmpty()) << "of an empty one";
  auto refusal = entry_of();
  refusal.crossing.decision = DecisionKind::kRefuse;
  refusal.grounds = {"threat"};
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(ledger.append_decision(refusal));
  EXPECT_THAT(damage(ledger), IsEmpty());
}

TEST_F(LedgerTest, DamageOnTheDiskIsNamedByItsFirstRecord) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"UPDATE entry SET ciphertext = CAST(x'00' || substr(ciphertext, 2) AS BLOB) WHERE sequence "
       "= 4",
       "PASO-01-01:1:movement:4: it is not what was written"},
      {"UPDATE entry SET recorded_at = recorded_at + 1 WHERE sequence = 2",
       "PASO-01-01:1:movement:2: it is not what was written"},
      {"UPDATE entry SET salt = zeroblob(16) WHERE sequence = 5",
       "PASO-01-01:1:movement:5: its salt is another"},
      {"UPDATE entry SET previous = zeroblob(32) WHERE sequence = 3",
       "PASO-01-01:1:movement:3: it does not stand on the one before it"},
      {"DELETE FROM entry WHERE sequence = 3",
       "PASO-01-01:1:movement:4: the one before it, 3, is missing"},
      {"DELETE FROM entry WHERE sequence = 6",
       "PASO-01-01:1:movement:6: it is missing, or not what was written"},
      {"UPDATE journal SET last_hash = zeroblob(32)",
       "PASO-01-01:1:movement:6: it is missing, or not what was written"}};
  auto ledger = open();
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  for (const auto& [harm, named] : cases) {
    // A transaction that is not committed: the next case begins with a whole disk.
    auto transaction = WriteTransaction::begin(ledger.database());
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(ledger.database().execute(harm)) << harm;
    EXPECT_THAT(damage(ledger), ElementsAre(named)) << harm;
  }
}

TEST_F(LedgerTest, WhatWasHandedOverAndDroppedIsNoDamage) {
  const std::chrono::hours window(1);
  auto ledger = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  clock_.advance(std::chrono::hours(48));
  const auto journal = state_of(ledger, Lane::kMovement);
  ASSERT_TRUE(ledger.take_receipt(country_.receipt(journal, 3, journal.head.hash, 3)));
  ASSERT_TRUE(ledger.forget(window));
  clock_.advance(window);
  ASSERT_TRUE(ledger.forget(window));
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  EXPECT_THAT(damage(ledger), IsEmpty());
}

}  // namespace
}  // namespace garita::station
