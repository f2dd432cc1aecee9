#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "document-reader/worker/child_process.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// A confined process that decodes pictures, seen from its client. It is started when it is first
/// needed, and again after a picture has cost it its life: one answer is lost, never more. Belongs
/// to one thread at a time.
class ConfinedProcess {
 public:
  /// Longer than the process's own limit on CPU time, for a machine that is busy.
  static constexpr std::chrono::seconds kAnswerWithin{20};
  static constexpr std::size_t kPictureBytesMax = std::size_t{20} * 1024 * 1024;

  /// `program`: garita-reader, started with `argument`. SIGPIPE is ignored from now on.
  ConfinedProcess(std::filesystem::path program, std::string argument,
                  std::chrono::milliseconds answer_within);

  /// What it says of a picture file. Remedy: reject, when it is no picture or one that is refused,
  /// with the reason; retry, when the process ended or did not answer in time (the next picture
  /// gets a new one); repair, when it cannot be started.
  [[nodiscard]] Result<std::string> ask(ByteView picture, std::size_t answer_bytes_max);
  /// It said something that makes no sense: ended, the next picture gets a new one. Remedy: retry.
  [[nodiscard]] Failure lost(const std::string& how);

  /// The running process, for tests; 0 when there is none.
  [[nodiscard]] int process() const { return child_.process(); }

 private:
  [[nodiscard]] Result<std::string> exchange(ByteView picture, std::size_t answer_bytes_max);

  std::filesystem::path program_;
  std::string argument_;
  std::chrono::milliseconds answer_within_;
  ChildProcess child_;
};

}  // namespace garita::reader
