#include "document-reader/worker/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace garita::reader {
namespace {

constexpr std::size_t kLengthBytes = 4;

int milliseconds_until(ChildProcess::Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

Result<void> ready(int descriptor, short what, ChildProcess::Deadline deadline) {
  pollfd wait{descriptor, what, 0};
  const int found = ::poll(&wait, 1, milliseconds_until(deadline));
  if (found == 0) return fail(Remedy::kRetry, "took too long");
  if (found < 0 && errno != EINTR) return fail(Remedy::kRetry, "cannot be reached");
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

ChildProcess::ChildProcess() {
  // A child that died while it was written to is an error of that write, not of this process.
  ::signal(SIGPIPE, SIG_IGN);
}

ChildProcess::~ChildProcess() { end(); }

Result<void> ChildProcess::start(const std::filesystem::path& program,
                                 std::vector<std::string> arguments) {
  if (process_ != 0 && ::waitpid(process_, nullptr, WNOHANG) != 0) {
    process_ = 0;
    end();
  }
  if (process_ != 0) return {};
  Pipes pipes;
  if (!pipes.open()) return fail(Remedy::kRetry, "no pipe to a process can be opened");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.down[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipes.up[1], STDOUT_FILENO);
  // Neither the ledger nor a socket is inherited by what sees hostile bytes.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  arguments.insert(arguments.begin(), program.string());
  std::vector<char*> words;
  for (auto& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  // Nothing of this process's environment: it may hold a secret.
  std::string path = "PATH=/usr/bin:/bin";
  std::array<char*, 2> environment{path.data(), nullptr};
  pid_t child = 0;
  const int error =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, words.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    return fail(Remedy::kRepair, program.string() + " cannot be started: " + std::strerror(error));
  }
  process_ = child;
  to_child_ = std::exchange(pipes.down[1], -1);
  from_child_ = std::exchange(pipes.up[0], -1);
  return {};
}

int ChildProcess::end() {
  close_if_open(to_child_);
  close_if_open(from_child_);
  if (process_ == 0) return 0;
  // Where it has ended by itself, this changes nothing of how.
  ::kill(process_, SIGKILL);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = 0;
  return status;
}

// The pipes do not block, so that a child that stops reading cannot hold the caller.
Result<void> ChildProcess::send(ByteView bytes, Deadline deadline) {
  while (!bytes.empty()) {
    GARITA_CHECK(ready(to_child_, POLLOUT, deadline));
    const auto put = ::write(to_child_, bytes.data(), bytes.size());
    if (put < 0 && errno != EAGAIN && errno != EINTR) return fail(Remedy::kRetry, "ended");
    if (put > 0) bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> ChildProcess::receive(std::span<std::uint8_t> bytes, Deadline deadline) {
  while (!bytes.empty()) {
    GARITA_CHECK(ready(from_child_, POLLIN, deadline));
    const auto got = ::read(from_child_, bytes.data(), bytes.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      return fail(Remedy::kRetry, "ended");
    }
    if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Result<void> ChildProcess::send_block(ByteView bytes, Deadline deadline) {
  std::array<std::uint8_t, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length.at(i) = static_cast<std::uint8_t>(bytes.size() >> (8 * (kLengthBytes - 1 - i)));
  }
  GARITA_CHECK(send(length, deadline));
  return send(bytes, deadline);
}

Result<std::string> ChildProcess::receive_block(std::size_t bytes_max, Deadline deadline) {
  std::array<std::uint8_t, kLengthBytes> length{};
  GARITA_CHECK(receive(length, deadline));
  std::size_t size = 0;
  for (const auto byte : length) size = size << 8 | byte;
  if (size > bytes_max) return fail(Remedy::kRetry, "said too much");
  std::string block(size, '\0');
  const std::span bytes(reinterpret_cast<std::uint8_t*>(block.data()), block.size());
  GARITA_CHECK(receive(bytes, deadline));
  return block;
}

}  // namespace garita::reader
