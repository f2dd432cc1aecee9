#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "schema/vocabulary/bytes.h"

namespace garita {

/// Bytes that are wiped before their memory is given back: keys, and text that was unsealed.
/// Move-only, so that a copy is always visible: `copy()`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : bytes_(size) {}
  /// Takes the bytes over; the caller's vector is left empty.
  explicit Secret(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// Copies; whoever holds the source wipes the source.
  [[nodiscard]] static Secret copy_of(ByteView bytes);
  [[nodiscard]] Secret copy() const { return copy_of(bytes_); }

  [[nodiscard]] ByteView view() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> writable() { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  Bytes bytes_;
};

/// From the operating system's generator through OpenSSL's DRBG; ends the process when it fails.
[[nodiscard]] Bytes random_bytes(std::size_t count);
[[nodiscard]] Secret random_secret(std::size_t count);

/// Takes as long for different contents as for equal ones; unequal sizes are told apart at once.
[[nodiscard]] bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace garita
