#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// The public key of one who signs digital seals: ECDSA on P-224, P-256, P-384 (FIPS 186-4) or
/// brainpoolP224r1, P256r1, P320r1, P384r1, P512r1 (RFC 5639). A plain value.
class SealPublicKey {
 public:
  /// DER of a SubjectPublicKeyInfo; the curve by name, or by the explicit parameters of one of
  /// those above, as ICAO Doc 9303-12, 4.4.2 has it. Remedy: reject, with the kind of key or the
  /// curve that no seal is signed with.
  [[nodiscard]] static Result<SealPublicKey> from_der(ByteView der);
  [[nodiscard]] const Bytes& der() const { return der_; }
  /// "P-256", "brainpoolP224r1".
  [[nodiscard]] std::string_view curve() const;
  /// Length of a signature: r and s, each as long as the order of the curve's group.
  [[nodiscard]] std::size_t signature_bytes() const;
  friend bool operator==(const SealPublicKey&, const SealPublicKey&) = default;

 private:
  SealPublicKey(Bytes der, std::size_t curve) : der_(std::move(der)), curve_(curve) {}
  Bytes der_;
  std::size_t curve_;  ///< which of the curves above
};

/// True when `signature` (r then s, signature_bytes() in all) over `message` is by the owner of
/// `key`. What is signed is the hash that goes with the curve: SHA-224, 256, 384 or 512, the
/// shortest that is not shorter than the group's order. Source: ICAO Doc 9303-13, 2.4.
[[nodiscard]] bool verify_seal_signature(const SealPublicKey& key, ByteView message,
                                         ByteView signature);

/// The private key of one who signs digital seals. Move-only; may sign from several threads at
/// once.
class SealSigningKey {
 public:
  /// What OpenSSL holds; known in schema/crypto alone.
  struct Handle;

  /// `curve` as SealPublicKey::curve names it. Remedy: reject.
  [[nodiscard]] static Result<SealSigningKey> generate(std::string_view curve);
  /// PKCS#8 or SEC1 in PEM, not encrypted. Remedy: repair.
  [[nodiscard]] static Result<SealSigningKey> from_pem(std::string_view pem);
  SealSigningKey(SealSigningKey&&) noexcept;
  SealSigningKey& operator=(SealSigningKey&&) noexcept;
  ~SealSigningKey();

  /// PKCS#8 in PEM.
  [[nodiscard]] Secret pem() const;
  [[nodiscard]] SealPublicKey public_key() const;
  /// As verify_seal_signature takes it.
  [[nodiscard]] Bytes sign(ByteView message) const;

 private:
  SealSigningKey(std::unique_ptr<Handle> handle, SealPublicKey public_key);
  std::unique_ptr<Handle> handle_;
  SealPublicKey public_key_;
};

}  // namespace garita
