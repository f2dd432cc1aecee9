#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document-reader/payload/payload.h"

namespace garita::reader {

/// What a barcode's bytes say as UTF-8: as they are where they are UTF-8 (RFC 3629), else taken for
/// ISO 8859-1, which is what most issuers mean. Without the byte order mark that files begin with,
/// and without the control characters that text never means: C1 and NUL.
[[nodiscard]] std::string text_of_payload(ByteView bytes);

/// Whether the bytes are UTF-8: no surrogates, no overlong forms (RFC 3629, section 3).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Without the characters of `of` at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text, std::string_view of = " ");

/// At least one character, and only 0 to 9.
[[nodiscard]] bool is_digits(std::string_view text);
/// The value of 1 to 9 digits; nothing else has one.
[[nodiscard]] std::optional<int> number_of(std::string_view digits);

/// Adds a field unless its value is empty. A name that is there already gets "_2", "_3" …, so that
/// nothing that a card says twice is lost.
void add_field(std::vector<PayloadField>& fields, std::string_view name, std::string_view value);

}  // namespace garita::reader
