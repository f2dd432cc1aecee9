#include "document-reader/program/worker.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/limits.h"
#include "document-reader/program/picture_file.h"
#include "document-reader/reading/read_picture.h"

namespace garita::reader {
namespace {

constexpr std::size_t kLengthBytes = 4;

bool read_whole(std::uint8_t* to, std::size_t count) {
  while (count > 0) {
    const auto got = ::read(STDIN_FILENO, to, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_whole(ByteView bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

bool answer(std::string_view json) {
  std::array<std::uint8_t, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length.at(i) = static_cast<std::uint8_t>(json.size() >> (8 * (kLengthBytes - 1 - i)));
  }
  return write_whole(length) && write_whole(bytes_of(json));
}

/// Everything that libraries load or look up on first use is used once, while files may be opened.
void warm_up() {
  cv::setNumThreads(1);
  const cv::Mat1b blank(480, 640, std::uint8_t{255});
  for (const char* format : {".png", ".jpg", ".tiff", ".bmp", ".webp", ".pgm"}) {
    std::vector<std::uint8_t> file;
    cv::imencode(format, blank, file);
    static_cast<void>(decode_picture(file));
  }
  static_cast<void>(
      read_picture({blank.cols, blank.rows, {blank.begin(), blank.end()}}, today_utc()));
}

std::size_t address_space_bytes() {
  std::ifstream pages("/proc/self/statm");
  std::size_t count = 0;
  pages >> count;
  return count * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// The calls that computing and answering need, whatever their arguments.
constexpr std::array kAllowedCalls{SCMP_SYS(read),
                                   SCMP_SYS(write),
                                   SCMP_SYS(exit),
                                   SCMP_SYS(exit_group),
                                   SCMP_SYS(brk),
                                   SCMP_SYS(munmap),
                                   SCMP_SYS(mremap),
                                   SCMP_SYS(madvise),
                                   SCMP_SYS(futex),
                                   SCMP_SYS(clock_gettime),
                                   SCMP_SYS(gettimeofday),
                                   SCMP_SYS(getrandom),
                                   SCMP_SYS(rt_sigreturn),
                                   SCMP_SYS(rt_sigprocmask),
                                   SCMP_SYS(setitimer),
                                   SCMP_SYS(sched_yield),
                                   SCMP_SYS(restart_syscall),
                                   SCMP_SYS(getpid),
                                   SCMP_SYS(gettid),
                                   SCMP_SYS(close)};

/// False where the filter does not take a rule.
bool allow_calls(scmp_filter_ctx filter) {
  int failed = 0;
  for (const int call : kAllowedCalls) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  // Memory that can be run is never made, and no signal leaves this process (abort() sends one).
  const scmp_arg_cmp not_run{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_run);
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_run);
  const scmp_arg_cmp itself{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0};
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, itself);
  return failed == 0;
}

/// From here on this process can compute, answer, and nothing else.
bool confine() {
  const rlim_t memory = address_space_bytes() + kWorkingBytesMax;
  const rlimit space{memory, memory};
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_AS, &space) != 0 || ::setrlimit(RLIMIT_CORE, &none) != 0) return false;
  auto* const filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  const bool confined = allow_calls(filter) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return confined;
}

/// SIGPROF, which nobody handles, ends the process when a picture uses up its time.
void allow_cpu_seconds(int seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

std::string refusal(const std::string& reason) { return nlohmann::json{{"error", reason}}.dump(); }

std::string reading_of(ByteView file) {
  const std::string too_much = "reading it takes more memory than one picture may have";
  try {
    const auto picture = decode_picture(file);
    if (!picture) return refusal(picture.error().message);
    return to_json(read_picture(*picture, today_utc()), std::nullopt);
  } catch (const std::bad_alloc&) {
    return refusal(too_much);
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) return refusal(too_much);
    throw;
  }
}

}  // namespace

Date today_utc() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Date::from_days_since_epoch(
      static_cast<int>(std::chrono::floor<std::chrono::days>(now).count()));
}

int serve_as_worker() {
  warm_up();
  if (!confine()) {
    std::fputs("garita-reader: this system does not let the worker confine itself\n", stderr);
    return 3;
  }
  // OpenCV tells standard error what the answer says: here it would stand between other lines.
  std::cerr.setstate(std::ios_base::failbit);
  std::array<std::uint8_t, kLengthBytes> length{};
  while (read_whole(length.data(), length.size())) {
    std::size_t size = 0;
    for (const auto byte : length) size = size << 8 | byte;
    // A client that sends more than the limit is out of step: there is no way back.
    if (size > kFileBytesMax) return 1;
    Bytes file(size);
    if (!read_whole(file.data(), file.size())) return 1;
    allow_cpu_seconds(kCpuSecondsMax);
    const auto reading = reading_of(file);
    allow_cpu_seconds(0);
    if (!answer(reading)) return 1;
  }
  return 0;
}

}  // namespace garita::reader
