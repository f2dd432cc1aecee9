#pragma once

#include "document-reader/payload/payload.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The content of a barcode as a visible digital seal: the header's seal_version,
/// seal_issuing_state, seal_definition, document_issue_date and signature_date, then the fields of
/// its features (vds_features.h), and the verdict. Seals that came as text are read too
/// (seal_bytes_of). Remedy: reject, with what is wrong and at which byte.
[[nodiscard]] Result<Payload> read_seal(ByteView content, const PayloadContext& context);

}  // namespace garita::reader
