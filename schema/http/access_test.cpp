#include "schema/http/access.h"

#include <gtest/gtest.h>

#include "schema/crypto/password.h"

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
    return officer == OfficerId("mduarte") ? account_ : std::nullopt;
  }
  /// The status of a log-in, and the cookie for requests that follow.
  int log_in() {
    auto done = access_.log_in({}, {OfficerId("mduarte"), "open sesame"}, {Role::kOfficer});
    if (!done) return done.error().status;
    const std::string& set = done->set_cookie.value;
    request_.headers = {{"Cookie", set.substr(0, set.find(';'))}};
    return 201;
  }
  [[nodiscard]] int work() const { return route_.handler(request_).status; }

  HandClock clock_;
  std::optional<Account> account_ =
      Account{OfficerId("mduarte"), "M. Duarte", {Role::kOfficer}, verifier(), true};
  std::function<void()> when_asked_;  ///< runs once, when the account is looked up next
  Access access_{{.console = "test", .sessions = {}, .throttle = {}},
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
