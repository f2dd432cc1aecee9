#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// An ECDSA signature over P-256 with SHA-256 as 64 raw bytes, r then s, each 32 (the "P1363" form,
/// as in RFC 7518, 3.4): fixed in size on a slow link.
inline constexpr std::size_t kSignatureBytes = 64;

/// A P-256 public key; a plain value. Copies share what OpenSSL parsed, which costs more than a
/// signature does: whoever checks many keeps the key.
class PublicKey {
 public:
  /// What OpenSSL holds; known in schema/crypto alone.
  struct Handle;
  /// DER of a SubjectPublicKeyInfo on P-256. Remedy: reject.
  [[nodiscard]] static Result<PublicKey> from_der(ByteView der);
  PublicKey(Bytes der, std::shared_ptr<const Handle> handle)
      : der_(std::move(der)), handle_(std::move(handle)) {}
  [[nodiscard]] const Bytes& der() const { return der_; }
  [[nodiscard]] const Handle& handle() const { return *handle_; }
  friend bool operator==(const PublicKey& a, const PublicKey& b) { return a.der_ == b.der_; }

 private:
  Bytes der_;
  std::shared_ptr<const Handle> handle_;
};

/// A P-256 private key. Move-only; safe to use from several threads at once for signing.
class PrivateKey {
 public:
  /// What OpenSSL holds; known in schema/crypto alone.
  struct Handle;

  [[nodiscard]] static PrivateKey generate();
  /// PKCS#8 or SEC1, not encrypted. Remedy: repair.
  [[nodiscard]] static Result<PrivateKey> from_pem(std::string_view pem);
  [[nodiscard]] static Result<PrivateKey> load(const std::filesystem::path& file);
  explicit PrivateKey(std::unique_ptr<Handle> handle);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  /// PKCS#8 in PEM.
  [[nodiscard]] Secret pem() const;
  /// Durable before it returns, mode 0600, replacing whole or not at all. Remedy: retry.
  [[nodiscard]] Result<void> save(const std::filesystem::path& file) const;

  [[nodiscard]] PublicKey public_key() const;
  /// 64 raw bytes; SHA-256 of `message` is what is signed.
  [[nodiscard]] Bytes sign(ByteView message) const;

  [[nodiscard]] const Handle& handle() const { return *handle_; }

 private:
  std::unique_ptr<Handle> handle_;
};

/// True when `signature` (64 raw bytes) over `message` is by the owner of `key`.
[[nodiscard]] bool verify_signature(const PublicKey& key, ByteView message, ByteView signature);

}  // namespace garita
