#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/crypto/hash.h"
#include "schema/crypto/keys.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What a certificate of the country's own authority may be used for. It stands in the subject
/// (OU), and the extensions (RFC 5280, 4.2.1.3 and 4.2.1.12) hold to it.
enum class CertificateRole {
  kAuthority,       ///< signs certificates and the revocation list
  kStation,         ///< TLS client of the sync port; signs journals
  kCentre,          ///< TLS server of the sync port; SAN has DNS:centre.garita; signs receipts
  kConsole,         ///< TLS server of a desk or directorate console
  kSeal,            ///< epoch keys of the stations are sealed to it: key agreement alone
  kProtectionUnit,  ///< protection referrals are sealed to it: key agreement alone
  kBulletins,       ///< signs bulletins
};
[[nodiscard]] std::string_view role_name(CertificateRole role);
[[nodiscard]] Result<CertificateRole> parse_role(std::string_view name);

/// The name that a centre's certificate carries wherever it runs; stations check it in the
/// handshake, so that a console's certificate never passes for the centre's.
inline constexpr std::string_view kCentreTlsName = "centre.garita";

struct Validity {
  Instant not_before;
  Instant not_after;
  /// From an hour before `now` (clocks differ) until `days` after it.
  [[nodiscard]] static Validity of_days(Instant now, std::chrono::days days);
};

/// An X.509 certificate that was parsed once; a plain value, equal when the DER is.
class Certificate {
 public:
  /// One PEM block, or DER. Remedy: reject.
  [[nodiscard]] static Result<Certificate> from_pem(std::string_view pem);
  [[nodiscard]] static Result<Certificate> from_der(ByteView der);
  /// Remedy: repair.
  [[nodiscard]] static Result<Certificate> load(const std::filesystem::path& file);

  [[nodiscard]] const Bytes& der() const { return der_; }
  [[nodiscard]] std::string pem() const;
  /// Subject CN: the station's id, the officer-facing host, "centre".
  [[nodiscard]] const std::string& common_name() const { return common_name_; }
  /// Nothing when the certificate is not one of Garita's.
  [[nodiscard]] std::optional<CertificateRole> role() const;
  /// Lower-case hex without leading zeros.
  [[nodiscard]] std::string serial() const;
  [[nodiscard]] Validity validity() const;
  /// SHA-256 of the DER.
  [[nodiscard]] Digest fingerprint() const;
  /// The key must be on P-256. Remedy: reject.
  [[nodiscard]] Result<PublicKey> public_key() const;

  friend bool operator==(const Certificate& a, const Certificate& b) { return a.der_ == b.der_; }

 private:
  Certificate(Bytes der, std::string common_name, std::optional<PublicKey> key)
      : der_(std::move(der)), common_name_(std::move(common_name)), key_(std::move(key)) {}
  Bytes der_;
  std::string common_name_;
  std::optional<PublicKey> key_;  ///< where it is on P-256
};

/// A PKCS#10 request (RFC 2986) whose own signature was checked: who made it holds the key.
class CertificateRequest {
 public:
  [[nodiscard]] static CertificateRequest make(const PrivateKey& key, std::string_view common_name);
  /// Remedy: reject, also when the signature is wrong or the key is not on P-256.
  [[nodiscard]] static Result<CertificateRequest> from_der(ByteView der);
  [[nodiscard]] static Result<CertificateRequest> from_pem(std::string_view pem);

  [[nodiscard]] const Bytes& der() const { return der_; }
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] std::string common_name() const;
  [[nodiscard]] PublicKey public_key() const;

 private:
  explicit CertificateRequest(Bytes der) : der_(std::move(der)) {}
  Bytes der_;
};

/// The country's certificate authority: its key and its certificate. `key` outlives it.
struct Authority {
  const PrivateKey& key;
  Certificate certificate;
};

/// Self-signed root; path length 0. `name` becomes the CN ("Garita GTM authority").
[[nodiscard]] Certificate make_authority_certificate(const PrivateKey& key, std::string_view name,
                                                     Validity validity);

struct CertificateOrder {
  CertificateRole role = CertificateRole::kStation;
  std::string common_name;
  std::vector<std::string> dns_names;     ///< kCentreTlsName is added for kCentre
  std::vector<std::string> ip_addresses;  ///< "127.0.0.1", "::1"
  Validity validity;
};
/// Remedy: reject, when a name or an address is none, or the name is the centre's and the role is
/// not.
[[nodiscard]] Result<Certificate> issue_certificate(const Authority& authority,
                                                    const PublicKey& subject,
                                                    const CertificateOrder& order);

/// Holds when `certificate` is signed by `authority`, valid at `now` and of `role`.
/// Remedy: reject.
[[nodiscard]] Result<void> check_certificate(const Certificate& certificate,
                                             const Certificate& authority, CertificateRole role,
                                             Instant now);

/// A signed list of withdrawn certificates (RFC 5280, section 5).
class RevocationList {
 public:
  /// `serials` as Certificate::serial gives them. Remedy: reject.
  [[nodiscard]] static Result<RevocationList> make(const Authority& authority,
                                                   std::span<const std::string> serials,
                                                   Validity validity);
  /// Remedy: reject, also when `authority` did not sign it.
  [[nodiscard]] static Result<RevocationList> from_der(ByteView der, const Certificate& authority);
  [[nodiscard]] const Bytes& der() const { return der_; }
  [[nodiscard]] bool revokes(const Certificate& certificate) const;

 private:
  explicit RevocationList(Bytes der) : der_(std::move(der)) {}
  Bytes der_;
};

}  // namespace garita
