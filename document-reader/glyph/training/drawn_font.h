#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace garita::reader {

/// One character drawn in one face at one weight: ink 255 on 0.
struct DrawnGlyph {
  cv::Mat1b ink;
  int left_px = 0;  ///< of the ink from the left of its cell
  int top_px = 0;   ///< of the ink above the baseline
};

/// A face at one weight: the characters of kAlphabet, drawn kDrawnPitchPx apart.
struct DrawnFace {
  std::vector<DrawnGlyph> glyphs;
};

inline constexpr int kDrawnPitchPx = 24;
inline constexpr int kDrawnCapitalPx = 24;  ///< OCR-B's capitals are as tall as its pitch

/// Draws the upright faces of `font_folder` (round and sharp strokes; the outlined, the negative
/// and the slanted ones add nothing that shear does not) at `weights` different weights.
/// Ends the process with a message when a face is missing: a build step has nobody to ask.
std::vector<DrawnFace> draw_faces(const std::string& font_folder);

}  // namespace garita::reader
