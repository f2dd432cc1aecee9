#include "document-reader/program/seal_signers.h"

#include <iostream>
#include <utility>

#include "schema/crypto/seal_certificate.h"

namespace garita::reader {

Result<SealTrust> load_seal_signers(const std::string& folder) {
  GARITA_TRY(found, load_seal_certificates(folder));
  for (const auto& skipped : found.skipped) {
    std::cerr << "garita-reader: " << folder << "/" << skipped.file << ": " << skipped.reason
              << "\n";
  }
  return SealTrust(std::move(found.certificates));
}

}  // namespace garita::reader
