#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "schema/vocabulary/bytes.h"

namespace garita::reader {

// Standard input and output as a client at the other end of two pipes speaks (ChildProcess).

/// False at the end.
[[nodiscard]] bool read_whole(std::span<std::uint8_t> bytes);
/// Of the block that follows; absent at the end.
[[nodiscard]] std::optional<std::size_t> read_length();
[[nodiscard]] bool write_block(ByteView bytes);

}  // namespace garita::reader
