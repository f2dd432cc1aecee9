#include "border-station/desk/desk_fixture.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/totp.h"

namespace garita::station {
namespace {

class DeskSecondFactor : public DeskTest {
 protected:
  /// A list in which agarcia has a second factor, whose key is sealed to `station`.
  void publish_for(const std::string& station) {
    const Secret key = random_secret(kSecondFactorsKeyBytes);
    const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
    const auto sealed = *seal_to_certificate(key.view(), uplink_->identity().station_certificate);
    const auto factor = seal_second_factor(key, OfficerId("agarcia"), telephone_);
    publish("officers", json{{"officers",
                              {{{"id", "agarcia"},
                                {"roles", {"officer"}},
                                {"verifier", verifier},
                                {"second_factor", to_base64(factor)}}}},
                             {"second_factor_keys", {{station, to_base64(sealed)}}}}
                            .dump());
  }
  std::string log_in_with(const std::string& code) {
    json credentials{{"officer", "agarcia"}, {"password", "open sesame"}};
    if (!code.empty()) credentials["code"] = code;
    const auto answer = ask("POST", "/api/session", credentials.dump());
    return answer.status == 201 ? "in" : problem_of_answer(answer);
  }
  [[nodiscard]] std::string code() const {
    return totp_code(telephone_, totp_step(clock_.now().plus(telephone_ahead_)));
  }

  Secret telephone_ = random_secret(kTotpKeyBytes);
  std::chrono::milliseconds telephone_ahead_{0};
};

TEST_F(DeskSecondFactor, IsCheckedFromTheListWithoutAnyLink) {
  publish_for("PASO-01-01");
  EXPECT_EQ(log_in_with(""), "401 code-asked");
  EXPECT_EQ(log_in_with("000000"), "401 wrong-code");
  EXPECT_EQ(log_in_with(code()), "in");
  EXPECT_EQ(log_in_with(code()), "401 wrong-code");
}

TEST_F(DeskSecondFactor, OfAListForOtherStationsLetsNobodyIn) {
  publish_for("PASO-02-01");
  EXPECT_EQ(log_in_with(code()), "503 no-second-factor");
}

TEST_F(DeskSecondFactor, GoesByTheCentresTimeWhereTheStationsClockIsWrong) {
  publish_for("PASO-01-01");
  telephone_ahead_ = std::chrono::minutes(20);
  ASSERT_TRUE(uplink_->note_trusted_time(clock_.now().plus(telephone_ahead_), {}));
  EXPECT_EQ(log_in_with(totp_code(telephone_, totp_step(clock_.now()))), "401 wrong-code");
  EXPECT_EQ(log_in_with(code()), "in");
}

}  // namespace
}  // namespace garita::station
