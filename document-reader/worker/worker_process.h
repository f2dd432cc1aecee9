#pragma once

#include <chrono>
#include <filesystem>

#include "document-reader/reading/reading.h"
#include "document-reader/worker/confined_process.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The confined process that decodes pictures (`garita-reader --worker`), seen from its client. It
/// is started when it is first needed, and again after a picture has cost it its life: one reading
/// is lost, never more. Belongs to one thread at a time.
class WorkerProcess {
 public:
  static constexpr auto kAnswerWithin = ConfinedProcess::kAnswerWithin;
  static constexpr auto kPictureBytesMax = ConfinedProcess::kPictureBytesMax;

  /// `program`: garita-reader. SIGPIPE is ignored from now on.
  explicit WorkerProcess(std::filesystem::path program,
                         std::chrono::milliseconds answer_within = kAnswerWithin);

  /// What was read in a picture file (PNG, JPEG, TIFF, BMP, WebP, PNM). `context` decides centuries
  /// and whose seals are believed; nothing that can be computed again is merely believed. Remedy:
  /// reject, when it is no picture or one that is refused, with the worker's reason; retry, when
  /// the process ended or did not answer in time (the next picture gets a new one); repair, when it
  /// cannot be started.
  [[nodiscard]] Result<Reading> read(ByteView picture, const PayloadContext& context);

  /// The running process, for tests; 0 when there is none.
  [[nodiscard]] int process() const { return process_.process(); }

 private:
  ConfinedProcess process_;
};

}  // namespace garita::reader
