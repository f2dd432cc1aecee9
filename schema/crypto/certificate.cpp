#include "schema/crypto/certificate.h"

#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/private_file.h"
#include "schema/crypto/x509_names.h"

namespace garita {
namespace {

constexpr std::size_t kCertificateFileBytesMax = 64 * 1024;
constexpr std::chrono::hours kClockTolerance{1};

struct NamedRole {
  CertificateRole role;
  std::string_view name;
};
constexpr std::array kRoles{
    NamedRole{CertificateRole::kAuthority, "authority"},
    NamedRole{CertificateRole::kStation, "station"},
    NamedRole{CertificateRole::kCentre, "centre"},
    NamedRole{CertificateRole::kConsole, "console"},
    NamedRole{CertificateRole::kSeal, "seal"},
    NamedRole{CertificateRole::kProtectionUnit, "protection-unit"},
    NamedRole{CertificateRole::kBulletins, "bulletins"},
};

Instant instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  ensure(ASN1_TIME_to_tm(time, &parts) == 1, "a certificate's times were parsed with it");
  return {static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

openssl::Request parsed_request(const Bytes& der) {
  const unsigned char* at = der.data();
  openssl::Request request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  ensure(request != nullptr, "a CertificateRequest holds a request");
  return request;
}

template <typename Pem, typename T, auto release>
std::string pem_of(Pem write, const openssl::Handle<T, release>& object) {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  ensure(write(bio.get(), object.get()) == 1, "what was parsed can be written as PEM");
  return std::string(text_of(openssl::written_to(bio)));
}

}  // namespace

std::string_view role_name(CertificateRole role) {
  const auto* found = std::ranges::find(kRoles, role, &NamedRole::role);
  ensure(found != kRoles.end(), "every role has a name");
  return found->name;
}

Result<CertificateRole> parse_role(std::string_view name) {
  const auto* found = std::ranges::find(kRoles, name, &NamedRole::name);
  if (found == kRoles.end()) return fail(Remedy::kReject, "no role of a certificate has this name");
  return found->role;
}

Validity Validity::of_days(Instant now, std::chrono::days days) {
  return {now.minus(kClockTolerance), now.plus(days)};
}

Result<Certificate> Certificate::from_pem(std::string_view pem) {
  const auto bio = openssl::reader_of(bytes_of(pem));
  const openssl::X509Certificate parsed(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (parsed == nullptr) {
    return fail(Remedy::kReject, "this is no certificate in PEM: " + openssl::last_error());
  }
  return from_der(openssl::der_of<i2d_X509>(parsed.get()));
}

Result<Certificate> Certificate::from_der(ByteView der) {
  const unsigned char* at = der.data();
  const openssl::X509Certificate parsed(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (parsed == nullptr || at != der.data() + der.size()) {
    return fail(Remedy::kReject, "this is no certificate: " + openssl::last_error());
  }
  std::tm parts{};
  const bool dated = ASN1_TIME_to_tm(X509_get0_notBefore(parsed.get()), &parts) == 1 &&
                     ASN1_TIME_to_tm(X509_get0_notAfter(parsed.get()), &parts) == 1;
  if (!dated) return fail(Remedy::kReject, "a certificate without a validity that can be read");
  EVP_PKEY* key = X509_get0_pubkey(parsed.get());
  auto readable = key == nullptr ? std::nullopt : std::optional(openssl::public_key_of(key));
  auto name = openssl::name_part(X509_get_subject_name(parsed.get()), NID_commonName);
  if (readable && *readable) {
    return Certificate(copy_of(der), std::move(name), **std::move(readable));
  }
  static_cast<void>(openssl::last_error());
  return Certificate(copy_of(der), std::move(name), std::nullopt);
}

Result<Certificate> Certificate::load(const std::filesystem::path& file) {
  GARITA_TRY(content, load_private_file(file, kCertificateFileBytesMax));
  auto certificate = from_pem(text_of(content.view()));
  if (!certificate) {
    return fail(Remedy::kRepair, file.string() + ": " + certificate.error().message);
  }
  return certificate;
}

std::string Certificate::pem() const { return pem_of(PEM_write_bio_X509, openssl::parsed(der_)); }

std::optional<CertificateRole> Certificate::role() const {
  const auto parsed = openssl::parsed(der_);
  const X509_NAME* subject = X509_get_subject_name(parsed.get());
  const auto role = parse_role(openssl::name_part(subject, NID_organizationalUnitName));
  if (!role) return std::nullopt;
  return *role;
}

std::string Certificate::serial() const {
  const auto parsed = openssl::parsed(der_);
  const ASN1_INTEGER* serial = X509_get0_serialNumber(parsed.get());
  const std::string digits =
      to_hex({ASN1_STRING_get0_data(serial), static_cast<std::size_t>(ASN1_STRING_length(serial))});
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

Validity Certificate::validity() const {
  const auto parsed = openssl::parsed(der_);
  return {instant_of(X509_get0_notBefore(parsed.get())),
          instant_of(X509_get0_notAfter(parsed.get()))};
}

Digest Certificate::fingerprint() const { return sha256(der_); }

Result<PublicKey> Certificate::public_key() const {
  if (!key_) return fail(Remedy::kReject, "a certificate whose key is not on P-256");
  return *key_;
}

CertificateRequest CertificateRequest::make(const PrivateKey& key, std::string_view common_name) {
  const openssl::Request request(X509_REQ_new());
  X509_REQ* at = request.get();
  EVP_PKEY* own = key.handle().key.get();
  const bool made =
      X509_REQ_set_version(at, X509_REQ_VERSION_1) == 1 &&
      openssl::add_name_part(X509_REQ_get_subject_name(at), NID_commonName, common_name) &&
      X509_REQ_set_pubkey(at, own) == 1 && X509_REQ_sign(at, own, EVP_sha256()) > 0;
  ensure(made, "a key and a name of at most 64 characters make a request");
  return CertificateRequest(openssl::der_of<i2d_X509_REQ>(at));
}

Result<CertificateRequest> CertificateRequest::from_der(ByteView der) {
  const unsigned char* at = der.data();
  const openssl::Request parsed(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  if (parsed == nullptr || at != der.data() + der.size()) {
    return fail(Remedy::kReject, "this is no certificate request: " + openssl::last_error());
  }
  EVP_PKEY* key = X509_REQ_get0_pubkey(parsed.get());
  if (!openssl::is_p256(key) || X509_REQ_verify(parsed.get(), key) != 1) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "a certificate request must be signed by its own P-256 key");
  }
  return CertificateRequest(copy_of(der));
}

Result<CertificateRequest> CertificateRequest::from_pem(std::string_view pem) {
  const auto bio = openssl::reader_of(bytes_of(pem));
  const openssl::Request parsed(PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
  if (parsed == nullptr) {
    return fail(Remedy::kReject, "this is no request in PEM: " + openssl::last_error());
  }
  return from_der(openssl::der_of<i2d_X509_REQ>(parsed.get()));
}

std::string CertificateRequest::pem() const {
  return pem_of(PEM_write_bio_X509_REQ, parsed_request(der_));
}

std::string CertificateRequest::common_name() const {
  const auto parsed = parsed_request(der_);
  return openssl::name_part(X509_REQ_get_subject_name(parsed.get()), NID_commonName);
}

PublicKey CertificateRequest::public_key() const {
  const auto parsed = parsed_request(der_);
  auto key = PublicKey::from_der(openssl::der_of<i2d_PUBKEY>(X509_REQ_get0_pubkey(parsed.get())));
  ensure(key.has_value(), "from_der saw that the key is on P-256");
  return *std::move(key);
}

}  // namespace garita
