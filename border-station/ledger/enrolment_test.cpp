#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "border-station/ledger/test_country.h"
#include "schema/crypto/private_file.h"

namespace {

constexpr int kKilled = 86;
/// Counts down at each half of a step; below zero nobody is killed.
int halves_left = -1;

void end_here() {
  if (halves_left >= 0 && halves_left-- == 0) ::_exit(kKilled);
}

}  // namespace

// Stands in for the library's in this test program: whatever an enrolment leaves comes into being
// by a rename, so that these are its steps, and each can be the last before or after it is taken.
extern "C" int rename(const char* from, const char* to) noexcept {
  end_here();
  const int done = ::renameat(AT_FDCWD, from, AT_FDCWD, to);
  end_here();
  return done;
}

namespace garita::station {
namespace {

using testing::HasSubstr;

class Enrolling : public testing::Test {
 protected:
  [[nodiscard]] Result<EnrolmentRequest> begin() const {
    return begin_enrolment(directory_, country_.enrolment("PASO-01-01"), SystemClock().now());
  }
  [[nodiscard]] Result<void> finish(const EnrolmentAnswer& answer) const {
    return finish_enrolment(directory_, answer, SystemClock().now());
  }

  /// Runs `work` in a process that ends after so many halves of steps; false when it was done
  /// before.
  template <typename Work>
  static bool killed_after(int halves, const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
      halves_left = halves;
      ::_exit(work() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    const int code = WEXITSTATUS(status);
    EXPECT_TRUE(code == 0 || code == kKilled) << code;
    return code == kKilled;
  }

  [[nodiscard]] std::string kept() const {
    const auto content = load_private_file(directory_.request(), kEnrolmentBytesMax);
    return content ? std::string(text_of(content->view())) : "";
  }

  TestCountry country_;
  DataDirectory directory_{country_.folder / "PASO-01-01"};
};

TEST_F(Enrolling, KeepsItsRequestBeforeItAsksAndRepeatsItByteForByte) {
  const auto first = begin();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(kept(), to_json(*first));
  EXPECT_EQ(*begin(), *first);
  EXPECT_FALSE(is_enrolled(directory_));
}

TEST_F(Enrolling, GoesOnWhereverItWasKilledWhileItBegan) {
  int halves = 0;
  bool killed = true;
  for (; killed; ++halves) {
    std::filesystem::remove_all(directory_.path());
    killed = killed_after(halves, [&] { return begin().has_value(); });
    const std::string asked = kept();
    const auto again = begin();
    ASSERT_TRUE(again) << halves << ": " << again.error().message;
    EXPECT_TRUE(asked.empty() || to_json(*again) == asked) << "it may have been sent: " << halves;
    EXPECT_TRUE(finish(country_.answer(*again))) << halves;
    EXPECT_TRUE(is_enrolled(directory_)) << halves;
  }
  EXPECT_EQ(halves, 9) << "two keys, the file and the request, each killed before and after";
}

TEST_F(Enrolling, GoesOnWhereverItWasKilledWhileItTookTheAnswer) {
  int halves = 0;
  bool killed = true;
  for (; killed; ++halves) {
    std::filesystem::remove_all(directory_.path());
    const auto request = begin();
    ASSERT_TRUE(request);
    const auto answer = country_.answer(*request);
    killed = killed_after(halves, [&] { return finish(answer).has_value(); });
    EXPECT_EQ(is_enrolled(directory_), halves >= 3) << halves;
    EXPECT_EQ(*begin(), *request) << halves;
    EXPECT_TRUE(finish(answer)) << halves;
    EXPECT_TRUE(is_enrolled(directory_)) << halves;
  }
  EXPECT_EQ(halves, 5) << "two certificates, each killed before and after";
}

TEST_F(Enrolling, AsksAnewWhereWhatWasKeptIsNotForItsKeysOrToken) {
  const auto first = *begin();
  const auto differs = [&](const std::string& in_its_place) {
    EXPECT_TRUE(save_private_file(directory_.request(), bytes_of(in_its_place)));
    const auto asked = begin();
    return asked && asked->token == first.token && kept() == to_json(*asked) && *asked != first;
  };
  EXPECT_TRUE(differs("torn"));
  auto other = first;
  other.token = std::string(43, 'u');
  EXPECT_TRUE(differs(to_json(other)));
  other = first;
  other.console_request = first.station_request;
  EXPECT_TRUE(differs(to_json(other)));
}

TEST_F(Enrolling, IsNotDoneWithACertificateForAKeyThatWasLost) {
  const auto request = *begin();
  ASSERT_TRUE(finish(country_.answer(request)));
  std::filesystem::remove(directory_.keys() / "station.key");
  const auto again = begin();
  ASSERT_TRUE(again);
  EXPECT_NE(again->station_request, request.station_request);
  EXPECT_FALSE(is_enrolled(directory_));
  EXPECT_THAT(finish(country_.answer(request)).error().message, HasSubstr("another station's key"));
}

}  // namespace
}  // namespace garita::station
