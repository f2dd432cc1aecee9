#include "schema/crypto/totp.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

Secret key_of(std::string_view text) { return Secret(copy_of(bytes_of(text))); }
Instant second(std::int64_t seconds) { return Instant{seconds * 1000}; }

// RFC 6238, appendix B, mode SHA1, of which the last six digits are our code.
struct Vector {
  std::int64_t seconds;
  const char* totp;
};
constexpr Vector kRfc6238[] = {
    {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
    {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
};
// RFC 4226, appendix D: of the counters 0 to 9.
constexpr const char* kRfc4226[] = {"755224", "287082", "359152", "969429", "338314",
                                    "254676", "287922", "162583", "399871", "520489"};

TEST(Totp, AgreesWithTheVectorsOfTheStandards) {
  const auto key = key_of("12345678901234567890");
  for (const auto& [seconds, totp] : kRfc6238)
    EXPECT_EQ(totp_code(key, totp_step(second(seconds))), std::string(totp).substr(2)) << seconds;
  std::uint64_t counter = 0;
  for (const auto* hotp : kRfc4226) EXPECT_EQ(totp_code(key, counter++), hotp);
}

TEST(Totp, TakesTheStepsBesideTheClocksAndEachCodeOnce) {
  const auto key = key_of("12345678901234567890");
  const Instant now = second(1111111111);
  const std::uint64_t step = totp_step(now);
  const struct {
    std::int64_t steps_off;
    std::uint64_t after;
    bool taken;
  } cases[] = {
      {0, 0, true},          {-1, 0, true},        {1, 0, true},        {-2, 0, false},
      {2, 0, false},         {0, step, false},     {0, step - 1, true}, {1, step, true},
      {-1, step - 1, false}, {0, step + 1, false},
  };
  for (const auto& [off, after, taken] : cases) {
    const std::uint64_t of = step + static_cast<std::uint64_t>(off);
    const auto found = step_of_code(key, totp_code(key, of), now, after);
    EXPECT_EQ(found.has_value(), taken) << off << " after " << after - step;
    EXPECT_EQ(found.value_or(of), of);
  }
  for (const auto* wrong : {"", "05047", "0504710", "o50471", "050472"})
    EXPECT_FALSE(step_of_code(key, wrong, now, 0)) << wrong;
  EXPECT_FALSE(step_of_code(key_of("another key of bytes"), "050471", now, 0));
}

TEST(Totp, BeginsWhereTimeDoes) {
  EXPECT_EQ(totp_step(second(-1)), 0U);
  EXPECT_EQ(totp_step(second(29)), 0U);
  EXPECT_EQ(totp_step(second(30)), 1U);
  const auto key = key_of("12345678901234567890");
  EXPECT_EQ(step_of_code(key, kRfc4226[1], second(0), 0), 1U);
}

// RFC 4648, section 10, without padding.
TEST(Totp, WritesKeysAsAuthenticatorsReadThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"f", "MY"},
      {"fo", "MZXQ"},
      {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"},
      {"fooba", "MZXW6YTB"},
      {"foobar", "MZXW6YTBOI"},
  };
  for (const auto& [plain, encoded] : cases)
    EXPECT_EQ(to_base32(bytes_of(std::string_view(plain))), encoded);
  EXPECT_EQ(totp_uri("Garita GTM", "maría", key_of("12345678901234567890")),
            "otpauth://totp/Garita%20GTM:mar%C3%ADa"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Garita%20GTM");
}

}  // namespace
}  // namespace garita
