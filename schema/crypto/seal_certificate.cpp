#include "schema/crypto/seal_certificate.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <optional>

#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/x509_names.h"

namespace garita {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDocumentTypesMax = 64;
/// The list may stand one set deeper than the standard has it, in what some authorities issue.
constexpr int kDocumentTypeDepthMax = 4;

void release_list(ASN1_SEQUENCE_ANY* list) { sk_ASN1_TYPE_pop_free(list, ASN1_TYPE_free); }
using Asn1List = openssl::Handle<ASN1_SEQUENCE_ANY, release_list>;
using Asn1Object = openssl::Handle<ASN1_OBJECT, ASN1_OBJECT_free>;

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Result<Date> day_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "a certificate without a validity that can be read");
  }
  return Date::of(parts.tm_year + 1900, static_cast<unsigned>(parts.tm_mon + 1),
                  static_cast<unsigned>(parts.tm_mday));
}

/// Every PrintableString in the value of the extension.
void collect_document_types(ByteView der, int depth, std::vector<std::string>& types) {
  const unsigned char* at = der.data();
  const auto size = static_cast<long>(der.size());
  const bool set = !der.empty() && der[0] == (V_ASN1_CONSTRUCTED | V_ASN1_SET);
  const Asn1List list(set ? d2i_ASN1_SET_ANY(nullptr, &at, size)
                          : d2i_ASN1_SEQUENCE_ANY(nullptr, &at, size));
  if (list == nullptr) {
    static_cast<void>(openssl::last_error());
    return;
  }
  for (int i = 0; i < sk_ASN1_TYPE_num(list.get()) && types.size() < kDocumentTypesMax; ++i) {
    const ASN1_TYPE* item = sk_ASN1_TYPE_value(list.get(), i);
    if (item->type != V_ASN1_PRINTABLESTRING && item->type != V_ASN1_SET) continue;
    const ASN1_STRING* held = item->value.asn1_string;
    const ByteView bytes{ASN1_STRING_get0_data(held),
                         static_cast<std::size_t>(ASN1_STRING_length(held))};
    if (item->type == V_ASN1_PRINTABLESTRING) {
      types.emplace_back(text_of(bytes));
    } else if (depth < kDocumentTypeDepthMax) {
      collect_document_types(bytes, depth + 1, types);
    }
  }
}

/// ICAO Doc 9303-12, 7.1.1.6: id-icao-mrtd-security-extensions-documentTypeList.
std::vector<std::string> document_types_of(const X509* certificate) {
  std::vector<std::string> types;
  const Asn1Object id(OBJ_txt2obj("2.23.136.1.1.6.2", 1));
  const int place = X509_get_ext_by_OBJ(certificate, id.get(), -1);
  if (place < 0) return types;
  const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(certificate, place));
  collect_document_types(
      {ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))}, 0,
      types);
  return types;
}

Result<std::string> signer_of(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const auto country = upper(openssl::name_part(subject, NID_countryName));
  const auto name = upper(openssl::name_part(subject, NID_commonName));
  if (country.size() != 2 || name.size() != 2) {
    return fail(Remedy::kReject,
                "the subject names no signer of seals: country and common name must have two "
                "characters each");
  }
  return country + name;
}

Result<std::string> reference_of(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  if (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER) {
    return fail(Remedy::kReject, "a certificate with a negative serial number");
  }
  const auto digits = upper(to_hex(
      {ASN1_STRING_get0_data(serial), static_cast<std::size_t>(ASN1_STRING_length(serial))}));
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? std::string("0") : digits.substr(first);
}

Result<SealPublicKey> key_of(const X509* certificate) {
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "the key cannot be read");
  }
  return SealPublicKey::from_der(openssl::der_of<i2d_PUBKEY>(key));
}

Result<SealCertificate> seal_certificate(const X509* certificate, const std::string& source) {
  GARITA_TRY(signer, signer_of(certificate));
  GARITA_TRY(reference, reference_of(certificate));
  GARITA_TRY(first_day, day_of(X509_get0_notBefore(certificate)));
  GARITA_TRY(last_day, day_of(X509_get0_notAfter(certificate)));
  return SealCertificate{source,
                         signer,
                         reference,
                         first_day,
                         last_day,
                         document_types_of(certificate),
                         key_of(certificate)};
}

Result<std::vector<SealCertificate>> read_pem(ByteView content, const std::string& source) {
  const auto bio = openssl::reader_of(content);
  std::vector<SealCertificate> certificates;
  std::optional<Error> trouble;
  while (const openssl::X509Certificate parsed{
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    auto certificate = seal_certificate(parsed.get(), source);
    if (certificate) {
      certificates.push_back(*std::move(certificate));
    } else if (!trouble) {
      trouble = certificate.error();
    }
  }
  const bool at_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const auto why = openssl::last_error();
  if (!at_the_end) return fail(Remedy::kReject, "a certificate in PEM is damaged: " + why);
  if (certificates.empty() && trouble) return Failure(*trouble);
  if (certificates.empty()) return fail(Remedy::kReject, "no certificate in PEM stands in it");
  return certificates;
}

Result<Bytes> content_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return fail(Remedy::kReject, "not a file");
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Remedy::kReject, "cannot be opened");
  // Not what the file system says of the size: it may have grown since.
  Bytes content(kSealCertificateFileBytesMax + 1);
  in.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  return content;
}

}  // namespace

Result<std::vector<SealCertificate>> read_seal_certificates(ByteView content, std::string source) {
  if (content.size() > kSealCertificateFileBytesMax) {
    return fail(Remedy::kReject, "too large for certificates: more than " +
                                     std::to_string(kSealCertificateFileBytesMax) + " bytes");
  }
  if (text_of(content).find("-----BEGIN ") != std::string_view::npos) {
    return read_pem(content, source);
  }
  const unsigned char* at = content.data();
  const openssl::X509Certificate parsed(d2i_X509(nullptr, &at, static_cast<long>(content.size())));
  if (parsed == nullptr || at != content.data() + content.size()) {
    return fail(Remedy::kReject, "this is no certificate: " + openssl::last_error());
  }
  GARITA_TRY(certificate, seal_certificate(parsed.get(), source));
  std::vector<SealCertificate> certificates;
  certificates.push_back(std::move(certificate));
  return certificates;
}

Result<SealCertificateFolder> load_seal_certificates(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    if (!hidden && !at->is_directory()) files.push_back(at->path());
  }
  if (error) {
    return fail(Remedy::kRepair, "the folder of certificates " + folder.string() +
                                     " cannot be read: " + error.message());
  }
  std::ranges::sort(files);
  SealCertificateFolder found;
  for (const auto& file : files) {
    if (found.certificates.size() >= kSealCertificatesMax) {
      found.skipped.push_back({file.filename().string(), "this and all after it: more than " +
                                                             std::to_string(kSealCertificatesMax) +
                                                             " certificates"});
      break;
    }
    const auto content = content_of(file);
    auto read = content ? read_seal_certificates(*content, file.filename().string())
                        : Result<std::vector<SealCertificate>>(Failure(content.error()));
    if (!read) {
      found.skipped.push_back({file.filename().string(), read.error().message});
      continue;
    }
    std::ranges::move(*read, std::back_inserter(found.certificates));
  }
  return found;
}

}  // namespace garita
