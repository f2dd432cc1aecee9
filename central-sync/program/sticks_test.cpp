#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/program/test_program.h"

namespace garita::central::testing {
namespace {

using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const auto kNothingTaken = HasSubstr("nothing of it was taken");

class Sticks : public ProgramTest {
 protected:
  Sticks() { found(); }
  std::string complaint_about(const std::string& content) {
    const auto ran = run({"import", written("stick.garita", content)});
    EXPECT_EQ(ran.status, 1) << ran.out;
    return ran.err;
  }
  /// The file that an import wrote, the only one.
  static std::string answer_in(const std::string& out) {
    const auto from = out.find('\n') + 1;
    return out.substr(from, out.find('\n', from) - from);
  }
  std::string seal() { return enrolled("NORTE").seal_certificate; }
  std::int64_t put_aside() {
    return nlohmann::json::parse(run({"status", "--json"}).out)["quarantined"];
  }
};

TEST_F(Sticks, OfAnotherCountryStandAgainstNoStationOfOurs) {
  auto ours = joined("NORTE");
  const PrivateKey theirs = PrivateKey::generate();
  auto foreign = copy_of_station("NORTE-01", theirs);
  admit(foreign, "ANA", minutes(60));
  EXPECT_THAT(complaint_about(stick_of(foreign)),
              HasSubstr("frame 2: a journal not signed by NORTE-01's key: another country's or a "
                        "changed stick; nothing of it was taken, export again"));
  BundleWriter claims;
  ASSERT_TRUE(claims.add(foreign.claim(SystemClock().now())));
  EXPECT_THAT(complaint_about(std::string(text_of(claims.bytes()))),
              HasSubstr("frame 1: a claim not signed by NORTE-01's key"));
  EXPECT_EQ(put_aside(), 0);
  admit(ours, "BERTA", minutes(50));
  const auto taken = run({"import", written("ours.garita", stick_of(ours))});
  EXPECT_EQ(taken.status, 0) << taken.err;
  EXPECT_THAT(taken.out, HasSubstr("1 records taken"));
}

TEST_F(Sticks, WithOneFlippedByteSayWhereAndPutNothingAside) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const std::string whole = stick_of(norte);
  const std::size_t first_line = BundleWriter().bytes().size();
  for (std::size_t at = first_line; at < whole.size(); at += 61) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    EXPECT_THAT(complaint_about(changed), HasSubstr("frame ")) << at;
  }
  EXPECT_EQ(put_aside(), 0);
  EXPECT_THAT(run({"import", written("whole.garita", whole)}).out, HasSubstr("1 records taken"));
}

TEST_F(Sticks, ThatAreTornOrGrownSayWhichAndWhereAndThatNothingWasTaken) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const std::string whole = stick_of(norte);
  EXPECT_THAT(complaint_about(whole.substr(0, whole.size() - 7)),
              AllOf(HasSubstr("the bundle is cut off in frame 2"), kNothingTaken));
  EXPECT_THAT(complaint_about(whole + std::string(40, '\0')),
              AllOf(HasSubstr("frame 3"), HasSubstr("something was appended"), kNothingTaken));
  for (const auto& blank : {std::string(), std::string(whole.size(), '\0')})
    EXPECT_THAT(complaint_about(blank),
                AllOf(HasSubstr("it is empty: the stick was pulled out too early"), kNothingTaken));
  EXPECT_THAT(complaint_about("nonsense"), AllOf(HasSubstr("this is no bundle"), kNothingTaken));
}

TEST_F(Sticks, GoToAndFroWithAllThatTheyCarry) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const auto up = written("up.garita", stick_of(norte));
  const auto stick = (folder_.path() / "not-there-yet" / "stick").string();
  const auto first = run({"import", up, "--to", stick});
  ASSERT_EQ(first.status, 0) << first.err;
  const auto answer = answer_in(first.out);
  EXPECT_TRUE(answer.starts_with(stick + "/NORTE-01-from-centre-")) << answer;
  admit(norte, "BERTA", minutes(50));
  const auto more = written("more.garita", stick_of(norte));
  const auto second = run({"import", up, answer, more, "--to", stick});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(second.err, "");
  EXPECT_THAT(second.out, AllOf(HasSubstr("up.garita: 0 records taken, 1 held already\n"),
                                HasSubstr(answer + ": an answer for NORTE-01, skipped\n"),
                                HasSubstr("more.garita: 1 records taken, 0 held already\n")));
  BundleWriter lists;
  Bulletin bulletin;
  bulletin.channel = "messages";
  bulletin.version = 1;
  bulletin.sign(station_key_);
  ASSERT_TRUE(lists.add(bulletin));
  EXPECT_THAT(run({"import", written("lists.garita", std::string(text_of(lists.bytes())))}).out,
              HasSubstr("lists.garita: lists for the posts, skipped\n"));
}

TEST_F(Sticks, AreNotReadWhereTheirAnswerHasNoPlace) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const auto up = written("up.garita", stick_of(norte));
  const auto ran = run({"import", up, "--to", written("a-file", "") + "/stick"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("a-file/stick: "));
  EXPECT_THAT(ran.err, HasSubstr("no file was read"));
  EXPECT_THAT(run({"import", up}).out, HasSubstr("1 records taken, 0 held already"));
}

/// What it recorded before the theft may be true, and whoever has its key can write more.
TEST_F(Sticks, OfAStationThatWasRevokedSinceAreForAPersonToDecideAbout) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  admit(norte, "BERTA", minutes(50));
  const auto stick = stick_of(norte);
  ASSERT_EQ(run({"revoke", "NORTE-01", "--why", "stolen"}).status, 0);
  EXPECT_THAT(complaint_about(stick),
              HasSubstr("2 records of NORTE-01, which is revoked, went into quarantine"));
  EXPECT_EQ(put_aside(), 2);
  EXPECT_THAT(run({"quarantine"}).out, HasSubstr("its station was revoked before it came"));
  const auto again = run({"import", written("again.garita", stick)});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr("2 are in quarantine since they came before"),
                               Not(HasSubstr("from-centre"))))
      << "whoever may hold its key is told nothing";
  EXPECT_EQ(run({"adopt", "NORTE-01:1:movement:2", "--why", "the bus driver saw it"}).status, 0);
  EXPECT_EQ(put_aside(), 1);
  EXPECT_THAT(run({"crossings"}).out, HasSubstr("BERTA"));
  EXPECT_EQ(run({"close", "NORTE-01", "--why", "stolen", "--give-up", "1"}).status, 0);
  EXPECT_EQ(put_aside(), 0);
}

TEST_F(Sticks, TellHowAPostStandsThatHasNoLink) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const Instant now = SystemClock().now();
  const auto said_at = [&](minutes ago, std::uint64_t records) {
    StationStanding standing{norte.id(),
                             1,
                             now.minus(ago),
                             "garita-station 0.1.0",
                             {records, now.minus(minutes(60)), 5'000'000},
                             {{"policies", 3, now}, {"gossip", 1, now}},
                             {}};
    standing.sign(station_key_);
    BundleWriter bundle;
    EXPECT_TRUE(bundle.add(standing));
    return std::string(text_of(bundle.bytes()));
  };
  const auto station = [&] {
    const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
    return status["posts"][0]["stations"][0];
  };
  EXPECT_EQ(run({"import", written("new.garita", said_at(minutes(10), 1))}).status, 0);
  EXPECT_EQ(station()["last_contact"], now.minus(minutes(10)).rfc3339());
  EXPECT_EQ(station()["unsent"], 1);
  EXPECT_EQ(station()["bulletins"], (nlohmann::json{{"policies", 3}}));
  EXPECT_FALSE(station().contains("clock_offset_ms")) << "of that a stick says nothing";
  EXPECT_EQ(run({"import", written("old.garita", said_at(minutes(20), 7))}).status, 0);
  EXPECT_EQ(station()["unsent"], 1) << "an old stick changes nothing";
  EXPECT_EQ(run({"import", written("ahead.garita", said_at(minutes(-90), 2))}).status, 0);
  EXPECT_LE(station()["last_contact"], SystemClock().now().rfc3339()) << "nobody is heard tomorrow";
  auto foreign = said_at(minutes(5), 9);
  foreign.back() = static_cast<char>(foreign.back() ^ 1);
  EXPECT_THAT(complaint_about(foreign), HasSubstr("a word about itself not signed by NORTE-01's"));
  EXPECT_EQ(station()["unsent"], 2);
}

TEST_F(Sticks, OfAStationThatIsNotEnrolledSaySoOnce) {
  joined("NORTE");
  auto nobody = copy_of_station("SUR-01", station_key_);
  BundleWriter foreign;
  for (int i = 0; i < 5; ++i) {
    admit(nobody, "ANA", minutes(60));
    ASSERT_TRUE(foreign.add(BatchFrame{encode(*nobody.take())}));
  }
  const auto said = complaint_about(std::string(text_of(foreign.bytes())));
  EXPECT_THAT(said, HasSubstr(": no station SUR-01 is enrolled here: nothing of it is taken"));
  EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
}

TEST_F(Sticks, OfMoreStationsThanThereAreAreGivenUp) {
  BundleWriter claims;
  for (int i = 10; i < 90; ++i) {
    const auto name = "SUR-" + std::to_string(i);
    ASSERT_TRUE(
        claims.add(TestStation(StationId(name), *Certificate::from_pem(seal()), station_key_)
                       .claim(SystemClock().now())));
  }
  const auto said = complaint_about(std::string(text_of(claims.bytes())));
  EXPECT_EQ(std::ranges::count(said, '\n'), 20 + 10 + 1) << said;
  EXPECT_THAT(said, HasSubstr("and 50 more frames: no station SUR-# is enrolled here"));
}

TEST_F(Sticks, SayTheSameThingSomeTimesAndThenHowOften) {
  joined("NORTE");
  const PrivateKey theirs = PrivateKey::generate();
  auto foreign = copy_of_station("NORTE-01", theirs);
  BundleWriter bundle;
  for (int i = 0; i < 31; ++i) {
    admit(foreign, "ANA", minutes(60));
    ASSERT_TRUE(bundle.add(BatchFrame{encode(*foreign.take())}));
  }
  const auto said = complaint_about(std::string(text_of(bundle.bytes())));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 11);
  EXPECT_THAT(said, HasSubstr("and 21 more frames: a journal not signed by NORTE-#'s key"));
}

}  // namespace
}  // namespace garita::central::testing
