#pragma once

#include "document-reader/mrz/mrz.h"
#include "document-reader/payload/payload.h"

namespace garita::reader {

/// The lines of a zone that a barcode holds as text: one a line, or one after the other.
[[nodiscard]] std::vector<std::string> mrz_lines_of_text(std::string_view text);

/// The fields of a zone as a payload has them, `mrz_format` first; seals hold zones too.
[[nodiscard]] std::vector<PayloadField> fields_of_mrz(const Mrz& mrz);

/// A machine readable zone as the content of a barcode. A check digit that fails is a warning.
/// Remedy: reject, when the text is no zone.
[[nodiscard]] Result<Payload> read_mrz_payload(ByteView bytes, Date today);

}  // namespace garita::reader
