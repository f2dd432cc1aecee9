#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document-reader/reading/reading.h"

namespace garita::reader {

/// What was read of a page under one light.
struct LightReading {
  std::string light;  ///< "white", "ir", "uv"
  Reading reading;
};

/// Takes out of `reading` the findings too_dark and low_contrast where a page is meant to be so:
/// under infrared only some of its ink shows, under ultraviolet only what glows. `light`: "white",
/// "ir" or "uv".
void expect_light(Reading& reading, std::string_view light);

/// Several lights of one page as one reading: the documents of the light under which the zone was
/// read best (printing ink of the zone is made to be seen in infrared: ICAO Doc 9303-3, 4.6), the
/// barcodes of all, times summed. A light under which a whole zone says something else is a finding
/// `lights_differ` for each field that differing_holders (cross_check.h) names, with what both say;
/// else one that names the lights and the place. That zone is kept beside. `lights` is not empty.
[[nodiscard]] Reading merge_lights(std::vector<LightReading> lights);

}  // namespace garita::reader
