#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/crypto/seal_signature.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// The certificate of one who signs digital seals (ICAO Doc 9303-12, bar code signer certificate),
/// as far as a seal's verdict needs it.
struct SealCertificate {
  std::string source;     ///< the file it came from, for those who read a verdict's reason
  std::string signer;     ///< subject's country and common name, two letters each: "UTTS"
  std::string reference;  ///< serial number, upper-case hex without leading zeros: "5B"
  Date first_day;         ///< of its validity, UTC
  Date last_day;
  /// Document codes of the zones that it may seal, where the certificate has the extension
  /// (Doc 9303-12, documentTypeList): "V" stands for every code that begins so. Empty: any.
  std::vector<std::string> document_types;
  Result<SealPublicKey> key;  ///< an error says why no seal can be verified with it
};

/// More than this in one file, and the file is refused; more in all, and the rest is.
inline constexpr std::size_t kSealCertificateFileBytesMax = std::size_t{256} * 1024;
inline constexpr std::size_t kSealCertificatesMax = 4096;

/// DER of one certificate, or PEM with one or more; at most kSealCertificateFileBytesMax. `source`
/// is kept with each. Nothing of a chain is checked: who gives them vouches for them. A certificate
/// whose subject names no signer of seals (Doc 9303-13, 2.2.1), such as the authority's in a
/// bundle, is passed over when others are there. Remedy: reject.
[[nodiscard]] Result<std::vector<SealCertificate>> read_seal_certificates(ByteView content,
                                                                          std::string source);

/// What was found in a folder of certificates.
struct SealCertificateFolder {
  struct Skipped {
    std::string file;
    std::string reason;
  };
  std::vector<SealCertificate> certificates;
  std::vector<Skipped> skipped;  ///< files that gave none, in order of their names
};
/// Every file in `folder`, not in folders below it; those whose names begin with a dot are passed
/// over. One bad file costs itself alone. Remedy: repair, when the folder cannot be read.
[[nodiscard]] Result<SealCertificateFolder> load_seal_certificates(
    const std::filesystem::path& folder);

}  // namespace garita
