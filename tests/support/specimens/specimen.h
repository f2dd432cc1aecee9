#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "tests/support/specimens/fields.h"

namespace garita::tests {

enum class Side {
  kZone,   ///< the side with the machine readable zone
  kFront,  ///< of a TD1: portrait and visual zone; of the others the same as kZone
};

struct DrawingSettings {
  double dots_per_inch = 300;
  Side side = Side::kZone;
  bool barcode = true;  ///< on the back of a TD1, a PDF417 of the zone's text
};

/// Millimetres, width by height: ID-1 85.60 by 53.98, ID-2 105 by 74, ID-3 125 by 88, MRV-A 120 by
/// 80, MRV-B 105 by 74 (Doc 9303-3 to -7).
[[nodiscard]] cv::Size2d size_mm(SpecimenFormat format);

/// The page as if it came from the press: upright, blue-green-red, marked ESPÉCIMEN. The zone is
/// OCR-B size I, 10 characters an inch, 6 lines an inch (9303-3, 4.1 and figure 1). The face and
/// the signature come from the document's number and the names, so that a person's passport and
/// card look alike only where the number is the same.
[[nodiscard]] cv::Mat3b draw_specimen(const SpecimenFields& fields,
                                      const DrawingSettings& settings = {});

}  // namespace garita::tests
