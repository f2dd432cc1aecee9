#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <random>

#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;

// Entered on 5 January with 30 days: the last legal day is 3 February, which ends in Guatemala on
// the 4th at 06:00 UTC.

TEST(Flags, WaitForThePostThatCouldHaveSeenTheExit) {
  Visitor visitor;
  visitor.in("a", "2026-01-05T16:00:00Z").complete("2026-02-05T11:00:00Z", "2026-02-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-04T05:59:59Z")), "OVERSTAY_OPEN(a) open 0");
  EXPECT_EQ(told(visitor.at("2026-02-05T12:00:00Z")), "OVERSTAY_OPEN(a) pending_data 2 <B");
  visitor.silent_b("2026-02-05T11:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-05T12:00:00Z")), "OVERSTAY_OPEN(a) pending_data 2 <B");
  visitor.complete("2026-02-04T06:00:00Z", "2026-02-04T06:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-05T12:00:00Z")), "OVERSTAY_OPEN(a) probable 2");
  visitor.complete("2026-02-04T05:59:59Z", "2026-02-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-05T12:00:00Z")), "OVERSTAY_OPEN(a) pending_data 2 <B <A");
}

TEST(Flags, AreNeverRaisedWhenTheExitWasInTimeHoweverLateItIsTold) {
  Visitor visitor;
  visitor.in("a", "2026-01-05T16:00:00Z").out("b", "2026-02-04T05:00:00Z", "2026-02-20T00:00:00Z");
  visitor.complete("2026-02-19T00:00:00Z", "2026-02-03T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-19T00:00:00Z")), "OVERSTAY_OPEN(a) pending_data 15 <B");
  const auto before = visitor.at("2026-02-19T00:00:00Z").flags.front();
  visitor.complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
  const auto after = visitor.at("2026-02-20T00:00:00Z");
  EXPECT_EQ(told(after), "nothing");
  EXPECT_EQ(clearing_reason(before, after), "exit_in_time");
}

TEST(Flags, OfEveryKindWaitForEntriesAndExits) {
  struct Case {
    const char* what;
    std::function<void(Visitor&)> happens;
    const char *while_entries_lack, *while_exits_lack;
  };
  const Case cases[] = {
      {"still there", [](Visitor&) {}, "OVERSTAY_OPEN(a) pending_data 6 <A",
       "OVERSTAY_OPEN(a) pending_data 6 <B"},
      {"left late",
       [](Visitor& visitor) { visitor.out("b", "2026-02-09T18:00:00Z", "2026-02-09T18:00:00Z"); },
       "OVERSTAY(a) pending_data 6 <A", "OVERSTAY(a) pending_data 6 <B"},
      {"left in another class",
       [](Visitor& visitor) { visitor.out_as("b", "2026-02-02T18:00:00Z", "worker"); },
       "CLASS_MISMATCH(a) pending_data 0 <A", "CLASS_MISMATCH(a) pending_data 0 <B"},
      {"revoked",
       [](Visitor& visitor) { visitor.decide(StatusChangeKind::kRevoke, "2026-02-02T18:00:00Z"); },
       "OVERSTAY_OPEN(a) pending_data 7 <A; REVOKED_IN_COUNTRY(a) pending_data 0 <A",
       "OVERSTAY_OPEN(a) pending_data 7 <B; REVOKED_IN_COUNTRY(a) pending_data 0 <B"},
      {"entered twice", [](Visitor& visitor) { visitor.in("b", "2026-02-02T18:00:00Z"); },
       "OVERSTAY_OPEN(b) open 0; ENTRY_WITHOUT_EXIT(a) pending_data 0 <A",
       "OVERSTAY_OPEN(b) open 0; ENTRY_WITHOUT_EXIT(a) pending_data 0 <B"},
  };
  const char* const soon = "2026-02-01T00:00:00Z";
  const char* const all = "2026-02-10T00:00:00Z";
  for (const auto& each : cases) {
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z");
    each.happens(visitor);
    EXPECT_EQ(told(visitor.complete_by_direction(soon, all).at(all)), each.while_entries_lack)
        << each.what;
    EXPECT_EQ(told(visitor.complete_by_direction(all, soon).at(all)), each.while_exits_lack)
        << each.what;
    for (const auto& flag : visitor.complete_by_direction(all, all).at(all).flags)
      EXPECT_TRUE(is_raised(flag.state) || flag.state == FlagState::kOpen) << each.what;
  }
  Visitor gone;
  gone.out("b", "2026-02-02T18:00:00Z", "2026-02-02T18:00:00Z");
  EXPECT_EQ(told(gone.complete_by_direction(soon, all).at(all)),
            "EXIT_WITHOUT_ENTRY(b) pending_data 0 <A");
  // Another exit gives it no entry, but may show whose exit it was.
  EXPECT_EQ(told(gone.complete_by_direction(all, soon).at(all)),
            "EXIT_WITHOUT_ENTRY(b) pending_data 0 <B");
  EXPECT_EQ(told(gone.complete_by_direction(all, all).at(all)), "EXIT_WITHOUT_ENTRY(b) probable 0");
}

// She overstayed until the 4th at 06:00 at least, whatever she did then.
TEST(Flags, StandWhereAnotherEntryFollowedAfterTheirMoment) {
  struct Case {
    const char* what;
    const char *entered_again, *left;
    const char* told;
  };
  const Case cases[] = {
      {"the day after the term", "2026-02-04T16:00:00Z", "",
       "OVERSTAY_OPEN(b) open 0; OVERSTAY(a) probable 1; ENTRY_WITHOUT_EXIT(a) probable 0"},
      {"and the exit is the later stay's", "2026-02-04T16:00:00Z", "2026-02-09T18:00:00Z",
       "OVERSTAY(a) probable 1; ENTRY_WITHOUT_EXIT(a) probable 0"},
      {"within the term", "2026-02-03T16:00:00Z", "2026-02-09T18:00:00Z",
       "ENTRY_WITHOUT_EXIT(a) probable 0"},
      {"as the term ends", "2026-02-04T06:00:00Z", "",
       "OVERSTAY_OPEN(b) open 0; ENTRY_WITHOUT_EXIT(a) probable 0"},
  };
  const char* const now = "2026-02-20T00:00:00Z";
  for (const auto& each : cases) {
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z").complete("2026-02-04T06:00:00Z", now);
    EXPECT_EQ(told(visitor.at("2026-02-04T06:00:00Z")), "OVERSTAY_OPEN(a) probable 1");
    visitor.in("b", each.entered_again, "2026-02-12T00:00:00Z").complete(now, now);
    if (*each.left != 0) visitor.out("c", each.left, each.left);
    EXPECT_EQ(told(visitor.at(now)), each.told) << each.what;
  }
}

TEST(Flags, OfADecisionStandWhereAnotherEntryFollowedAfterIt) {
  for (const auto& [again, expected] : {std::pair("2026-01-21T16:00:00Z",
                                                  "REVOKED_IN_COUNTRY(a) probable 0; "
                                                  "DOCUMENT_INVALIDATED(a) probable 0"),
                                        std::pair("2026-01-19T16:00:00Z", "")}) {
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z").in("b", again);
    for (const auto kind : {StatusChangeKind::kRevoke, StatusChangeKind::kDocumentReported}) {
      visitor.decide(kind, "2026-01-20T16:00:00Z");
      visitor.history().changes.back().fact.of = "a";
      visitor.history().changes.back().fact.reference += std::to_string(static_cast<int>(kind));
    }
    visitor.complete("2026-01-22T00:00:00Z", "2026-01-22T00:00:00Z");
    std::string text;
    for (const auto& flag : visitor.at("2026-01-22T00:00:00Z").flags)
      if (flag.kind == FlagKind::kRevoked || flag.kind == FlagKind::kDocumentInvalid)
        text += (text.empty() ? "" : "; ") + std::string(flag_name(flag.kind)) + "(" +
                flag.subject + ") " + std::string(state_name(flag.state)) + " 0";
    EXPECT_EQ(text, expected) << again;
  }
}

TEST(Flags, SayHowLateALateExitWas) {
  Visitor visitor;
  visitor.in("a", "2026-01-05T16:00:00Z").out("b", "2026-02-09T18:00:00Z", "2026-02-09T18:00:00Z");
  visitor.complete("2026-02-09T18:00:00Z", "2026-02-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-10T00:00:00Z")), "OVERSTAY(a) pending_data 6 <B");
  visitor.complete("2026-02-09T18:00:00Z", "2026-02-09T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-10T00:00:00Z")), "OVERSTAY(a) confirmed 6");
}

TEST(Flags, KeepTheGraceOfTheRule) {
  Visitor visitor(5);
  visitor.in("a", "2026-01-05T16:00:00Z").complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-05T12:00:00Z")), "OVERSTAY_OPEN(a) due 2");
  EXPECT_EQ(told(visitor.at("2026-02-09T06:00:00Z")), "OVERSTAY_OPEN(a) probable 6");
  visitor.out("b", "2026-02-08T18:00:00Z", "2026-02-08T18:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-10T06:00:00Z")), "nothing");
}

TEST(Flags, FollowDecisions) {
  Visitor visitor;
  visitor.in("a", "2026-01-05T16:00:00Z").complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
  visitor.decide(StatusChangeKind::kSuspend, "2026-02-21T00:00:00Z");
  const auto before = visitor.at("2026-02-20T00:00:00Z");
  EXPECT_EQ(told(before), "OVERSTAY_OPEN(a) probable 16");
  EXPECT_EQ(told(visitor.at("2026-02-21T00:00:00Z")), "nothing");
  EXPECT_EQ(clearing_reason(before.flags.front(), visitor.at("2026-02-21T00:00:00Z")), "suspended");
  visitor.decide(StatusChangeKind::kResume, "2026-02-22T00:00:00Z");
  visitor.decide(StatusChangeKind::kConfirm, "2026-02-23T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-23T00:00:00Z")), "OVERSTAY_OPEN(a) confirmed 19");
  visitor.decide(StatusChangeKind::kClear, "2026-02-24T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-24T00:00:00Z")), "nothing");
}

TEST(Flags, CountTheDaysOfEarlierStaysWhereTheLimitHasAWindow) {
  Visitor visitor;
  visitor.under("kind = \"rolling_days\"\ndays = 30\nwindow_days = 90");
  visitor.in("first", "2026-01-01T15:00:00Z")
      .in("second", "2026-02-01T15:00:00Z")
      .out("out", "2026-01-25T15:00:00Z", "2026-02-20T15:00:00Z")
      .complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  const auto last_days = [](const Evaluation& evaluation) {
    std::string text;
    for (const auto& each : evaluation.stays) text += each.authorised.last_legal_day->iso() + " ";
    return text;
  };
  // Until the exit is known only the first day of the first stay is proven.
  EXPECT_EQ(last_days(visitor.at("2026-02-10T15:00:00Z")), "2026-01-30 2026-03-01 ");
  const auto later = visitor.at("2026-02-21T15:00:00Z");
  EXPECT_EQ(last_days(later), "2026-01-30 2026-02-05 ");
  ASSERT_EQ(later.flags.size(), 1U);
  EXPECT_EQ(later.flags[0].subject, "second");
}

TEST(Flags, CountOneTermOverInnerBordersAndNoneThatNobodySaw) {
  struct Case {
    const char* what;
    const char *went_to, *came_from, *back;
    const char* told;
  };
  const Case cases[] = {
      {"within the pool", "SLV", "SLV", "2026-01-20T16:00:00Z", "OVERSTAY_OPEN(b) probable 25"},
      {"from outside", "SLV", "MEX", "2026-01-20T16:00:00Z", "OVERSTAY_OPEN(b) probable 10"},
      {"nobody asked at the exit", "", "SLV", "2026-01-20T16:00:00Z",
       "OVERSTAY_OPEN(b) probable 10"},
      {"nobody asked at the entry", "SLV", "", "2026-01-20T16:00:00Z",
       "OVERSTAY_OPEN(b) probable 10"},
      {"home from another State of the pool, and back", "SLV", "SLV", "2026-02-20T16:00:00Z",
       "OVERSTAY_OPEN(b) open 0"},
  };
  for (const auto& each : cases) {
    Visitor visitor;
    visitor.under("kind = \"shared_pool\"\ncap = 30\nstates = [\"UTO\", \"SLV\"]")
        .in("a", "2026-01-05T16:00:00Z")
        .out("x", "2026-01-10T16:00:00Z", "2026-01-10T16:00:00Z")
        .beyond(each.went_to)
        .in("b", each.back)
        .beyond(each.came_from)
        .complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
    EXPECT_EQ(told(visitor.at("2026-02-28T16:00:00Z")), each.told) << each.what;
  }
}

TEST(Flags, LeaveAloneWhoeverHasShownADocumentOfTheCountrysOwn) {
  Visitor visitor;
  visitor.in("a", "2024-01-01T15:00:00Z").out("b", "2024-01-05T15:00:00Z", "2024-01-05T15:00:00Z");
  visitor.last_states("UTO");
  visitor.in("c", "2024-01-06T15:00:00Z").out("d", "2024-05-05T15:00:00Z", "2024-05-05T15:00:00Z");
  EXPECT_TRUE(visitor.at("2024-05-06T15:00:00Z").flags.empty()) << "by the document of January";
  EXPECT_FALSE(visitor.at(utc("2024-05-06T15:00:00Z"), utc("2024-01-05T14:00:00Z")).flags.empty())
      << "before anybody knew of it";
}

TEST(Flags, RaiseNothingAboutAnExitOfWhoeverIsProtected) {
  Visitor visitor;
  visitor.out("b", "2024-01-05T15:00:00Z", "2024-01-05T15:00:00Z");
  EXPECT_FALSE(visitor.at("2024-01-06T15:00:00Z").flags.empty());
  visitor.decide(StatusChangeKind::kProtect, "2024-01-07T15:00:00Z");
  EXPECT_TRUE(visitor.at("2024-01-08T15:00:00Z").flags.empty());
}

TEST(Flags, LeaveNationalsAlone) {
  Visitor visitor;
  visitor.of("UTO").in("a", "2026-01-05T16:00:00Z").in("b", "2026-01-06T16:00:00Z");
  visitor.out("c", "2026-05-06T16:00:00Z", "2026-05-06T16:00:00Z");
  visitor.out("d", "2026-05-07T16:00:00Z", "2026-05-07T16:00:00Z");
  visitor.complete("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-06-02T00:00:00Z")), "nothing");
}

TEST(Flags, AskNoEntryOfThoseWhoMayHaveComeBeforeTheSystem) {
  Visitor visitor;
  visitor.out("b", "2026-01-20T18:00:00Z", "2026-01-20T18:00:00Z");
  visitor.complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "EXIT_WITHOUT_ENTRY(b) probable 0");
  visitor.live_since({"2026-01-01T00:00:00Z"});
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "nothing");
  visitor.live_since({"2025-12-20T00:00:00Z"});
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "EXIT_WITHOUT_ENTRY(b) probable 0");
}

TEST(Flags, AskNoEntryOfThoseWhoMayHaveComeThroughAPostBeforeItJoined) {
  Visitor visitor;
  visitor.out("b", "2026-01-20T18:00:00Z", "2026-01-20T18:00:00Z");
  visitor.complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  visitor.live_since({"2025-06-01T00:00:00Z", "2026-01-10T00:00:00Z"});
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "nothing");
  // One that joins after the exit changes nothing about it: what was said stays said.
  visitor.live_since({"2025-06-01T00:00:00Z", "2026-01-21T00:00:00Z"});
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "EXIT_WITHOUT_ENTRY(b) probable 0");
  // Before the first of all, nothing was recorded anywhere.
  visitor.live_since({"2026-01-25T00:00:00Z", "2026-01-26T00:00:00Z"});
  EXPECT_EQ(told(visitor.at("2026-02-01T00:00:00Z")), "nothing");
}

// A stamp of January, typed in after the first post went live in March: until then nobody recorded
// who left, whatever posts claim to be complete since.
TEST(Flags, AreHeldWhereTheyWereDueBeforeTheFirstPostWentLive) {
  struct Case {
    const char* what;
    std::function<void(Visitor&)> happens;
    const char* told;
  };
  const Case cases[] = {
      {"nobody saw them leave", [](Visitor&) {}, "OVERSTAY_OPEN(a) pending_data 45"},
      {"seen leaving later",
       [](Visitor& visitor) { visitor.out("b", "2026-03-15T16:00:00Z", "2026-03-15T16:00:00Z"); },
       "OVERSTAY(a) pending_data 40"},
      {"entered again before", [](Visitor& visitor) { visitor.in("b", "2026-02-20T16:00:00Z"); },
       "OVERSTAY_OPEN(b) open 0; OVERSTAY(a) pending_data 1; ENTRY_WITHOUT_EXIT(a) pending_data 0"},
      {"officers met them",
       [](Visitor& visitor) { visitor.decide(StatusChangeKind::kConfirm, "2026-03-16T16:00:00Z"); },
       "OVERSTAY_OPEN(a) confirmed 45"},
      {"somebody decided that there is none",
       [](Visitor& visitor) { visitor.decide(StatusChangeKind::kClear, "2026-03-16T16:00:00Z"); },
       "nothing"},
  };
  for (const auto& each : cases) {
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z", "2026-03-10T16:00:00Z")
        .live_since({"2026-03-01T00:00:00Z", "2026-03-05T00:00:00Z"})
        .complete("2026-03-20T00:00:00Z", "2026-03-20T00:00:00Z");
    each.happens(visitor);
    const auto evaluation = visitor.at("2026-03-20T15:00:00Z");
    EXPECT_EQ(told(evaluation), each.told) << each.what;
    for (const auto& flag : evaluation.flags)
      EXPECT_EQ(flag.before_records, flag.state == FlagState::kPendingData) << each.what;
  }
}

TEST(Flags, OfAStampAreHeldWhereItIsFromBeforeTheFirstPostWentLive) {
  struct Case {
    const char* entered;
    bool told_later;
    const char* told;
  };
  for (const auto& each : {Case{"2026-01-05T16:00:00Z", false, "OVERSTAY_OPEN(a) pending_data 45"},
                           Case{"2026-02-05T16:00:00Z", false, "OVERSTAY_OPEN(a) probable 14"},
                           Case{"2026-02-05T16:00:00Z", true, "OVERSTAY_OPEN(a) pending_data 14"},
                           Case{"2026-03-01T00:00:00Z", true, "OVERSTAY_OPEN(a) probable 12"}}) {
    Visitor visitor;
    visitor.in("a", each.entered, "2026-03-10T16:00:00Z")
        .live_since({"2026-03-01T00:00:00Z", "2026-03-15T00:00:00Z"})
        .complete("2026-04-20T00:00:00Z", "2026-04-20T00:00:00Z");
    visitor.history().movements.front().fact.told_later = each.told_later;
    const bool late = std::string_view(each.entered).starts_with("2026-03");
    const auto* asked = late ? "2026-04-10T15:00:00Z" : "2026-03-20T15:00:00Z";
    EXPECT_EQ(told(visitor.at(asked)), each.told) << each.entered << each.told_later;
  }
}

// Whoever may be the same person left at `left`, by an entry that nobody has.
TEST(Flags, WaitForAReviewOnlyWhereTheOtherOneLeftByTheirMoment) {
  for (const auto& [left, expected] :
       {std::pair("2026-02-03T16:00:00Z", "OVERSTAY_OPEN(a) pending_data 16"),
        std::pair("2026-02-04T06:00:00Z", "OVERSTAY_OPEN(a) pending_data 16"),
        std::pair("2026-02-04T06:00:01Z", "OVERSTAY_OPEN(a) probable 16"),
        std::pair("2026-02-09T16:00:00Z", "OVERSTAY_OPEN(a) probable 16")}) {
    Visitor other;
    other.out("x", left, left);
    Visitor visitor;
    visitor.in("a", "2026-01-05T16:00:00Z")
        .complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
    visitor.history().reviews.push_back(
        {"P-A~P-B", PersonId("P-B"), other.history().movements, {}});
    EXPECT_EQ(told(visitor.at("2026-02-20T00:00:00Z")), expected) << left;
  }
}

TEST(Flags, OfATermThatGoesOnWaitForWhoeverDecidesAboutAnApplication) {
  Visitor visitor;
  visitor
      .under(
          "kind = \"shared_pool\"\ncap = 30\nstates = [\"UTO\", \"SLV\"]\n"
          "pending_application = \"freezes\"")
      .in("a", "2026-01-05T16:00:00Z")
      .decide(StatusChangeKind::kApply, "2026-01-20T16:00:00Z")
      .out("x", "2026-01-25T14:00:00Z", "2026-01-25T14:00:00Z")
      .beyond("SLV")
      .in("b", "2026-01-25T20:00:00Z")
      .beyond("SLV")
      .complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  EXPECT_EQ(told(visitor.at("2026-03-01T00:00:00Z")), "nothing");
  visitor.decide(StatusChangeKind::kDecideApplication, "2026-01-30T16:00:00Z");
  EXPECT_EQ(visitor.at("2026-03-01T00:00:00Z").flags.at(0).authorised_until->iso(), "2026-02-13")
      << "the ten days in which the term stood still";
}

TEST(Flags, AnswerWhatWasKnownAsWellAsWhatWasTrue) {
  Visitor visitor;
  visitor.in("a", "2026-01-05T16:00:00Z").out("b", "2026-01-20T18:00:00Z", "2026-02-20T00:00:00Z");
  visitor.complete("2026-02-10T00:00:00Z", "2026-02-10T00:00:00Z");
  const Instant then = utc("2026-02-11T00:00:00Z");
  EXPECT_EQ(told(visitor.at(then, then)), "OVERSTAY_OPEN(a) probable 7");
  EXPECT_EQ(told(visitor.at(then, utc("2026-02-21T00:00:00Z"))), "nothing");
  EXPECT_EQ(told(visitor.at(utc("2026-01-10T00:00:00Z"), utc("2026-02-21T00:00:00Z"))),
            "OVERSTAY_OPEN(a) open 0");
}

TEST(Flags, AreTheSameForEveryOrderAndRepetitionOfTheRecords) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    Visitor visitor;
    visitor.complete("2026-06-01T00:00:00Z", "2026-05-01T00:00:00Z");
    for (int i = 0; i < 8; ++i) {
      const auto at =
          utc("2026-01-01T00:00:00Z").plus(days(random() % 120)).plus(hours(random() % 3));
      const auto reference = "r" + std::to_string(i);
      if (random() % 2)
        visitor.in(reference, at.rfc3339());
      else
        visitor.out(reference, at.rfc3339(), at.rfc3339());
    }
    const auto expected = visitor.at("2026-06-01T00:00:00Z").flags;
    auto& movements = visitor.history().movements;
    for (int round = 0; round < 5; ++round) {
      movements.push_back(movements[random() % movements.size()]);
      std::shuffle(movements.begin(), movements.end(), random);
      ASSERT_EQ(visitor.at("2026-06-01T00:00:00Z").flags, expected) << "seed " << seed;
    }
  }
}

TEST(FlagNames, AreSpeltAsTheContractsSay) {
  for (const auto* name : {"open", "due", "pending_data", "probable", "confirmed", "cleared"})
    EXPECT_EQ(state_name(*parse_state(name)), name);
  EXPECT_FALSE(parse_state("raised"));
  EXPECT_EQ(flag_name(FlagKind::kOverstayOpen), "OVERSTAY_OPEN");
}

// In from 5 to 10 January, again on the 20th with the days to 18 February. What an office decides
// later about the first stay makes nothing of the second untrue that was true before.
TEST(Flags, AreNotReachedByADecisionAboutAStayThatWasOverBefore) {
  const struct {
    const char* what;
    std::function<void(Visitor&)> happens;
    const char* told;
  } cases[] = {
      {"a permit after the second exit",
       [](Visitor& who) {
         who.out("d", "2026-02-22T16:00:00Z", "2026-02-22T16:00:00Z");
         who.decide(StatusChangeKind::kResidence, "2026-02-25T16:00:00Z");
       },
       "OVERSTAY(c) confirmed 4"},
      {"a permit in the second stay",
       [](Visitor& who) { who.decide(StatusChangeKind::kResidence, "2026-02-25T16:00:00Z"); },
       "nothing"},
      {"the end of a permit under which the second one began",
       [](Visitor& who) {
         who.decide(StatusChangeKind::kResidence, "2026-01-07T16:00:00Z");
         who.decide(StatusChangeKind::kAnnul, "2026-02-25T16:00:00Z");
       },
       "OVERSTAY_OPEN(c) probable 3"},
  };
  for (const auto& each : cases) {
    Visitor who;
    who.in("a", "2026-01-05T16:00:00Z");
    who.out("b", "2026-01-10T16:00:00Z", "2026-01-10T16:00:00Z").in("c", "2026-01-20T16:00:00Z");
    who.complete("2026-03-10T00:00:00Z", "2026-03-10T00:00:00Z");
    each.happens(who);
    for (auto& change : who.history().changes) change.fact.of = "a";
    EXPECT_EQ(told(who.at("2026-02-28T16:00:00Z")), each.told) << each.what;
  }
}

// On 25 January somebody is told that the term ended on the 10th.
TEST(Flags, OfATermThatIsCutShortWaitForWhatOccurredUntilTheDecision) {
  Visitor who;
  who.in("a", "2026-01-05T16:00:00Z");
  who.decide_until(StatusChangeKind::kAnnul, "2026-01-25T16:00:00Z", "2026-01-10");
  EXPECT_EQ(who.complete("2026-01-20T00:00:00Z", "2026-01-20T00:00:00Z")
                .at("2026-01-26T00:00:00Z")
                .flags.front()
                .state,
            FlagState::kPendingData);
  EXPECT_EQ(
      told(who.complete("2026-01-26T00:00:00Z", "2026-01-26T00:00:00Z").at("2026-01-26T00:00:00Z")),
      "OVERSTAY_OPEN(a) probable 15; REVOKED_IN_COUNTRY(a) probable 0");
}

// An appeal is won after the person has left: whoever decides that names the stay.
TEST(Flags, OfAStayThatIsOverAreMadeGoodByARegularisationThatNamesIt) {
  for (const auto* named : {"a", ""}) {
    Visitor who;
    who.in("a", "2026-01-05T16:00:00Z").complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
    who.out("b", "2026-02-08T15:00:00Z", "2026-02-08T15:00:00Z");
    const auto before = who.at("2026-02-10T12:00:00Z");
    ASSERT_EQ(told(before), "OVERSTAY(a) confirmed 5");
    who.decide(StatusChangeKind::kRegularise, "2026-02-11T00:00:00Z");
    who.history().changes.back().fact.of = named;
    const auto after = who.at("2026-02-11T12:00:00Z");
    EXPECT_EQ(told(after), *named != 0 ? "nothing" : "OVERSTAY(a) confirmed 5") << named;
    const auto reason = *named != 0 ? clearing_reason(before.flags.at(0), after) : "extended";
    EXPECT_EQ(reason, "extended");
  }
}

}  // namespace
}  // namespace garita::central::testing
