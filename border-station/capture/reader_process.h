#pragma once

#include <chrono>
#include <filesystem>

#include "document-reader/reading/reading.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Beside the program that runs: where garita-reader is installed with it.
[[nodiscard]] std::filesystem::path reader_beside_this_program();

/// The confined process that decodes pictures (`garita-reader --worker`). It is started when it is
/// first needed, and again after a picture has cost it its life: one reading is lost, never more.
/// Belongs to one thread at a time.
class ReaderProcess {
 public:
  /// Longer than the worker's own limit on CPU time, for a machine that is busy.
  static constexpr std::chrono::seconds kAnswerWithin{20};
  static constexpr std::size_t kPictureBytesMax = std::size_t{20} * 1024 * 1024;

  explicit ReaderProcess(std::filesystem::path reader,
                         std::chrono::milliseconds answer_within = kAnswerWithin);
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;
  /// Ends the process.
  ~ReaderProcess();

  /// What was read in a picture file (PNG, JPEG, TIFF, BMP, WebP, PNM). `today` decides centuries.
  /// Remedy: ask the officer, when it is no picture or one that is refused; retry, when the process
  /// ended or did not answer in time (the next picture gets a new one); repair, when it cannot be
  /// started.
  [[nodiscard]] Result<reader::Reading> read(ByteView picture, Date today);

  /// The running process, for tests; 0 when there is none.
  [[nodiscard]] int process() const { return process_; }

 private:
  [[nodiscard]] Result<void> start();
  void end();
  [[nodiscard]] Result<std::string> exchange(ByteView picture);

  std::filesystem::path reader_;
  std::chrono::milliseconds answer_within_;
  int process_ = 0;
  int to_worker_ = -1;
  int from_worker_ = -1;
};

}  // namespace garita::station
