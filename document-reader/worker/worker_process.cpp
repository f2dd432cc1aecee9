#include "document-reader/worker/worker_process.h"

namespace garita::reader {

WorkerProcess::WorkerProcess(std::filesystem::path program, std::chrono::milliseconds answer_within)
    : process_(std::move(program), "--worker", answer_within) {}

Result<Reading> WorkerProcess::read(ByteView picture, const PayloadContext& context) {
  GARITA_TRY(json, process_.ask(picture, kReadingJsonBytesMax));
  auto reading = reading_from_json(json, context.today, context.trust);
  if (!reading) return process_.lost("said something that is no reading");
  return reading;
}

}  // namespace garita::reader
