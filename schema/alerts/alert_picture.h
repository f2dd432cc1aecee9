#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// A listed person's picture as it goes to posts: a JPEG no larger than this, in pixels and bytes.
inline constexpr int kListedPictureWidthPx = 240;
inline constexpr int kListedPictureHeightPx = 320;
inline constexpr std::size_t kListedPictureBytesMax = std::size_t{24} * 1024;

/// Whether a file has the form that the confined reader gives (`garita-reader --portraits`), looked
/// at without decoding anything: within the limits above by its frame header, and nothing but its
/// tables, one baseline frame, one scan and the end. So no browser is asked to show what declares
/// itself large, nor what carries more than the picture. Remedy: reject, with the reason.
[[nodiscard]] Result<void> check_listed_picture(ByteView jpeg);

/// How an entry names its picture: by what is in it, so that another picture is another name and a
/// post never shows one for another. "sha256:" and the first 16 bytes of the SHA-256 in base64url.
[[nodiscard]] std::string picture_reference(ByteView jpeg);
[[nodiscard]] bool is_picture_reference(std::string_view text);

/// How pictures are written, a list of their own (channel "alert-pictures") beside that of the
/// alerts: CSV, columns `reference,picture`, of which the second is base64. Each picture once.
[[nodiscard]] std::string pictures_header();
[[nodiscard]] std::string picture_row(ByteView jpeg);
/// Whether a table is such a list, by its header.
[[nodiscard]] bool is_picture_list(std::string_view csv);
/// One row at a time is in memory; `take` may be empty. Remedy: reject, with the line, where a
/// picture is not of that form, or not what its reference says.
[[nodiscard]] Result<void> for_each_picture(
    std::string_view csv,
    const std::function<void(const std::string& reference, Bytes jpeg)>& take);

}  // namespace garita
