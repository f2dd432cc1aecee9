#pragma once

#include <string>
#include <string_view>

// For the .cpp files of this folder alone.
namespace garita::tests {

/// A compressed stream that was found among other bytes.
struct Stream {
  std::string_view kind;  ///< "zstd", "deflate"
  std::string content;    ///< what could be read of it, at most 16 MiB
};

/// The stream that begins at the front of `bytes`; without content when none does.
[[nodiscard]] Stream stream_at_front(std::string_view bytes);

}  // namespace garita::tests
