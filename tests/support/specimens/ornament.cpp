#include "tests/support/specimens/ornament.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace garita::tests {
namespace {

using std::numbers::pi;

/// One bundle of parallel waves that swells and narrows on its way across the page.
std::vector<Path> wave_bundle(cv::Size2d size, double middle_mm, double reach_mm, Dice& dice) {
  constexpr int kLines = 34;
  constexpr double kStepMm = 0.6;
  const double slow = dice.between(1.2, 2.4);
  const double quick = dice.between(5, 8);
  const double phase = dice.between(0, 2 * pi);
  std::vector<Path> lines(kLines);
  for (int i = 0; i < kLines; ++i) {
    const double share = 2.0 * i / (kLines - 1) - 1;
    for (double x = -1; x < size.width + 1; x += kStepMm) {
      const double along = x / size.width * 2 * pi;
      const double swell = 0.62 + 0.38 * std::sin(slow * along + phase);
      const double ripple = 0.9 * std::sin(quick * along + phase + share * 2.6);
      const double drift = 3.5 * std::sin(0.7 * along + phase * 2);
      lines[std::size_t(i)].emplace_back(x, middle_mm + drift + share * reach_mm * swell + ripple);
    }
  }
  return lines;
}

/// A rosette: waves around a circle, shifted against one another until they make lace.
std::vector<Path> rosette(Place middle, double radius_mm, int petals) {
  constexpr int kSteps = 1200;
  constexpr int kShifts = 8;
  struct Band {
    double from, to;  // shares of the radius
  };
  constexpr std::array kBands{Band{0.74, 1.0}, Band{0.42, 0.78}, Band{0.16, 0.46}};
  std::vector<Path> lines;
  for (const auto& band : kBands) {
    for (int shift = 0; shift < kShifts; ++shift) {
      Path line;
      for (int step = 0; step <= kSteps; ++step) {
        const double angle = 2 * pi * step / kSteps;
        const double wave = 0.5 + 0.5 * std::cos(petals * angle + 2 * pi * shift / kShifts);
        const double r = radius_mm * (band.from + (band.to - band.from) * wave);
        line.emplace_back(middle.x + r * std::cos(angle), middle.y + r * std::sin(angle));
      }
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

void draw_tiny_text(Canvas& canvas, const Palette& palette, std::string_view text) {
  const Lettering lettering{.face = Face::kSans, .em_mm = 0.75, .spacing_mm = 0.05};
  const double width = line_width_mm(text, lettering) + 1;
  for (const double y : {canvas.size_mm().height * 0.162, canvas.size_mm().height * 0.715}) {
    for (double x = 0; x < canvas.size_mm().width; x += width) {
      canvas.write({x, y}, text, lettering, {.colour = palette.second, .opacity = 0.55});
    }
  }
}

Path ring_of(Place middle, double radius_mm) {
  Path ring = ellipse(middle, radius_mm, radius_mm);
  ring.push_back(ring.front());
  return ring;
}

}  // namespace

Palette palette_of(std::string_view issuing_state) {
  if (issuing_state == "QMA") {
    return {{253, 245, 240}, {226, 138, 120}, {150, 44, 66}, {110, 26, 48}};
  }
  if (issuing_state == "ZEN") {
    return {{246, 249, 238}, {132, 176, 120}, {38, 104, 74}, {22, 72, 52}};
  }
  return {{241, 248, 251}, {110, 172, 200}, {24, 84, 138}, {16, 54, 100}};
}

void draw_background(Canvas& canvas, const Palette& palette, std::string_view tiny_text,
                     Dice dice) {
  const auto size = canvas.size_mm();
  // Rainbow printing: the paper's tint changes from side to side.
  canvas.fill_shaded(rectangle({0, 0, size.width, size.height}), palette.paper,
                     between(palette.paper, palette.first, 0.24));
  canvas.fill(
      ellipse({size.width * 0.72, size.height * 0.42}, size.width * 0.34, size.height * 0.4),
      {.colour = {255, 240, 200}, .opacity = 0.55, .blur_mm = 9});
  for (int bundle = 0; bundle < 3; ++bundle) {
    const double middle = size.height * (0.2 + 0.3 * bundle);
    const auto lines = wave_bundle(size, middle, size.height * 0.2, dice);
    const Colour colour = between(palette.first, palette.second, 0.22 * bundle);
    canvas.stroke(lines, 0.07, {.colour = colour, .opacity = 0.42});
  }
  const Place right{size.width * 0.83, size.height * 0.46};
  canvas.stroke(rosette(right, size.height * 0.26, 14 + dice.below(5)), 0.08,
                {.colour = palette.second, .opacity = 0.26});
  const Place left{size.width * 0.44, size.height * 0.5};
  canvas.stroke(rosette(left, size.height * 0.17, 11 + dice.below(4)), 0.08,
                {.colour = palette.first, .opacity = 0.5});
  draw_tiny_text(canvas, palette, tiny_text);
}

void draw_arms(Canvas& canvas, Place middle, double radius_mm, const Palette& palette,
               double opacity) {
  const Ink ink{.colour = palette.second, .opacity = opacity};
  const Ink gold{.colour = {196, 152, 56}, .opacity = opacity};
  const double r = radius_mm;
  canvas.stroke(ring_of(middle, r), r * 0.07, ink);
  canvas.stroke(ring_of(middle, r * 0.86), r * 0.03, ink);
  std::vector<Path> rays;
  for (int ray = 0; ray <= 12; ++ray) {
    const double angle = -pi + pi * ray / 12;
    const Place way(std::cos(angle), std::sin(angle));
    rays.push_back({middle + Place(0, r * 0.05) + way * (r * 0.36),
                    middle + Place(0, r * 0.05) + way * (r * (ray % 2 == 0 ? 0.74 : 0.6))});
  }
  canvas.stroke(rays, r * 0.05, gold);
  canvas.fill(ellipse(middle + Place(0, r * 0.05), r * 0.28, r * 0.28), gold);
  canvas.fill({middle + Place(-r * 0.72, r * 0.3), middle + Place(-r * 0.3, -r * 0.22),
               middle + Place(-r * 0.05, r * 0.08), middle + Place(r * 0.26, -r * 0.32),
               middle + Place(r * 0.72, r * 0.3)},
              ink);
  for (int wave = 0; wave < 3; ++wave) {
    Path line;
    const double y = r * (0.42 + 0.13 * wave);
    const double reach = std::sqrt(std::max(0.0, 0.78 * 0.78 * r * r - y * y));
    for (int step = 0; step <= 40; ++step) {
      const double x = reach * (step / 20.0 - 1);
      line.push_back(middle + Place(x, y + r * 0.035 * std::sin(x / r * 14 + wave)));
    }
    canvas.stroke(line, r * 0.05, ink);
  }
}

void draw_signature(Canvas& canvas, cv::Rect2d place_mm, Dice dice) {
  const Ink ink{.colour = {28, 32, 96}, .opacity = 0.88};
  Path through;
  const int turns = 7 + dice.below(5);
  for (int turn = 0; turn <= turns; ++turn) {
    const double along = double(turn) / turns;
    const double tall = turn < 2 || dice.chance(0.25) ? 0.95 : 0.42;
    const double up = turn % 2 == 0 ? dice.between(0.1, 0.3) : dice.between(0.6, 1) * tall + 0.1;
    through.emplace_back(place_mm.x + place_mm.width * (along + dice.between(-0.04, 0.04)),
                         place_mm.y + place_mm.height * (1 - up * 0.85));
  }
  canvas.stroke(smooth_line(through), 0.22, ink);
  const Path flourish{{place_mm.x - 1, place_mm.y + place_mm.height * 0.86},
                      {place_mm.x + place_mm.width * 0.4, place_mm.y + place_mm.height * 0.97},
                      {place_mm.x + place_mm.width * 1.04, place_mm.y + place_mm.height * 0.72}};
  canvas.stroke(smooth_line(flourish), 0.17, ink);
}

void draw_specimen_mark(Canvas& canvas, double bottom_mm) {
  const auto size = canvas.size_mm();
  const Lettering large{.face = Face::kSansBold, .em_mm = size.width * 0.082, .spacing_mm = 1.2};
  canvas.write_turned({size.width * 0.56, bottom_mm * 0.56}, "ESPÉCIMEN", large,
                      {.colour = {200, 24, 40}, .opacity = 0.17}, 18);
  const Lettering small{.face = Face::kSansBold, .em_mm = 1.5, .spacing_mm = 0.12};
  const std::string_view words = "SPECIMEN · DOCUMENTO DE EJERCICIO · NOT A TRAVEL DOCUMENT";
  const double width = line_width_mm(words, small);
  canvas.write({size.width - width - 3, bottom_mm - 0.5}, words, small,
               {.colour = {186, 28, 44}, .opacity = 0.8});
}

}  // namespace garita::tests
