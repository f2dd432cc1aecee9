#include "document-reader/glyph/cell.h"

#include <cmath>

namespace garita::reader {

void normalise(Window& window) {
  constexpr float kDeviationFloor = 6;  // grey levels: less than this is paper, not print
  float sum = 0;
  float squares = 0;
  for (const float pixel : window) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const float mean = sum / kWindowPixels;
  const float variance = std::max(0.0F, squares / kWindowPixels - mean * mean);
  const float scale = 1 / (std::sqrt(variance) + kDeviationFloor);
  for (float& pixel : window) pixel = (pixel - mean) * scale;
}

}  // namespace garita::reader
