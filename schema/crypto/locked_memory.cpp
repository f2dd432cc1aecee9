#include "schema/crypto/locked_memory.h"

#include <openssl/crypto.h>
#include <sys/mman.h>

#include <utility>

#include "schema/vocabulary/result.h"

namespace garita {

LockedMemory::LockedMemory(std::size_t size) : size_(size) {
  if (size == 0) return;
  void* start = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ensure(start != MAP_FAILED, "there is memory");
  start_ = static_cast<std::uint8_t*>(start);
  locked_ = ::mlock(start, size) == 0;
  ::madvise(start, size, MADV_DONTDUMP);
}

LockedMemory::LockedMemory(LockedMemory&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      locked_(std::exchange(other.locked_, false)) {}

LockedMemory& LockedMemory::operator=(LockedMemory&& other) noexcept {
  std::swap(start_, other.start_);
  std::swap(size_, other.size_);
  std::swap(locked_, other.locked_);
  return *this;
}

LockedMemory::~LockedMemory() {
  if (start_ == nullptr) return;
  OPENSSL_cleanse(start_, size_);
  ::munmap(start_, size_);
}

}  // namespace garita
