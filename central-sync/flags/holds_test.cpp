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

// What a crossing makes of its person's ends has to be asked of no more of the others than these.
TEST(Holds, ACrossingBearsOnWhoseCrossingsItFits) {
  struct Case {
    const char *what, *before, *now, *other, *bears;
  };
  const Case cases[] = {
      {"an exit without an entry", "", "Bf-9", "Af+1", "stays"},
      {"an exit before the entry", "", "Bf-9", "Af+10", ""},
      {"an exit behind the other's", "", "Bf-9", "Af+1 Af-8", ""},
      {"an exit from the own stay", "Bf+2", "Bf+2 Bf-9", "Af+1", ""},
      {"the entry of an exit", "Bf-9", "Bf+2 Bf-9", "Af+1", "stays"},
      {"an exit by another document", "Bf+2", "Bf+2 Cf-9", "Af+1", "stays"},
      {"an entry", "", "Bf+1", "Af-9", "exits"},
      {"an entry behind the exit", "", "Bf+10", "Af-9", ""},
      {"the exit of that entry, before", "Bf+1", "Bf+1 Bf-8", "Af-9", "exits"},
      {"an entry between", "Bf+1", "Bf+1 Bf+8", "Af-9", "exits"},
      {"a stay of which all was known", "Bf+1 Bf-3", "Bf+1 Bf-3 Bf+20", "Af-9", ""},
      {"nothing of the other's ends", "", "Bf+1", "Af+1", ""},
  };
  for (const auto& each : cases) {
    const auto ends = [](const char* crossings) {
      std::vector<Movement> movements;
      auto visitor = crossed(crossings);
      for (const auto& known : visitor.history().movements) movements.push_back(known.fact);
      return ends_of(movements, {});
    };
    auto other = crossed(each.other);
    const Review review{"An~Bn", PersonId("other"), other.history().movements, {}, {}};
    const auto changed = difference(ends(each.before), ends(each.now));
    const auto bearing = bearing_on(review, changed);
    const std::string bears =
        std::string(bearing.on_stays ? "stays" : "") + (bearing.on_exits ? "exits" : "");
    EXPECT_EQ(bears, each.bears) << each.what;
  }
}

}  // namespace
}  // namespace garita::central::testing
