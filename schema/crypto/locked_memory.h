#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "schema/vocabulary/bytes.h"

namespace garita {

/// A large stretch of memory for what must never be on a disk in clear: wiped before it is given
/// back, left out of dumps, and kept out of the swap where the system allows that (mlock(2);
/// RLIMIT_MEMLOCK). Move-only.
class LockedMemory {
 public:
  LockedMemory() = default;
  /// Ends the process when there is no memory.
  explicit LockedMemory(std::size_t size);
  LockedMemory(const LockedMemory&) = delete;
  LockedMemory& operator=(const LockedMemory&) = delete;
  LockedMemory(LockedMemory&& other) noexcept;
  LockedMemory& operator=(LockedMemory&& other) noexcept;
  ~LockedMemory();

  [[nodiscard]] ByteView view() const { return {start_, size_}; }
  [[nodiscard]] std::span<std::uint8_t> writable() { return {start_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// False: the system did not keep it out of the swap.
  [[nodiscard]] bool locked() const { return locked_; }

 private:
  std::uint8_t* start_ = nullptr;
  std::size_t size_ = 0;
  bool locked_ = false;
};

}  // namespace garita
