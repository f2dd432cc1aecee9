// What a station sends that is not as it should be: nothing of it is accepted, and why is shown.
#include <gmock/gmock.h>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

const Instant kThen = utc("2026-01-05T16:00:00Z");

/// SUR has written three records, of which the centre holds the first.
class Intake : public ::testing::Test {
 protected:
  Intake() {
    write("FIRST");
    centre.receive(sur(), kThen);
    write("SECOND");
    write("THIRD");
    batch = *sur().take();
  }
  TestStation& sur() { return centre.station("SUR"); }
  void write(const std::string& number) { sur().write(entry("SUR", kThen, number), kThen); }
  /// What intake says of these bytes as coming from the station of `post`.
  Result<Accepted> offer(const Bytes& bytes, const std::string& post = "SUR") {
    auto& intake = centre.database().intake();
    const auto known = *intake.known_station(centre.station(post).id());
    return accept_batch(intake, *known, bytes, receipt_key, kThen);
  }
  std::uint64_t held() {
    return (*centre.database().intake().head_of({sur().id(), 1, Lane::kMovement})).sequence;
  }
  std::string aside() {
    std::string text;
    const auto rows = centre.reading().quarantine(10);
    for (const auto& row : *rows) {
      EXPECT_FALSE(row.reason.empty());
      text =
          std::to_string(row.record.sequence) + " " + row.cause + (text.empty() ? "" : "; ") + text;
    }
    return text;
  }

  TestCentre centre;
  PrivateKey receipt_key = PrivateKey::generate();
  Batch batch;
};

TEST_F(Intake, ADamagedRecordIsPutAsideWithTheReasonAndNothingAfterItIsAcknowledged) {
  batch.entries.front().ciphertext.at(3) ^= 1;
  const auto accepted = offer(encode(batch));
  // The chain is computed over what came: its head is then another than the one signed.
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->appended, 0U);
  EXPECT_EQ(accepted->receipt.held, 1U);
  EXPECT_EQ(aside(), "2 unsigned; 3 unsigned");
  EXPECT_EQ(held(), 1U);
}

TEST_F(Intake, WhatNobodyCouldOpenIsNotAcknowledgedAndTakenOnceItsKeyIsThere) {
  sur().begin_incarnation(2);
  write("KEYLESS");
  const Bytes sent = encode(*sur().take());
  const auto early = offer(sent);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error(), (Error{Remedy::kReject,
                                  "the key of the day of record "
                                  "SUR-01:2:movement:1 did not come before it"}));
  EXPECT_EQ(aside(), "");
  ASSERT_TRUE(centre.database().intake().keep_epoch_key(sur().wrapped_key()));
  const auto again = offer(sent);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->appended, 1U);
}

TEST_F(Intake, NoFlippedBitOfABatchIsEverAccepted) {
  const Bytes good = encode(batch);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
    const auto accepted = offer(bad);
    EXPECT_EQ(accepted ? accepted->appended : 0U, 0U) << "byte " << at;
    EXPECT_TRUE(accepted || !accepted.error().message.empty());
    ASSERT_EQ(held(), 1U) << "byte " << at;
  }
  EXPECT_TRUE(offer(good));
  EXPECT_EQ(held(), 3U);
}

TEST_F(Intake, TheSamePlaceWithAnotherContentIsAForkAndNothingAfterItIsAcknowledged) {
  ASSERT_TRUE(offer(encode(batch)));
  sur().begin_incarnation(1);
  write("OTHER");
  write("LATER");
  const auto accepted = offer(encode(*sur().take()));
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->appended, 0U);
  EXPECT_EQ(accepted->receipt.held, 3U);
  EXPECT_EQ(aside(), "1 fork; 2 fork");
}

TEST_F(Intake, ASecondBranchIsKeptInFullWhereItComesInSeveralBatches) {
  ASSERT_TRUE(offer(encode(batch)));
  sur().begin_incarnation(1);
  const std::vector<std::vector<std::string>> batches{{"A"}, {"B", "C", "D", "E"}, {"F"}, {"G"}};
  for (const auto& numbers : batches) {
    for (const auto& number : numbers) write(number);
    const auto accepted = offer(encode(*sur().take()));
    ASSERT_TRUE(accepted) << numbers.front() << ": " << accepted.error().message;
    EXPECT_EQ(accepted->receipt.held, 3U);
  }
  EXPECT_EQ(aside(), "1 fork; 2 fork; 3 fork; 4 unchained; 5 unchained; 6 unchained; 7 unchained");
}

TEST_F(Intake, WhatLayBeyondTheHeadIsNotPutAsideAgainWhenItLiesBeforeIt) {
  ASSERT_TRUE(offer(encode(batch)));
  TestStation twin(sur().id(), centre.seal(), centre.station_key());
  for (const auto* number : {"A", "B", "C", "D"}) twin.write(entry("SUR", kThen, number), kThen);
  const Batch branch = *twin.take();
  ASSERT_TRUE(offer(encode(branch)));
  const std::string once = "1 fork; 2 fork; 3 fork; 4 unchained";
  EXPECT_EQ(aside(), once);
  write("E");
  ASSERT_TRUE(offer(encode(*sur().take())));
  EXPECT_EQ(held(), 4U);
  ASSERT_TRUE(offer(encode(branch)));
  EXPECT_EQ(aside(), once) << "whoever decided about it is not asked again";
}

TEST_F(Intake, WhatIsPutAsideAgainIsKeptOnce) {
  ASSERT_TRUE(offer(encode(batch)));
  sur().begin_incarnation(1);
  write("OTHER");
  const Batch fork = *sur().take();
  for (int time = 0; time < 2; ++time) {
    const auto accepted = offer(encode(fork));
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_EQ(accepted->quarantined, time == 0 ? 1U : 0U);
    EXPECT_EQ(accepted->aside_already, time == 0 ? 0U : 1U);
    EXPECT_EQ(aside(), "1 fork");
  }
}

TEST_F(Intake, WhatIsUndoneInATransactionLeavesTheRestAndTakesNoNumber) {
  auto& intake = centre.database().intake();
  std::vector<Digest> hashes;
  for (const auto& one : batch.entries) hashes.push_back(entry_hash(one));
  const auto append = [&] {
    return intake.append(batch.entries, hashes, batch.head.signature, kThen);
  };
  const auto done = intake.in_transaction([&]() -> Result<void> {
    const auto refused = intake.attempt([&]() -> Result<void> {
      GARITA_CHECK(append());
      return fail(Remedy::kReject, "after it wrote");
    });
    EXPECT_FALSE(refused);
    EXPECT_EQ(held(), 1U);
    return intake.attempt(append);
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(held(), 3U);
  // The centre's own journal has one too.
  std::vector<std::int64_t> arrivals;
  const auto entries = *centre.database().journals().entries_after(0, 10);
  for (const auto& one : entries) arrivals.push_back(one.arrival);
  EXPECT_THAT(arrivals, ::testing::ElementsAre(1, 2, 3, 4));
}

TEST_F(Intake, ARecordThatDoesNotStandOnTheOneBeforeIsPutAside) {
  sur().begin_incarnation(1);
  write("ANOTHER PAST");
  static_cast<void>(sur().take());
  write("SECOND");
  const auto accepted = offer(encode(*sur().take()));
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->receipt.held, 1U);
  EXPECT_EQ(aside(), "2 unchained");
}

TEST_F(Intake, AGapAndAnotherStationsRecordsAreRefused) {
  write("FOURTH");
  const auto gap = offer(encode(*sur().take()));
  ASSERT_FALSE(gap);
  EXPECT_THAT(gap.error().message, ::testing::HasSubstr("leaves out records after 1"));
  const auto foreign = offer(encode(batch), "NORTE");
  ASSERT_FALSE(foreign);
  EXPECT_THAT(foreign.error().message, ::testing::HasSubstr("another station"));
  EXPECT_EQ(held(), 1U);
}

TEST_F(Intake, TheSameRecordsAgainAreAcknowledgedAndStoredOnce) {
  ASSERT_TRUE(offer(encode(batch)));
  const auto before = (*centre.reading().counts()).records;
  for (int time = 0; time < 3; ++time) {
    const auto again = offer(encode(batch));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->appended, 0U);
    EXPECT_EQ(again->held_already, 2U);
    EXPECT_EQ(again->receipt.held, 3U);
  }
  EXPECT_EQ((*centre.reading().counts()).records, before);
  EXPECT_EQ(aside(), "");
}

TEST_F(Intake, AFalseClaimIsRefused) {
  auto& intake = centre.database().intake();
  const auto known = *intake.known_station(sur().id());
  auto claim = sur().claim(kThen);
  EXPECT_TRUE(accept_claim(intake, *known, claim, kThen));
  claim.complete_until = kThen.plus(std::chrono::hours(1));
  EXPECT_FALSE(accept_claim(intake, *known, claim, kThen));
  EXPECT_FALSE(accept_claim(intake, *known, centre.station("NORTE").claim(kThen), kThen));
}

/// Of SUR's journal the centre holds the first of three; the post has dropped the other two, and
/// has written more.
class AfterGone : public Intake {
 protected:
  AfterGone() {
    write("FOURTH");
    write("FIFTH");
    following = encode(*sur().take());
    write("SIXTH");
    later = encode(*sur().take());
  }
  Result<Accepted> offer_after(std::uint64_t first, std::uint64_t last, const Bytes& bytes,
                               const PrivateKey* key = nullptr) {
    Gone gone{{sur().id(), 1, Lane::kMovement}, first, last, {}};
    gone.sign(key == nullptr ? centre.station_key() : *key);
    auto& intake = centre.database().intake();
    const auto signatory = *signatory_of(*(*intake.known_station(sur().id())));
    return accept_batch(intake, signatory, BatchAfterGone{gone, bytes}, receipt_key, kThen);
  }
  static std::string refusal(const Result<Accepted>& accepted) {
    return accepted ? "accepted" : accepted.error().message;
  }

  Bytes following;
  Bytes later;
};

TEST_F(AfterGone, WhatFollowsIsPutAsideWholeAndNothingOfItIsAcknowledged) {
  EXPECT_THAT(refusal(offer(following)),
              ::testing::StartsWith("a batch that leaves out records after 1"));
  const auto accepted = offer_after(2, 3, following);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->quarantined, 2U);
  EXPECT_EQ(accepted->receipt.held, 1U);
  EXPECT_EQ(accepted->aside.sequence, 5U);
  const auto goes_on = offer(later);
  ASSERT_TRUE(goes_on) << goes_on.error().message;
  EXPECT_EQ(aside(), "4 unchained; 5 unchained; 6 unchained");
  EXPECT_THAT(centre.reading().quarantine(3)->back().reason,
              ::testing::HasSubstr("2-3 were lost when the centre was set back"));
  const auto again = offer_after(2, 3, following);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->aside.sequence, 6U) << "how far it is aside, so that no more is sent";
  EXPECT_EQ(again->aside.hash, entry_hash(read_batch(later)->entries.back()));
  EXPECT_EQ(aside(), "4 unchained; 5 unchained; 6 unchained");
  EXPECT_EQ(held(), 1U);
}

TEST_F(AfterGone, ASecondGapIsSteppedOverTooOnceWhatComesBeforeItIsThere) {
  write("SEVENTH");
  static_cast<void>(sur().take());
  write("EIGHTH");
  const Bytes last = encode(*sur().take());
  EXPECT_THAT(refusal(offer_after(6, 7, last)),
              ::testing::StartsWith("a batch that leaves out records after 1"));
  ASSERT_TRUE(offer_after(2, 3, following));
  const auto accepted = offer_after(6, 7, last);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->aside.sequence, 8U);
  EXPECT_EQ(aside(), "4 unchained; 5 unchained; 8 unchained");
}

TEST_F(AfterGone, ItIsRefusedWhereItSaysWhatIsNotSo) {
  const auto other = PrivateKey::generate();
  EXPECT_EQ(refusal(offer_after(2, 3, following, &other)),
            "a statement of records that are gone, not signed by the station");
  EXPECT_EQ(refusal(offer_after(2, 4, following)),
            "a batch that does not follow what it says is gone");
  EXPECT_THAT(refusal(offer_after(3, 3, following)),
              ::testing::StartsWith("a batch that leaves out records after 1"));
  EXPECT_EQ(aside(), "");
}

TEST_F(AfterGone, WhatIsHereAfterAllIsTakenLikeAnyOther) {
  ASSERT_TRUE(offer(encode(batch)));
  const auto accepted = offer_after(2, 3, following);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(accepted->appended, 2U);
  EXPECT_EQ(accepted->aside.sequence, 0U);
  EXPECT_EQ(held(), 5U);
}

}  // namespace
}  // namespace garita::central::testing
