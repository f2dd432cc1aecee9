#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document-reader/mrz/mrz.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

/// A document as a barcode alone tells it.
struct BarcodeDocument {
  std::string kind;                 ///< of the barcode
  std::optional<SealVerdict> seal;  ///< on the barcode; absent: its kind has none
  /// As a zone would say them; what the barcode does not say is empty. A licence never says of what
  /// State its holder is.
  MrzFields fields;
  /// The barcode breaks its standard, or says that it cuts a name, or another one contradicts it.
  bool uncertain = false;

  friend bool operator==(const BarcodeDocument&, const BarcodeDocument&) = default;
};

/// Each document that a barcode tells, the one that counts first: a valid seal, which alone nobody
/// else can have made; then the licence or identity card, whose own barcode stands on it; then a
/// seal of which nobody knows the signer, and a zone in a barcode, which anybody can print. Among
/// equals in the picture's order. What says all the same of its holder stands once. Left out are
/// barcodes without a document's number and its holder's surname, invalid seals, and values that no
/// such field has (a number with other characters than letters and digits once its spaces and
/// hyphens are gone, a date that is none).
[[nodiscard]] std::vector<BarcodeDocument> documents_of_barcodes(const ReadDocument& document);

/// The first of them, of a picture in which no zone was read. Absent where there is a zone.
[[nodiscard]] std::optional<BarcodeDocument> document_of_barcode(const ReadDocument& document);

/// Where barcodes name different documents: `barcode_differs` for each other one's document_number,
/// surname or birth_date that is not what the one that counts says, with both values. They fail the
/// document: at most one of them can be its own.
[[nodiscard]] std::vector<ReadingFinding> differing_documents(const ReadDocument& document);

}  // namespace garita::reader
