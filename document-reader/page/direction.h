#pragma once

#include <optional>

#include "document-reader/page/pyramid.h"

namespace garita::reader {

/// The direction in which most print of `picture` runs: degrees from its rows, clockwise, from -90
/// to below 90; which end of a line is its beginning is not said. Right to about a degree. None
/// where no direction stands out. Looks at no more than a small copy.
[[nodiscard]] std::optional<float> direction_of_print(const PicturePyramid& picture);

}  // namespace garita::reader
