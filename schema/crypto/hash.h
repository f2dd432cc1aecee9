#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"

namespace garita {

inline constexpr std::size_t kSha256Bytes = 32;
using Digest = std::array<std::uint8_t, kSha256Bytes>;

/// FIPS 180-4.
[[nodiscard]] Digest sha256(ByteView data);

/// SHA-256 of what is added piece by piece.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();
  Sha256& add(ByteView data);
  /// Ends it: nothing may be added afterwards.
  [[nodiscard]] Digest digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// HMAC-SHA256, RFC 2104: the keyed hash of look-ups.
[[nodiscard]] Digest keyed_hash(const Secret& key, ByteView data);

/// HKDF-SHA256, RFC 5869: extract and expand. At most 255 * 32 bytes.
[[nodiscard]] Secret derive_key(const Secret& key, ByteView salt, ByteView info, std::size_t bytes);

/// A digest out of bytes that were stored. Remedy: reject, when they are not 32.
[[nodiscard]] Result<Digest> digest_from(ByteView bytes);

}  // namespace garita
