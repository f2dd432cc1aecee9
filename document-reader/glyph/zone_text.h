#pragma once

#include <vector>

#include "document-reader/glyph/network.h"
#include "document-reader/page/straighten.h"

namespace garita::reader {

/// One line cut into cells, each judged.
struct JudgedLine {
  std::vector<ClassScores> cells;
  std::vector<float> centres_px;  ///< in the strip
  float score = 0;                ///< of the segmentation: 0 best, -kDoubtMax nothing like print
};

/// One way to cut a zone: all its lines of one length.
struct JudgedZone {
  std::vector<JudgedLine> lines;
  bool turned = false;          ///< by half a turn against the strips
  bool is_part = false;         ///< the print surely goes on beyond the cells
  bool goes_on_before = false;  ///< it begins, or may begin, before the first cells
  bool goes_on_behind = false;  ///< and goes on behind the last
  float score = 0;  ///< mean over the lines, less where length and lines do not go together
};

/// How `zone` may be cut into lines of 30, 36 or 44 cells, and which way up, likeliest first.
/// Empty where nothing in it looks like this print.
[[nodiscard]] std::vector<JudgedZone> judge_zone(const NetworkWeights& weights,
                                                 const StraightZone& zone);

}  // namespace garita::reader
