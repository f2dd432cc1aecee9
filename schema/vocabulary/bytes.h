#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The same memory, seen as bytes or as characters: valid as long as the argument's.
[[nodiscard]] ByteView bytes_of(std::string_view text);
[[nodiscard]] std::string_view text_of(ByteView bytes);

[[nodiscard]] Bytes copy_of(ByteView bytes);

/// Lower case, two digits a byte (RFC 4648, section 8, but lower case).
[[nodiscard]] std::string to_hex(ByteView bytes);
/// Either case. Remedy: reject.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// RFC 4648, section 4, with padding and without line ends.
[[nodiscard]] std::string to_base64(ByteView bytes);
/// Line ends and spaces are skipped; padding must be right. Remedy: reject.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);
/// RFC 4648, section 5, without padding: fits URLs and cookies.
[[nodiscard]] std::string to_base64url(ByteView bytes);

}  // namespace garita
