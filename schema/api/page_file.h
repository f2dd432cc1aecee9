#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace garita {

/// One static file of a console, as it lies in the program itself.
struct PageFile {
  std::string_view path;  ///< "/index.html", "/assets/desk-PGTY3JOI.css"
  std::span<const std::uint8_t> bytes;
};

}  // namespace garita
