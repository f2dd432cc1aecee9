#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "schema/wire/centre_session.h"

namespace garita {
namespace {

const StationId kStation("PASO-NORTE-01");
constexpr std::size_t kEntriesABatch = 3;

/// A centre and a station that remember, joined by a link that may break at any byte. Batches are
/// stood for by their numbers: the sessions never look into them.
class Country {
 public:
  explicit Country(std::map<Lane, std::uint64_t> written) : written_(std::move(written)) {}

  /// One conversation until nothing more happens, or until `bytes_max` bytes have passed.
  void converse(std::size_t bytes_max) {
    Hello hello;
    hello.station = kStation;
    for (const auto& [lane, last] : written_) hello.journals.push_back({id(lane), {last, {}}});
    StationSession station(hello, {}, now_);
    CentreSession centre(kStation, {}, now_);
    for (int quiet = 0; quiet < 3;) {
      now_ = now_.plus(std::chrono::milliseconds(10));
      const bool moved = carry(station.take_output(), centre, bytes_max) |
                         carry(centre.take_output(), station, bytes_max);
      answer(station);
      answer(centre);
      quiet = moved ? 0 : quiet + 1;
      if (bytes_max == 0) return;
      station.tick(now_);
    }
  }

  static JournalId id(Lane lane) { return {kStation, 1, lane}; }
  const std::map<JournalId, std::uint64_t>& held() const { return held_; }
  const std::vector<JournalId>& order() const { return order_; }

 private:
  template <typename To>
  bool carry(const Bytes& bytes, To& to, std::size_t& bytes_max) {
    const auto passed = ByteView(bytes).first(std::min(bytes.size(), bytes_max));
    bytes_max -= passed.size();
    if (!passed.empty()) to.receive(passed, now_);
    return !passed.empty();
  }

  void answer(StationSession& station) {
    for (const auto& intent : station.take_intents()) {
      if (const auto* want = std::get_if<station_intent::WantBatch>(&intent)) {
        const auto last = std::min(want->after + kEntriesABatch, written_[want->journal.lane]);
        OutgoingBatch batch{
            {}, want->journal, last, encode_range(want->journal, want->after, last)};
        station.give_batch(std::move(batch), now_);
      }
    }
  }

  void answer(CentreSession& centre) {
    for (const auto& intent : centre.take_intents()) {
      if (std::get_if<centre_intent::Greeted>(&intent) != nullptr) {
        Welcome welcome;
        for (const auto& [journal, last] : held_) welcome.held.push_back({journal, {last, {}}});
        centre.welcome(welcome, now_);
      } else if (const auto* batch = std::get_if<centre_intent::TakeBatch>(&intent)) {
        take(centre, batch->batch);
      }
    }
  }

  static Bytes encode_range(const JournalId& journal, std::uint64_t after, std::uint64_t last) {
    return {static_cast<std::uint8_t>(journal.lane), static_cast<std::uint8_t>(after),
            static_cast<std::uint8_t>(last)};
  }

  void take(CentreSession& centre, const Bytes& batch) {
    const auto journal = id(static_cast<Lane>(batch.at(0)));
    auto& held = held_[journal];
    EXPECT_LE(batch.at(1), held) << "a batch never leaves anything out";
    if (batch.at(2) > held) order_.push_back(journal);
    held = std::max<std::uint64_t>(held, batch.at(2));
    centre.receipted({journal, held, {}, held, now_, Bytes(kSignatureBytes)}, now_);
  }

  std::map<Lane, std::uint64_t> written_;
  std::map<JournalId, std::uint64_t> held_;
  std::vector<JournalId> order_;
  Instant now_;
};

TEST(Session, EverythingArrivesThoughTheLinkBreaksAtAnyByte) {
  std::mt19937 random(7);
  for (int run = 0; run < 200; ++run) {
    Country country({{Lane::kUrgent, 4}, {Lane::kMovement, 40}, {Lane::kAudit, 5}});
    for (int cuts = 0; cuts < 5; ++cuts) country.converse(random() % 900);
    country.converse(1'000'000);
    EXPECT_EQ(country.held().at(Country::id(Lane::kUrgent)), 4U) << run;
    EXPECT_EQ(country.held().at(Country::id(Lane::kMovement)), 40U) << run;
    EXPECT_EQ(country.held().at(Country::id(Lane::kAudit)), 5U) << run;
  }
}

TEST(Session, UrgentRecordsOvertake) {
  Country country({{Lane::kMovement, 60}, {Lane::kUrgent, 2}});
  country.converse(1'000'000);
  ASSERT_FALSE(country.order().empty());
  EXPECT_EQ(country.order().front().lane, Lane::kUrgent);
}

Hello hello_of(const StationId& station) {
  Hello hello;
  hello.station = station;
  return hello;
}

/// Why the centre ended it, when these bytes are all that comes.
std::string ending(const Bytes& bytes) {
  CentreSession centre(kStation, {}, Instant{});
  centre.receive(bytes, Instant{});
  for (const auto& intent : centre.take_intents()) {
    if (const auto* closed = std::get_if<centre_intent::Closed>(&intent)) {
      return std::string(refusal_name(closed->why.code));
    }
  }
  return "open";
}

TEST(CentreSession, EndsWhatDoesNotBelong) {
  EXPECT_EQ(ending(encode_frame(hello_of(kStation))), "open");
  EXPECT_EQ(ending(encode_frame(hello_of(StationId("PASO-SUR-01")))), "unknown_station");
  EXPECT_EQ(ending(encode_frame(Ping{1})), "unexpected");
  EXPECT_EQ(ending({0xff, 0xff, 0xff, 0xff}), "malformed");
  auto newer = hello_of(kStation);
  newer.version_min = kWireVersion + 1;
  newer.version_max = kWireVersion + 1;
  EXPECT_EQ(ending(encode_frame(newer)), "version");
}

/// To compare what a station holds costs the store all stations' time.
TEST(CentreSession, HearsWhatAStationHoldsAsOftenAsItHasAReasonToSayIt) {
  const Holdings greeting{"", {{"alerts", 3, {}}, {"policies", 1, {}}}};
  const Holdings ended{"", {{"messages", 1, {}}}};
  const Holdings sections{"alerts", {{"alerts/000", 1, {}}}};
  struct Case {
    const char* what;
    std::vector<Holdings> said;
    std::size_t compared;
  };
  const std::vector<Case> cases = {
      {"as it comes, and of the bulletin that came", {greeting, ended}, 2},
      {"the sections of a list that was asked for", {greeting, sections}, 2},
      {"all of it once more", {greeting, greeting}, 1},
      {"those sections once more", {greeting, sections, sections}, 2},
      {"more bulletins than parts came", {greeting, ended, ended}, 2},
      {"sections of a list that nobody asked for",
       {greeting, {"open-stays", {{"open-stays/000", 1, {}}}}},
       1},
  };
  for (const auto& each : cases) {
    CentreSession centre(kStation, {}, Instant{});
    std::size_t compared = 0;
    const auto answer = [&] {
      for (const auto& intent : centre.take_intents()) {
        if (std::holds_alternative<centre_intent::Greeted>(intent)) centre.welcome({}, Instant{});
        const auto* said = std::get_if<centre_intent::CompareHoldings>(&intent);
        if (said == nullptr) continue;
        ++compared;
        centre.holdings_compared(said->holdings, {"alerts"}, Instant{});
      }
    };
    centre.receive(encode_frame(hello_of(kStation)), Instant{});
    answer();
    for (const auto& said : each.said) {
      centre.receive(encode_frame(said), Instant{});
      answer();
      if (said == greeting && !centre.closed()) {
        Bulletin bulletin{"messages", 1, {}, Bytes(9), Bytes(kSignatureBytes)};
        centre.offer(std::make_shared<const Delivery>(make_delivery(bulletin, nullptr)), Instant{});
      }
    }
    EXPECT_EQ(compared, each.compared) << each.what;
    EXPECT_EQ(centre.closed(), each.compared < each.said.size()) << each.what;
  }
}

TEST(StationSession, NoticesThatTheCentreHoldsMoreThanThisDiskWrote) {
  auto hello = hello_of(kStation);
  hello.journals = {{Country::id(Lane::kMovement), {3, {}}}};
  StationSession station(hello, {}, Instant{});
  Welcome welcome;
  welcome.held = {{Country::id(Lane::kMovement), {9, {}}}};
  station.receive(encode_frame(welcome), Instant{});
  bool ahead = false;
  for (const auto& intent : station.take_intents()) {
    const auto* found = std::get_if<station_intent::CentreIsAhead>(&intent);
    ahead = ahead || (found != nullptr && found->held == 9);
  }
  EXPECT_TRUE(ahead);
}

TEST(StationSession, GoesOnFromItsOwnReceiptWhereTheCentreHoldsMore) {
  const auto journal = Country::id(Lane::kMovement);
  const auto first_wanted = [&](std::optional<StationSession::Receipted> receipted) {
    auto hello = hello_of(kStation);
    hello.journals = {{journal, {5, {}}}};
    StationSession station(hello, {}, Instant{}, std::move(receipted));
    Welcome welcome;
    welcome.held = {{journal, {4, {}}}};
    station.receive(encode_frame(welcome), Instant{});
    for (const auto& intent : station.take_intents()) {
      const auto* batch = std::get_if<station_intent::WantBatch>(&intent);
      if (batch != nullptr) return static_cast<int>(batch->after);
    }
    return -1;
  };
  EXPECT_EQ(first_wanted(std::nullopt), 4);
  EXPECT_EQ(first_wanted({{{journal, 2}}}), 2) << "3 and 4 may be another disk's";
  EXPECT_EQ(first_wanted({{{journal, 5}}}), 4) << "a centre that lost what it confirmed";
  EXPECT_EQ(first_wanted(StationSession::Receipted{}), 0);
}

/// The lanes that the session asks batches of, in order, until it wants none: 1 KiB each.
std::vector<Lane> wanted(StationSession& station, Instant now) {
  std::vector<Lane> lanes;
  for (auto intents = station.take_intents(); !intents.empty(); intents = station.take_intents()) {
    for (const auto& intent : intents) {
      const auto* want = std::get_if<station_intent::WantBatch>(&intent);
      if (want == nullptr) continue;
      lanes.push_back(want->journal.lane);
      station.give_batch(OutgoingBatch{{}, want->journal, want->after + 1, Bytes(1024)}, now);
    }
  }
  return lanes;
}

TEST(StationSession, SendsPicturesLastAndUrgentRecordsThoughTheLinkIsFull) {
  auto hello = hello_of(kStation);
  hello.journals = {{Country::id(Lane::kEvidence), {10'000, {}}},
                    {Country::id(Lane::kAudit), {1, {}}},
                    {Country::id(Lane::kMovement), {1, {}}}};
  StationSession station(hello, {}, Instant{});
  station.receive(encode_frame(Welcome{}), Instant{700});
  const auto first = wanted(station, Instant{700});
  ASSERT_GT(first.size(), 3U);
  EXPECT_EQ(first[0], Lane::kMovement);
  EXPECT_EQ(first[1], Lane::kAudit);
  EXPECT_EQ(first[2], Lane::kEvidence);
  EXPECT_LT(first.size() * 1024, Pacing::kWindowLeast * 2) << "10,000 pictures do not go at once";
  station.tick(Instant{800});
  EXPECT_TRUE(wanted(station, Instant{800}).empty()) << "the link is full";
  station.journals_changed({{Country::id(Lane::kUrgent), {2, {}}}}, Instant{900});
  EXPECT_EQ(wanted(station, Instant{900}), (std::vector{Lane::kUrgent, Lane::kUrgent}));
}

TEST(StationSession, SendsAllOfABranchForWhichNoReceiptCanCome) {
  auto hello = hello_of(kStation);
  hello.journals = {{Country::id(Lane::kEvidence), {100, {}}}};
  StationSession station(hello, {}, Instant{});
  station.receive(encode_frame(Welcome{}), Instant{700});
  std::size_t sent = wanted(station, Instant{700}).size();
  ASSERT_GT(sent, 0U);
  ASSERT_LT(sent, 100U) << "what is under way is limited";
  EXPECT_TRUE(wanted(station, Instant{800}).empty());
  for (int answers = 0; answers < 100; ++answers) {
    station.put_aside(Country::id(Lane::kEvidence), Instant{900});
    sent += wanted(station, Instant{900}).size();
  }
  EXPECT_EQ(sent, 100U);
}

TEST(StationSession, GoesOnWithOtherJournalsWhereOneIsNotHereAnyMore) {
  auto hello = hello_of(kStation);
  hello.journals = {{Country::id(Lane::kUrgent), {1, {}}}, {Country::id(Lane::kMovement), {1, {}}}};
  StationSession station(hello, {}, Instant{});
  station.receive(encode_frame(Welcome{}), Instant{});
  const auto wants = [&]() -> std::optional<Lane> {
    for (const auto& intent : station.take_intents()) {
      const auto* want = std::get_if<station_intent::WantBatch>(&intent);
      if (want != nullptr) return want->journal.lane;
    }
    return std::nullopt;
  };
  ASSERT_EQ(wants(), Lane::kUrgent);
  station.give_up(Country::id(Lane::kUrgent));
  station.tick(Instant{});
  EXPECT_EQ(wants(), Lane::kMovement);
}

TEST(StationSession, GivesAPeerUpThatIsSilentForTooLong) {
  StationSession station(hello_of(kStation), {}, Instant{});
  station.receive(encode_frame(Welcome{}), Instant{});
  station.tick(Instant{6'000});
  EXPECT_FALSE(station.closed()) << "a ping asks first";
  station.tick(Instant{15'000});
  EXPECT_TRUE(station.closed());
}

/// A station in conversation since moment 0.
StationSession welcomed(const Welcome& welcome = {}) {
  StationSession station(hello_of(kStation), {}, Instant{});
  station.receive(encode_frame(welcome), Instant{});
  return station;
}

std::string end_of(StationSession& station) {
  for (const auto& intent : station.take_intents()) {
    if (const auto* closed = std::get_if<station_intent::Closed>(&intent)) {
      return std::string(refusal_name(closed->why.code));
    }
  }
  return "open";
}

TEST(StationSession, EndsAWelcomeOfAVersionThatItDoesNotSpeak) {
  auto station = welcomed();
  EXPECT_EQ(end_of(station), "open");
  Welcome newer;
  newer.version = kWireVersion + 1;
  auto other = welcomed(newer);
  EXPECT_EQ(end_of(other), "version");
}

/// The centre's times that the shell was told since it last asked.
std::vector<station_intent::CentreTime> times(StationSession& station) {
  std::vector<station_intent::CentreTime> told;
  for (const auto& intent : station.take_intents()) {
    if (const auto* time = std::get_if<station_intent::CentreTime>(&intent)) told.push_back(*time);
  }
  return told;
}

TEST(Time, OfTheCentreIsKnownWithEveryHeartbeatForAsLongAsTheLinkLasts) {
  constexpr std::chrono::milliseconds kOneWay{300};
  constexpr std::chrono::hours kClocksDiffer{5};
  StationSession station(hello_of(kStation), {}, Instant{});
  CentreSession centre(kStation, {}, Instant{});
  Instant now;
  std::optional<Instant> last;
  std::size_t renewals = 0;
  while (now < Instant{}.plus(std::chrono::hours(25))) {
    now = now.plus(kOneWay);
    centre.receive(station.take_output(), now);
    for (const auto& intent : centre.take_intents()) {
      const auto clock = now.plus(kClocksDiffer);
      if (const auto* tell = std::get_if<centre_intent::TellTime>(&intent)) {
        centre.told_time(tell->number, clock, now);
      } else if (std::holds_alternative<centre_intent::Greeted>(intent)) {
        Welcome welcome;
        welcome.clock = clock;
        centre.welcome(welcome, now);
      }
    }
    now = now.plus(kOneWay);
    station.receive(centre.take_output(), now);
    for (const auto& told : times(station)) {
      EXPECT_EQ(told.clock, now.minus(kOneWay).plus(kClocksDiffer));
      EXPECT_LE(told.round_trip, kOneWay * 2 + std::chrono::milliseconds(700));
      EXPECT_LE(told.error_bound(now.plus(kClocksDiffer)), told.round_trip);
      last = now;
      ++renewals;
    }
    ASSERT_FALSE(station.closed() || centre.closed());
    ASSERT_LE(now - last.value_or(now), std::chrono::seconds(62));
    now = now.plus(std::chrono::milliseconds(700));
    station.tick(now);
    centre.tick(now);
  }
  EXPECT_GT(renewals, 1'400U);
}

TEST(Time, IsToldOverALinkThatIsSlowerThanTheHeartbeat) {
  Welcome exercise;
  exercise.heartbeat_every = kHeartbeatLeast;
  auto station = welcomed(exercise);
  EXPECT_EQ(times(station).size(), 1U) << "the welcome's";
  static_cast<void>(station.take_output());
  constexpr std::chrono::milliseconds kRoundTrip{5'000};
  std::size_t questions = 0;
  std::size_t renewals = 0;
  Instant asked;
  for (Instant now; now <= Instant{60'000}; now = now.plus(std::chrono::milliseconds(100))) {
    station.tick(now);
    FrameReader frames(FrameSource::kStation);
    frames.add(station.take_output());
    for (auto said = *frames.next(); said; said = *frames.next()) {
      if (!std::holds_alternative<TimeAsked>(*said)) continue;
      ++questions;
      asked = now;
    }
    if (questions > renewals && now - asked >= kRoundTrip) {
      station.receive(encode_frame(TimeTold{questions, {}}), now);
    }
    for (const auto& told : times(station)) {
      EXPECT_EQ(told.round_trip, kRoundTrip);
      ++renewals;
    }
  }
  EXPECT_GE(renewals, 9U);
  EXPECT_LE(questions, renewals + 1) << "one question at a time";
}

TEST(Time, ThatNobodyAskedForIsNotTaken) {
  auto station = welcomed();
  EXPECT_EQ(times(station).size(), 1U) << "the welcome's";
  station.receive(encode_frame(TimeTold{1, {5}}), Instant{});
  EXPECT_TRUE(times(station).empty());
  station.tick(Instant{60'000});
  station.receive(encode_frame(TimeTold{2, {5}}), Instant{60'100});
  EXPECT_TRUE(times(station).empty()) << "no such question";
  station.receive(encode_frame(TimeTold{1, {5}}), Instant{60'100});
  EXPECT_EQ(times(station).size(), 1U);
  station.receive(encode_frame(TimeTold{1, {5}}), Instant{60'200});
  EXPECT_TRUE(times(station).empty()) << "said twice";
  EXPECT_FALSE(station.closed());
}

TEST(Time, BoundsHowFarAClockIsOffByTheTravel) {
  const auto bound = [](std::int64_t own) {
    return station_intent::CentreTime{{1'000}, std::chrono::milliseconds(80)}
        .error_bound({own})
        .count();
  };
  EXPECT_EQ(bound(1'000), 80) << "all of the travel may have been after the reading";
  EXPECT_EQ(bound(1'080), 80);
  EXPECT_EQ(bound(1'040), 40);
  EXPECT_EQ(bound(5'000), 4'000);
  EXPECT_EQ(bound(0), 1'080);
}

TEST(StationSession, AsksForNoClaimMoreOftenThanOnceASecond) {
  Welcome hasty;
  hasty.heartbeat_every = std::chrono::milliseconds(0);
  auto station = welcomed(hasty);
  std::size_t claims = 0;
  for (std::int64_t now = 1; now <= 10'000; now += 10) {
    station.receive(encode_frame(Ping{1}), Instant{now});
    station.tick(Instant{now});
    for (const auto& intent : station.take_intents()) {
      if (!std::holds_alternative<station_intent::WantClaim>(intent)) continue;
      station.give_claim(Claim{kStation, 1, {}, 0, {}, {}, {}, Bytes(kSignatureBytes)}, {}, {now});
      ++claims;
    }
  }
  EXPECT_LE(claims, 11U);
  EXPECT_GE(claims, 10U);
}

TEST(CentreSession, GivesUpAStationThatSendsFasterThanItIsHeard) {
  CentreSession centre(kStation, {}, Instant{});
  centre.receive(encode_frame(hello_of(kStation)), Instant{});
  const Bytes batch = encode_frame(BatchFrame{Bytes(std::size_t{64} * 1024)});
  for (int i = 0; i < 100; ++i) {
    centre.receive(batch, Instant{});
    static_cast<void>(centre.take_intents());
  }
  EXPECT_FALSE(centre.closed()) << "what is taken at once may go on for ever";
  std::size_t waiting = 0;
  while (!centre.closed() && waiting < 100 * batch.size()) {
    centre.receive(batch, Instant{});
    waiting += batch.size();
  }
  EXPECT_TRUE(centre.closed());
  EXPECT_LE(waiting, kWaitingBytesMax + batch.size());
}

TEST(StationSession, GivesUpACentreThatSaysSmallThingsWithoutEnd) {
  auto station = welcomed();
  const Bytes ping = encode_frame(Ping{1});
  std::size_t said = 0;
  for (; !station.closed() && said < 4 * kWaitingBytesMax; said += ping.size()) {
    station.receive(ping, {});
  }
  EXPECT_TRUE(station.closed());
  EXPECT_LE(said, kWaitingBytesMax + ping.size());
}

TEST(StationSession, GivesUpACentreThatSendsMoreThanItMayHold) {
  auto station = welcomed();
  constexpr std::uint32_t kPart = kPartBytesMax;
  BulletinPart part{"alerts", 1, 0, 7, kPart * 40, 0, Bytes(kPart)};
  std::size_t waiting = 0;
  while (!station.closed() && part.offset < part.total - kPart) {
    station.receive(encode_frame(part), {});
    part.offset += kPart;
    waiting += kPart;
  }
  EXPECT_TRUE(station.closed());
  EXPECT_LE(waiting, kWaitingBytesMax + kPart);
}

}  // namespace
}  // namespace garita
