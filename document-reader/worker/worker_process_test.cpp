#include "document-reader/worker/worker_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");
const std::filesystem::path kReader = std::filesystem::path(GARITA_BIN_DIR) / "garita-reader";

/// A grey picture of one tone as PNM, which needs no encoder.
Bytes blank(int width, int height) {
  const std::string head =
      "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
  Bytes file = copy_of(bytes_of(head));
  file.resize(file.size() + static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
              200);
  return file;
}

Bytes png_that_says(std::uint32_t width, std::uint32_t height) {
  Bytes file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
  for (const auto side : {width, height}) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      file.push_back(static_cast<std::uint8_t>(side >> shift));
    }
  }
  return file;
}

std::string outcome(WorkerProcess& process, const Bytes& file) {
  const auto reading = process.read(file, {kToday, nullptr});
  if (!reading) return reading.error().message;
  return std::to_string(reading->documents.size()) + " document, " +
         (reading->documents[0].mrz ? "read" : reading->documents[0].findings[0].code);
}

TEST(WorkerProcess, APictureWithoutAZoneIsSaidToHaveNone) {
  WorkerProcess process(kReader);
  EXPECT_EQ(outcome(process, blank(640, 480)), "1 document, no_mrz");
}

TEST(WorkerProcess, BadPicturesAreNamedAndTheNextIsReadByTheSameProcess) {
  WorkerProcess process(kReader);
  EXPECT_EQ(outcome(process, {}), "the file is empty");
  EXPECT_EQ(outcome(process, copy_of(bytes_of("hello, officer"))),
            "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM");
  EXPECT_EQ(outcome(process, {0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F'}),
            "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM");
  EXPECT_EQ(outcome(process, png_that_says(100'000, 100'000)),
            "too large: 100000 x 100000 pixels, a side has at most 12000");
  EXPECT_EQ(outcome(process, png_that_says(640, 480)), "a damaged PNG: it ends too early");
  EXPECT_EQ(outcome(process, blank(8, 8)), "too small: 8 x 8 pixels, a side has at least 32");
  EXPECT_EQ(outcome(process, Bytes(WorkerProcess::kPictureBytesMax + 1)),
            "too large: 20971521 bytes, at most 20971520");
  const int worker = process.process();
  EXPECT_EQ(outcome(process, blank(640, 480)), "1 document, no_mrz");
  EXPECT_EQ(process.process(), worker);
}

TEST(WorkerProcess, AWorkerThatHangsCostsThatReadingOnly) {
  WorkerProcess process(kReader, std::chrono::milliseconds(5000));
  ASSERT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
  ::kill(process.process(), SIGSTOP);
  EXPECT_EQ(outcome(process, blank(640, 480)),
            "the reading process took too long; the picture was not read");
  EXPECT_EQ(process.process(), 0);
}

TEST(WorkerProcess, AWorkerThatDiesIsReplaced) {
  WorkerProcess process(kReader);
  ASSERT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
  ::kill(process.process(), SIGKILL);
  // Whether the death is seen before or while the picture is sent, the one after is read.
  static_cast<void>(process.read(blank(64, 64), {kToday, nullptr}));
  EXPECT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
}

TEST(WorkerProcess, APictureThatTakesTooMuchMemoryCostsThatReadingOnly) {
  WorkerProcess process(kReader);
  ASSERT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
  // What it has now and 16 MiB: room for the picture's file of 13, not for its pixels besides.
  std::ifstream pages("/proc/" + std::to_string(process.process()) + "/statm");
  rlim_t memory = 0;
  pages >> memory;
  memory = memory * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (rlim_t{16} << 20U);
  const rlimit limit{memory, memory};
  ASSERT_EQ(::prlimit(process.process(), RLIMIT_AS, &limit, nullptr), 0);
  const auto said = outcome(process, blank(3600, 3600));
  // A sanitizer ends the process where memory ends.
  EXPECT_TRUE(said == "reading it takes more memory than one picture may have" ||
              said == "the reading process ended; the picture was not read")
      << said;
  EXPECT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
}

/// What the kernel says of a process: the value of a line of /proc/PID/FILE.
std::string of_process(int process, const std::string& file, const std::string& name) {
  std::ifstream lines("/proc/" + std::to_string(process) + "/" + file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    const auto value = line.find_first_not_of(" \t:", name.size());
    return line.substr(value, line.find_first_of(" \t", value) - value);
  }
  return "";
}

TEST(WorkerProcess, TheWorkerIsConfinedBeforeItSeesAPicture) {
  WorkerProcess process(kReader);
  ASSERT_EQ(outcome(process, blank(64, 64)), "1 document, no_mrz");
  const int worker = process.process();
  EXPECT_EQ(of_process(worker, "status", "Seccomp"), "2") << "a filter of system calls";
  EXPECT_EQ(of_process(worker, "status", "NoNewPrivs"), "1");
  EXPECT_EQ(of_process(worker, "limits", "Max core file size"), "0") << "no picture in a dump";
  EXPECT_NE(of_process(worker, "limits", "Max address space"), "unlimited");
  std::vector<std::string> open;
  for (const auto& one :
       std::filesystem::directory_iterator("/proc/" + std::to_string(worker) + "/fd")) {
    open.push_back(one.path().filename());
  }
  std::sort(open.begin(), open.end());
  EXPECT_EQ(open, (std::vector<std::string>{"0", "1", "2"})) << "its pipes and the log";
}

TEST(WorkerProcess, SaysWhenThereIsNoReader) {
  WorkerProcess process("/nowhere/garita-reader");
  EXPECT_EQ(outcome(process, blank(64, 64)),
            "/nowhere/garita-reader cannot be started: No such file or directory");
}

}  // namespace
}  // namespace garita::reader
