#pragma once

#include <filesystem>

#include "schema/vocabulary/bytes.h"

namespace garita::central {

/// A file in memory, read-only, as long as this lives. Whoever may write the file may change what
/// is seen: only for files of the machine itself.
class MappedFile {
 public:
  /// Remedy: reject, when it cannot be read or is empty.
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;

  [[nodiscard]] ByteView bytes() const { return bytes_; }

 private:
  explicit MappedFile(ByteView bytes) : bytes_(bytes) {}
  ByteView bytes_;
};

}  // namespace garita::central
