#include "tests/support/barcodes/cluttered_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>

#include "tests/support/specimens/canvas.h"
#include "tests/support/specimens/desk.h"
#include "tests/support/specimens/dice.h"
#include "tests/support/specimens/ornament.h"
#include "tests/support/specimens/portrait.h"

namespace garita::tests {
namespace {

const cv::Size kPagePx{1920, 1080};
constexpr double kDotsPerInch = 150;
constexpr double kPixelsPerMm = kDotsPerInch / 25.4;

std::string words(Dice& dice, std::size_t characters) {
  constexpr std::array kWords{"frontera", "viajero", "the",   "page",   "12/04/2031", "UTO",
                              "salida",   "of",      "de",    "entry",  "No. 004711", "visado",
                              "policía",  "III",     "Ocean", "0815",   "and",        "B<<X",
                              "minutes",  "lilili",  "MOMO",  "aeaoae", "HHEELL",     "a"};
  std::string text;
  while (text.size() < characters) {
    text += kWords[static_cast<std::size_t>(dice.below(static_cast<int>(kWords.size())))];
    text += ' ';
  }
  return text;
}

/// Lines of text down a column.
void write_column(Canvas& canvas, cv::Rect2d place, Dice& dice) {
  constexpr std::array kFaces{Face::kSans, Face::kSansBold,      Face::kSerif, Face::kSerifBold,
                              Face::kMono, Face::kSansCondensed, Face::kOcrB};
  double y = place.y;
  while (y < place.y + place.height) {
    const double em = dice.chance(0.15) ? dice.between(6, 14) : dice.between(2.2, 4.5);
    const Lettering lettering{.face = kFaces[static_cast<std::size_t>(dice.below(7))], .em_mm = em};
    const int lines = dice.below(5) + 1;
    for (int line = 0; line < lines && y < place.y + place.height; ++line) {
      y += em * 1.25;
      const auto fitting = static_cast<std::size_t>(place.width / (0.55 * em));
      const double grey = dice.between(0, 90);
      canvas.write({place.x, y}, words(dice, std::max<std::size_t>(fitting, 8)).substr(0, fitting),
                   lettering, {.colour = {grey, grey, grey}});
    }
    y += dice.between(1, 5);
  }
}

void draw_table(Canvas& canvas, cv::Rect2d place, Dice& dice) {
  const int columns = 3 + dice.below(6);
  const int rows = 3 + dice.below(8);
  const double width = place.width / columns;
  const double height = place.height / rows;
  const Ink line{.colour = {30, 30, 40}};
  for (int i = 0; i <= columns; ++i) {
    const double x = place.x + i * width;
    canvas.stroke({{x, place.y}, {x, place.y + place.height}}, 0.35, line);
  }
  for (int i = 0; i <= rows; ++i) {
    const double y = place.y + i * height;
    canvas.stroke({{place.x, y}, {place.x + place.width, y}}, 0.35, line);
  }
  for (int i = 0; i < columns * rows; ++i) {
    const cv::Rect2d cell(place.x + i % columns * width, place.y + i / columns * height, width,
                          height);
    // Some cells are filled, as a chessboard of sorts: what a symbol's corner looks like.
    if (dice.chance(0.2)) canvas.fill(rectangle(cell), {.colour = {40, 40, 60}});
    if (dice.chance(0.5)) {
      const double em = std::min(3.0, 0.6 * height);
      canvas.write({cell.x + 1, cell.y + 0.8 * height}, std::to_string(dice.below(10000)),
                   {.face = Face::kMono, .em_mm = em}, {.colour = {20, 20, 20}});
    }
  }
}

/// Bars and rings: the nearest thing to a symbol that is none.
void draw_decoys(Canvas& canvas, cv::Rect2d place, Dice& dice) {
  double x = place.x;
  while (x < place.x + place.width) {
    const double width = 0.3 * (1 + dice.below(4));
    canvas.fill(rectangle({x, place.y, width, place.height}), {.colour = {15, 15, 15}});
    x += width + 0.3 * (1 + dice.below(4));
  }
  const Place middle(place.x + place.width / 2, place.y + place.height + 14);
  for (int ring = 0; ring < 4; ++ring) {
    const double radius = 2.0 + 2.4 * ring;
    Path circle = ellipse(middle, radius, radius);
    circle.push_back(circle.front());
    canvas.stroke(circle, 1.1, {.colour = {20, 20, 20}});
  }
}

cv::Mat3b shades(cv::Size size, Dice& dice) {
  const cv::Mat1f large = clouds(size, 120, 1, dice);
  const cv::Mat1f small = clouds(size, 9, 1, dice);
  cv::Mat3b picture(size);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const float tone = 40 + 190 * (0.8F * large(y, x) + 0.2F * small(y, x));
      picture(y, x) = {cv::saturate_cast<std::uint8_t>(tone), cv::saturate_cast<std::uint8_t>(tone),
                       cv::saturate_cast<std::uint8_t>(tone)};
    }
  }
  return picture;
}

void add_noise(cv::Mat1b& grey, double sigma, Dice dice) {
  for (auto& pixel : grey) {
    // The sum of three throws is near enough to a bell.
    const double off = dice.between(-1, 1) + dice.between(-1, 1) + dice.between(-1, 1);
    pixel = cv::saturate_cast<std::uint8_t>(pixel + sigma * off);
  }
}

/// A picture, and which of its pixels are its own (255) and not the page's (0).
struct Cutting {
  cv::Mat1b picture;
  cv::Mat1b own;
};

Cutting skewed(const cv::Mat1b& picture, double degrees) {
  const cv::Mat1b whole(picture.size(), std::uint8_t{255});
  if (degrees == 0) return {picture, whole};
  const double turn = degrees * std::numbers::pi / 180;
  const double c = std::cos(turn);
  const double s = std::sin(turn);
  const cv::Size box(
      static_cast<int>(std::ceil(picture.cols * std::abs(c) + picture.rows * std::abs(s))),
      static_cast<int>(std::ceil(picture.cols * std::abs(s) + picture.rows * std::abs(c))));
  const double x = (picture.cols - 1) / 2.0;
  const double y = (picture.rows - 1) / 2.0;
  const cv::Matx23d way(c, s, (box.width - 1) / 2.0 - c * x - s * y, -s, c,
                        (box.height - 1) / 2.0 + s * x - c * y);
  Cutting cutting;
  cv::warpAffine(picture, cutting.picture, way, box, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::warpAffine(whole, cutting.own, way, box, cv::INTER_NEAREST, cv::BORDER_CONSTANT, 0);
  return cutting;
}

/// Never larger than it is.
cv::Mat1b fitted(const cv::Mat1b& picture, cv::Size within) {
  const double scale = std::min({1.0, static_cast<double>(within.width) / picture.cols,
                                 static_cast<double>(within.height) / picture.rows});
  if (scale == 1) return picture;
  cv::Mat1b smaller;
  cv::resize(picture, smaller, {}, scale, scale, cv::INTER_AREA);
  return smaller;
}

}  // namespace

cv::Mat1b cluttered_page(std::uint64_t seed) {
  Dice dice(seed);
  const cv::Size2d size(kPagePx.width / kPixelsPerMm, kPagePx.height / kPixelsPerMm);
  const Palette palette = palette_of(dice.chance(0.5) ? "UTO" : "QMA");
  Canvas canvas(size, kDotsPerInch, palette.paper);
  if (dice.chance(0.6)) draw_background(canvas, palette, "GARITA GARITA", dice.branch(1));
  const double column = size.width / 3;
  for (int i = 0; i < 3; ++i) {
    const double left = i * column + 3;
    const double split = dice.between(0.35, 0.65) * size.height;
    write_column(canvas, {left, 2, column - 8, split}, dice);
    const cv::Rect2d below(left, split + 8, column - 8, size.height - split - 12);
    const int kind = dice.below(4);
    if (kind == 0) draw_table(canvas, below, dice);
    if (kind == 1) draw_decoys(canvas, {below.x, below.y, below.width, below.height / 3}, dice);
    if (kind == 2) canvas.paste(shades({600, 400}, dice), below);
    if (kind == 3) {
      canvas.paste(draw_portrait({.seed = dice.bits()}, kDotsPerInch),
                   {below.x, below.y, below.height * 35 / 45, below.height});
    }
  }
  cv::Mat1b grey;
  cv::cvtColor(canvas.picture(), grey, cv::COLOR_BGR2GRAY);
  cv::Mat1b page(kPagePx, std::uint8_t{230});
  const cv::Rect shared = cv::Rect({0, 0}, kPagePx) & cv::Rect({0, 0}, grey.size());
  grey(shared).copyTo(page(shared));
  add_noise(page, 2, dice.branch(2));
  return page;
}

cv::Mat1b pasted(const cv::Mat1b& page, const cv::Mat1b& picture, const PutDown& put) {
  const cv::Size kFits{1200, 960};
  // Askew or on its side it takes other room.
  cv::Mat1b symbol = fitted(picture, kFits);
  constexpr std::array kTurns{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                              cv::ROTATE_90_COUNTERCLOCKWISE};
  if (put.quarter_turns > 0) {
    cv::Mat1b turned;
    cv::rotate(symbol, turned, kTurns[static_cast<std::size_t>(put.quarter_turns - 1)]);
    symbol = turned;
  }
  Cutting cutting = skewed(fitted(symbol, {page.cols, kFits.height}), put.degrees);
  if (cutting.picture.cols > page.cols || cutting.picture.rows > page.rows) {
    const cv::Size smaller(kFits.width * 3 / 4, kFits.height * 3 / 4);
    cutting = skewed(fitted(symbol, smaller), put.degrees);
  }
  const cv::Size size = cutting.picture.size();
  Dice dice(put.seed);
  const cv::Rect place(
      {dice.below(page.cols - size.width + 1), dice.below(page.rows - size.height + 1)}, size);
  cv::Mat1b whole = page.clone();
  cutting.picture.copyTo(whole(place), cutting.own);
  return whole;
}

}  // namespace garita::tests
