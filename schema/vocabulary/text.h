#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace garita {

/// Well-formed UTF-8 (RFC 3629, section 4): no overlong forms, no surrogates, nothing above
/// U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
/// UTF-8 without control characters (U+0000 to U+001F, U+007F to U+009F): one line that can stand
/// in a log.
[[nodiscard]] bool is_one_line(std::string_view text);
/// Nothing but spaces, tabs and line ends: no line of a file.
[[nodiscard]] bool is_blank(std::string_view text);
/// At least two letters, of whatever script: what a reason or a name in words cannot do without.
[[nodiscard]] bool has_words(std::string_view text);
/// `text` as one line of at most `bytes_max`: what is no UTF-8 and what is a control character
/// becomes '?', and the end is cut off between two characters.
[[nodiscard]] std::string as_one_line(std::string_view text, std::size_t bytes_max);

}  // namespace garita
