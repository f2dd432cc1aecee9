#pragma once

#include <string>

#include "tests/support/specimens/canvas.h"
#include "tests/support/specimens/fields.h"
#include "tests/support/specimens/ornament.h"

namespace garita::tests {

/// What the three kinds of pages share. Each part is drawn where it is told, in millimetres.
class Page {
 public:
  Page(const SpecimenFields& fields, cv::Size2d size_mm, double dots_per_inch);

  /// A coloured band with the arms, the State's name and what the document is.
  void header(double height_mm, const std::string& title);
  /// Label above, value below; the value is set smaller until it fits `width_mm`.
  void cell(Place corner, const std::string& label, const std::string& value, double width_mm);
  void portrait(cv::Rect2d place_mm);
  /// The small pale second portrait.
  void ghost(cv::Rect2d place_mm);
  void signature(cv::Rect2d place_mm);
  /// The zone's lines on white; the lowest line's middle is `lowest_mm` above the lower edge.
  void zone(double left_mm, double lowest_mm);
  void pdf417(cv::Rect2d place_mm);
  /// The document's number along the right edge, as if perforated.
  void perforation(double left_mm, double middle_mm);

  [[nodiscard]] double zone_top_mm() const;
  [[nodiscard]] const SpecimenFields& fields() const { return fields_; }
  [[nodiscard]] const Palette& palette() const { return palette_; }
  [[nodiscard]] Canvas& canvas() { return canvas_; }

 private:
  const SpecimenFields& fields_;
  Palette palette_;
  Canvas canvas_;
  std::uint64_t seed_;
  cv::Mat3b portrait_;
};

/// "República de Marisol", and "Republic of Marisol" below it.
struct StateNames {
  std::string own;
  std::string english;
};
[[nodiscard]] StateNames state_names(const std::string& code);
/// "12 ABR / APR 1987"; unknown parts as XX.
[[nodiscard]] std::string printed_date(const std::string& iso);
/// Upper case, accents kept.
[[nodiscard]] std::string upper_case(const std::string& utf8);

}  // namespace garita::tests
