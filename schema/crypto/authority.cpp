#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "schema/crypto/certificate.h"
#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/x509_names.h"

namespace garita {
namespace {

constexpr std::size_t kSerialBytes = 16;
constexpr std::string_view kOrganisation = "Garita";

/// RFC 5280, 4.2.1.3 and 4.2.1.12, in OpenSSL's words; "" leaves the extension out.
struct Usage {
  const char* key_usage;
  const char* extended;
};

Usage usage_of(CertificateRole role) {
  switch (role) {
    case CertificateRole::kAuthority:
      return {"critical,keyCertSign,cRLSign", ""};
    case CertificateRole::kStation:
      return {"critical,digitalSignature", "clientAuth"};
    case CertificateRole::kCentre:
    case CertificateRole::kConsole:
      return {"critical,digitalSignature", "serverAuth"};
    case CertificateRole::kSeal:
    case CertificateRole::kProtectionUnit:
      return {"critical,keyAgreement", ""};
    case CertificateRole::kBulletins:
      return {"critical,digitalSignature", ""};
  }
  ensure(false, "every role has a usage");
  return {"", ""};
}

bool is_host_name(std::string_view name) {
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
  };
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, allowed);
}

/// Host names compare without case (RFC 4343).
bool is_centres_name(std::string_view name) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(name, kCentreTlsName, {}, lower, lower);
}

bool is_ip_address(const std::string& text) {
  std::array<unsigned char, 16> address{};
  return inet_pton(AF_INET, text.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

/// In OpenSSL's words. The names were checked: a comma in one would add another.
Result<std::string> alternative_names(const CertificateOrder& order) {
  std::string names;
  const auto add = [&names](std::string_view kind, std::string_view name) {
    if (!names.empty()) names += ',';
    names += kind;
    names += name;
  };
  if (order.role == CertificateRole::kCentre) add("DNS:", kCentreTlsName);
  for (const auto& name : order.dns_names) {
    if (!is_host_name(name)) return fail(Remedy::kReject, "no host name: " + name);
    if (order.role != CertificateRole::kCentre && is_centres_name(name)) {
      return fail(Remedy::kReject, name + " is the centre's name alone");
    }
    add("DNS:", name);
  }
  for (const auto& address : order.ip_addresses) {
    if (!is_ip_address(address)) return fail(Remedy::kReject, "no IP address: " + address);
    add("IP:", address);
  }
  return names;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& words) {
  if (words.empty()) return true;
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const openssl::Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, words.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

openssl::Time time_of(Instant instant) {
  openssl::Time time(ASN1_TIME_set(nullptr, static_cast<time_t>(instant.milliseconds / 1000)));
  ensure(time != nullptr, "an instant of our era has an ASN.1 form");
  return time;
}

bool set_random_serial(X509* certificate) {
  Bytes bytes = random_bytes(kSerialBytes);
  bytes.front() = static_cast<std::uint8_t>((bytes.front() & 0x7FU) | 0x40U);
  const openssl::BigNumber number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_subject(X509* certificate, CertificateRole role, std::string_view common_name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  return openssl::add_name_part(subject, NID_organizationName, kOrganisation) &&
         openssl::add_name_part(subject, NID_organizationalUnitName, role_name(role)) &&
         openssl::add_name_part(subject, NID_commonName, common_name);
}

/// Version 3, serial, subject, validity and key: all but the issuer, extensions and signature.
openssl::X509Certificate draft(CertificateRole role, std::string_view common_name,
                               const Validity& validity, EVP_PKEY* subject) {
  openssl::X509Certificate certificate(X509_new());
  X509* at = certificate.get();
  const bool made = X509_set_version(at, X509_VERSION_3) == 1 && set_random_serial(at) &&
                    set_subject(at, role, common_name) &&
                    X509_set1_notBefore(at, time_of(validity.not_before).get()) == 1 &&
                    X509_set1_notAfter(at, time_of(validity.not_after).get()) == 1 &&
                    X509_set_pubkey(at, subject) == 1;
  return made ? std::move(certificate) : openssl::X509Certificate();
}

Certificate finished(const openssl::X509Certificate& certificate, const PrivateKey& key) {
  ensure(X509_sign(certificate.get(), key.handle().key.get(), EVP_sha256()) > 0,
         "an authority's key signs");
  auto made = Certificate::from_der(openssl::der_of<i2d_X509>(certificate.get()));
  ensure(made.has_value(), "what was made can be read");
  return *std::move(made);
}

bool add_revoked(X509_CRL* list, const std::string& serial, const ASN1_TIME* when) {
  BIGNUM* number = nullptr;
  const bool hex = !serial.empty() && serial.size() <= 40 &&
                   BN_hex2bn(&number, serial.c_str()) == static_cast<int>(serial.size());
  const openssl::BigNumber owned(number);
  if (!hex) return false;
  const openssl::Integer value(BN_to_ASN1_INTEGER(number, nullptr));
  openssl::Revoked revoked(X509_REVOKED_new());
  const bool made =
      X509_REVOKED_set_serialNumber(revoked.get(), value.get()) == 1 &&
      X509_REVOKED_set_revocationDate(revoked.get(), const_cast<ASN1_TIME*>(when)) == 1 &&
      X509_CRL_add0_revoked(list, revoked.get()) == 1;
  if (made) static_cast<void>(revoked.release());
  return made;
}

openssl::X509List parsed_list(ByteView der) {
  const unsigned char* at = der.data();
  openssl::X509List list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  const bool whole = at == der.data() + der.size();
  return whole ? std::move(list) : openssl::X509List();
}

}  // namespace

Certificate make_authority_certificate(const PrivateKey& key, std::string_view name,
                                       Validity validity) {
  const auto role = CertificateRole::kAuthority;
  const auto certificate = draft(role, name, validity, key.handle().key.get());
  ensure(certificate != nullptr, "an authority's name has at most 64 characters");
  X509* at = certificate.get();
  const bool made = X509_set_issuer_name(at, X509_get_subject_name(at)) == 1 &&
                    add_extension(at, at, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    add_extension(at, at, NID_key_usage, usage_of(role).key_usage) &&
                    add_extension(at, at, NID_subject_key_identifier, "hash");
  ensure(made, "the extensions of an authority are well formed");
  return finished(certificate, key);
}

Result<Certificate> issue_certificate(const Authority& authority, const PublicKey& subject,
                                      const CertificateOrder& order) {
  if (order.role == CertificateRole::kAuthority) {
    return fail(Remedy::kReject, "an authority issues no authorities");
  }
  GARITA_TRY(names, alternative_names(order));
  const auto key = openssl::parsed_key(subject.der());
  const auto certificate = draft(order.role, order.common_name, order.validity, key.get());
  if (certificate == nullptr) {
    return fail(Remedy::kReject, "a certificate cannot carry this name: " + openssl::last_error());
  }
  const auto issuer = openssl::parsed(authority.certificate.der());
  const Usage usage = usage_of(order.role);
  X509* at = certificate.get();
  const bool made = X509_set_issuer_name(at, X509_get_subject_name(issuer.get())) == 1 &&
                    add_extension(at, issuer.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(at, issuer.get(), NID_key_usage, usage.key_usage) &&
                    add_extension(at, issuer.get(), NID_ext_key_usage, usage.extended) &&
                    add_extension(at, issuer.get(), NID_subject_alt_name, names) &&
                    add_extension(at, issuer.get(), NID_subject_key_identifier, "hash") &&
                    add_extension(at, issuer.get(), NID_authority_key_identifier, "keyid:always");
  if (!made) return fail(Remedy::kReject, "a certificate of this kind cannot be made");
  return finished(certificate, authority.key);
}

Result<void> check_certificate(const Certificate& certificate, const Certificate& authority,
                               CertificateRole role, Instant now) {
  const auto subject = openssl::parsed(certificate.der());
  const auto issuer = openssl::parsed(authority.der());
  const bool issued = X509_check_issued(issuer.get(), subject.get()) == X509_V_OK &&
                      X509_verify(subject.get(), X509_get0_pubkey(issuer.get())) == 1;
  if (!issued) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "the certificate is not of this country's authority");
  }
  const auto within = [now](const Validity& validity) {
    return validity.not_before <= now && now <= validity.not_after;
  };
  if (!within(certificate.validity()) || !within(authority.validity())) {
    return fail(Remedy::kReject, "the certificate is not valid at this time");
  }
  if (certificate.role() != role) {
    return fail(Remedy::kReject, "the certificate is for another use");
  }
  return {};
}

Result<RevocationList> RevocationList::make(const Authority& authority,
                                            std::span<const std::string> serials,
                                            Validity validity) {
  const openssl::X509List list(X509_CRL_new());
  X509_CRL* at = list.get();
  const auto issuer = openssl::parsed(authority.certificate.der());
  const auto from = time_of(validity.not_before);
  const bool begun = X509_CRL_set_version(at, X509_CRL_VERSION_2) == 1 &&
                     X509_CRL_set_issuer_name(at, X509_get_subject_name(issuer.get())) == 1 &&
                     X509_CRL_set1_lastUpdate(at, from.get()) == 1 &&
                     X509_CRL_set1_nextUpdate(at, time_of(validity.not_after).get()) == 1;
  ensure(begun, "a revocation list begins with its issuer and dates");
  for (const auto& serial : serials) {
    if (!add_revoked(at, serial, from.get())) {
      return fail(Remedy::kReject, "no serial number of a certificate: " + serial);
    }
  }
  X509_CRL_sort(at);
  ensure(X509_CRL_sign(at, authority.key.handle().key.get(), EVP_sha256()) > 0,
         "an authority's key signs");
  return RevocationList(openssl::der_of<i2d_X509_CRL>(at));
}

Result<RevocationList> RevocationList::from_der(ByteView der, const Certificate& authority) {
  const auto list = parsed_list(der);
  if (list == nullptr) return fail(Remedy::kReject, "this is no revocation list");
  const auto issuer = openssl::parsed(authority.der());
  if (X509_CRL_verify(list.get(), X509_get0_pubkey(issuer.get())) != 1) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "the revocation list is not signed by this country's authority");
  }
  return RevocationList(copy_of(der));
}

bool RevocationList::revokes(const Certificate& certificate) const {
  const auto list = parsed_list(der_);
  const auto parsed = openssl::parsed(certificate.der());
  X509_REVOKED* entry = nullptr;
  return X509_CRL_get0_by_cert(list.get(), &entry, parsed.get()) == 1;
}

}  // namespace garita
