#pragma once

#include <filesystem>
#include <vector>

#include "document-reader/payload/vds_trust.h"
#include "document-reader/reading/reading.h"
#include "document-reader/worker/worker_process.h"
#include "schema/crypto/seal_certificate.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Beside the program that runs: where garita-reader is installed with it.
[[nodiscard]] std::filesystem::path reader_beside_this_program();

/// Reads pictures at the desk, in the reader's confined process. Belongs to one thread at a time.
class ReaderProcess {
 public:
  static constexpr std::size_t kPictureBytesMax = reader::WorkerProcess::kPictureBytesMax;

  /// `reader`: garita-reader. `seal_signers`: whose digital seals are believed.
  explicit ReaderProcess(std::filesystem::path reader,
                         std::vector<SealCertificate> seal_signers = {});

  /// What was read in a picture file (PNG, JPEG, TIFF, BMP, WebP, PNM). `today` decides centuries.
  /// Remedy: ask the officer, when it is no picture or one that is refused; retry, when the process
  /// ended or did not answer in time (the next picture gets a new one); repair, when it cannot be
  /// started.
  [[nodiscard]] Result<reader::Reading> read(ByteView picture, Date today);

 private:
  reader::WorkerProcess worker_;
  reader::SealTrust trust_;
};

}  // namespace garita::station
