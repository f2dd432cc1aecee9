#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace garita::tests {

enum class Face {
  kSans,
  kSansBold,
  kSansCondensed,
  kSerif,
  kSerifBold,
  kSerifItalic,
  kMono,
  kOcrB
};

/// How a line of text is set.
struct Lettering {
  Face face = Face::kSans;
  double em_mm = 3;       ///< the face's size; capitals are about 0.73 of it
  double spacing_mm = 0;  ///< added between characters
  double pitch_mm = 0;    ///< not 0: every character takes exactly this much
};

/// A line of text as a mask: 255 is ink.
struct SetLine {
  cv::Mat1b ink;
  double left_px = 0;   ///< from the start of the baseline to the mask's left edge
  double top_px = 0;    ///< from the baseline up to the mask's upper edge
  double width_px = 0;  ///< advance of the whole line
};

/// Ends the process with a message when the face is not installed (fonts-dejavu-core, fonts-ocr-b):
/// there is no specimen without it.
[[nodiscard]] SetLine set_line(std::string_view utf8, const Lettering& lettering,
                               double pixels_per_mm);
/// Advance of the line in millimetres.
[[nodiscard]] double line_width_mm(std::string_view utf8, const Lettering& lettering);

}  // namespace garita::tests
