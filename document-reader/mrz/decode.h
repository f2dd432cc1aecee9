#pragma once

#include <vector>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

/// What a recogniser thinks that stands in one place: likeliest first, never empty; scores are
/// probabilities.
struct Alternative {
  char character = '<';
  float probability = 0;
};
using RecognisedCell = std::vector<Alternative>;
/// Lines of cells, all of one length.
struct RecognisedZone {
  std::vector<std::vector<RecognisedCell>> lines;
};

/// A zone as decided from what was recognised.
struct DecodedZone {
  Mrz mrz;
  /// A character was chosen because the check digits asked for it, where the pixels left it open.
  bool corrected = false;
  std::vector<std::vector<float>> character_confidence;  ///< one for each character, 0 to 1
  float confidence = 0;  ///< of the zone, governed by its least certain characters
  /// Fields (named as in MrzFields) with a character that the pixels leave open and no check digit
  /// decides: what they say must be compared with the document. None twice.
  std::vector<std::string> uncertain_fields;
};

/// The most likely zone under the alphabet of each place and the check digits. Pixels beat grammar:
/// a character that the pixels show clearly stays, even when its check digit fails for it; only
/// among readings that the pixels leave open do the check digits decide. Remedy: reject, when the
/// lines have no known shape.
[[nodiscard]] Result<DecodedZone> decode_zone(const RecognisedZone& zone, Date today);

}  // namespace garita::reader
