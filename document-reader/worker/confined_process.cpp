#include "document-reader/worker/confined_process.h"

#include <signal.h>
#include <sys/wait.h>

#include <nlohmann/json.hpp>

namespace garita::reader {
namespace {

constexpr std::size_t kReasonBytesMax = 200;

}  // namespace

ConfinedProcess::ConfinedProcess(std::filesystem::path program, std::string argument,
                                 std::chrono::milliseconds answer_within)
    : program_(std::move(program)), argument_(std::move(argument)), answer_within_(answer_within) {}

Failure ConfinedProcess::lost(const std::string& how) {
  child_.end();
  return fail(Remedy::kRetry, "the reading process " + how + "; the picture was not read");
}

Result<std::string> ConfinedProcess::exchange(ByteView picture, std::size_t answer_bytes_max) {
  const auto deadline = std::chrono::steady_clock::now() + answer_within_;
  GARITA_CHECK(child_.send_block(picture, deadline));
  return child_.receive_block(answer_bytes_max, deadline);
}

Result<std::string> ConfinedProcess::ask(ByteView picture, std::size_t answer_bytes_max) {
  if (picture.size() > kPictureBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(picture.size()) +
                                     " bytes, at most " + std::to_string(kPictureBytesMax));
  }
  // A process that died between two pictures is noticed here and costs nothing.
  GARITA_CHECK(child_.start(program_, {argument_}));
  auto answer = exchange(picture, answer_bytes_max);
  if (!answer) {
    const int status = child_.end();
    // SIGPROF is its own limit (program/limits.h).
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) return lost("took too long");
    return lost(answer.error().message);
  }
  if (!answer->starts_with('{')) return answer;
  const auto said = nlohmann::json::parse(*answer, nullptr, false);
  if (said.is_object() && said.contains("error") && said["error"].is_string()) {
    return fail(Remedy::kReject, said["error"].get<std::string>().substr(0, kReasonBytesMax));
  }
  return answer;
}

}  // namespace garita::reader
