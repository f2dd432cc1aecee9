#pragma once

#include <string>

#include "document-reader/payload/vds_trust.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The signers of seals whose certificates lie in a folder; each file that holds none is named on
/// standard error, and the others are believed all the same. Remedy: repair, when the folder cannot
/// be read.
[[nodiscard]] Result<SealTrust> load_seal_signers(const std::string& folder);

}  // namespace garita::reader
