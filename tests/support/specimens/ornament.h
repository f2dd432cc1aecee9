#pragma once

#include <string_view>

#include "tests/support/specimens/canvas.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {

/// The colours of one State's documents.
struct Palette {
  Colour paper;
  Colour first;   ///< of the fine lines
  Colour second;  ///< of the rosettes and the header
  Colour text;    ///< of labels and titles
};
[[nodiscard]] Palette palette_of(std::string_view issuing_state);

/// Fine wavy lines over the whole page, two rosettes and lines of tiny text, all pale, so that the
/// print above stays legible. Doc 9303-2, appendix A, names them: guilloche, rainbow printing.
void draw_background(Canvas& canvas, const Palette& palette, std::string_view tiny_text, Dice dice);

/// The State's arms: a sun over mountains and water, in a ring. `radius_mm` with the ring.
void draw_arms(Canvas& canvas, Place middle, double radius_mm, const Palette& palette,
               double opacity);

/// A signature: nobody's, from the dice.
void draw_signature(Canvas& canvas, cv::Rect2d place_mm, Dice dice);

/// SPECIMEN across the page in two languages, pale red, and above the zone in small print that the
/// document is one of an exercise. `bottom_mm`: the upper edge of the machine readable zone.
void draw_specimen_mark(Canvas& canvas, double bottom_mm);

}  // namespace garita::tests
