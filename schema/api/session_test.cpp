#include "schema/api/session.h"

#include <gtest/gtest.h>

#include "schema/api/log_in_throttle.h"
#include "schema/api/problem.h"
#include "schema/api/refused_log_ins.h"

namespace garita {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNoon{1'700'000'000'000};

Account account(const std::string& id) {
  return {.id = OfficerId(id),
          .name = "M. Duarte",
          .roles = {Role::kOfficer},
          .password_verifier = "",
          .active = true};
}

struct UseCase {
  const char* what;
  std::vector<minutes> used_at;  ///< after the log-in
  Attention attention;
  std::string at_last;
};

std::string standing(const std::optional<Session>& session) {
  if (!session) return "ended";
  return session->locked ? "locked" : "open";
}

TEST(Session, LocksByIdlenessAndEndsByMoreOfIt) {
  const std::vector<UseCase> cases{
      {"used within a quarter of an hour", {minutes(14)}, Attention::kPerson, "open"},
      {"idle for a quarter of an hour", {minutes(15)}, Attention::kPerson, "locked"},
      {"use keeps it open", {minutes(14), minutes(28), minutes(42)}, Attention::kPerson, "open"},
      {"once locked it stays locked", {minutes(15), minutes(16)}, Attention::kPerson, "locked"},
      {"a page by itself keeps nothing open",
       {minutes(14), minutes(15)},
       Attention::kPageAlone,
       "locked"},
      {"what is done to a locked one is no use",
       {minutes(15), minutes(119), minutes(120)},
       Attention::kPerson,
       "ended"},
      {"once ended it stays ended", {minutes(120), minutes(121)}, Attention::kPerson, "ended"},
  };
  for (const UseCase& c : cases) {
    SessionTable sessions;
    (void)sessions.open(account("mduarte"), "token", kNoon);
    std::optional<Session> session;
    for (const auto after : c.used_at) {
      session = sessions.use("token", kNoon.plus(after), c.attention);
    }
    EXPECT_EQ(standing(session), c.at_last) << c.what;
  }
}

TEST(Session, IsLockedByHandUntilTheNextLogIn) {
  SessionTable sessions;
  const Session session = sessions.open(account("mduarte"), "token", kNoon);
  sessions.lock("token");
  EXPECT_EQ(standing(sessions.use("token", kNoon)), "locked");
  EXPECT_FALSE(sessions.is_open(session.token_hash, kNoon)) << "its streams end";
}

TEST(Session, EachChangeThatTimeMadeIsToldOnce) {
  SessionTable sessions;
  (void)sessions.open(account("a"), "a1", kNoon);
  (void)sessions.open(account("b"), "b1", kNoon.plus(minutes(10)));
  const auto told = [&](minutes after) {
    const auto changed = sessions.look_after(kNoon.plus(after));
    std::string text;
    for (const auto& one : changed.locked) text += one.officer.value() + " locked ";
    for (const auto& one : changed.ended) text += one.officer.value() + " ended ";
    return text;
  };
  EXPECT_EQ(told(minutes(14)), "");
  EXPECT_EQ(told(minutes(15)), "a locked ");
  EXPECT_EQ(told(minutes(16)), "");
  EXPECT_EQ(told(minutes(120)), "b locked a ended ");
  EXPECT_EQ(told(minutes(130)), "b ended ");
  EXPECT_EQ(sessions.size(), 0U);
}

TEST(RefusedLogIns, AreNotedOneByOneUpToALimitAndThenCounted) {
  RefusedLogIns refused;
  for (unsigned i = 0; i < RefusedLogIns::kNotedAnHour; ++i) {
    EXPECT_EQ(refused.note(kNoon), std::optional<std::uint64_t>(0));
  }
  EXPECT_EQ(refused.note(kNoon.plus(minutes(59))), std::nullopt);
  refused.held_back();
  EXPECT_EQ(refused.note(kNoon.plus(minutes(60))), std::optional<std::uint64_t>(2));
  EXPECT_EQ(refused.note(kNoon.plus(minutes(60))), std::optional<std::uint64_t>(0));
  EXPECT_EQ(refused.note(kNoon), std::optional<std::uint64_t>(0)) << "a clock set back";
}

TEST(Session, EndsAfterTwelveHoursHoweverOftenItIsUsed) {
  SessionTable sessions;
  (void)sessions.open(account("mduarte"), "token", kNoon);
  for (int i = 1; i < 72; ++i) {
    ASSERT_TRUE(sessions.use("token", kNoon.plus(minutes(10) * i))) << i;
  }
  EXPECT_FALSE(sessions.use("token", kNoon.plus(hours(12))));
}

TEST(Session, IsKnownByItsTokenAlone) {
  SessionTable sessions;
  const Session session = sessions.open(account("mduarte"), "token", kNoon);
  EXPECT_FALSE(sessions.use("tokem", kNoon));
  EXPECT_FALSE(sessions.use(session.token_hash, kNoon)) << "the hash opens nothing";
  EXPECT_TRUE(sessions.is_open(session.token_hash, kNoon));
  sessions.close("token");
  EXPECT_FALSE(sessions.use("token", kNoon));
}

TEST(Session, WatchingAStreamIsNoUse) {
  SessionTable sessions;
  const Session session = sessions.open(account("mduarte"), "token", kNoon);
  EXPECT_TRUE(sessions.is_open(session.token_hash, kNoon.plus(minutes(14))));
  EXPECT_FALSE(sessions.is_open(session.token_hash, kNoon.plus(minutes(15))));
}

TEST(Session, TheIdlestGivesWayWhenAnOfficerHasTooMany) {
  SessionTable sessions({.sessions_max = 3, .sessions_per_officer_max = 2});
  (void)sessions.open(account("a"), "a1", kNoon);
  (void)sessions.open(account("a"), "a2", kNoon.plus(seconds(1)));
  (void)sessions.open(account("a"), "a3", kNoon.plus(seconds(2)));
  EXPECT_FALSE(sessions.use("a1", kNoon.plus(seconds(2))));
  (void)sessions.open(account("b"), "b1", kNoon.plus(seconds(3)));
  (void)sessions.open(account("c"), "c1", kNoon.plus(seconds(4)));
  EXPECT_EQ(sessions.size(), 3U);
  EXPECT_FALSE(sessions.use("a2", kNoon.plus(seconds(4)))) << "of all, the idlest";
}

/// Whether a session of `before` lives when the account is found to be `now`.
bool lives(const Account& before, const std::optional<Account>& now) {
  SessionTable sessions;
  (void)sessions.open(before, "a1", kNoon);
  (void)sessions.open(account("b"), "b1", kNoon);
  sessions.check(before.id, now, kNoon.plus(seconds(1)));
  EXPECT_TRUE(sessions.use("b1", kNoon)) << "nobody else's";
  const auto session = sessions.use("a1", kNoon);
  EXPECT_TRUE(!session || session->checked == kNoon.plus(seconds(1)));
  return session.has_value();
}

TEST(Session, EndsWithTheAccountThatItWasOpenedFor) {
  const Account before = account("a");
  EXPECT_TRUE(lives(before, before));
  EXPECT_FALSE(lives(before, std::nullopt)) << "withdrawn";
  Account changed = before;
  changed.active = false;
  EXPECT_FALSE(lives(before, changed));
  changed = before;
  changed.roles.add(Role::kAdministrator);
  EXPECT_FALSE(lives(before, changed));
  changed = before;
  changed.password_verifier = "scrypt$15$8$1$00$11";
  EXPECT_FALSE(lives(before, changed)) << "the password was changed";
}

TEST(Session, TokensAreLongAndDiffer) {
  EXPECT_EQ(make_session_token().size(), 43U) << "256 bits in base64url";
  EXPECT_NE(make_session_token(), make_session_token());
}

TEST(Throttle, WaitsLongerAfterEachWrongPassword) {
  LogInThrottle throttle;
  const OfficerId officer("mduarte");
  std::vector<long> waits;
  for (int i = 0; i < 8; ++i) {
    waits.push_back(
        std::chrono::duration_cast<seconds>(throttle.wait(officer, "10.0.0.1", kNoon)).count());
    throttle.failed(officer, "10.0.0.1", kNoon);
  }
  EXPECT_EQ(waits, (std::vector<long>{0, 0, 0, 2, 4, 8, 16, 32}));
}

TEST(Throttle, ForgetsWithTimeAndWithSuccess) {
  LogInThrottle throttle;
  const OfficerId officer("mduarte");
  for (int i = 0; i < 29; ++i) throttle.failed(officer, "10.0.0.1", kNoon);
  EXPECT_EQ(throttle.wait(officer, "10.0.0.1", kNoon), minutes(5)) << "the longest wait";
  EXPECT_EQ(throttle.wait(officer, "10.0.0.1", kNoon.plus(minutes(4))), minutes(1));
  throttle.failed(OfficerId("other"), "", kNoon.plus(hours(1)));
  EXPECT_EQ(throttle.wait(officer, "10.0.0.1", kNoon.plus(hours(1))), minutes(0));
  for (int i = 0; i < 40; ++i) throttle.failed(officer, "10.0.0.1", kNoon);
  throttle.succeeded(officer, "10.0.0.1", kNoon);
  EXPECT_EQ(throttle.wait(officer, "10.0.0.2", kNoon), minutes(0));
  EXPECT_GT(throttle.wait(officer, "10.0.0.1", kNoon), minutes(0)) << "the address is not forgiven";
}

TEST(Throttle, WhoGuessesAtOneAddressHoldsNobodyBackAtAnother) {
  LogInThrottle throttle;
  const OfficerId officer("mduarte");
  Instant now = kNoon;
  for (int i = 0; i < 1000; ++i) {
    now = now.plus(throttle.wait(officer, "10.0.0.66", now));
    throttle.failed(officer, "10.0.0.66", now);
    EXPECT_EQ(throttle.wait(officer, "10.0.0.7", now), seconds(0)) << "after guess " << i;
  }
  EXPECT_GT(now - kNoon, hours(80)) << "and comes to twelve an hour";
}

TEST(Throttle, GuessesAtManyAddressesAreBoundedTogetherAndTheOfficersOwnIsNotHeldBack) {
  LogInThrottle throttle;
  const OfficerId officer("mduarte");
  throttle.succeeded(officer, "10.0.0.7", kNoon);
  int guesses = 0;
  Instant now = kNoon;
  for (int second = 0; second < 3600; ++second, now = now.plus(seconds(1))) {
    const auto address =
        "10.1." + std::to_string(second / 200) + "." + std::to_string(second % 200);
    if (throttle.wait(officer, address, now) > seconds(0)) continue;
    throttle.failed(officer, address, now);
    ++guesses;
  }
  EXPECT_LT(guesses, 115) << "fifteen are forgiven in an hour";
  while (throttle.wait(officer, "10.0.0.8", now) == seconds(0))
    throttle.failed(officer, "10.2.0." + std::to_string(guesses++ % 256), now);
  EXPECT_GT(throttle.wait(officer, "10.0.0.8", now), seconds(0)) << "where the officer never was";
  EXPECT_EQ(throttle.wait(officer, "10.0.0.7", now), seconds(0));
  throttle.failed(officer, "10.0.0.7", now);  // counted before it is known to be none
  throttle.succeeded(officer, "10.0.0.7", now);
  EXPECT_GT(throttle.wait(officer, "10.0.0.8", now), seconds(0)) << "nor is it forgiven by that";
}

TEST(Throttle, AFailureOfANameIsForgivenEveryFourMinutesHoweverOftenItFailsMeanwhile) {
  LogInThrottle throttle;
  const OfficerId officer("mduarte");
  Instant now = kNoon;
  for (int i = 0; i < 1000; ++i, now = now.plus(seconds(239))) {
    throttle.failed(officer, "10.0.0." + std::to_string(i % 20), now);
    EXPECT_EQ(throttle.wait(officer, "10.0.0.66", now), seconds(0)) << "after guess " << i;
  }
  for (int i = 0; i < 90; ++i) throttle.failed(officer, "10.0.1." + std::to_string(i), now);
  EXPECT_GT(throttle.wait(officer, "10.0.0.66", now), seconds(0));
  EXPECT_EQ(throttle.wait(officer, "10.0.0.66", now.plus(minutes(25))), seconds(0));
}

TEST(Throttle, AnAddressThatGuessesManyNamesWaitsToo) {
  LogInThrottle throttle;
  for (int i = 0; i < 30; ++i) {
    throttle.failed(OfficerId("name" + std::to_string(i)), "10.0.0.1", kNoon);
  }
  EXPECT_GT(throttle.wait(OfficerId("unseen"), "10.0.0.1", kNoon), seconds(0));
  EXPECT_EQ(throttle.wait(OfficerId("unseen"), "10.0.0.2", kNoon), seconds(0));
}

TEST(Throttle, RemembersABoundedNumberOfNames) {
  LogInThrottle throttle({.names_max = 10});
  for (int i = 0; i < 1000; ++i) {
    throttle.failed(OfficerId("name" + std::to_string(i)), "10.0.0.1", kNoon.plus(seconds(i)));
  }
  EXPECT_GT(throttle.wait(OfficerId("x"), "10.0.0.1", kNoon.plus(seconds(1000))), seconds(0));
}

TEST(Problem, SaysWhatIsWrongAndWhere) {
  const Problem problem{
      .status = 422,
      .name = "incomplete",
      .title = "Something is missing",
      .detail = "",
      .errors = {{.pointer = "#question/alert-1", .code = "missing", .detail = ""}}};
  EXPECT_EQ(
      to_json(problem),
      R"({"type":"urn:garita:problem:incomplete","title":"Something is missing","status":422,)"
      R"("errors":[{"pointer":"#question/alert-1","code":"missing"}]})");
}

TEST(Problem, AnErrorsTextIsShownOnlyWhereItSpeaksOfTheRequest) {
  EXPECT_EQ(problem_of({Remedy::kRepair, "/var/lib/x is corrupt"}, "broken").detail, "");
  EXPECT_EQ(problem_of({Remedy::kReject, "no such date"}, "wrong").detail, "no such date");
}

}  // namespace
}  // namespace garita
