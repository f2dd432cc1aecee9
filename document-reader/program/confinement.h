#pragma once

#include <cstddef>
#include <initializer_list>

namespace garita::reader {

/// From here on this process can compute, answer, and nothing else, but for `more_calls` of the
/// system; it takes at most `working_bytes_max` more memory, and leaves no core dump. False where
/// the system does not let it.
[[nodiscard]] bool confine(std::size_t working_bytes_max, std::initializer_list<int> more_calls);

}  // namespace garita::reader
