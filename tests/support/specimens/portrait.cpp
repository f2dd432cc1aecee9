#include "tests/support/specimens/portrait.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/canvas.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {
namespace {

constexpr std::array kSkins{
    Colour{244, 212, 188}, Colour{232, 190, 158}, Colour{216, 168, 130}, Colour{196, 144, 106},
    Colour{172, 118, 82},  Colour{138, 92, 64},   Colour{104, 68, 48},
};
constexpr std::array kHairs{
    Colour{28, 22, 20}, Colour{40, 28, 22}, Colour{62, 42, 30},
    Colour{84, 58, 38}, Colour{36, 32, 34},
};
constexpr std::array kClothes{
    Colour{52, 74, 110},  Colour{122, 48, 56},   Colour{62, 98, 82}, Colour{88, 84, 98},
    Colour{176, 148, 96}, Colour{228, 228, 224}, Colour{40, 46, 58}, Colour{148, 84, 60},
};
constexpr std::array kIrises{Colour{58, 38, 26}, Colour{74, 50, 30}, Colour{92, 72, 40},
                             Colour{60, 70, 62}};

constexpr double kMiddle = 17.5;

class Portrait {
 public:
  Portrait(const Sitter& sitter, double dots_per_inch)
      : canvas_({35, 45}, dots_per_inch, {226, 231, 235}), dice_(sitter.seed), sitter_(sitter) {
    skin_ = pick(kSkins);
    hair_ = pick(kHairs);
    const double grey =
        std::clamp((sitter.age_years - 42) / 30.0, 0.0, 1.0) * dice_.between(0.5, 1);
    hair_ = between(hair_, {208, 206, 202}, grey);
    clothes_ = pick(kClothes);
    iris_ = pick(kIrises);
    long_hair_ = dice_.chance(sitter.long_hair_likely ? 0.93 : 0.06);
    width_ = dice_.between(9.7, 11.1);
    jaw_ = dice_.between(0.74, 0.92);
    chin_ = dice_.between(37, 38.6);
    eyes_y_ = dice_.between(21.2, 22.2);
    glasses_ = dice_.chance(sitter.age_years > 45 ? 0.35 : 0.12);
    beard_ = sitter.beard_allowed && sitter.age_years > 20 ? dice_.below(5) : 0;
    parting_ = dice_.between(-5, 5);
    bald_ = sitter.beard_allowed && !long_hair_ && sitter.age_years > 38 && dice_.chance(0.22);
  }

  cv::Mat3b draw() {
    canvas_.fill_shaded(rectangle({0, 0, 35, 45}), {236, 240, 243}, {206, 213, 219});
    if (long_hair_) draw_hair_behind();
    draw_body();
    draw_head();
    draw_age();
    draw_beard();
    for (const double side : {-1.0, 1.0}) draw_eye(side);
    draw_nose();
    draw_mouth();
    draw_hair();
    if (glasses_) draw_glasses();
    return as_a_photograph();
  }

 private:
  template <std::size_t size>
  Colour pick(const std::array<Colour, size>& from) {
    return from.at(std::size_t(dice_.below(int(size))));
  }
  [[nodiscard]] Colour shade(double share) const {
    return between(skin_, {skin_.red * 0.55, skin_.green * 0.4, skin_.blue * 0.36}, share);
  }
  [[nodiscard]] static Place at(double x, double y) { return {kMiddle + x, y}; }

  void draw_hair_behind() {
    const double w = width_ + dice_.between(2.2, 3.6);
    const double end = dice_.between(38, 46);
    canvas_.fill(smooth_outline({at(0, 4.2), at(-w * 0.8, 8.5), at(-w, 20), at(-w - 0.6, 32),
                                 at(-w * 0.75, end), at(0, end - 4), at(w * 0.75, end),
                                 at(w + 0.6, 32), at(w, 20), at(w * 0.8, 8.5)}),
                 {.colour = darker(hair_, 0.18)});
  }

  void draw_body() {
    const double slope = dice_.between(39.5, 41.5);
    canvas_.fill(smooth_outline({at(-22, 50), at(-17.5, slope + 2.4), at(-8, slope - 0.6),
                                 at(-4.5, slope - 2), at(4.5, slope - 2), at(8, slope - 0.6),
                                 at(17.5, slope + 2.4), at(22, 50)}),
                 {.colour = clothes_});
    canvas_.fill(smooth_outline({at(-18, 47), at(-15, 43), at(-10, 41.5), at(-12, 47)}),
                 {.colour = darker(clothes_, 0.35), .opacity = 0.5, .blur_mm = 1});
    canvas_.fill({at(-5.6, 30), at(5.6, 30), at(5.8, 39.4), at(0, 44.2), at(-5.8, 39.4)},
                 {.colour = shade(0.24)});
    canvas_.fill(ellipse(at(0, 37.2), 6, 3), {.colour = shade(0.7), .opacity = 0.45, .blur_mm = 1});
    const Colour collar = dice_.chance(0.5) ? Colour{244, 244, 240} : darker(clothes_, 0.25);
    for (const double side : {-1.0, 1.0}) {
      canvas_.fill(
          {at(side * 5.8, 38.2), at(side * 0.3, 44.4), at(side * 2.6, 46.5), at(side * 7.8, 40.2)},
          {.colour = collar});
    }
  }

  void draw_head() {
    for (const double side : {-1.0, 1.0}) {
      canvas_.fill(ellipse(at(side * (width_ + 0.1), 23.6), 1.7, 3.1), {.colour = shade(0.16)});
      canvas_.fill(ellipse(at(side * (width_ + 0.2), 23.8), 0.8, 1.9),
                   {.colour = shade(0.5), .opacity = 0.6, .blur_mm = 0.3});
    }
    const double w = width_;
    canvas_.fill(smooth_outline({at(0, 5.6), at(-w * 0.7, 8.2), at(-w, 16), at(-w * 0.99, 24),
                                 at(-w * jaw_, 31.5), at(-w * 0.42, chin_ - 1), at(0, chin_),
                                 at(w * 0.42, chin_ - 1), at(w * jaw_, 31.5), at(w * 0.99, 24),
                                 at(w, 16), at(w * 0.7, 8.2)}),
                 {.colour = skin_});
    // Light from the upper left: the far cheek and the jaw lie in soft shade.
    canvas_.fill(ellipse(at(w * 0.8, 25), 2, 8),
                 {.colour = shade(0.6), .opacity = 0.3, .blur_mm = 1.4});
    canvas_.fill(ellipse(at(-w * 0.84, 26), 1.2, 7),
                 {.colour = shade(0.6), .opacity = 0.18, .blur_mm = 1.2});
    canvas_.fill(ellipse(at(-2, 13), 5.5, 3.4),
                 {.colour = {255, 246, 236}, .opacity = 0.2, .blur_mm = 2});
    for (const double side : {-1.0, 1.0}) {
      canvas_.fill(ellipse(at(side * 5.8, 27.6), 2.5, 1.9),
                   {.colour = {214, 96, 84}, .opacity = 0.2, .blur_mm = 1.1});
    }
  }

  void draw_age() {
    if (sitter_.age_years < 45) return;
    const double strength = std::min(0.5, (sitter_.age_years - 40) / 60.0);
    const Ink line{.colour = shade(0.8), .opacity = strength, .blur_mm = 0.1};
    for (const double side : {-1.0, 1.0}) {
      canvas_.stroke(smooth_line({at(side * 3.2, 27), at(side * 4.6, 29), at(side * 4.9, 31)}), 0.3,
                     line);
      canvas_.stroke(smooth_line({at(side * 3, 24.2), at(side * 5, 24.8), at(side * 6.8, 24)}),
                     0.22, line);
    }
    for (const double y : {12.2, 13.9}) {
      canvas_.stroke(smooth_line({at(-4.5, y + 0.3), at(0, y - 0.2), at(4.5, y + 0.3)}), 0.2, line);
    }
  }

  void draw_beard() {
    const Ink full{.colour = hair_, .opacity = 0.85, .blur_mm = 0.35};
    const Ink stubble{.colour = hair_, .opacity = 0.2, .blur_mm = 0.8};
    const double w = width_;
    const Path jaw = smooth_outline(
        {at(-w * 0.94, 26), at(-w * jaw_ * 0.98, 31.8), at(-w * 0.42, chin_ - 0.8),
         at(0, chin_ + 0.1), at(w * 0.42, chin_ - 0.8), at(w * jaw_ * 0.98, 31.8), at(w * 0.94, 26),
         at(5.4, 29.8), at(2.6, 29.2), at(0, 29.6), at(-2.6, 29.2), at(-5.4, 29.8)});
    if (beard_ == 1) canvas_.fill(jaw, full);
    if (beard_ == 2) canvas_.fill(jaw, stubble);
    if (beard_ == 1 || beard_ == 3) {
      canvas_.fill(smooth_outline({at(-3.9, 30.6), at(-2, 29), at(0, 28.9), at(2, 29),
                                   at(3.9, 30.6), at(1.8, 30.3), at(0, 30), at(-1.8, 30.3)}),
                   full);
    }
    if (beard_ == 3) canvas_.fill(ellipse(at(0, chin_ - 2), 2.1, 1.9), full);
  }

  void draw_eye(double side) {
    const double x = side * 4.55;
    const double y = eyes_y_;
    canvas_.fill(ellipse(at(x, y - 0.5), 2.6, 1.7),
                 {.colour = shade(0.7), .opacity = 0.3, .blur_mm = 0.6});
    const Path lids =
        smooth_outline({at(x - 2.15, y + 0.15), at(x - 0.9, y - 0.95), at(x + 0.7, y - 1),
                        at(x + 2.15, y + 0.1), at(x + 0.8, y + 0.85), at(x - 0.9, y + 0.85)});
    canvas_.fill(lids, {.colour = {248, 247, 244}});
    canvas_.fill(ellipse(at(x, y - 0.1), 0.95, 0.95), {.colour = iris_});
    canvas_.fill(ellipse(at(x, y - 0.1), 0.45, 0.45), {.colour = {14, 12, 12}});
    canvas_.fill(ellipse(at(x - 0.3, y - 0.42), 0.22, 0.2), {.colour = {255, 255, 255}});
    canvas_.stroke(smooth_line({at(x - 2.3, y + 0.2), at(x - 0.9, y - 1.05), at(x + 0.7, y - 1.1),
                                at(x + 2.3, y + 0.05)}),
                   0.34, {.colour = {34, 24, 22}, .opacity = 0.9, .blur_mm = 0.05});
    canvas_.stroke(smooth_line({at(x - 1.9, y - 1.2), at(x, y - 1.95), at(x + 1.9, y - 1.2)}), 0.2,
                   {.colour = shade(0.8), .opacity = 0.55, .blur_mm = 0.08});
    const double arch = sitter_.long_hair_likely ? 1.0 : 0.6;
    canvas_.stroke(smooth_line({at(x - side * 2.4, y - 2.9), at(x, y - 3.2 - arch * 0.5),
                                at(x + side * 2.9, y - 2.6)}),
                   sitter_.long_hair_likely ? 0.5 : 0.75,
                   {.colour = darker(hair_, 0.15), .opacity = 0.8, .blur_mm = 0.12});
  }

  void draw_nose() {
    canvas_.fill(
        smooth_outline({at(0.5, eyes_y_), at(1.7, 27), at(2.1, 28), at(0.6, 28.2), at(0.3, 26)}),
        {.colour = shade(0.55), .opacity = 0.4, .blur_mm = 0.5});
    canvas_.fill(ellipse(at(-0.3, 26.6), 0.8, 1.3),
                 {.colour = {255, 240, 228}, .opacity = 0.28, .blur_mm = 0.6});
    for (const double side : {-1.0, 1.0}) {
      canvas_.fill(ellipse(at(side * 1.05, 28.1), 0.5, 0.26),
                   {.colour = shade(1), .opacity = 0.65, .blur_mm = 0.14});
    }
  }

  void draw_mouth() {
    const double y = dice_.between(31.6, 32.3);
    const double half = dice_.between(2.9, 3.6);
    const Colour lips = between(shade(0.35), {190, 74, 76}, sitter_.long_hair_likely ? 0.5 : 0.28);
    canvas_.fill(
        smooth_outline({at(-half, y - 0.2), at(-1, y - 0.85), at(0, y - 0.6), at(1, y - 0.85),
                        at(half, y - 0.2), at(1.3, y + 1.1), at(0, y + 1.3), at(-1.3, y + 1.1)}),
        {.colour = lips, .opacity = 0.9, .blur_mm = 0.1});
    canvas_.stroke(smooth_line({at(-half - 0.25, y - 0.45), at(-1.2, y + 0.15), at(0, y + 0.05),
                                at(1.2, y + 0.15), at(half + 0.25, y - 0.45)}),
                   0.24, {.colour = darker(lips, 0.5), .opacity = 0.85, .blur_mm = 0.05});
  }

  void draw_hair() {
    const double w = width_ + 0.7;
    if (bald_) {
      for (const double side : {-1.0, 1.0}) {
        canvas_.fill(smooth_outline({at(side * w, 14), at(side * (w + 0.3), 20),
                                     at(side * (w - 0.7), 22), at(side * (w - 1.6), 17)}),
                     {.colour = hair_, .opacity = 0.9, .blur_mm = 0.2});
      }
      return;
    }
    const double line = dice_.between(10.2, 12.4);
    const double side_end = long_hair_ ? 25 : 19.5;
    canvas_.fill(smooth_outline({at(0, 3.6), at(-w * 0.72, 6), at(-w, 13), at(-w - 0.1, side_end),
                                 at(-w + 1.3, side_end - 4.5), at(-w * 0.72, line + 1.4),
                                 at(parting_, line - 1.6), at(w * 0.72, line + 1.4),
                                 at(w - 1.3, side_end - 4.5), at(w + 0.1, side_end), at(w, 13),
                                 at(w * 0.72, 6)}),
                 {.colour = hair_});
    for (int strand = 0; strand < 22; ++strand) {
      const double to = -w * 0.92 + 2 * w * 0.92 * strand / 21;
      const Path line_of_hair{at(parting_ * 0.8, 4.8),
                              at((parting_ + to) / 2, 5.6 + std::abs(to) * 0.1),
                              at(to, 9 + std::abs(to - parting_) * 0.35)};
      canvas_.stroke(
          smooth_line(line_of_hair), 0.14,
          {.colour = between(hair_, {255, 235, 210}, dice_.between(0.1, 0.3)), .opacity = 0.5});
    }
  }

  void draw_glasses() {
    const Ink frame{.colour = {40, 38, 44}, .opacity = 0.9};
    for (const double side : {-1.0, 1.0}) {
      Path rim = rectangle({kMiddle + side * 4.6 - 3.3, eyes_y_ - 2.2, 6.6, 4.8}, 1.9);
      rim.push_back(rim.front());
      canvas_.stroke(rim, 0.34, frame);
      canvas_.stroke({at(side * 7.9, eyes_y_ - 0.6), at(side * (width_ + 0.6), eyes_y_ - 1)}, 0.34,
                     frame);
    }
    canvas_.stroke(
        smooth_line({at(-1.4, eyes_y_ - 0.4), at(0, eyes_y_ - 0.9), at(1.4, eyes_y_ - 0.4)}), 0.34,
        frame);
  }

  cv::Mat3b as_a_photograph() {
    cv::Mat3b picture = canvas_.picture();
    cv::GaussianBlur(picture, picture, {}, 0.7);
    cv::RNG grain(sitter_.seed | 1U);
    cv::Mat noise(picture.size(), CV_16SC3);
    grain.fill(noise, cv::RNG::NORMAL, 0, 3);
    cv::Mat sum;
    cv::add(picture, noise, sum, cv::noArray(), CV_8U);
    return sum;
  }

  Canvas canvas_;
  Dice dice_;
  Sitter sitter_;
  Colour skin_, hair_, clothes_, iris_;
  bool long_hair_ = false;
  bool glasses_ = false;
  bool bald_ = false;
  int beard_ = 0;
  double width_ = 0, jaw_ = 0, chin_ = 0, eyes_y_ = 0, parting_ = 0;
};

}  // namespace

cv::Mat3b draw_portrait(const Sitter& sitter, double dots_per_inch) {
  return Portrait(sitter, dots_per_inch).draw();
}

}  // namespace garita::tests
