#include "document-reader/glyph/training/samples.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>

namespace garita::reader {

constexpr int kCells = 12;
constexpr int kBlank = -1;

/// A line on its way from the press to the network.
struct Sampler::Line {
  std::vector<int> characters;  // kCells of them, or kBlank
  bool upside_down = false;
  cv::Mat1f picture;   // first ink 0 to 1, then grey levels
  float pitch_px = 0;  // as captured
  float capital_px = 0;
  float flat_pitch_px = 0;  // as laid flat
};

namespace {

// The drawn canvas: a cell's room before and behind, a line's above and below.
constexpr int kCanvasWidth = (kCells + 2) * kDrawnPitchPx;
constexpr int kCanvasHeight = 3 * kDrawnCapitalPx;
constexpr int kCanvasBaseline = (kCanvasHeight + kDrawnCapitalPx) / 2;

// Upside down these are no character of the alphabet, and must be known as none: that is how the
// way up is told.
constexpr std::string_view kChangedByTurning = "<ACEFGJKLPQRTUVY47";

// The same glyph, narrower or wider about the middle of its cell: some printers keep the pitch and
// condense the letters.
DrawnGlyph condensed(const DrawnGlyph& glyph, float factor) {
  constexpr float kMiddle = kDrawnPitchPx / 2.0F;
  const int width =
      std::max(2, static_cast<int>(std::lround(static_cast<float>(glyph.ink.cols) * factor)));
  const float left = kMiddle + (static_cast<float>(glyph.left_px) - kMiddle) * factor;
  DrawnGlyph other{
      .ink = {}, .left_px = static_cast<int>(std::lround(left)), .top_px = glyph.top_px};
  cv::resize(glyph.ink, other.ink, {width, glyph.ink.rows}, 0, 0, cv::INTER_LINEAR);
  return other;
}

void stamp(cv::Mat1f& print, const DrawnGlyph& glyph, cv::Point corner) {
  const cv::Rect place(corner.x + glyph.left_px, corner.y - glyph.top_px, glyph.ink.cols,
                       glyph.ink.rows);
  const cv::Rect inside = place & cv::Rect(0, 0, print.cols, print.rows);
  for (int y = inside.y; y < inside.y + inside.height; ++y) {
    for (int x = inside.x; x < inside.x + inside.width; ++x) {
      const auto ink = static_cast<float>(glyph.ink(y - place.y, x - place.x)) / 255;
      print(y, x) = std::max(print(y, x), ink);
    }
  }
}

// For each pixel of a picture of `size`, the canvas's place that it shows: the canvas's middle in
// its own, by `scale` a pixel.
void map_capture(cv::Mat1f& map_x, cv::Mat1f& map_y, cv::Point2f scale, float lean, float turn) {
  const float c = std::cos(turn);
  const float s = std::sin(turn);
  const cv::Matx22f there =
      cv::Matx22f(scale.x, 0, 0, scale.y) * cv::Matx22f(c, -s, s, c) * cv::Matx22f(1, lean, 0, 1);
  const cv::Matx22f back = there.inv();
  for (int y = 0; y < map_x.rows; ++y) {
    for (int x = 0; x < map_x.cols; ++x) {
      const float from_x = static_cast<float>(x) - static_cast<float>(map_x.cols - 1) / 2;
      const float from_y = static_cast<float>(y) - static_cast<float>(map_x.rows - 1) / 2;
      map_x(y, x) += back(0, 0) * from_x + back(0, 1) * from_y + (kCanvasWidth - 1) / 2.0F;
      map_y(y, x) += back(1, 0) * from_x + back(1, 1) * from_y + (kCanvasHeight - 1) / 2.0F;
    }
  }
}

}  // namespace

Sampler::Sampler(std::vector<DrawnFace> faces, std::uint32_t seed)
    : faces_(std::move(faces)), random_(seed) {}

float Sampler::between(float low, float high) {
  // Not std::uniform_real_distribution: its sequence is the library's own affair.
  return low + (high - low) * static_cast<float>(random_() >> 8) / 16'777'216.0F;
}

bool Sampler::one_in(int times) { return random_() % static_cast<unsigned>(times) == 0; }

int Sampler::any_character() {
  if (one_in(6)) return kNoCharacter - 1;
  return static_cast<int>(random_() % kAlphabet.size());
}

// Smooth random numbers from -1 to 1.
cv::Mat1f Sampler::rough(cv::Size size, cv::Size knots) {
  cv::Mat1f coarse(knots);
  for (float& value : coarse) value = between(-1, 1);
  cv::Mat1f smooth;
  cv::resize(coarse, smooth, size, 0, 0, cv::INTER_CUBIC);
  return smooth;
}

Sampler::Line Sampler::draw_text() {
  Line line;
  line.upside_down = one_in(8);
  const int blanks = one_in(4) ? 1 + static_cast<int>(random_() % 4) : 0;
  const bool blank_before = one_in(2);
  const int fillers_from = one_in(4) ? static_cast<int>(random_() % kCells) : kCells;
  for (int cell = 0; cell < kCells; ++cell) {
    const bool blank = blank_before ? cell < blanks : cell >= kCells - blanks;
    line.characters.push_back(blank                  ? kBlank
                              : cell >= fillers_from ? kNoCharacter - 1
                                                     : any_character());
  }
  const DrawnFace& face = faces_[random_() % faces_.size()];
  line.picture = cv::Mat1f(kCanvasHeight, kCanvasWidth, 0.0F);
  const float width = one_in(3) ? between(0.78F, 1.08F) : 1;
  const float unsteady = one_in(3) ? 1.6F : 0.6F;
  for (int cell = 0; cell < kCells; ++cell) {
    const int character = line.characters[static_cast<std::size_t>(cell)];
    if (character == kBlank) continue;
    const cv::Point corner(
        (cell + 1) * kDrawnPitchPx + static_cast<int>(std::lround(between(-unsteady, unsteady))),
        kCanvasBaseline + static_cast<int>(std::lround(between(-unsteady, unsteady))));
    stamp(line.picture, condensed(face.glyphs[static_cast<std::size_t>(character)], width), corner);
  }
  if (one_in(5)) draw_neighbour(line, face);
  if (line.upside_down) {
    cv::rotate(line.picture, line.picture, cv::ROTATE_180);
    std::reverse(line.characters.begin(), line.characters.end());
  }
  return line;
}

// The next line of the zone, of which a piece may come into sight.
void Sampler::draw_neighbour(Line& line, const DrawnFace& face) {
  const float off = between(1.45F, 1.9F) * kDrawnPitchPx * (one_in(2) ? 1.0F : -1.0F);
  const auto aside = static_cast<int>(between(0, kDrawnPitchPx));
  for (int cell = 0; cell < kCells; ++cell) {
    const auto character = static_cast<std::size_t>(any_character());
    stamp(line.picture, face.glyphs[character],
          {cell * kDrawnPitchPx + aside, kCanvasBaseline + static_cast<int>(off)});
  }
}

// Ink that did not take everywhere.
void Sampler::wear(cv::Mat1f& print) {
  const cv::Mat1f grain = rough(print.size(), {kCanvasWidth / 4, kCanvasHeight / 4});
  const float level = between(0.35F, 0.9F);
  const float strength = between(0.3F, 1);
  for (int y = 0; y < print.rows; ++y) {
    for (int x = 0; x < print.cols; ++x) {
      const float bare = std::clamp((grain(y, x) - level) * 4, 0.0F, 1.0F);
      print(y, x) *= 1 - strength * bare;
    }
  }
}

void Sampler::draw_pattern(cv::Mat1f& paper) {
  const auto strokes = static_cast<int>(between(0, 14));
  for (int i = 0; i < strokes; ++i) {
    const auto x = [&] { return static_cast<int>(between(0, kCanvasWidth)); };
    const bool flat = one_in(2);
    const auto level = static_cast<int>(between(-8, kCanvasHeight + 8));
    const auto fall = static_cast<int>(between(-24, 24));
    const cv::Point from = flat ? cv::Point(0, level) : cv::Point(x(), -4);
    const cv::Point to =
        flat ? cv::Point(kCanvasWidth, level + fall) : cv::Point(x(), kCanvasHeight + 4);
    cv::line(paper, from, to, between(0.05F, 0.3F), static_cast<int>(between(1, 4)), cv::LINE_AA);
  }
  if (one_in(4)) {  // wavy guilloche
    const float depth = between(0.05F, 0.25F);
    const float wave = between(10, 60);
    const float high = between(2, 14);
    const float apart = between(5, 16);
    const float slope = between(-0.5F, 0.5F);
    for (int y = 0; y < paper.rows; ++y) {
      for (int xx = 0; xx < paper.cols; ++xx) {
        const auto at = static_cast<float>(xx);
        const float place = static_cast<float>(y) + slope * at + high * std::sin(at / wave * 6.28F);
        const float crest = std::sin(place / apart * 6.28F);
        if (crest > 0.7F) paper(y, xx) = std::max(paper(y, xx), depth * (crest - 0.7F) / 0.3F);
      }
    }
  }
  if (one_in(20)) {  // the edge of a page or a frame close to the line
    const auto off = static_cast<int>(between(0.85F, 1.2F) * kDrawnCapitalPx);
    const int y = kCanvasHeight / 2 + (one_in(2) ? off : -off);
    cv::line(paper, {0, y}, {kCanvasWidth, y}, between(0.3F, 1), 3);
  }
}

// As captured: so many pixels a character, its own blur, noise and light.
void Sampler::capture(Line& line) {
  line.pitch_px = 6.2F * std::exp(between(0, 1.45F));
  line.capital_px = line.pitch_px * between(0.8F, 1.5F);
  const cv::Point2f scale(line.pitch_px / kDrawnPitchPx, line.capital_px / kDrawnCapitalPx);
  float blur_x = between(0.35F, 0.9F) + (one_in(3) ? between(0, 0.11F) * line.pitch_px : 0);
  float blur_y = blur_x;
  if (one_in(6)) (one_in(2) ? blur_x : blur_y) += between(0, 0.12F) * line.pitch_px;
  cv::Mat1f soft;
  cv::GaussianBlur(line.picture, soft, {}, blur_x / scale.x, blur_y / scale.y,
                   cv::BORDER_REPLICATE);
  const cv::Size size(static_cast<int>(std::ceil(kCanvasWidth * scale.x)) + 2,
                      static_cast<int>(std::ceil(kCanvasHeight * scale.y)) + 2);
  const float bend = one_in(2) ? between(0, 1.3F) : 0;
  cv::Mat1f map_x = rough(size, {2 * kCells, 6});
  cv::Mat1f map_y = rough(size, {kCells, 6});
  map_x *= bend;
  map_y *= bend;
  map_capture(map_x, map_y, scale, between(-0.13F, 0.2F), between(-0.012F, 0.012F));
  cv::remap(soft, line.picture, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  light(line.picture);
  process(line.picture);
}

void Sampler::light(cv::Mat1f& captured) {
  const float ink = between(45, 225);
  const float paper = between(ink, 255);
  const float slope = one_in(2) ? between(-0.4F, 0.4F) : 0;
  const bool shadowed = one_in(8);
  const float edge = between(0, 1) * static_cast<float>(captured.cols);
  const float soft = between(0.5F, 30);
  const float dark = between(0.1F, 0.5F);
  const float noise = between(0, 0.09F) * ink;
  for (int y = 0; y < captured.rows; ++y) {
    for (int x = 0; x < captured.cols; ++x) {
      const auto at = static_cast<float>(x);
      float bright = 1 + slope * (at / static_cast<float>(captured.cols) - 0.5F);
      if (shadowed) bright *= 1 - dark * std::clamp((at - edge) / soft + 0.5F, 0.0F, 1.0F);
      float& pixel = captured(y, x);
      pixel = (paper - pixel * ink) * bright + (between(-1, 1) + between(-1, 1)) * noise;
    }
  }
}

// What cameras and programs do to pictures afterwards.
void Sampler::process(cv::Mat1f& captured) {
  if (one_in(3)) {
    cv::Mat1f soft;
    cv::GaussianBlur(captured, soft, {}, between(0.7F, 1.6F));
    captured += (captured - soft) * between(0.2F, 1.4F);
  }
  if (one_in(6)) {  // bleached: the brightest are one
    const float level = between(150, 250);
    for (float& pixel : captured) pixel = std::min(pixel, level);
  }
  cv::Mat1b grey;
  captured.convertTo(grey, CV_8U);
  if (one_in(3)) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", grey, bytes,
                 {cv::IMWRITE_JPEG_QUALITY, static_cast<int>(between(35, 92))});
    grey = cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
  }
  grey.convertTo(captured, CV_32F);
}

// As the reader lays it flat: nearly to measure, through a strip of its own size.
cv::Mat1f Sampler::flatten(Line& line) {
  const float wide = between(0.94F, 1.06F);
  const float tall = between(0.89F, 1.11F);
  line.flat_pitch_px = kCellPitchPx * wide;
  const float x = line.flat_pitch_px / line.pitch_px;
  const float y = kCellCapitalPx * tall / line.capital_px;
  const cv::Size size(kCanvasWidth * kCellPitchPx / kDrawnPitchPx, kLineHeightPx);
  const auto middle = [](int length) { return static_cast<float>(length - 1) / 2; };
  const float lower = between(-1.7F, 1.7F);
  const cv::Matx23f flat(x, 0, middle(size.width) - x * middle(line.picture.cols), 0, y,
                         middle(size.height) + lower - y * middle(line.picture.rows));
  cv::Mat1f captured = line.picture;
  if (x < 0.8F) cv::GaussianBlur(captured, captured, {}, 0.3F / x, 0.3F / y);
  cv::Mat1f seen;
  cv::warpAffine(captured, seen, flat, size, one_in(3) ? cv::INTER_CUBIC : cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  normalise({seen.ptr<float>(), seen.total()}, seen.cols);
  return seen;
}

void Sampler::cut(const Line& line, const cv::Mat1f& flat, std::vector<Sample>& samples) {
  const auto window_at = [&](float centre, int character) {
    const int left = static_cast<int>(std::lround(centre - (kWindowWidthPx - 1) / 2.0F));
    if (left < 0 || left + kWindowWidthPx > flat.cols) return;
    Sample& sample = samples.emplace_back();
    sample.character = character;
    const cv::Mat1f view = flat.colRange(left, left + kWindowWidthPx);
    std::copy(view.begin(), view.end(), sample.window.begin());
  };
  for (int cell = 0; cell < kCells; ++cell) {
    const float centre = static_cast<float>(flat.cols - 1) / 2 +
                         (static_cast<float>(cell) - (kCells - 1) / 2.0F) * line.flat_pitch_px;
    const int character = line.characters[static_cast<std::size_t>(cell)];
    if (one_in(5)) {
      window_at(centre + between(4.2F, 7.8F) * (one_in(2) ? 1.0F : -1.0F), kNoCharacter);
    }
    if (character == kBlank) {
      if (one_in(3)) window_at(centre + between(-2, 2), kNoCharacter);
      continue;
    }
    const bool filler = character == kNoCharacter - 1;
    if (filler && !one_in(2)) continue;
    const float near = centre + between(-1.8F, 1.8F);
    if (!line.upside_down) {
      window_at(near, character);
    } else if (kChangedByTurning.find(kAlphabet[static_cast<std::size_t>(character)]) !=
               std::string_view::npos) {
      window_at(near, kNoCharacter);
    }
  }
}

void Sampler::draw_line(std::vector<Sample>& samples) {
  Line line = draw_text();
  if (one_in(4)) wear(line.picture);
  draw_pattern(line.picture);
  capture(line);
  cut(line, flatten(line), samples);
}

}  // namespace garita::reader
