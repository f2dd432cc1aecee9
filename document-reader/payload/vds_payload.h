#pragma once

#include "document-reader/payload/payload.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The magic constant and a version that is known (ICAO Doc 9303-13, table 1), as bytes or as a
/// scanner's Latin-1 written as UTF-8. Digits alone are not taken for a seal unasked.
[[nodiscard]] bool begins_like_seal(ByteView content);

/// The content of a barcode as a visible digital seal: the header's seal_version,
/// seal_issuing_state, seal_definition, document_issue_date and signature_date, then the fields of
/// its features (vds_features.h), and the verdict. Seals that came as text are read too
/// (seal_bytes_of). Remedy: reject, with what is wrong and at which byte.
[[nodiscard]] Result<Payload> read_seal(ByteView content, const PayloadContext& context);

}  // namespace garita::reader
