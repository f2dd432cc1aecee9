#pragma once

#include <string_view>

#include "border-station/capture/drop_folder.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Whether a request's Content-Type says that its body is a form of several parts.
[[nodiscard]] bool is_form(std::string_view content_type);

/// The pictures of one page under several lights, as one upload: multipart/form-data (RFC 7578),
/// each part named by its light ("white", "ir", "uv"), each light at most once. Remedy: reject.
[[nodiscard]] Result<Page> page_of_form(std::string_view content_type, std::string_view body);

}  // namespace garita::station
