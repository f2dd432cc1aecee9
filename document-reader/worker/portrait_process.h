#pragma once

#include <filesystem>

#include "document-reader/worker/confined_process.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The confined process that makes pictures of listed persons small (`garita-reader --portraits`),
/// seen from its client.
class PortraitProcess {
 public:
  /// `program`: garita-reader. SIGPIPE is ignored from now on.
  explicit PortraitProcess(std::filesystem::path program);

  /// The picture as a small JPEG (schema/alerts/alert_picture.h). Remedies: as ConfinedProcess.
  [[nodiscard]] Result<Bytes> portrait(ByteView picture);

 private:
  ConfinedProcess process_;
};

}  // namespace garita::reader
