#pragma once

#include <cstddef>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

inline constexpr std::size_t kAeadKeyBytes = 32;
inline constexpr std::size_t kAeadNonceBytes = 12;
inline constexpr std::size_t kAeadTagBytes = 16;

/// AES-256-GCM (NIST SP 800-38D): ciphertext, then the tag of 16 bytes. `key` has 32 bytes, `nonce`
/// 12; the same pair never twice. `associated` is authenticated, not hidden.
[[nodiscard]] Bytes seal_aead(const Secret& key, ByteView nonce, ByteView associated,
                              ByteView plaintext);
/// Remedy: reject, when anything differs from what was sealed.
[[nodiscard]] Result<Secret> open_aead(const Secret& key, ByteView nonce, ByteView associated,
                                       ByteView sealed);

/// The same with a random nonce in front of the result: for columns and small files, up to 2^32 of
/// them under one key (SP 800-38D, 8.3).
[[nodiscard]] Bytes seal_box(const Secret& key, ByteView associated, ByteView plaintext);
[[nodiscard]] Result<Secret> open_box(const Secret& key, ByteView associated, ByteView sealed);

}  // namespace garita
