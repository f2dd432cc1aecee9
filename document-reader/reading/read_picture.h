#pragma once

#include "document-reader/page/picture.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

/// What is looked for in a picture.
enum class Sought { kZonesAndBarcodes, kZones };

/// Reads every document in a picture: finds what may be a machine readable zone, straightens,
/// recognises, decodes and parses it, and reads barcodes. Bounded in time: a picture of a given
/// size costs at most what looking at a fixed number of candidates costs. `today` decides
/// centuries. A zone is reported when all its check digits hold, or when the print is certain
/// enough to say that one fails; anything less is no reading.
[[nodiscard]] Reading read_picture(const GreyPicture& picture, Date today,
                                   Sought sought = Sought::kZonesAndBarcodes);

}  // namespace garita::reader
