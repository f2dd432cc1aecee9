#pragma once

#include <unistd.h>

#include <cstdint>

namespace garita::central {

/// Bytes of memory that the machine has.
[[nodiscard]] inline std::int64_t machine_memory() {
  return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

}  // namespace garita::central
