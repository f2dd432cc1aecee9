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
  bool uncertain = false;             ///< no check digit decides what the pixels leave open
  std::vector<std::string> barcodes;  ///< kinds of those that say the same of it
  friend bool operator==(const FieldEvidence&, const FieldEvidence&) = default;
};

/// Of each field that the zone has, by its name in MrzFields; a filler tells nothing.
[[nodiscard]] std::map<std::string, FieldEvidence> field_evidence(const ReadDocument& document);

}  // namespace garita::reader
