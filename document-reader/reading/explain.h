#pragma once

#include <string>
#include <vector>

#include "document-reader/page/picture.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"

namespace garita::reader {

/// A picture for people: row after row from the top, three bytes a pixel (blue, green, red).
struct ColourPicture {
  int width_px = 0;
  int height_px = 0;
  Bytes pixels;
};

/// One step on a picture's way through the reader.
struct ExplainedStep {
  std::string name;  ///< fit for a file: "1-candidates", "2-zone-1-flat", …
  ColourPicture picture;
};

/// The way of `picture` through the reader as pictures, in the order of the steps: where a zone may
/// stand, each candidate laid flat with the characters that were recognised under it (the paler,
/// the less sure), and what was reported. Calls the same functions as read_picture; slower.
[[nodiscard]] std::vector<ExplainedStep> explain_picture(const GreyPicture& picture, Date today);

}  // namespace garita::reader
