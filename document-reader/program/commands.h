#pragma once

#include <string>
#include <vector>

namespace garita::reader {

/// Exit status of a command: design/contracts.
inline constexpr int kDone = 0;
inline constexpr int kSomeFailed = 1;

enum class Output { kText, kJson };

/// Reads pictures, and every picture of a folder; each that cannot be read is named on standard
/// error and the others are read all the same.
[[nodiscard]] int read_pictures(const std::vector<std::string>& paths, Output output);

/// Zones as text, from a file or ("") standard input, parted by blank lines.
[[nodiscard]] int read_zones_as_text(const std::string& path, Output output);

}  // namespace garita::reader
