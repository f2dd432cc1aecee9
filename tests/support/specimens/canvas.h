#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "tests/support/specimens/typeface.h"

namespace garita::tests {

/// Millimetres on the page: x from the left edge, y from the upper one.
using Place = cv::Point2d;
using Path = std::vector<Place>;

/// Red, green, blue, 0 to 255.
struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
};
/// `share` of the way from one to the other, 0 to 1.
[[nodiscard]] Colour between(Colour from, Colour to, double share);
[[nodiscard]] Colour darker(Colour colour, double share);

/// How something is put on the page.
struct Ink {
  Colour colour;
  double opacity = 1;
  double blur_mm = 0;
};

/// A page that is drawn on in millimetres. It is drawn at twice the resolution that is asked for,
/// so that fine lines come out as print does rather than as steps.
class Canvas {
 public:
  Canvas(cv::Size2d size_mm, double dots_per_inch, Colour paper);

  void fill(const Path& outline, const Ink& ink);
  /// From the first colour above to the second below.
  void fill_shaded(const Path& outline, Colour above, Colour below);
  /// Several lines at once; where they cross, the ink is not doubled.
  void stroke(std::span<const Path> lines, double width_mm, const Ink& ink);
  void stroke(const Path& line, double width_mm, const Ink& ink) {
    stroke(std::span<const Path>(&line, 1), width_mm, ink);
  }
  /// `start` is the left end of the baseline.
  void write(Place start, std::string_view utf8, const Lettering& lettering, const Ink& ink);
  /// As write(), turned counter-clockwise about its middle, which lies at `middle`.
  void write_turned(Place middle, std::string_view utf8, const Lettering& lettering, const Ink& ink,
                    double degrees);
  /// A picture of any size, scaled into the rectangle.
  void paste(const cv::Mat3b& picture, cv::Rect2d place_mm, double opacity = 1);
  /// Ink where `mask` (scaled into the rectangle; hard edges where it grows) is 255.
  void stamp(const cv::Mat1b& mask, cv::Rect2d place_mm, const Ink& ink);

  [[nodiscard]] cv::Size2d size_mm() const { return size_mm_; }
  /// Blue, green, red, at the resolution that was asked for.
  [[nodiscard]] cv::Mat3b picture() const;

 private:
  [[nodiscard]] cv::Point fixed_point(Place place, cv::Point origin_px) const;
  [[nodiscard]] cv::Rect box_px(const Path& path, double margin_mm) const;
  void lay(cv::Mat1b& mask, cv::Rect box, const Ink& ink);

  cv::Size2d size_mm_;
  double pixels_per_mm_;
  cv::Mat3b pixels_;
};

/// Closed outlines.
[[nodiscard]] Path rectangle(cv::Rect2d place_mm, double corner_mm = 0);
[[nodiscard]] Path ellipse(Place middle, double half_width_mm, double half_height_mm);
/// A smooth closed curve through the places (Catmull-Rom).
[[nodiscard]] Path smooth_outline(const Path& through);
/// A smooth open curve through the places.
[[nodiscard]] Path smooth_line(const Path& through);

}  // namespace garita::tests
