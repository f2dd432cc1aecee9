#include "border-station/capture/reader_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

namespace garita::station {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kLengthBytes = 4;

Failure lost(const char* how) {
  return fail(Remedy::kRetry,
              std::string("the reading process ") + how + "; the picture was not read");
}

int milliseconds_until(Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

Result<void> ready(int descriptor, short what, Deadline deadline) {
  pollfd wait{descriptor, what, 0};
  const int found = ::poll(&wait, 1, milliseconds_until(deadline));
  if (found == 0) return lost("took too long");
  if (found < 0 && errno != EINTR) return lost("cannot be reached");
  return {};
}

/// The pipes do not block, so that a worker that stops reading cannot hold the caller.
Result<void> send(int descriptor, ByteView bytes, Deadline deadline) {
  while (!bytes.empty()) {
    GARITA_CHECK(ready(descriptor, POLLOUT, deadline));
    const auto put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno != EAGAIN && errno != EINTR) return lost("ended");
    if (put > 0) bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> receive(int descriptor, std::span<std::uint8_t> bytes, Deadline deadline) {
  while (!bytes.empty()) {
    GARITA_CHECK(ready(descriptor, POLLIN, deadline));
    const auto got = ::read(descriptor, bytes.data(), bytes.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return lost("ended");
    if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

void close_if_open(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

/// Both ends of two pipes, closed when a start fails half way.
struct Pipes {
  std::array<int, 2> down{-1, -1};
  std::array<int, 2> up{-1, -1};
  Pipes() = default;
  Pipes(const Pipes&) = delete;
  Pipes& operator=(const Pipes&) = delete;
  ~Pipes() {
    for (auto* pipe : {&down, &up}) {
      for (int& end : *pipe) close_if_open(end);
    }
  }
  bool open() {
    return ::pipe2(down.data(), O_CLOEXEC) == 0 && ::pipe2(up.data(), O_CLOEXEC) == 0 &&
           ::fcntl(down[1], F_SETFL, O_NONBLOCK) == 0 && ::fcntl(up[0], F_SETFL, O_NONBLOCK) == 0;
  }
};

}  // namespace

std::filesystem::path reader_beside_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path() / "garita-reader";
}

ReaderProcess::ReaderProcess(std::filesystem::path reader, std::chrono::milliseconds answer_within)
    : reader_(std::move(reader)), answer_within_(answer_within) {
  // A worker that died while it was written to is an error of that write, not of this process.
  ::signal(SIGPIPE, SIG_IGN);
}

ReaderProcess::~ReaderProcess() { end(); }

Result<void> ReaderProcess::start() {
  if (process_ != 0) return {};
  Pipes pipes;
  if (!pipes.open()) return fail(Remedy::kRetry, "no pipe to the reading process can be opened");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.down[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.up[1], STDOUT_FILENO);
  // Neither the ledger nor a socket is inherited by what decodes hostile pictures.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  std::string program = reader_.string();
  std::string option = "--worker";
  std::array<char*, 3> arguments{program.data(), option.data(), nullptr};
  // Nothing of this process's environment: it may hold a secret.
  std::string path = "PATH=/usr/bin:/bin";
  std::array<char*, 2> environment{path.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(),
                                  environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    return fail(Remedy::kRepair, program + " cannot be started: " + std::strerror(error));
  }
  process_ = child;
  to_worker_ = std::exchange(pipes.down[1], -1);
  from_worker_ = std::exchange(pipes.up[0], -1);
  return {};
}

void ReaderProcess::end() {
  close_if_open(to_worker_);
  close_if_open(from_worker_);
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

Result<std::string> ReaderProcess::exchange(ByteView picture) {
  const auto deadline = std::chrono::steady_clock::now() + answer_within_;
  std::array<std::uint8_t, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length.at(i) = static_cast<std::uint8_t>(picture.size() >> (8 * (kLengthBytes - 1 - i)));
  }
  GARITA_CHECK(send(to_worker_, length, deadline));
  GARITA_CHECK(send(to_worker_, picture, deadline));
  GARITA_CHECK(receive(from_worker_, length, deadline));
  std::size_t size = 0;
  for (const auto byte : length) size = size << 8 | byte;
  if (size > reader::kReadingJsonBytesMax) return lost("said something that is no reading");
  std::string json(size, '\0');
  const std::span bytes(reinterpret_cast<std::uint8_t*>(json.data()), json.size());
  GARITA_CHECK(receive(from_worker_, bytes, deadline));
  return json;
}

Result<reader::Reading> ReaderProcess::read(ByteView picture, Date today) {
  if (picture.size() > kPictureBytesMax) {
    return fail(Remedy::kAskOfficer, "the picture is too large: at most 20 MiB");
  }
  // A worker that died between two pictures is noticed here and costs nothing.
  if (process_ != 0 && ::waitpid(process_, nullptr, WNOHANG) != 0) {
    process_ = 0;
    end();
  }
  GARITA_CHECK(start());
  auto json = exchange(picture);
  if (!json) {
    end();
    return Failure(std::move(json.error()));
  }
  const auto said = nlohmann::json::parse(*json, nullptr, false);
  if (said.is_object() && said.contains("error") && said["error"].is_string()) {
    return fail(Remedy::kAskOfficer,
                "the picture cannot be read: " + said["error"].get<std::string>().substr(0, 200));
  }
  auto reading = reader::reading_from_json(*json, today);
  if (!reading) {
    end();
    return lost("said something that is no reading");
  }
  return reading;
}

}  // namespace garita::station
