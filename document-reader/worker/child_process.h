#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// A process of our own at the end of two pipes, its standard input and output. It inherits neither
/// a file nor the environment. Blocks are what its program speaks: four bytes of length, highest
/// first, and as many bytes. Belongs to one thread at a time.
class ChildProcess {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// SIGPIPE is ignored from now on.
  ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Ends the process.
  ~ChildProcess();

  /// Does nothing where it runs already; one that died meanwhile is replaced. Remedy: repair, when
  /// it cannot be started.
  [[nodiscard]] Result<void> start(const std::filesystem::path& program,
                                   std::vector<std::string> arguments);
  /// Its status as waitpid gives it; 0 where there was no process.
  int end();

  /// Remedy of these: retry; the message says how it failed: "ended", "took too long", …
  [[nodiscard]] Result<void> send(ByteView bytes, Deadline deadline);
  [[nodiscard]] Result<void> send_block(ByteView bytes, Deadline deadline);
  [[nodiscard]] Result<std::string> receive_block(std::size_t bytes_max, Deadline deadline);

  /// The running process, for tests; 0 when there is none.
  [[nodiscard]] int process() const { return process_; }

 private:
  [[nodiscard]] Result<void> receive(std::span<std::uint8_t> bytes, Deadline deadline);

  int process_ = 0;
  int to_child_ = -1;
  int from_child_ = -1;
};

}  // namespace garita::reader
