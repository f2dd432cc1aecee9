#include "schema/http/access.h"

#include <gtest/gtest.h>

#include "schema/crypto/password.h"
#include "schema/crypto/totp.h"

namespace garita {
namespace {

using std::chrono::seconds;

class HandClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return moment; }
  Instant moment{1'700'000'000'000};
};

const std::string& verifier() {
  static const std::string made =
      make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  return made;
}

/// One console with one account, which a test may change at any moment.
class AccessTest : public testing::Test {
 protected:
  std::optional<Account> find(const OfficerId& officer) {
    if (when_asked_) std::exchange(when_asked_, {})();
    if (officer == OfficerId(named_)) {
      return Account{officer, "B. López", {Role::kOfficer}, verifier(), true};
    }
    return officer == OfficerId("mduarte") ? account_ : std::nullopt;
  }
  /// The status of a log-in, and the cookie for requests that follow.
  int log_in() { return log_in_as("mduarte", "open sesame"); }
  int log_in_as(const std::string& officer, const std::string& password,
                const std::string& code = "") {
    auto done = access_.log_in(request_, {OfficerId(officer), password, code}, {Role::kOfficer});
    problem_ = done ? "" : done.error().body;
    if (!done) return done.error().status;
    const std::string& set = done->set_cookie.value;
    request_.headers = {{"Cookie", set.substr(0, set.find(';'))}};
    return 201;
  }
  /// The name of the problem, or "in".
  std::string with_code(const std::string& code) {
    if (log_in_as("mduarte", "open sesame", code) == 201) return "in";
    const auto name = problem_.find("urn:garita:problem:") + 19;
    return problem_.substr(name, problem_.find('"', name) - name);
  }
  [[nodiscard]] std::string code_of(std::int64_t steps_off = 0) const {
    return totp_code(telephone_, totp_step(clock_.moment) + static_cast<std::uint64_t>(steps_off));
  }
  void wait(std::chrono::milliseconds span) { clock_.moment = clock_.moment.plus(span); }
  [[nodiscard]] int work() const { return route_.handler(request_).status; }

  HandClock clock_;
  std::optional<Account> account_ =
      Account{OfficerId("mduarte"), "M. Duarte", {Role::kOfficer}, verifier(), true};
  std::function<void()> when_asked_;  ///< runs once, when the account is looked up next
  Result<void> note(const AccessEvent& event) {
    if (!on_record_) return fail(Remedy::kRetry, "the disk is full");
    noted_ += event.officer.value() + " " + event.action;
    if (!event.reason.empty()) noted_ += " (" + event.reason + ")";
    noted_ += "; ";
    return {};
  }
  bool on_record_ = true;
  std::string named_ = "blopez";  ///< the other account
  std::string noted_;
  std::string problem_;
  Secret telephone_ = Secret(Bytes(kTotpKeyBytes, 7));
  bool opens_ = true;
  Result<Secret> open(const Account&) const {
    if (!opens_) return fail(Remedy::kRetry, "no key for this station");
    return Secret(copy_of(telephone_.view()));
  }
  std::map<std::string, Instant> places_;
  bool keeps_codes_ = true;
  std::uint64_t counted_ = 0;
  Result<bool> count(std::uint64_t step) {
    if (!keeps_codes_) return fail(Remedy::kRetry, "the disk is full");
    if (step <= counted_) return false;
    counted_ = step;
    return true;
  }
  Access access_{
      {.console = "test",
       .sessions = {},
       .throttle = {},
       .note = [this](const AccessEvent& event) { return note(event); },
       .second_factors = {[this](const Account& account) { return open(account); },
                          [this] { return clock_.moment; },
                          [this](const OfficerId&, std::uint64_t step) { return count(step); }},
       .known_places = {
           [this](const OfficerId& officer, const std::string& address, Instant since) {
             const auto kept = places_.find(officer.value() + "@" + address);
             return kept != places_.end() && kept->second >= since;
           },
           [this](const OfficerId& officer, const std::string& address, Instant at) {
             places_[officer.value() + "@" + address] = at;
           }}},
      [this](const OfficerId& officer) { return find(officer); },
      clock_};
  Route route_ = access_.route("GET", "/api/work", {Role::kOfficer},
                               [](const Request&, const Session&) { return empty_response(); });
  Request request_;
};

TEST_F(AccessTest, EndsASessionSoonAfterItsAccountWasWithdrawn) {
  ASSERT_EQ(log_in(), 201);
  EXPECT_EQ(work(), 204);
  account_->active = false;
  clock_.moment = clock_.moment.plus(seconds(9));
  EXPECT_EQ(work(), 204) << "the list of officers is not read for every request";
  clock_.moment = clock_.moment.plus(seconds(1));
  EXPECT_EQ(work(), 401);
  EXPECT_EQ(access_.sessions_open(), 0U);
}

TEST_F(AccessTest, EndsASessionWhenThePasswordWasChanged) {
  ASSERT_EQ(log_in(), 201);
  account_->password_verifier = make_password_verifier("another", {.memory_kib = 8, .passes = 1});
  access_.check_accounts_again();
  EXPECT_EQ(work(), 401);
}

TEST_F(AccessTest, KeepsASessionWhoseAccountIsAsItWas) {
  ASSERT_EQ(log_in(), 201);
  access_.check_accounts_again();
  for (int i = 0; i < 10; ++i) {
    clock_.moment = clock_.moment.plus(seconds(30));
    EXPECT_EQ(work(), 204);
  }
}

TEST_F(AccessTest, LetsNobodyInWhoIsWithdrawnWhileThePasswordIsComputed) {
  // The list changes after the account was read, and open sessions are looked through before this
  // one is there.
  when_asked_ = [this] {
    when_asked_ = [this] { account_->active = false; };
    access_.check_accounts_again();
  };
  EXPECT_EQ(log_in(), 401);
  EXPECT_EQ(access_.sessions_open(), 0U);
}

TEST_F(AccessTest, ALockedSessionOpensNothingUntilItsOfficersPasswordIsGiven) {
  ASSERT_EQ(log_in(), 201);
  clock_.moment = clock_.moment.plus(std::chrono::minutes(15));
  EXPECT_EQ(route_.gate(request_)->status, 401);
  EXPECT_EQ(work(), 401);
  access_.look_after_sessions();
  EXPECT_EQ(log_in_as("mduarte", "guess"), 401);
  EXPECT_EQ(work(), 401);
  ASSERT_EQ(log_in(), 201);
  EXPECT_EQ(work(), 204);
  EXPECT_EQ(noted_,
            "mduarte logged_in; mduarte session_locked; mduarte log_in_refused (wrong password); "
            "mduarte session_unlocked; ");
}

TEST_F(AccessTest, AnotherOfficersLogInEndsTheSessionThatWasThere) {
  ASSERT_EQ(log_in(), 201);
  const Request before = request_;
  access_.lock(request_);
  ASSERT_EQ(log_in_as("blopez", "open sesame"), 201);
  EXPECT_EQ(work(), 204);
  EXPECT_EQ(access_.sessions_open(), 1U);
  EXPECT_EQ(route_.handler(before).status, 401);
  EXPECT_EQ(noted_,
            "mduarte logged_in; mduarte session_locked; blopez logged_in; mduarte session_ended "
            "(another officer logged in); ");
}

TEST_F(AccessTest, APageThatShowsSomebodyElseHasNoSession) {
  ASSERT_EQ(log_in(), 201);
  struct Case {
    const char* shown;
    int status;
  };
  for (const auto& [shown, status] : {Case{"mduarte", 204}, Case{"blopez", 401}, Case{"", 401}}) {
    request_.headers.push_back({"Garita-Officer", shown});
    EXPECT_EQ(work(), status) << shown;
    EXPECT_EQ(route_.gate(request_).has_value(), status == 401) << shown;
    request_.headers.pop_back();
  }
  EXPECT_EQ(work(), 204) << "no page";
}

TEST_F(AccessTest, APageMaySayAnyNameOfAnOfficer) {
  for (const auto& [name, shown] :
       {std::pair("nuñez", "nu%C3%B1ez"), std::pair("a@b", "a%40b"), std::pair("100%", "100%25")}) {
    named_ = name;
    ASSERT_EQ(log_in_as(name, "open sesame"), 201) << name;
    request_.headers.push_back({"Garita-Officer", shown});
    EXPECT_EQ(work(), 204) << name;
    request_.headers.back().value = "%";
    EXPECT_EQ(work(), 401) << "no name";
  }
}

TEST_F(AccessTest, AsksACodeWhereTheAccountHasASecondFactorAndTakesEachOnce) {
  account_->second_factor = {1};
  EXPECT_EQ(with_code(""), "code-asked");
  EXPECT_EQ(with_code("000000"), "wrong-code");
  EXPECT_EQ(with_code(code_of()), "in");
  EXPECT_EQ(with_code(code_of()), "wrong-code") << "somebody looked over the shoulder";
  EXPECT_EQ(with_code(code_of(-1)), "wrong-code") << "and at the one before";
  EXPECT_EQ(with_code(code_of(1)), "in") << "a telephone that is ahead";
  wait(seconds(60));
  EXPECT_EQ(with_code(code_of()), "in");
  EXPECT_EQ(log_in_as("mduarte", "guess", code_of(1)), 401);
  EXPECT_NE(problem_.find("wrong-credentials"), std::string::npos) << "the password comes first";
  EXPECT_NE(noted_.find("mduarte log_in_refused (wrong code)"), std::string::npos);
}

TEST_F(AccessTest, GuessesOfCodesWaitAsThoseOfPasswordsDo) {
  account_->second_factor = {1};
  EXPECT_EQ(with_code("000000"), "wrong-code");
  EXPECT_EQ(with_code(""), "code-asked") << "to begin anew forgives nothing";
  EXPECT_EQ(with_code("000001"), "wrong-code");
  EXPECT_EQ(with_code(code_of()), "too-many-attempts");
  wait(seconds(4));
  EXPECT_EQ(with_code(code_of()), "in");
}

TEST_F(AccessTest, WhoGuessesAtAnotherMachineHoldsBackNoOfficer) {
  request_.peer_address = "10.0.0.66";
  int refused = 0;
  for (int i = 0; i < 100; ++i) {
    const int status = log_in_as("mduarte", "guess");
    EXPECT_TRUE(status == 401 || status == 429) << status;
    if (status == 429) ++refused;
  }
  EXPECT_GT(refused, 90) << "more than guesses are looked at";
  EXPECT_EQ(log_in(), 429) << "there also with the right one";
  request_.peer_address = "10.0.0.7";
  ASSERT_EQ(log_in(), 201);
  EXPECT_EQ(work(), 204);
}

TEST_F(AccessTest, WhoGuessesAtVeryManyMachinesWaitsAndTheOfficersOwnMachineDoesNot) {
  request_.peer_address = "10.0.0.7";
  ASSERT_EQ(log_in(), 201);
  int looked_at = 0;
  for (int i = 0; i < 300; ++i) {
    request_.peer_address = "10.1." + std::to_string(i / 200) + "." + std::to_string(i % 200);
    if (log_in_as("mduarte", "guess") == 401) ++looked_at;
  }
  EXPECT_EQ(looked_at, 90);
  request_.peer_address = "10.2.0.1";
  EXPECT_EQ(log_in(), 429) << "nobody knows whose machine this is";
  request_.peer_address = "10.0.0.7";
  EXPECT_EQ(log_in(), 201);
}

TEST_F(AccessTest, AnOfficersOwnMachineIsKnownAfterAStartTooAndNobodyElsesIs) {
  const Instant start = clock_.moment;
  places_ = {{"mduarte@10.0.0.7", start.minus(std::chrono::hours(24 * 30))},
             {"mduarte@10.0.0.8", start.minus(std::chrono::hours(24 * 30) + seconds(1))},
             {"other@10.0.0.9", start}};
  for (int i = 0; i < 90; ++i) {
    request_.peer_address = "10.1.0." + std::to_string(i);
    EXPECT_EQ(log_in_as("mduarte", "guess"), 401);
  }
  for (const auto* address : {"10.0.0.8", "10.0.0.9", "10.1.0.1"}) {
    request_.peer_address = address;
    EXPECT_EQ(log_in(), 429) << address;
  }
  request_.peer_address = "10.0.0.7";
  EXPECT_EQ(log_in(), 201);
  EXPECT_EQ(places_.at("mduarte@10.0.0.7"), start);
  EXPECT_FALSE(places_.contains("mduarte@10.1.0.1")) << "guesses make nobody known";
}

TEST_F(AccessTest, ManyWhoAreAskedForTheirCodeAreNoGuessersOfOneAddress) {
  account_->second_factor = {1};
  request_.peer_address = "10.0.0.7";
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(with_code(""), "code-asked") << i;
    EXPECT_EQ(with_code(code_of()), "in") << i;
    wait(seconds(30));
  }
}

TEST_F(AccessTest, WhoUnlocksTheirOwnSessionHasGivenTheCodeBefore) {
  account_->second_factor = {1};
  ASSERT_EQ(with_code(code_of()), "in");
  access_.lock(request_);
  EXPECT_EQ(with_code(""), "in");
  access_.lock(request_);
  account_->second_factor.clear();
  ASSERT_EQ(log_in_as("blopez", "open sesame"), 201);
  account_->second_factor = {1};
  EXPECT_EQ(with_code(""), "code-asked") << "another officer was there meanwhile";
}

TEST_F(AccessTest, LetsNobodyInWhoseCodeCannotBeChecked) {
  account_->second_factor = {1};
  opens_ = false;
  EXPECT_EQ(with_code(code_of()), "no-second-factor");
  EXPECT_EQ(access_.sessions_open(), 0U);
}

TEST_F(AccessTest, LetsNobodyInWhoseCodeCouldCountAgain) {
  account_->second_factor = {1};
  keeps_codes_ = false;
  EXPECT_EQ(with_code(code_of()), "not-available");
  EXPECT_EQ(access_.sessions_open(), 0U);
}

TEST_F(AccessTest, NobodyIsLetInWhoseComingIsNotOnRecord) {
  on_record_ = false;
  EXPECT_EQ(log_in(), 503);
  EXPECT_EQ(access_.sessions_open(), 0U);
}

TEST_F(AccessTest, OfANameThatNobodyHasNothingIsPutOnRecord) {
  EXPECT_EQ(log_in_as("my-password-in-the-wrong-field", "x"), 401);
  EXPECT_EQ(noted_, " log_in_refused (nobody is called so); ");
}

TEST_F(AccessTest, WhoeverVouchesGivesAllThatALogInAsksAndBeginsNoSession) {
  account_->second_factor = Bytes(8, 1);
  const auto vouched = [&](const std::string& password, const std::string& code, Role role) {
    const auto account = access_.vouch(request_, {OfficerId("mduarte"), password, code}, {role});
    return account ? account->id.value() : account.error().problem.name;
  };
  EXPECT_EQ(vouched("guess", "", Role::kOfficer), "wrong-credentials");
  EXPECT_EQ(vouched("open sesame", "", Role::kOfficer), "code-asked");
  EXPECT_EQ(vouched("open sesame", code_of(), Role::kOfficer), "mduarte");
  EXPECT_EQ(vouched("open sesame", code_of(), Role::kOfficer), "wrong-code");
  EXPECT_EQ(vouched("open sesame", code_of(1), Role::kSupervisor), "not-allowed");
  EXPECT_EQ(access_.sessions_open(), 0U);
  EXPECT_EQ(noted_,
            "mduarte log_in_refused (wrong password); mduarte log_in_refused (wrong code); "
            "mduarte log_in_refused (no role of this console); ");
  EXPECT_EQ(vouched("guess", "", Role::kOfficer), "wrong-credentials");
  EXPECT_EQ(vouched("open sesame", code_of(1), Role::kOfficer), "too-many-attempts");
}

TEST_F(AccessTest, SetsACookieThatOnlyThisConsoleGetsBack) {
  ASSERT_EQ(log_in(), 201);
  const auto done = access_.log_in({}, {OfficerId("mduarte"), "open sesame"}, {Role::kOfficer});
  ASSERT_TRUE(done);
  const std::string& set = done->set_cookie.value;
  EXPECT_TRUE(set.starts_with("__Host-garita-test="));
  EXPECT_TRUE(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
}

TEST_F(AccessTest, NeverTakesATokenThatSomebodyElseChose) {
  request_.headers = {{"Cookie", "__Host-garita-test=chosen"}};
  const auto done =
      access_.log_in(request_, {OfficerId("mduarte"), "open sesame"}, {Role::kOfficer});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->set_cookie.value.find("chosen"), std::string::npos);
  EXPECT_EQ(work(), 401) << "the chosen one opens nothing";
}

}  // namespace
}  // namespace garita
