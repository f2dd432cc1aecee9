#pragma once

#include <array>
#include <vector>

#include "document-reader/page/picture.h"
#include "document-reader/page/pyramid.h"
#include "document-reader/page/zone.h"

namespace garita::reader {

/// Height of a strip, and of a capital letter in it; the print stands in the middle.
inline constexpr int kStripHeightPx = 64;
inline constexpr float kStripCapitalPx = 32;

/// One line of print cut out of the picture and laid flat: grey, kStripHeightPx tall, as wide as
/// the line with a margin at both ends. Print is dark on light.
struct LineStrip {
  GreyPicture grey = {};
  float top_px = 0;       ///< of the capitals, in the strip
  float baseline_px = 0;  ///< under them
  float left_px = 0;      ///< first ink, in the strip
  float right_px = 0;     ///< last ink
  float pitch_px = 0;     ///< from character to character by the strip's own rhythm; 0: none seen
  float taper = 1;        ///< how much larger its print is in the picture at its end; 1: as large
  /// In the picture, of the print between left_px and right_px: above its beginning, above its end,
  /// under its end, under its beginning.
  std::array<PicturePoint, 4> corners = {};
};

/// How good the picture is for reading; for findings, and to choose the better of two pictures.
struct PrintQuality {
  float character_px = 0;  ///< height of a capital in the picture; under 10 little can be read
  float sharpness = 0;     ///< 0 nothing but blur, 1 edges as crisp as the pixels allow
  float contrast = 0;      ///< 0 to 1: ink against paper
};

/// A candidate laid flat.
struct StraightZone {
  std::vector<LineStrip> lines;         ///< from the top
  std::array<PicturePoint, 4> corners;  ///< in the picture: of the print, from its beginning on
                                        ///< the first line, in the strips' order, clockwise in them
  PrintQuality quality;
  /// How much farther apart the lines are at their end than at their beginning, in the picture.
  float taper = 1;
};

/// Whether a page is taken to lie as far from the camera at the lines' end as at their beginning,
/// or as much farther or nearer as its lines converge.
enum class Depth { kLevel, kAsLinesConverge };

/// Under perspective of `taper` (see LineStrip) the part of a line that is seen before `share` of
/// it: farther characters are narrower by the square of what they are smaller.
[[nodiscard]] float seen_share(float share, float taper);

/// Cuts `candidate` out of the picture that it was found in. A line that lies mostly outside the
/// picture is left out, so `lines` may be empty.
[[nodiscard]] StraightZone straighten(const PicturePyramid& picture, const ZoneCandidate& candidate,
                                      Depth depth = Depth::kLevel);

/// The same zone turned by half a turn: last line first, every strip upside down.
[[nodiscard]] StraightZone turned(const StraightZone& zone);

}  // namespace garita::reader
