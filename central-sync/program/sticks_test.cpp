#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/program/test_program.h"

namespace garita::central::testing {
namespace {

using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Sticks : public ProgramTest {
 protected:
  Sticks() { found(); }
  std::string complaint_about(const std::string& content) {
    const auto ran = run({"import", written("stick.garita", content)});
    EXPECT_EQ(ran.status, 1) << ran.out;
    return ran.err;
  }
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

TEST_F(Sticks, ThatAreTornOrGrownSayWhichAndWhere) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const std::string whole = stick_of(norte);
  EXPECT_THAT(complaint_about(whole.substr(0, whole.size() - 7)),
              HasSubstr("the bundle is cut off in frame 2"));
  EXPECT_THAT(complaint_about(whole + std::string(40, '\0')),
              AllOf(HasSubstr("frame 3"), HasSubstr("something was appended")));
}

TEST_F(Sticks, ThatWereSwappedNameTheStationThatTheAnswerIsFor) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  const auto taken = run({"import", written("up.garita", stick_of(norte))});
  ASSERT_EQ(taken.status, 0) << taken.err;
  const auto answer = taken.out.substr(taken.out.find('\n') + 1);
  const auto swapped = run({"import", answer.substr(0, answer.find('\n'))});
  EXPECT_EQ(swapped.status, 1);
  EXPECT_THAT(swapped.err, HasSubstr("this is an answer on its way to NORTE-01"));
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
