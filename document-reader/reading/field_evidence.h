#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document-reader/reading/reading.h"

namespace garita::reader {

/// What a field was read from.
struct FieldEvidence {
  /// 0 to 1, of its least certain character; absent where nothing was recognised.
  std::optional<double> confidence;
  /// No check digit decides what the pixels leave open; of a barcode: BarcodeDocument::uncertain.
  bool uncertain = false;
  std::vector<std::string> barcodes;  ///< kinds of those that say the same of it
  /// Of the barcode that tells the field without a zone; absent: its kind has no seals.
  std::optional<SealVerdict> seal = std::nullopt;
  friend bool operator==(const FieldEvidence&, const FieldEvidence&) = default;
};

/// Of each field that the zone has, by its name in MrzFields; a filler tells nothing. Without a
/// zone of what a barcode tells (document_of_barcode): a symbol corrects itself, or is not read at
/// all.
[[nodiscard]] std::map<std::string, FieldEvidence> field_evidence(const ReadDocument& document);

}  // namespace garita::reader
