#include "document-reader/worker/worker_process.h"

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

namespace garita::reader {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kReasonBytesMax = 200;

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

WorkerProcess::WorkerProcess(std::filesystem::path program, std::chrono::milliseconds answer_within)
    : program_(std::move(program)), answer_within_(answer_within) {
  // A worker that died while it was written to is an error of that write, not of this process.
  ::signal(SIGPIPE, SIG_IGN);
}

WorkerProcess::~WorkerProcess() { end(); }

Result<void> WorkerProcess::start() {
  if (process_ != 0) return {};
  Pipes pipes;
  if (!pipes.open()) return fail(Remedy::kRetry, "no pipe to the reading process can be opened");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.down[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.up[1], STDOUT_FILENO);
  // Neither the ledger nor a socket is inherited by what decodes hostile pictures.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  std::string program = program_.string();
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

int WorkerProcess::end() {
  close_if_open(to_worker_);
  close_if_open(from_worker_);
  if (process_ == 0) return 0;
  // Where it has ended by itself, this changes nothing of how.
  ::kill(process_, SIGKILL);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = 0;
  return status;
}

Result<std::string> WorkerProcess::exchange(ByteView picture) {
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
  if (size > kReadingJsonBytesMax) return lost("said something that is no reading");
  std::string json(size, '\0');
  const std::span bytes(reinterpret_cast<std::uint8_t*>(json.data()), json.size());
  GARITA_CHECK(receive(from_worker_, bytes, deadline));
  return json;
}

Result<Reading> WorkerProcess::read(ByteView picture, const PayloadContext& context) {
  if (picture.size() > kPictureBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(picture.size()) +
                                     " bytes, at most " + std::to_string(kPictureBytesMax));
  }
  // A worker that died between two pictures is noticed here and costs nothing.
  if (process_ != 0 && ::waitpid(process_, nullptr, WNOHANG) != 0) {
    process_ = 0;
    end();
  }
  GARITA_CHECK(start());
  auto json = exchange(picture);
  if (!json) {
    const int status = end();
    // SIGPROF is the worker's own limit (program/limits.h).
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) return lost("took too long");
    return Failure(std::move(json.error()));
  }
  const auto said = nlohmann::json::parse(*json, nullptr, false);
  if (said.is_object() && said.contains("error") && said["error"].is_string()) {
    return fail(Remedy::kReject, said["error"].get<std::string>().substr(0, kReasonBytesMax));
  }
  auto reading = reading_from_json(*json, context.today, context.trust);
  if (!reading) {
    end();
    return lost("said something that is no reading");
  }
  return reading;
}

}  // namespace garita::reader
