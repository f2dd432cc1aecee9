#include "document-reader/worker/worker_process.h"

#include <signal.h>
#include <sys/wait.h>

#include <nlohmann/json.hpp>

namespace garita::reader {
namespace {

constexpr std::size_t kReasonBytesMax = 200;

Failure lost(const std::string& how) {
  return fail(Remedy::kRetry, "the reading process " + how + "; the picture was not read");
}

}  // namespace

WorkerProcess::WorkerProcess(std::filesystem::path program, std::chrono::milliseconds answer_within)
    : program_(std::move(program)), answer_within_(answer_within) {}

Result<std::string> WorkerProcess::exchange(ByteView picture) {
  const auto deadline = std::chrono::steady_clock::now() + answer_within_;
  GARITA_CHECK(child_.send_block(picture, deadline));
  return child_.receive_block(kReadingJsonBytesMax, deadline);
}

Result<Reading> WorkerProcess::read(ByteView picture, const PayloadContext& context) {
  if (picture.size() > kPictureBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(picture.size()) +
                                     " bytes, at most " + std::to_string(kPictureBytesMax));
  }
  // A worker that died between two pictures is noticed here and costs nothing.
  GARITA_CHECK(child_.start(program_, {"--worker"}));
  auto json = exchange(picture);
  if (!json) {
    const int status = child_.end();
    // SIGPROF is the worker's own limit (program/limits.h).
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) return lost("took too long");
    return lost(json.error().message);
  }
  const auto said = nlohmann::json::parse(*json, nullptr, false);
  if (said.is_object() && said.contains("error") && said["error"].is_string()) {
    return fail(Remedy::kReject, said["error"].get<std::string>().substr(0, kReasonBytesMax));
  }
  auto reading = reading_from_json(*json, context.today, context.trust);
  if (!reading) {
    child_.end();
    return lost("said something that is no reading");
  }
  return reading;
}

}  // namespace garita::reader
