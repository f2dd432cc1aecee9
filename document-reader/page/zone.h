#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "document-reader/page/picture.h"

namespace garita::reader {

/// At most so many candidates are handed out for a picture.
inline constexpr std::size_t kZoneCandidatesMax = 10;

/// Where one line of print runs: points along the middle of its characters, from its beginning to
/// its end, and how tall the characters are. Whether its beginning is the reader's left is not
/// known yet: a line found upside down runs from the right to the left.
struct LineTrace {
  std::vector<PicturePoint> middle;  ///< at least two
  float height_px = 0;               ///< of a capital letter, in the picture
};

/// Two or three parallel lines of even, dense print that may be a machine-readable zone; one line
/// alone too (driving licences), ranked last.
struct ZoneCandidate {
  std::vector<LineTrace> lines;  ///< as they follow one another on the page
  float score = 0;               ///< higher is likelier; only for the order
};

/// What may be a machine-readable zone in `picture`, likeliest first, at most kZoneCandidatesMax:
/// upright, on its side or upside down, leaning by up to about fifteen degrees. Works on copies of
/// bounded size, so its time is bounded too. Nothing found, or no readable picture: empty.
[[nodiscard]] std::vector<ZoneCandidate> find_zones(const GreyPicture& picture);

}  // namespace garita::reader
