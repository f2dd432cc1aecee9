#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// Writes a file that only its owner reads (0600), durably and whole or not at all: a temporary
/// beside it, fsync, rename, fsync of the folder. Remedy: retry.
[[nodiscard]] Result<void> save_private_file(const std::filesystem::path& file, ByteView content);
/// The same of what need not be in memory at once: `next_piece` gives nothing once all was given;
/// what it gives is looked at until it is asked again.
[[nodiscard]] Result<void> save_private_file(const std::filesystem::path& file,
                                             const std::function<ByteView()>& next_piece);
/// At most `bytes_max` bytes. Remedy: repair, when it is not there or not readable.
[[nodiscard]] Result<Secret> load_private_file(const std::filesystem::path& file,
                                               std::size_t bytes_max);

}  // namespace garita
