#include "border-station/capture/camera_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>

#include <fstream>

namespace garita::station {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;

const std::filesystem::path kReader = std::filesystem::path(GARITA_BIN_DIR) / "garita-reader";

/// A film's frames are not decoded here: what begins and ends as JPEG is one.
std::string jpeg(const std::string& shows) { return "\xFF\xD8\xFF" + shows + "\xFF\xD9"; }

class CameraProcessTest : public testing::Test {
 protected:
  CameraProcessTest() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-film-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~CameraProcessTest() override { std::filesystem::remove_all(folder_); }

  std::string film(const std::string& bytes) const {
    const auto path = folder_ / "film.avi";
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  /// What the frame shows, or why there is none.
  static std::string seen(CameraProcess& camera, milliseconds now = milliseconds(0)) {
    const auto frame = camera.frame(now);
    if (!frame) return std::string(camera_fault_name(frame.error()));
    return frame->substr(3, frame->size() - 5);
  }

  std::filesystem::path folder_;
};

TEST_F(CameraProcessTest, AFilmGivesItsFramesInOrderAndThenIsOver) {
  const std::string large(700'000, 'x');
  CameraProcess camera(kReader, film("RIFF....AVI " + jpeg("one") + "00dc\xFF\xD8 " + jpeg("two") +
                                     jpeg(large) + "idx1\xFF\xD8\xFF"));
  EXPECT_EQ(seen(camera), "one");
  EXPECT_EQ(seen(camera), "two");
  EXPECT_EQ(seen(camera), large);
  EXPECT_EQ(seen(camera), "ended");
}

TEST_F(CameraProcessTest, IsTriedAgainEverLessOftenUntilItWorks) {
  CameraProcess camera(kReader, folder_ / "film.avi");
  EXPECT_EQ(seen(camera, milliseconds(0)), "not_there");
  film(jpeg("plugged in"));
  EXPECT_EQ(seen(camera, CameraProcess::kAgainAfter - milliseconds(1)), "not_there");
  std::filesystem::remove(folder_ / "film.avi");
  EXPECT_EQ(seen(camera, CameraProcess::kAgainAfter), "not_there");
  film(jpeg("plugged in"));
  EXPECT_EQ(seen(camera, CameraProcess::kAgainAfter * 3 - milliseconds(1)), "not_there");
  EXPECT_EQ(seen(camera, CameraProcess::kAgainAfter * 3), "plugged in");
}

TEST_F(CameraProcessTest, WhatIsNoCameraIsSaidToBeNone) {
  const struct {
    std::filesystem::path program;
    std::string source;
    std::string says;
  } cases[] = {{kReader, "/nowhere", "not_there"},
               {kReader, "987", "not_there"},
               {kReader, "/dev/null", "no_pictures"},
               {kReader, folder_, "no_pictures"},
               {kReader, film("no frame"), "ended"},
               {"/nowhere", "0", "not_started"},
               {"/bin/false", "0", "lost"}};
  for (const auto& one : cases) {
    CameraProcess camera(one.program, one.source);
    EXPECT_EQ(seen(camera), one.says) << one.program << " " << one.source;
  }
}

TEST_F(CameraProcessTest, AProcessThatIsKilledOrHangsCostsAFrame) {
  // The second is more than a pipe takes, so that the process is not done before it is stopped.
  const std::string frames = jpeg("one") + jpeg(std::string(1'000'000, 'x'));
  CameraProcess camera(kReader, film(frames), milliseconds(3'000));
  ASSERT_EQ(seen(camera), "one");
  ::kill(camera.process(), SIGSTOP);
  EXPECT_EQ(seen(camera), "silent");
  EXPECT_EQ(camera.process(), 0);
  const auto later = CameraProcess::kAgainAfterMost;
  EXPECT_EQ(seen(camera, later), "one") << "another process, which begins anew";
  ::kill(camera.process(), SIGKILL);
  const auto after = seen(camera, later);
  EXPECT_TRUE(after == "lost" || after == "one") << after << ": seen as it dies, or replaced";
}

TEST_F(CameraProcessTest, TheProcessIsConfinedAndWhatItSaysIsBounded) {
  CameraProcess camera(kReader, film(jpeg("one") + jpeg(std::string(9'000'000, 'x'))));
  ASSERT_EQ(seen(camera), "one");
  std::ifstream status("/proc/" + std::to_string(camera.process()) + "/status");
  const std::string text(std::istreambuf_iterator<char>(status), {});
  EXPECT_NE(text.find("Seccomp:\t2"), std::string::npos);
  EXPECT_NE(text.find("NoNewPrivs:\t1"), std::string::npos);
  EXPECT_EQ(seen(camera), "ended") << "no frame is so large";
}

}  // namespace
}  // namespace garita::station
