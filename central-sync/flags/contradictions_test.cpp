#include "central-sync/flags/contradictions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

/// "X+1 Y-5 X~9": by the document X an entry on 1 January, by Y an exit on the 5th, by X one of
/// which a carrier tells; ".+1": nobody knows by which document. Complete until October.
Visitor crossed(const std::string& crossings) {
  Visitor visitor;
  std::istringstream words(crossings);
  for (std::string word; words >> word;) {
    const int day = std::stoi(word.substr(2));
    const std::string at =
        utc("2026-01-01T16:00:00Z").plus(std::chrono::hours(24 * (day - 1))).rfc3339();
    if (word[1] == '+') visitor.in(word, at);
    if (word[1] == '-') visitor.out(word, at, at);
    if (word[1] == '~') visitor.told_out(word, at);
    if (word[0] != '.') visitor.history().movements.back().fact.document = word.substr(0, 1);
  }
  visitor.complete("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z");
  return visitor;
}

constexpr const char* kNow = "2026-09-01T00:00:00Z";

/// "X~Y X+1,Y+5" of each contradiction.
std::string contradictions(const Evaluation& evaluation) {
  std::string text;
  for (const auto& each : evaluation.contradictions)
    text += (text.empty() ? "" : "; ") + each.pair + " " + each.earlier.reference + "," +
            each.later.reference;
  return text;
}

/// "OVERSTAY(X+1) X~Y" of each flag that is past its moment, with what holds it; "-": nothing.
std::string held(const Evaluation& evaluation) {
  std::string text;
  for (const auto& flag : evaluation.flags) {
    if (flag.state == FlagState::kOpen) continue;
    EXPECT_EQ(is_held(flag.state), !flag.review.empty());
    text += (text.empty() ? "" : "; ") + std::string(flag_name(flag.kind)) + "(" + flag.subject +
            ") " + (flag.review.empty() ? "-" : flag.review);
  }
  return text;
}

TEST(Contradictions, AreCrossingsByTwoDocumentsThatNobodyCanHaveMadeAlone) {
  struct Case {
    const char *what, *crossings, *found, *held;
  };
  const Case cases[] = {
      {"a renewed document", "X+1 Y-5 Y+9 Y-20", "", ""},
      {"a renewed document, and an overstay", "X+1 Y-100", "", "OVERSTAY(X+1) -"},
      {"one entered after the other", "X+1 Y+5 X-10 Y-15", "X~Y X+1,Y+5; X~Y X-10,Y-15",
       "EXIT_WITHOUT_ENTRY(Y-15) X~Y; ENTRY_WITHOUT_EXIT(X+1) X~Y"},
      {"and neither left", "Y+1 X+5", "X~Y Y+1,X+5",
       "OVERSTAY_OPEN(X+5) -; ENTRY_WITHOUT_EXIT(Y+1) X~Y"},
      {"one's exit ended the other's stay", "X+1 Y-5 X-60", "X~Y Y-5,X-60",
       "EXIT_WITHOUT_ENTRY(X-60) X~Y"},
      {"the exit of which a carrier tells", "X+1 X~3 Y+5 Y-9", "",
       "ENTRY_WITHOUT_EXIT(X+1) doubted"},
      {"one document, whatever was missed", "X+1 X+5 X-9 X-12", "",
       "EXIT_WITHOUT_ENTRY(X-12) -; ENTRY_WITHOUT_EXIT(X+1) -"},
      {"a document that is not known", "X+1 .+5 X-9", "", "ENTRY_WITHOUT_EXIT(X+1) -"},
      {"what is not touched stays", "X+1 X-60 X+100 Y+105 Y-110", "X~Y X+100,Y+105",
       "OVERSTAY(X+1) -; ENTRY_WITHOUT_EXIT(X+100) X~Y"},
      {"an overstay that is the other one's exit", "X+1 Y+5 X-90", "X~Y X+1,Y+5",
       "OVERSTAY(Y+5) -; ENTRY_WITHOUT_EXIT(X+1) X~Y"},
      {"an overstayer of whose name somebody else comes in", "X+1 Y+40", "X~Y X+1,Y+40",
       "OVERSTAY_OPEN(Y+40) -; OVERSTAY(X+1) -; ENTRY_WITHOUT_EXIT(X+1) X~Y"},
      {"three documents", "X+1 Y+5 Z+9", "X~Y X+1,Y+5; Y~Z Y+5,Z+9",
       "OVERSTAY_OPEN(Z+9) -; ENTRY_WITHOUT_EXIT(X+1) X~Y; ENTRY_WITHOUT_EXIT(Y+5) Y~Z"},
  };
  std::mt19937 random(7);
  for (const auto& each : cases) {
    auto visitor = crossed(each.crossings);
    for (int round = 0; round < 5; ++round) {
      const auto evaluation = visitor.at(kNow);
      EXPECT_EQ(contradictions(evaluation), each.found) << each.what;
      if (std::string(each.held).ends_with("doubted")) break;
      EXPECT_EQ(held(evaluation), each.held) << each.what;
      std::ranges::shuffle(visitor.history().movements, random);
    }
  }
}

TEST(Contradictions, AreNoMoreOnceSomebodySaysThatTheyAreOnePerson) {
  auto visitor = crossed("X+1 Y+5 X-10 Z+12 Y-15");
  EXPECT_EQ(contradictions(visitor.at(kNow)), "X~Y X+1,Y+5");
  visitor.history().linked.push_back({"X~Y", utc("2026-08-01T00:00:00Z")});
  EXPECT_EQ(contradictions(visitor.at(kNow)), "");
  EXPECT_EQ(held(visitor.at(kNow)), "ENTRY_WITHOUT_EXIT(X+1) -");
  const auto before = visitor.at(utc(kNow), utc("2026-07-31T00:00:00Z"));
  EXPECT_EQ(contradictions(before), "X~Y X+1,Y+5") << "as it was known then";
}

TEST(Contradictions, AreNoMoreOnceSomebodySaysSoOfTheNamesOnTheDocuments) {
  struct Case {
    const char *what, *linked;
    bool is_settled;
  };
  const Case cases[] = {
      {"both names", "N~O", true},
      {"one document and the other's name", "O~X", true},
      {"the other document and the one's name", "N~Y", true},
      {"a document and the name on it", "N~X", false},
      {"somebody else", "N~Z", false},
  };
  for (const auto& each : cases) {
    auto visitor = crossed("X+1 Y+5 X-10 Y-15");
    for (auto& movement : visitor.history().movements)
      movement.fact.name = movement.fact.document == "X" ? "N" : "O";
    visitor.history().linked.push_back({each.linked, utc("2026-08-01T00:00:00Z")});
    EXPECT_EQ(visitor.at(kNow).contradictions.empty(), each.is_settled) << each.what;
  }
}

TEST(Contradictions, SayByWhichDocumentsAndWhen) {
  const auto found = crossed("X+1 Y+5 Y-6 X-9").at(kNow).contradictions;
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(reasons_of(found[0], "HND A1", "HND B2"),
            "both_entered HND A1 2026-01-01T16:00:00Z~HND B2 2026-01-05T16:00:00Z");
  EXPECT_EQ(reasons_of(found[1], "HND B2", "HND A1"),
            "both_left HND B2 2026-01-06T16:00:00Z~HND A1 2026-01-09T16:00:00Z");
}

}  // namespace
}  // namespace garita::central::testing
