#pragma once

#include <vector>

#include "document-reader/page/picture_quality.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

/// What to do better with a picture in which nothing could be read: glare (tilt it away from the
/// lamp), blurred, too_dark, low_contrast. The gravest first; nothing where the picture is sound.
[[nodiscard]] std::vector<ReadingFinding> quality_findings(const PictureQuality& quality);

}  // namespace garita::reader
