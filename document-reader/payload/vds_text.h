#pragma once

#include <string>
#include <string_view>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

// How a visible digital seal writes texts and dates as bytes.
namespace garita::reader {

/// C40: two bytes for three characters of A-Z, 0-9 and space; the filler `<` is written as a space.
/// A single character at the end is 0xFE and its code plus one. The length is always even.
/// Source: ICAO Doc 9303-13, 2.6. Remedy: reject, with the place of the character.
[[nodiscard]] Result<Bytes> encode_c40(std::string_view text);
/// The other way; fillers come back as spaces. Remedy: reject, with the place of the byte.
[[nodiscard]] Result<std::string> decode_c40(ByteView bytes);

inline constexpr std::size_t kSealDateBytes = 3;
/// MMDDYYYY as a number in three bytes, the highest first. Source: ICAO Doc 9303-13, 2.3.1.
[[nodiscard]] Bytes encode_seal_date(Date date);
/// Exactly three bytes. Remedy: reject, when there is no such day.
[[nodiscard]] Result<Date> decode_seal_date(ByteView bytes);

/// The bytes of a seal that came as text: a scanner's Latin-1 written as UTF-8, or hexadecimal
/// digits with or without spaces. Anything else comes back as it is.
[[nodiscard]] Bytes seal_bytes_of(ByteView content);

/// Well-formed UTF-8 (RFC 3629) without control characters.
[[nodiscard]] bool is_plain_utf8(ByteView bytes);
/// Upper-case letters and digits alone; nothing in it is true too.
[[nodiscard]] bool is_upper_alphanumeric(std::string_view text);
/// 0-9 and A-F alone.
[[nodiscard]] bool is_upper_hex(std::string_view text);

}  // namespace garita::reader
