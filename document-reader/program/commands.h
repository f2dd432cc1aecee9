#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "document-reader/worker/worker_process.h"

namespace garita::reader {

/// Exit status of a command: design/contracts.
inline constexpr int kDone = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kWrongUsage = 2;

class SealTrust;

enum class Output { kText, kJson };

struct ReadOptions {
  Output output = Output::kText;
  std::string light = "white";  ///< of the pictures: "white", "ir" or "uv"; a page names its own
  /// Where the pictures of the intermediate steps are written as FILE-STEP.png; made if need be.
  std::optional<std::string> explain_folder;
  const SealTrust* trust = nullptr;  ///< whose seals are believed; nothing: nobody's
  /// What decodes and reads pictures, confined (worker.h); this program itself.
  std::filesystem::path worker = "/proc/self/exe";
  std::chrono::milliseconds answer_within = WorkerProcess::kAnswerWithin;
};

/// Reads pictures, and every picture of a folder, in one confined process after the other: each
/// that cannot be read, or whose reading ends that process, is named on standard error and the
/// others are read all the same. Pictures of intermediate steps are made in this process, of what
/// the confined one has read without harm.
[[nodiscard]] int read_pictures(const std::vector<std::string>& paths, const ReadOptions& options);

/// Several lights of one page as one reading: `page` is "white=FILE,ir=FILE,uv=FILE", each light at
/// most once.
[[nodiscard]] int read_page(const std::string& page, const ReadOptions& options);

/// Contents of barcodes from files, one a file: "auto", "aamva", "bcbp", "vds", "vds-nc" or "mrz".
/// Each that cannot be read is named on standard error and the others are read all the same.
[[nodiscard]] int read_payloads(const std::vector<std::string>& paths, const std::string& kind,
                                const ReadOptions& options);

/// Zones as text, from a file or ("") standard input, as TextZones parts them; each that cannot be
/// read is named on standard error with its line and column.
[[nodiscard]] int read_zones_as_text(const std::string& path, Output output);

}  // namespace garita::reader
