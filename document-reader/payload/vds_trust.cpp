#include "document-reader/payload/vds_trust.h"

#include <algorithm>
#include <utility>

#include "document-reader/payload/state_letters.h"

namespace garita::reader {
namespace {

std::string place_of(std::string_view signer, std::string_view reference) {
  return std::string(signer) + "/" + std::string(reference);
}

/// How far a certificate gets: the one that gets furthest gives the reason.
enum class Stage { kKey, kLength, kSignature, kDates, kDocumentType, kState, kHolds };
struct Trial {
  Stage stage = Stage::kKey;
  std::string reason;
};

/// Doc 9303-12, documentTypeList: one letter stands for every code that begins with it.
bool may_seal(const SealCertificate& certificate, std::string_view document_code) {
  if (certificate.document_types.empty() || document_code.empty()) return true;
  return std::ranges::any_of(certificate.document_types, [&](std::string_view type) {
    type = type.substr(0, type.find('<'));
    return !type.empty() &&
           (type.size() == 1 ? document_code.starts_with(type) : document_code == type);
  });
}

/// One State's signer does not vouch for another's documents. `signer` begins with the letters of
/// its State, which its certificate has confirmed; of a State without known letters any may seal.
bool is_signer_of(std::string_view signer, std::string_view issuing_state) {
  const auto letters = state_letters(issuing_state);
  return letters.empty() || signer.starts_with(letters);
}

std::string named(const SealCertificate& certificate) {
  return "the certificate " + certificate.source;
}

Trial try_certificate(const Seal& seal, const SealContent& content,
                      const SealCertificate& certificate) {
  if (!certificate.key) {
    return {Stage::kKey, named(certificate) + " has a key that no seal is signed with: " +
                             certificate.key.error().message};
  }
  const auto& key = *certificate.key;
  if (seal.signature.size() != key.signature_bytes()) {
    return {Stage::kLength, "the signature has " + std::to_string(seal.signature.size()) +
                                " bytes, on the curve " + std::string(key.curve()) + " of " +
                                named(certificate) + " it would have " +
                                std::to_string(key.signature_bytes())};
  }
  if (!verify_seal_signature(key, seal.signed_bytes, seal.signature)) {
    return {Stage::kSignature, "the signature is not that of the key in " + named(certificate) +
                                   ": the seal was changed, or somebody else made it"};
  }
  const Date day = seal.header.signed_on;
  if (day < certificate.first_day || day > certificate.last_day) {
    return {Stage::kDates, named(certificate) + " was valid from " + certificate.first_day.iso() +
                               " to " + certificate.last_day.iso() + ", not on " + day.iso() +
                               " when the seal was signed"};
  }
  const auto code = find_field(content.fields, "document_code").value_or("");
  if (!may_seal(certificate, code)) {
    return {Stage::kDocumentType,
            named(certificate) + " is not for documents of the type " + std::string(code)};
  }
  if (!is_signer_of(certificate.signer, seal.header.issuing_state)) {
    return {Stage::kState, named(certificate) + " is that of a signer of " +
                               certificate.signer.substr(0, 2) +
                               ", and the document is issued by " + seal.header.issuing_state};
  }
  return {Stage::kHolds, "signed on " + day.iso() + " with the key in " + named(certificate)};
}

/// A good signature by somebody who is not known to sign for that State: he may, nobody has told
/// us.
SealVerdict verdict_of(Stage stage) {
  if (stage == Stage::kHolds) return SealVerdict::kValid;
  return stage == Stage::kState ? SealVerdict::kUnknownSigner : SealVerdict::kInvalid;
}

PayloadSeal judged(std::string signer, SealVerdict verdict, std::string reason) {
  return {std::move(signer), verdict, std::move(reason)};
}

std::string why_unknown(const SealHeader& header, const SealTrust* trust) {
  if (trust == nullptr || trust->size() == 0) return "no signer's certificate is at hand";
  if (trust->knows_signer(header.signer)) {
    return "no certificate of the signer " + header.signer + " has the serial number " +
           plain_reference(header);
  }
  return "the signer " + header.signer + " is not among those whose certificates are at hand";
}

}  // namespace

SealTrust::SealTrust(std::vector<SealCertificate> certificates) {
  for (auto& certificate : certificates) {
    auto place = place_of(certificate.signer, certificate.reference);
    certificates_.emplace(std::move(place), std::move(certificate));
  }
}

std::vector<const SealCertificate*> SealTrust::find(std::string_view signer,
                                                    std::string_view reference) const {
  const auto [first, last] = certificates_.equal_range(place_of(signer, reference));
  std::vector<const SealCertificate*> found;
  for (auto at = first; at != last; ++at) found.push_back(&at->second);
  return found;
}

bool SealTrust::knows_signer(std::string_view signer) const {
  const auto prefix = place_of(signer, "");
  const auto at = certificates_.lower_bound(prefix);
  return at != certificates_.end() && at->first.starts_with(prefix);
}

PayloadSeal judge_seal(const Seal& seal, const SealContent& content, const SealTrust* trust) {
  const auto& header = seal.header;
  const auto reference = plain_reference(header);
  const auto signer = header.signer + reference;
  if (seal.signature.empty()) {
    return judged(signer, SealVerdict::kUnsigned, "the seal carries no signature");
  }
  if (!content.faults.empty()) {
    return judged(signer, SealVerdict::kInvalid,
                  "the seal is not of the form it must have: " + content.faults.front());
  }
  if (reference == "0") {
    return judged(signer, SealVerdict::kInvalid,
                  "the certificate reference 0 is for tests, no document may have it");
  }
  const auto certificates = trust == nullptr ? std::vector<const SealCertificate*>()
                                             : trust->find(header.signer, reference);
  if (certificates.empty()) {
    return judged(signer, SealVerdict::kUnknownSigner, why_unknown(header, trust));
  }
  Trial best = try_certificate(seal, content, *certificates.front());
  for (std::size_t i = 1; i < certificates.size() && best.stage != Stage::kHolds; ++i) {
    auto trial = try_certificate(seal, content, *certificates[i]);
    if (trial.stage > best.stage) best = std::move(trial);
  }
  if (certificates.size() > 1) {
    best.reason += " (" + std::to_string(certificates.size()) +
                   " certificates go by this reference, which should name one)";
  }
  return judged(signer, verdict_of(best.stage), std::move(best.reason));
}

}  // namespace garita::reader
