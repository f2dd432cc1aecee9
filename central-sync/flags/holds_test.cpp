#include "central-sync/flags/holds.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

/// "Af+1 Bm-5": by the document A, of a woman, an entry on 1 January; by B, of a man, an exit on
/// the 5th; "." where no sex is said. Complete until October.
Visitor crossed(const std::string& crossings) {
  Visitor visitor;
  std::istringstream words(crossings);
  for (std::string word; words >> word;) {
    const int day = std::stoi(word.substr(3));
    const std::string at =
        utc("2026-01-01T16:00:00Z").plus(std::chrono::hours(24 * (day - 1))).rfc3339();
    if (word[2] == '+') visitor.in(word, at);
    if (word[2] == '-') visitor.out(word, at, at);
    auto& movement = visitor.history().movements.back().fact;
    movement.document = word.substr(0, 1);
    movement.name = movement.document + "n";
    movement.sex = word[1] == 'f' ? 'F' : word[1] == 'm' ? 'M' : '\0';
  }
  visitor.complete("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z");
  return visitor;
}

/// "OVERSTAY_OPEN(Af+1) An~Bn" of each flag, with what holds it.
std::string held(const Evaluation& evaluation) {
  std::string text;
  for (const auto& flag : evaluation.flags) {
    EXPECT_EQ(is_held(flag.state), !flag.review.empty());
    text += (text.empty() ? "" : "; ") + std::string(flag_name(flag.kind)) + "(" + flag.subject +
            ") " + (flag.review.empty() ? "-" : flag.review);
  }
  return text;
}

TEST(Holds, OfNamesThatDoNotSufficeCrossingsThatFitEachOtherAreWaitedFor) {
  struct Case {
    const char *what, *one, *other, *held;
  };
  const Case cases[] = {
      {"in as one and out as the other", "Af+1", "Bf-9", "OVERSTAY_OPEN(Af+1) An~Bn"},
      {"seen from the other side", "Bf-9", "Af+1", "EXIT_WITHOUT_ENTRY(Bf-9) An~Bn"},
      {"out before", "Af+10", "Bf-9", "OVERSTAY_OPEN(Af+10) -"},
      {"out once the flag was raised", "Af+1", "Bf-60", "OVERSTAY_OPEN(Af+1) -"},
      {"the other one had entered", "Af+1", "Bf+2 Bf-9", "OVERSTAY_OPEN(Af+1) -"},
      {"another sex", "Af+1", "Bm-9", "OVERSTAY_OPEN(Af+1) -"},
      {"of neither a sex", "A.+1", "B.-9", "OVERSTAY_OPEN(A.+1) An~Bn"},
      {"of the entry none", "A.+1", "Bf-9", "OVERSTAY_OPEN(A.+1) An~Bn"},
      {"of the exit none", "Am+1", "B.-9", "OVERSTAY_OPEN(Am+1) An~Bn"},
      {"another sex, seen from the other side", "Bm-9", "Af+1", "EXIT_WITHOUT_ENTRY(Bm-9) -"},
      {"a document that is none of the pair", "Cf+1", "Bf-9", "OVERSTAY_OPEN(Cf+1) -"},
      {"the other one's other document", "Af+1", "Cf-9", "OVERSTAY_OPEN(Af+1) An~Cn"},
      {"the exit of that stay is known", "Af+1 Af-60", "Bf-9", "OVERSTAY(Af+1) -"},
      {"the entry's own exit, seen from the other side", "Bf-9", "Af+1 Af-20",
       "EXIT_WITHOUT_ENTRY(Bf-9) -"},
      {"an exit that was missed", "Af+1 Af+20 Af-25", "Bf-9", "ENTRY_WITHOUT_EXIT(Af+1) An~Bn"},
      {"behind an exit that was missed", "Af+1 Af+20 Af-25", "Bf-21", "ENTRY_WITHOUT_EXIT(Af+1) -"},
  };
  std::mt19937 random(11);
  for (const auto& each : cases) {
    auto visitor = crossed(each.one);
    auto other = crossed(each.other);
    for (int round = 0; round < 4; ++round) {
      visitor.history().reviews = {
          {"An~Bn", PersonId("other"), other.history().movements, {}, {"An~Bn", "An~Cn"}}};
      EXPECT_EQ(held(visitor.at("2026-09-01T00:00:00Z")), each.held) << each.what;
      std::ranges::shuffle(visitor.history().movements, random);
      std::ranges::shuffle(other.history().movements, random);
    }
  }
}

// Somebody may still have come in again before that exit: then the one before is nobody's yet.
TEST(Holds, AStayWhoseExitIsKnownSpeaksAgainstAReviewOnceNoEntryCanComeFromBeforeThatExit) {
  for (const bool suffice : {false, true}) {
    auto other = crossed("Af+1 Af-20");
    auto visitor = crossed("Bf-9");
    visitor.history().reviews = {{"An~Bn", PersonId("other"), other.history().movements, {}, {}}};
    if (!suffice) visitor.history().reviews[0].if_fitting = {"An~Bn"};
    const auto state = [&] { return visitor.at("2026-02-01T00:00:00Z").flags.at(0).state; };
    visitor.complete("2026-01-20T00:00:00Z", "2026-02-01T00:00:00Z");
    EXPECT_EQ(state(), FlagState::kPendingData);
    EXPECT_THAT(visitor.at("2026-02-01T00:00:00Z").flags.at(0).blocking_posts,
                ::testing::ElementsAre(PostCode("A")));
    visitor.complete("2026-01-21T00:00:00Z", "2026-02-01T00:00:00Z");
    EXPECT_EQ(state(), FlagState::kProbable);
  }
}

TEST(Holds, TheFirstPairOfSeveralIsNamedWhicheverComesFirst) {
  auto visitor = crossed("Cf+1");
  const auto of = [](const char* who, const char* pair) {
    auto other = crossed(std::string(who) + "f-9");
    return Review{pair, PersonId(who), other.history().movements, {}, {pair}};
  };
  visitor.history().reviews = {of("B", "Bn~Cn"), of("A", "An~Cn"), of("D", "Cn~Dn")};
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(held(visitor.at("2026-09-01T00:00:00Z")), "OVERSTAY_OPEN(Cf+1) An~Cn");
    std::ranges::rotate(visitor.history().reviews, visitor.history().reviews.begin() + 1);
  }
}

}  // namespace
}  // namespace garita::central::testing
