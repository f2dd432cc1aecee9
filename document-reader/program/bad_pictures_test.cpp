// Bad input and lost readings through the real program: each costs its own line and no other.
#include <sys/stat.h>

#include <cstdlib>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/commands.h"
#include "document-reader/program/program_fixture.h"
#include "schema/vocabulary/bytes.h"

namespace garita::reader {
namespace {

namespace fs = std::filesystem;

std::string encoded(const char* format, const cv::Mat& picture) {
  std::vector<std::uint8_t> file;
  cv::imencode(format, picture, file);
  return {file.begin(), file.end()};
}

std::string noise(const char* format) {
  cv::Mat1b picture(200, 300);
  cv::randu(picture, 0, 255);
  return encoded(format, picture);
}

/// A PNG that says that it is the first of two pictures: a chunk acTL before the data.
std::string moving_png() {
  const std::string chunk(
      "\0\0\0\x08"
      "acTL"
      "\0\0\0\x02"
      "\0\0\0\0"
      "\0\0\0\0",
      20);
  constexpr std::size_t kBehindHeader = 33;
  return noise(".png").insert(kBehindHeader, chunk);
}

/// Four inks, as print shops save it: 32 x 32, drawn with libjpeg.
std::string four_inks() {
  const auto file = from_base64(
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBt"
      "UVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgAIAAgBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBAB"
      "AAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCTSaTSYAAAAAAAAAAAAAAAAAAAD//Z");
  return std::string(text_of(*file));
}

TEST_F(Program, EveryBadFileIsNamedWithItsReasonAndTheRestIsRead) {
  write_specimen("page.png");
  fs::copy_file(folder_ / "page.png", folder_ / "page-png.jpg");
  write("16-bit.png", encoded(".png", cv::Mat1w(60, 100, std::uint16_t{40'000})));
  write("cmyk.jpg", four_inks());
  const struct {
    std::string file;
    std::string content;
    std::string reason;
  } bad[] = {
      {"empty.png", "", "the file is empty"},
      {"text.jpg", "hello, officer", "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM"},
      {"moving.gif", "GIF89a\x40\x01\xf0", "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM"},
      {"moving.png", moving_png(), "a moving PNG: only still pictures are read"},
      {"moving.webp", std::string("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x63\0\0\x3b\0\0", 30),
       "a moving WebP: only still pictures are read"},
      {"line.png", encoded(".png", cv::Mat1b(1, 100'000, std::uint8_t{9})),
       "too large: 100000 x 1 pixels, a side has at most 12000"},
      {"half.jpg", noise(".jpg").substr(0, 9000), "a damaged JPEG: it ends too early"},
      {"half.png", noise(".png").substr(0, 9000), "a damaged PNG: it ends too early"},
      {"half.bmp", noise(".bmp").substr(0, 9000), "a damaged BMP: it cannot be decoded"},
  };
  std::string files = "16-bit.png cmyk.jpg page.png ";
  std::string complaints;
  for (const auto& [file, content, reason] : bad) {
    write(file, content);
    files += file + " ";
    complaints += "garita-reader: " + file + ": " + reason + "\n";
  }
  ASSERT_EQ(::mkfifo((folder_ / "pipe.png").c_str(), 0600), 0);
  fs::create_symlink("loop.png", folder_ / "loop.png");
  fs::create_directory(folder_ / "nothing");
  complaints +=
      "garita-reader: pipe.png: not a file\n"
      "garita-reader: loop.png: cannot be read: Too many levels of symbolic links\n"
      "garita-reader: nothing: no file is in this folder\n"
      "garita-reader: /dev/zero: not a file\n"
      "garita-reader: none.png: no such file\n";
  const auto ran =
      run("read --json " + files + "pipe.png loop.png nothing /dev/zero none.png page-png.jpg");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.err, complaints);
  std::vector<std::string> read;
  for (const auto& object : objects(ran)) read.push_back(object.at("file"));
  EXPECT_EQ(read, (std::vector<std::string>{"16-bit.png", "cmyk.jpg", "page.png", "page-png.jpg"}));
  const auto last = objects(ran).back();
  EXPECT_TRUE(last.at("documents").at(0).at("mrz").at("valid").get<bool>());
}

TEST_F(Program, FilesAndFoldersThatMayNotBeReadAreNamed) {
  write("secret.png", "x");
  fs::create_directory(folder_ / "shut");
  fs::permissions(folder_ / "secret.png", fs::perms::none);
  fs::permissions(folder_ / "shut", fs::perms::none);
  // Root reads everything, unless it has given up that right.
  std::string as_owner;
  if (::geteuid() == 0) as_owner = "setpriv --bounding-set=-dac_override,-dac_read_search ";
  const std::string command = "cd '" + folder_.string() + "' && " + as_owner +
                              GARITA_BIN_DIR "/garita-reader read secret.png shut 2>" +
                              errors_.string();
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1);
  std::ifstream error(errors_);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(error), {}),
            "garita-reader: secret.png: cannot be read: Permission denied\n"
            "garita-reader: shut: cannot be read: Permission denied\n");
  fs::permissions(folder_ / "shut", fs::perms::owner_all);
}

/// Between us and the real worker: what stands in a picture kills it, holds it up, or makes it
/// speak nonsense, as a picture may that takes over a decoder.
constexpr std::string_view kUnluckyWorker = R"(#!/usr/bin/python3
import os, signal, struct, subprocess, sys, time
real = subprocess.Popen([")" GARITA_BIN_DIR R"(/garita-reader", "--worker"],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def message(stream):
    head = stream.read(4)
    return head + stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else None
while True:
    picture = message(sys.stdin.buffer)
    if picture is None: break
    if picture.endswith(b"DIES"): os.kill(os.getpid(), signal.SIGKILL)
    if picture.endswith(b"SLOWS"): os.kill(os.getpid(), signal.SIGPROF)
    if picture.endswith(b"HANGS"): time.sleep(60)
    if picture.endswith(b"BABBLES"): answer = struct.pack(">I", 3) + b"{}]"
    elif picture.endswith(b"FLOODS"): answer = b"\xff\xff\xff\xff"
    else:
        real.stdin.write(picture)
        real.stdin.flush()
        answer = message(real.stdout)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
)";

TEST_F(Program, APictureThatEndsOrHoldsUpTheWorkerCostsItsOwnLine) {
  write("worker", kUnluckyWorker);
  fs::permissions(folder_ / "worker", fs::perms::owner_all);
  const std::string page = encoded(".png", cv::Mat1b(60, 100, std::uint8_t{200}));
  const std::pair<std::string, std::string> lost[] = {
      {"DIES", "ended"},
      {"HANGS", "took too long"},
      {"SLOWS", "took too long"},
      {"BABBLES", "said something that is no reading"},
      {"FLOODS", "said too much"}};
  std::vector<std::string> files;
  std::string complaints;
  for (const auto& [word, how] : lost) {
    const auto bad = (folder_ / (word + ".png")).string();
    const auto good = (folder_ / ("after-" + word + ".png")).string();
    write(word + ".png", page + word);
    write("after-" + word + ".png", page);
    files.insert(files.end(), {bad, good});
    complaints +=
        "garita-reader: " + bad + ": the reading process " + how + "; the picture was not read\n";
  }
  ReadOptions options;
  options.output = Output::kJson;
  options.worker = folder_ / "worker";
  options.answer_within = std::chrono::seconds(15);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = read_pictures(files, options);
  const Ran ran{status, testing::internal::GetCapturedStdout(),
                testing::internal::GetCapturedStderr()};
  EXPECT_EQ(ran.status, kSomeFailed);
  EXPECT_EQ(ran.err, complaints);
  const auto read = objects(ran);
  ASSERT_EQ(read.size(), std::size(lost));
  for (std::size_t i = 0; i < read.size(); ++i) EXPECT_EQ(read[i].at("file"), files[2 * i + 1]);
}

}  // namespace
}  // namespace garita::reader
