#pragma once

#include <span>

#include "schema/api/page_file.h"

namespace garita::station {

/// The desk console's pages, built from src/ and schema/api/web: "/index.html" and what it names.
/// Valid as long as the program runs.
[[nodiscard]] std::span<const PageFile> desk_pages();

}  // namespace garita::station
