#pragma once

#include <filesystem>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The whole of a file of at most kFileBytesMax. Remedy: reject, with the reason.
[[nodiscard]] Result<Bytes> file_bytes(const std::filesystem::path& path);

}  // namespace garita::reader
