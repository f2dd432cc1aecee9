#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "document-reader/payload/payload.h"
#include "document-reader/payload/vds.h"
#include "document-reader/payload/vds_features.h"
#include "schema/crypto/seal_certificate.h"

namespace garita::reader {

/// The signers of seals that are believed: their certificates, found by signer and reference. Each
/// is believed for itself; no chain to an authority is asked for.
class SealTrust {
 public:
  explicit SealTrust(std::vector<SealCertificate> certificates);
  [[nodiscard]] std::size_t size() const { return certificates_.size(); }
  /// In the order in which they were given. Usually one: a reference that several go by is wrong,
  /// and still each of them may have signed. They live as long as this does.
  [[nodiscard]] std::vector<const SealCertificate*> find(std::string_view signer,
                                                         std::string_view reference) const;
  [[nodiscard]] bool knows_signer(std::string_view signer) const;

 private:
  std::multimap<std::string, SealCertificate, std::less<>> certificates_;  ///< "UTTS/5B"
};

/// Whether the seal holds, and why: ICAO Doc 9303-13, appendix D, without revocation. A certificate
/// must have been valid on the day on which the seal was made, since seals outlive it. A signer of
/// another State than the document's is an unknown one, however good the signature. `trust` absent:
/// nobody is believed. Whatever the verdict, the printed document must still be compared.
[[nodiscard]] PayloadSeal judge_seal(const Seal& seal, const SealContent& content,
                                     const SealTrust* trust);

}  // namespace garita::reader
