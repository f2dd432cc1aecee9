// What follows records that are gone: a centre was set back, and the post has dropped what it lost.
#include <gmock/gmock.h>

#include "schema/wire/centre_session.h"
#include "schema/wire/station_session.h"

namespace garita {
namespace {

const StationId kStation("PASO-01-01");
const JournalId kMovement{kStation, 1, Lane::kMovement};
const Instant kNow;

Gone gone(std::uint64_t first, std::uint64_t last) {
  return {kMovement, first, last, Bytes(kSignatureBytes)};
}

/// A station with 500 movements, of which the centre held 300, and now 100; 101 to 200 are gone.
class AfterGone : public testing::Test {
 protected:
  void greet(std::uint16_t version) {
    Welcome welcome;
    welcome.version = version;
    welcome.held = {{kMovement, {100, {}}}};
    hear(welcome);
  }
  void hear(const Message& message) { station.receive(encode_frame(message), kNow); }
  /// After which record a batch is wanted, if one is.
  std::optional<station_intent::WantBatch> wanted() {
    std::optional<station_intent::WantBatch> want;
    for (const auto& intent : station.take_intents()) {
      if (const auto* one = std::get_if<station_intent::WantBatch>(&intent)) want = *one;
      if (const auto* one = std::get_if<station_intent::CompareAside>(&intent))
        aside = one->position;
    }
    return want;
  }
  void give(std::uint64_t last, std::optional<Gone> before, std::size_t bytes = 3) {
    station.give_batch(OutgoingBatch{{}, kMovement, last, Bytes(bytes), std::move(before)}, kNow);
  }
  void receipt(std::uint64_t held = 100, std::uint64_t opened = 100) {
    hear(Receipt{kMovement, held, {}, opened, {}, Bytes(kSignatureBytes)});
  }
  void put_aside_up_to(std::uint64_t sequence) {
    hear(AsideUpTo{{kMovement, {sequence, {}}}});
    station.put_aside_up_to(kMovement, sequence, kNow);
  }

  static Hello hello() {
    Hello hello;
    hello.station = kStation;
    hello.journals = {{kMovement, {500, {}}}};
    return hello;
  }
  StationSession station{hello(), {}, kNow, StationSession::Receipted{{kMovement, 300}}};
  std::optional<JournalPosition> aside;
};

TEST_F(AfterGone, OnlyWhatTheCentreHasNotPutAsideYetIsSent) {
  for (const auto& [put_aside, goes_on] :
       std::vector<std::pair<std::uint64_t, std::uint64_t>>{{400, 400}, {0, 250}, {240, 250}}) {
    station = StationSession(hello(), {}, kNow, StationSession::Receipted{{kMovement, 300}});
    greet(kGoneVersion);
    const auto first = wanted();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->after, 100U);
    EXPECT_TRUE(first->past_gone);
    give(250, gone(101, 200));
    EXPECT_FALSE(wanted()) << "how much is put aside is awaited";
    receipt();
    EXPECT_FALSE(wanted());
    hear(AsideUpTo{{kMovement, {put_aside, {}}}});
    EXPECT_FALSE(wanted()) << "whether it is this branch the ledger says";
    ASSERT_TRUE(aside);
    EXPECT_EQ(aside->head.sequence, put_aside);
    station.put_aside_up_to(kMovement, put_aside, kNow);
    const auto next = wanted();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->after, goes_on);
  }
}

// Whoever hears that something is gone, and closes that life, has what follows it before them.
TEST_F(AfterGone, TheNoteAboutItIsSentBehindWhatFollows) {
  const JournalId note{kStation, 2, Lane::kAudit};
  auto greeting = hello();
  greeting.journals.push_back({note, {1, {}}});
  station = StationSession(greeting, {}, kNow, StationSession::Receipted{{kMovement, 300}});
  greet(kGoneVersion);
  EXPECT_EQ(wanted()->journal, kMovement);
  give(250, gone(101, 200));
  EXPECT_FALSE(wanted());
  station.put_aside_up_to(kMovement, 0, kNow);
  EXPECT_EQ(wanted()->journal, kMovement);
  give(500, std::nullopt);
  EXPECT_EQ(wanted()->journal, note);
}

TEST_F(AfterGone, AReceiptThatNamesNothingOfItAnswersABatch) {
  greet(kGoneVersion);
  ASSERT_TRUE(wanted());
  give(201, gone(101, 200));
  receipt();
  put_aside_up_to(201);
  for (std::uint64_t last = 202; last < 202 + 2 * kBatchesInFlightMax; ++last) {
    ASSERT_TRUE(wanted()) << last;
    give(last, std::nullopt);
    receipt();
  }
}

// News come as receipts too: that more is held, or has been read.
TEST_F(AfterGone, OnlyAReceiptThatTellsNothingNewAnswersABatchThatIsPutAside) {
  struct Case {
    std::string what;
    std::uint64_t put_aside, held;
    bool answers;
  };
  for (const auto& [what, put_aside, held, answers] :
       {Case{"an answer", 250, 100, true}, Case{"more of it is held", 250, 150, false},
        Case{"nothing was put aside, and what was sent would be named", 0, 100, false}}) {
    station = StationSession(hello(), {}, kNow, StationSession::Receipted{{kMovement, 300}});
    greet(kGoneVersion);
    ASSERT_TRUE(wanted());
    give(250, gone(101, 200));
    receipt(100, 90);
    receipt(100, 95);
    put_aside_up_to(put_aside);
    // As much as may be under way.
    std::uint64_t last = 300;
    for (auto want = wanted(); want; want = wanted()) give(++last, std::nullopt, want->bytes_max);
    ASSERT_LT(last, 320U);
    receipt(held, 95);
    EXPECT_EQ(wanted().has_value(), answers) << what;
  }
}

TEST_F(AfterGone, OfTheFirstBatchTheAnswerSaysHowMuchIsPutAside) {
  greet(kGoneVersion);
  const auto before = wanted();
  ASSERT_TRUE(before);
  give(250, gone(101, 200), before->bytes_max);
  // What had been news before, and how long it took, teaches nothing.
  for (std::uint64_t opened = 90; opened <= 100; ++opened) receipt(100, opened);
  put_aside_up_to(0);
  std::size_t under_way = 0;
  std::uint64_t last = 300;
  for (auto want = wanted(); want; want = wanted()) {
    under_way += want->bytes_max;
    give(++last, std::nullopt, want->bytes_max);
  }
  EXPECT_EQ(under_way, Pacing::kWindowLeast + before->bytes_max / 2) << "one answer was counted";
}

TEST_F(AfterGone, AnOlderCentreIsNotSentWhatItCannotRead) {
  greet(kGoneVersion - 1);
  const auto first = wanted();
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->past_gone);
}

TEST_F(AfterGone, TheCentreHearsTheStatementWithTheBatchAndAnswers) {
  CentreSession centre(kStation, {}, kNow);
  const auto say = [&](const Message& message) { centre.receive(encode_frame(message), kNow); };
  say(hello());
  centre.welcome({}, kNow);
  (void)centre.take_intents();
  (void)centre.take_output();
  const BatchAfterGone sent{gone(101, 200), Bytes(kBatchBytesMax, 7)};
  say(sent);
  const auto intents = centre.take_intents();
  ASSERT_EQ(intents.size(), 1U);
  EXPECT_EQ(std::get<centre_intent::TakeBatchAfterGone>(intents[0]).frame, sent);
  const AsideUpTo answer{{kMovement, {250, sha256(bytes_of("250"))}}};
  centre.aside_up_to(answer.position, kNow);
  FrameReader frames(FrameSource::kCentre);
  frames.add(centre.take_output());
  const auto heard = frames.next();
  ASSERT_TRUE(heard && *heard) << heard.error().message;
  EXPECT_EQ(std::get<AsideUpTo>(**heard), answer);
}

// Else the oldest would begin at record 1, and what has been dropped of them be noted as lost.
TEST(StationSession, GoesOnFromItsOwnReceiptsInJournalsThatAreTooManyForTheWelcome) {
  // Each life has a journal, and the oldest two have no place in a welcome.
  constexpr std::uint32_t kLives = kJournalsMax + 2;
  const auto journal = [](std::uint32_t life) {
    return JournalId{kStation, life, Lane::kMovement};
  };
  struct Case {
    std::uint64_t receipted;
    std::optional<std::uint64_t> wanted_after;  ///< of the first life
  };
  for (const auto& [receipted, wanted_after] :
       {Case{10, std::nullopt}, Case{7, 7}, Case{0, 0}, Case{12, std::nullopt}}) {
    Hello hello;
    hello.station = kStation;
    Welcome welcome;
    StationSession::Receipted own;
    for (std::uint32_t life = 1; life <= kLives; ++life) {
      hello.journals.push_back({journal(life), {10, {}}});
      own[journal(life)] = life == 1 ? receipted : 10;
      if (life > 2) welcome.held.push_back({journal(life), {10, {}}});
    }
    StationSession station(hello, {}, Instant{}, own);
    station.receive(encode_frame(welcome), Instant{});
    std::optional<std::uint64_t> after;
    for (const auto& intent : station.take_intents()) {
      const auto* want = std::get_if<station_intent::WantBatch>(&intent);
      if (want == nullptr) continue;
      EXPECT_EQ(want->journal, journal(1));
      after = want->after;
    }
    EXPECT_EQ(after, wanted_after) << "a receipt for " << receipted;
  }
}

TEST(Gone, IsSignedAndNamesRecords) {
  const auto key = PrivateKey::generate();
  auto said = gone(101, 200);
  said.sign(key);
  EXPECT_EQ(read_gone(encode(said)), said);
  EXPECT_TRUE(said.verify(key.public_key()));
  auto changed = said;
  changed.last = 201;
  EXPECT_FALSE(changed.verify(key.public_key()));
  for (const auto& wrong : {gone(0, 200), gone(201, 200)}) {
    const auto read = read_gone(encode(wrong));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, "a statement of records that are gone names no records");
  }
}

}  // namespace
}  // namespace garita
