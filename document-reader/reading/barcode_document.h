#pragma once

#include <optional>
#include <string>

#include "document-reader/mrz/mrz.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

/// A document as a barcode alone tells it.
struct BarcodeDocument {
  std::string kind;  ///< of the barcode
  /// As a zone would say them; what the barcode does not say is empty. A licence never says of what
  /// State its holder is.
  MrzFields fields;
  bool uncertain = false;  ///< the barcode breaks its standard, or says that it cuts a name

  friend bool operator==(const BarcodeDocument&, const BarcodeDocument&) = default;
};

/// Of a picture in which no zone was read: what a zone in a barcode says, else a seal that is not
/// invalid, else a licence or an identity card. Absent where there is a zone, and where none of
/// these has a document's number and its holder's surname. Values that no such field has
/// (a number with other characters than letters and digits once its spaces and hyphens are gone, a
/// date that is none) are left out.
[[nodiscard]] std::optional<BarcodeDocument> document_of_barcode(const ReadDocument& document);

}  // namespace garita::reader
