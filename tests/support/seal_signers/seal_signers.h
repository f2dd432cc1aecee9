#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "schema/vocabulary/bytes.h"

namespace garita::tests {

/// What a signer's certificate is to say. Dates are YYYYMMDD.
struct SignerOrder {
  std::string curve = "brainpoolP256r1";  ///< as the openssl command names it
  std::string subject = "/C=UT/CN=TS";
  std::string serial = "5B";  ///< hex, an even number of digits
  std::string first_day = "20200101";
  std::string last_day = "20291231";
  std::vector<std::string> document_types = {};
};

/// Signers of seals whose keys, certificates and signatures are made and checked by the openssl
/// command, so that ours are measured against another program. A temporary folder holds their
/// files: NAME.key, NAME.pem, NAME.der.
class SealSigners {
 public:
  SealSigners();
  ~SealSigners();
  SealSigners(const SealSigners&) = delete;
  SealSigners& operator=(const SealSigners&) = delete;

  /// Ends the test's process when the command fails.
  void make(const std::string& name, const SignerOrder& order) const;
  /// In DER, as the command gives it; `hash` is "sha256" and the like.
  [[nodiscard]] Bytes sign(const std::string& name, const std::string& hash,
                           ByteView message) const;
  /// `der` is in DER; the key is that of NAME.key.
  [[nodiscard]] bool verifies(const std::string& name, const std::string& hash, ByteView message,
                              ByteView der) const;

  /// What the command prints; nothing when it fails. It runs in folder().
  [[nodiscard]] std::optional<std::string> openssl(const std::string& arguments) const;
  [[nodiscard]] Bytes read(const std::string& file) const;
  void write(const std::string& file, ByteView content) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// ICAO Doc 9303-13, appendix B, done by hand: a signature in DER as r and s of `scalar_bytes`
/// each, and back.
[[nodiscard]] Bytes raw_of_der(ByteView der, std::size_t scalar_bytes);
[[nodiscard]] Bytes der_of_raw(ByteView raw);

}  // namespace garita::tests
