// Flags about what was decided during a stay, and what weak evidence does to flags.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <random>

#include "central-sync/flags/history.h"
#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

using Kind = StatusChangeKind;

// Entered on 5 January with 30 days: the last legal day is 3 February, which ends in Guatemala on
// the 4th at 06:00 UTC.
Visitor visitor() {
  Visitor made;
  made.in("a", "2026-01-05T16:00:00Z").complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
  return made;
}

Visitor with_notice() {
  auto made = visitor();
  made.under("kind = \"fixed_days\"\ndays = 30\nnotice_days = 7");
  return made;
}

TEST(StatusFlags, SayThatATermEndsAndEndWithIt) {
  auto open = with_notice();
  EXPECT_EQ(told(open.at("2026-01-28T05:59:59Z")),
            "OVERSTAY_OPEN(a) open 0; STATUS_EXPIRES(a) open 0");
  EXPECT_EQ(told(open.at("2026-01-28T06:00:00Z")),
            "OVERSTAY_OPEN(a) open 0; STATUS_EXPIRES(a) probable 0");
  EXPECT_EQ(told(open.at("2026-02-04T05:59:59Z")),
            "OVERSTAY_OPEN(a) open 0; STATUS_EXPIRES(a) probable 0");
  EXPECT_EQ(told(open.at("2026-02-04T06:00:00Z")),
            "OVERSTAY_OPEN(a) probable 1; STATUS_EXPIRES(a) cleared 0");
}

TEST(StatusFlags, GiveNoNoticeToWhoeverMayHaveLeftBeforeIt) {
  auto silent = with_notice();
  silent.complete("2026-02-01T00:00:00Z", "2026-01-20T00:00:00Z");
  EXPECT_EQ(told(silent.at("2026-02-01T12:00:00Z")),
            "OVERSTAY_OPEN(a) open 0; STATUS_EXPIRES(a) pending_data 0 <B");
  silent.out("b", "2026-01-21T16:00:00Z", "2026-02-02T00:00:00Z");
  EXPECT_EQ(told(silent.at("2026-02-02T12:00:00Z")), "nothing");
}

TEST(StatusFlags, GiveNoticeFromTheEntryWhereTheTermIsShorter) {
  auto brief = visitor();
  brief.under("kind = \"fixed_days\"\ndays = 3\nnotice_days = 7");
  const auto flags = brief.at("2026-01-05T17:00:00Z").flags;
  ASSERT_EQ(flags.size(), 2U);
  EXPECT_EQ(flags[1].due_at.rfc3339(), "2026-01-05T16:00:00Z");
  EXPECT_EQ(flags[1].ends_at->rfc3339(), "2026-01-08T06:00:00Z");
}

// Each case: what was decided, what is said on 10 February when all is known to the 20th, and why a
// flag that was raised then is gone after `then`.
struct Case {
  const char* name;
  std::function<void(Visitor&)> decided;
  const char* said;
  std::function<void(Visitor&)> then;
  const char* reason;  ///< why the first of the flags is gone
};

void expect_said_and_cleared(const Case& each, Visitor& person, FlagKind kind) {
  each.decided(person);
  const auto before = person.at("2026-02-10T12:00:00Z");
  EXPECT_EQ(told(before), each.said) << each.name;
  if (!each.then) return;
  each.then(person);
  const auto after = person.at("2026-02-11T12:00:00Z");
  const auto is_it = [&](const Flag& flag) { return flag.kind == kind; };
  const auto gone = std::find_if(before.flags.begin(), before.flags.end(), is_it);
  ASSERT_NE(gone, before.flags.end()) << each.name;
  EXPECT_TRUE(std::none_of(after.flags.begin(), after.flags.end(), is_it)) << each.name;
  EXPECT_EQ(clearing_reason(*gone, after), each.reason) << each.name;
}

void revoke(Visitor& who) { who.decide_until(Kind::kRevoke, "2026-02-01T15:00:00Z", "2026-02-03"); }

TEST(StatusFlags, SayThatAStayWasRevokedWhileThePersonWasThere) {
  const char* kBoth = "OVERSTAY_OPEN(a) probable 7; REVOKED_IN_COUNTRY(a) probable 0";
  const Case cases[] = {
      {"revoked", revoke, kBoth, {}, ""},
      {"annulled",
       [](Visitor& who) { who.decide_until(Kind::kAnnul, "2026-02-01T15:00:00Z", "2026-02-03"); },
       kBoth,
       {},
       ""},
      {"left after it in time",
       [](Visitor& who) {
         revoke(who);
         who.out("b", "2026-02-02T15:00:00Z", "2026-02-02T15:00:00Z");
       },
       "REVOKED_IN_COUNTRY(a) confirmed 0",
       {},
       ""},
      {"had left before it", revoke, kBoth,
       [](Visitor& who) { who.out("b", "2026-01-31T15:00:00Z", "2026-02-11T00:00:00Z"); },
       "left_before"},
      {"an end that nobody saw",
       [](Visitor& who) {
         revoke(who);
         who.history().changes.back().fact.of = "a";
       },
       kBoth, [](Visitor& who) { who.in("c", "2026-01-31T15:00:00Z", "2026-02-11T00:00:00Z"); },
       "entry_arrived"},
      {"regularised", revoke, kBoth,
       [](Visitor& who) {
         who.decide_until(Kind::kRegularise, "2026-02-11T00:00:00Z", "2026-12-31");
       },
       "regularised"},
      {"taken back", revoke, kBoth,
       [](Visitor& who) { who.take_back("decision-2026-02-01T15:00:00Z", "2026-02-11T00:00:00Z"); },
       "withdrawn"},
      {"protected since", revoke, kBoth,
       [](Visitor& who) { who.decide(Kind::kProtect, "2026-02-11T00:00:00Z"); }, "suspended"},
      {"established by officers",
       [](Visitor& who) {
         revoke(who);
         who.decide(Kind::kConfirm, "2026-02-09T00:00:00Z");
       },
       "OVERSTAY_OPEN(a) confirmed 7; REVOKED_IN_COUNTRY(a) confirmed 0",
       {},
       ""},
  };
  for (const auto& each : cases) {
    auto person = visitor();
    expect_said_and_cleared(each, person, FlagKind::kRevoked);
  }
}

TEST(StatusFlags, OfARevocationAreNoneOfTheProtectedAndOfNationals) {
  const Case cases[] = {
      {"protected before",
       [](Visitor& who) {
         who.decide(Kind::kProtect, "2026-01-30T00:00:00Z");
         revoke(who);
       },
       "nothing",
       {},
       ""},
      {"a national",
       [](Visitor& who) {
         revoke(who);
         who.of("UTO");
       },
       "nothing",
       {},
       ""},
  };
  for (const auto& each : cases) {
    auto person = visitor();
    expect_said_and_cleared(each, person, FlagKind::kRevoked);
  }
}

TEST(StatusFlags, WaitForTheExitsOfBeforeTheRevocation) {
  auto person = visitor();
  person.decide_until(Kind::kRevoke, "2026-01-20T15:00:00Z", "2026-02-03");
  person.complete("2026-01-25T00:00:00Z", "2026-01-20T14:59:59Z");
  EXPECT_EQ(told(person.at("2026-01-25T00:00:00Z")),
            "OVERSTAY_OPEN(a) open 0; REVOKED_IN_COUNTRY(a) pending_data 0 <B");
  person.complete("2026-01-25T00:00:00Z", "2026-01-20T15:00:00Z");
  EXPECT_EQ(told(person.at("2026-01-25T00:00:00Z")),
            "OVERSTAY_OPEN(a) open 0; REVOKED_IN_COUNTRY(a) probable 0");
  const auto flag = person.at("2026-01-25T00:00:00Z").flags.at(1);
  EXPECT_EQ(flag.rule, "r");
  EXPECT_EQ(flag.policy_version, "1");
  EXPECT_EQ(flag.watermark->rfc3339(), "2026-01-20T15:00:00Z");
  // Asked about before, and as known before: it was not revoked then.
  EXPECT_EQ(told(person.at(utc("2026-01-20T14:00:00Z"), utc("2026-01-25T00:00:00Z"))),
            "OVERSTAY_OPEN(a) open 0");
  EXPECT_EQ(told(person.at(utc("2026-01-25T00:00:00Z"), utc("2026-01-20T14:00:00Z"))),
            "OVERSTAY_OPEN(a) open 0");
}

TEST(StatusFlags, SayThatTheDocumentWasMadeInvalidDuringTheStay) {
  const char* kBoth = "OVERSTAY_OPEN(a) probable 7; DOCUMENT_INVALIDATED(a) probable 0";
  const auto report = [](Visitor& who) {
    who.decide(Kind::kDocumentReported, "2026-02-01T15:00:00Z");
  };
  const Case cases[] = {
      {"reported", report, kBoth, {}, ""},
      {"replaced", report, kBoth,
       [](Visitor& who) { who.decide(Kind::kDocumentReplaced, "2026-02-11T00:00:00Z"); },
       "document_replaced"},
      {"had left before it", report, kBoth,
       [](Visitor& who) { who.out("b", "2026-01-31T15:00:00Z", "2026-02-11T00:00:00Z"); },
       "left_before"},
      {"a mistake", report, kBoth,
       [](Visitor& who) { who.take_back("decision-2026-02-01T15:00:00Z", "2026-02-11T00:00:00Z"); },
       "withdrawn"},
      {"left after it",
       [&](Visitor& who) {
         report(who);
         who.out("b", "2026-02-02T15:00:00Z", "2026-02-02T15:00:00Z");
       },
       "DOCUMENT_INVALIDATED(a) confirmed 0",
       {},
       ""},
      {"before the entry it was named for",
       [](Visitor& who) {
         who.decide(Kind::kDocumentReported, "2026-01-01T15:00:00Z");
         who.history().changes.back().fact.of = "a";
       },
       "OVERSTAY_OPEN(a) probable 7",
       {},
       ""},
  };
  for (const auto& each : cases) {
    auto person = visitor();
    expect_said_and_cleared(each, person, FlagKind::kDocumentInvalid);
  }
}

TEST(StatusFlags, SayThatTheExitStatesAnotherClass) {
  const Case cases[] = {
      {"another",
       [](Visitor& who) { who.out_as("b", "2026-01-20T15:00:00Z", "worker"); },
       "CLASS_MISMATCH(a) confirmed 0",
       {},
       ""},
      {"the same",
       [](Visitor& who) { who.out_as("b", "2026-01-20T15:00:00Z", "visitor"); },
       "nothing",
       {},
       ""},
      {"none was stated",
       [](Visitor& who) { who.out_as("b", "2026-01-20T15:00:00Z", ""); },
       "nothing",
       {},
       ""},
      {"the class had been changed",
       [](Visitor& who) {
         who.change_class("2026-01-15T15:00:00Z", "worker", "2026-12-31");
         who.out_as("b", "2026-01-20T15:00:00Z", "worker");
       },
       "nothing",
       {},
       ""},
      {"left as what the person was before",
       [](Visitor& who) {
         who.change_class("2026-01-15T15:00:00Z", "worker", "2026-12-31");
         who.out_as("b", "2026-01-20T15:00:00Z", "visitor");
       },
       "CLASS_MISMATCH(a) confirmed 0",
       {},
       ""},
      {"the decision is dated back",
       [](Visitor& who) { who.out_as("b", "2026-01-20T15:00:00Z", "worker"); },
       "CLASS_MISMATCH(a) confirmed 0",
       [](Visitor& who) {
         who.change_class("2026-01-15T15:00:00Z", "worker", "2026-12-31");
         who.history().changes.back().known_at = utc("2026-02-11T00:00:00Z");
       },
       "class_changed"},
      {"the exit was another's",
       [](Visitor& who) { who.out_as("b", "2026-01-20T15:00:00Z", "worker"); },
       "CLASS_MISMATCH(a) confirmed 0",
       [](Visitor& who) { who.take_back("b", "2026-02-11T00:00:00Z"); }, "voided"},
  };
  for (const auto& each : cases) {
    auto person = visitor();
    expect_said_and_cleared(each, person, FlagKind::kClassMismatch);
  }
  auto held = visitor();
  held.out_as("b", "2026-01-20T15:00:00Z", "worker").silent_b("2026-02-20T00:00:00Z");
  EXPECT_EQ(told(held.at("2026-02-10T12:00:00Z")), "CLASS_MISMATCH(a) pending_data 0 <B");
}

TEST(StatusFlags, OfAnOverstayAreGoneForTheReasonThatTookItAway) {
  const auto nothing = [](Visitor&) {};
  const char* kSaid = "OVERSTAY_OPEN(a) probable 7";
  const Case cases[] = {
      {"residence", nothing, kSaid,
       [](Visitor& who) { who.decide(Kind::kResidence, "2026-02-11T00:00:00Z"); },
       "status_changed"},
      {"asylum", nothing, kSaid,
       [](Visitor& who) { who.decide(Kind::kProtect, "2026-02-11T00:00:00Z"); }, "suspended"},
      {"an application dated back",
       [](Visitor& who) {
         who.under("kind = \"fixed_days\"\ndays = 30\npending_application = \"freezes\"");
       },
       kSaid,
       [](Visitor& who) {
         who.decide_until(Kind::kApply, "2026-02-01T00:00:00Z", "", "2026-02-11T00:00:00Z");
       },
       "application_pending"},
  };
  for (const auto& each : cases) {
    auto person = visitor();
    expect_said_and_cleared(each, person, FlagKind::kOverstayOpen);
  }
}

TEST(Flags, LeaveTheExemptAndLocalBorderTrafficAlone) {
  const char* kRules =
      "kind = \"fixed_days\"\ndays = 30\n[[rule]]\nid = \"local\"\ncitation = \"-\"\n"
      "effective_from = 1990-01-01\nkind = \"unlimited\"\nclasses = [\"border_worker\"]\n"
      "instead_of = [\"r\"]";
  const auto crossings = [&](const std::string& as) {
    Visitor person;
    person.under(kRules).in("a", "2026-01-05T16:00:00Z").in("b", "2026-01-06T16:00:00Z");
    for (auto& each : person.history().movements)
      each.fact.admission->audience.admission_class = as;
    person.out_as("c", "2026-01-06T20:00:00Z", as).out_as("d", "2026-01-07T20:00:00Z", as);
    person.complete("2026-02-20T00:00:00Z", "2026-02-20T00:00:00Z");
    return person;
  };
  auto visitor = crossings("visitor");
  EXPECT_EQ(told(visitor.at("2026-02-10T00:00:00Z")),
            "EXIT_WITHOUT_ENTRY(d) probable 0; ENTRY_WITHOUT_EXIT(a) probable 0");
  auto local = crossings("border_worker");
  EXPECT_EQ(told(local.at("2026-02-10T00:00:00Z")), "nothing");
  local.decide(Kind::kRevoke, "2026-01-06T18:00:00Z");
  EXPECT_EQ(told(local.at("2026-02-10T00:00:00Z")), "REVOKED_IN_COUNTRY(b) confirmed 0")
      << "which ends what exempted the stay";
}

struct ToldCase {
  const char* name;
  std::function<void(Visitor&)> told;
  const char* expected;
};
const ToldCase kToldCases[] = {
    {"in time", [](Visitor& who) { who.told_out("m", "2026-01-20T15:00:00Z"); },
     "OVERSTAY_OPEN(a) pending_data 0"},
    {"after the term: it was one, and is no further than that day",
     [](Visitor& who) { who.told_out("m", "2026-02-06T15:00:00Z"); },
     "OVERSTAY_OPEN(a) probable 3"},
    {"an officer saw the exit, which was late",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z")
           .out("b", "2026-02-06T15:00:00Z", "2026-02-06T15:00:00Z");
     },
     "OVERSTAY(a) confirmed 3"},
    {"an officer saw the exit, which was in time",
     [](Visitor& who) {
       who.told_out("m", "2026-02-06T15:00:00Z")
           .out("b", "2026-01-20T15:00:00Z", "2026-01-20T15:00:00Z");
     },
     "nothing"},
    {"officers met the person since",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z").decide(Kind::kConfirm, "2026-02-08T15:00:00Z");
     },
     "OVERSTAY_OPEN(a) confirmed 0"},
    {"a person decided that it is enough",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z").decide(Kind::kClear, "2026-02-08T15:00:00Z");
     },
     "nothing"},
    {"it was taken back",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z").take_back("m", "2026-02-08T15:00:00Z");
     },
     "OVERSTAY_OPEN(a) probable 7"},
    {"of the exit that an entry without one needs",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z").in("c", "2026-02-05T15:00:00Z");
     },
     "OVERSTAY_OPEN(c) open 0; ENTRY_WITHOUT_EXIT(a) pending_data 0"},
    {"before a revocation, and entered again after it",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z")
           .decide_until(Kind::kRevoke, "2026-01-21T15:00:00Z", "2026-02-03")
           .in("c", "2026-02-05T15:00:00Z");
     },
     "OVERSTAY_OPEN(c) open 0; ENTRY_WITHOUT_EXIT(a) pending_data 0"},
    {"before a revocation",
     [](Visitor& who) {
       who.told_out("m", "2026-01-20T15:00:00Z")
           .decide_until(Kind::kRevoke, "2026-01-21T15:00:00Z", "2026-02-03");
     },
     "OVERSTAY_OPEN(a) pending_data 0; REVOKED_IN_COUNTRY(a) pending_data 0"},
};

TEST(WeakEvidence, HoldsWhatItSpeaksAgainstAndClearsNothing) {
  for (const auto& each : kToldCases) {
    auto person = visitor();
    each.told(person);
    EXPECT_EQ(told(person.at("2026-02-10T12:00:00Z")), each.expected) << each.name;
  }
}

TEST(StatusFlags, AreTheSameForEveryOrderAndRepetitionOfTheRecords) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    Visitor person;
    person.under(
        "kind = \"fixed_days\"\ndays = 30\nnotice_days = 7\npending_application = "
        "\"freezes\"");
    person.complete("2026-06-01T00:00:00Z", "2026-05-01T00:00:00Z");
    const auto moment = [&] {
      return utc("2026-01-01T00:00:00Z").plus(std::chrono::hours(random() % 2880)).rfc3339();
    };
    for (int i = 0; i < 6; ++i) {
      const auto reference = "r" + std::to_string(i);
      if (random() % 2)
        person.in(reference, moment());
      else if (random() % 2)
        person.out_as(reference, moment(), random() % 2 ? "worker" : "");
      else
        person.told_out(reference, moment());
    }
    for (int i = 0; i < 6; ++i) {
      person.decide(static_cast<Kind>(random() % 18), moment());
      if (random() % 2) person.history().changes.back().fact.admission_class = "worker";
    }
    const auto expected = person.at("2026-06-01T00:00:00Z").flags;
    auto& movements = person.history().movements;
    auto& changes = person.history().changes;
    for (int round = 0; round < 5; ++round) {
      movements.push_back(movements[random() % movements.size()]);
      changes.push_back(changes[random() % changes.size()]);
      std::shuffle(movements.begin(), movements.end(), random);
      std::shuffle(changes.begin(), changes.end(), random);
      ASSERT_EQ(person.at("2026-06-01T00:00:00Z").flags, expected) << "seed " << seed;
    }
  }
}

/// A person's case as it was written down when each thing became known.
CaseVersion version(const Flag& flag, std::string_view from, const std::string& cause) {
  CaseVersion made;
  made.flag = flag;
  made.known_from = utc(from);
  made.cause = cause;
  return made;
}

std::string told_of(const std::vector<CaseVersion>& versions) {
  const std::vector<WatermarkStep> steps = {
      {utc("2026-01-05T00:00:00Z"), std::nullopt},
      {utc("2026-02-05T00:00:00Z"), utc("2026-02-05T00:00:00Z")}};
  std::string text;
  for (const auto& event : events_of(versions, steps, utc("2026-03-01T00:00:00Z")))
    text += event.at.rfc3339().substr(5, 5) + " " + std::string(state_name(event.state)) + " " +
            event.cause + (event.reason.empty() ? "" : " " + event.reason) + "; ";
  return text;
}

TEST(StatusFlags, SayInTheirHistoryWhyARaisedOneIsNoLonger) {
  auto person = visitor();
  auto first = version(person.at("2026-01-06T00:00:00Z").flags.at(0), "2026-01-05T16:00:00Z", "a");
  // An extension of 1 February that is known on the 10th.
  person.decide_until(Kind::kExtendUntil, "2026-02-01T00:00:00Z", "2026-03-15",
                      "2026-02-10T00:00:00Z");
  const auto second =
      version(person.at("2026-02-10T00:00:00Z").flags.at(0), "2026-02-10T00:00:00Z", "d");
  first.known_to = second.known_from;
  EXPECT_EQ(told_of({first, second}),
            "01-05 open a; 02-04 pending_data time; 02-05 probable watermark; "
            "02-10 open d extended; ");
  auto doubted = first;
  doubted.known_to.reset();
  doubted.known_from = second.known_from;
  doubted.cause = "m";
  doubted.flag.probably_left = utc("2026-01-20T15:00:00Z");
  EXPECT_EQ(told_of({first, doubted}),
            "01-05 open a; 02-04 pending_data time; 02-05 probable watermark; "
            "02-10 pending_data m probably_left; ");
}

TEST(StatusFlags, SayInTheirHistoryThatANoticeEndedByItself) {
  auto person = with_notice();
  auto notice = version(person.at("2026-01-06T00:00:00Z").flags.at(1), "2026-01-05T16:00:00Z", "a");
  EXPECT_EQ(told_of({notice}),
            "01-05 open a; 01-28 pending_data time; 02-04 cleared time expired; ");
  notice.known_to = utc("2026-02-20T00:00:00Z");
  notice.cleared_by = "b";
  notice.cleared_reason = "left";
  EXPECT_EQ(told_of({notice}),
            "01-05 open a; 01-28 pending_data time; 02-04 cleared time expired; ")
      << "what happened afterwards is no second end";
  const WatermarkTrack track(std::vector<WatermarkStep>{});
  const auto since = state_since(notice, track, utc("2026-02-10T00:00:00Z"));
  EXPECT_EQ(since.at.rfc3339(), "2026-02-04T06:00:00Z");
  EXPECT_EQ(since.cause, "time");
}

}  // namespace
}  // namespace garita::central::testing
