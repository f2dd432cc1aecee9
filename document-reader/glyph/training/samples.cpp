#include "document-reader/glyph/training/samples.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>

namespace garita::reader {
namespace {

// The drawn canvas: three cells, room above and below.
constexpr int kCanvasWidth = 3 * kDrawnPitchPx;
constexpr int kCanvasHeight = 2 * kDrawnCapitalPx;
constexpr int kCanvasBaseline = (kCanvasHeight + kDrawnCapitalPx) / 2;

// Upside down these are no character of the alphabet, and must be known as none: that is how the
// way up is told. The filler stands for half of all lines, so it stands here often.
constexpr std::string_view kChangedByTurning = "<<<<<<ACEFGJKLPQRTUVY47";

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

// Maps the canvas onto a picture of `size`, its middle on `centre`, by `scale` a pixel.
cv::Matx23f placed(cv::Point2f scale, float lean, float turn, cv::Point2f centre) {
  const float c = std::cos(turn);
  const float s = std::sin(turn);
  const cv::Matx22f m =
      cv::Matx22f(scale.x, 0, 0, scale.y) * cv::Matx22f(c, -s, s, c) * cv::Matx22f(1, lean, 0, 1);
  const cv::Point2f middle((kCanvasWidth - 1) / 2.0F, (kCanvasHeight - 1) / 2.0F);
  return {m(0, 0), m(0, 1), centre.x - m(0, 0) * middle.x - m(0, 1) * middle.y,
          m(1, 0), m(1, 1), centre.y - m(1, 0) * middle.x - m(1, 1) * middle.y};
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
  // Fillers stand beside everything, so neighbours are often one.
  if (one_in(4)) return kNoCharacter - 1;
  return static_cast<int>(random_() % kAlphabet.size());
}

cv::Mat1f Sampler::draw_print(int middle) {
  cv::Mat1f print(kCanvasHeight, kCanvasWidth, 0.0F);
  const DrawnFace& face = faces_[random_() % faces_.size()];
  const float width = one_in(3) ? between(0.78F, 1.08F) : 1;
  for (int cell = 0; cell < 3; ++cell) {
    if (cell != 1 && one_in(12)) continue;  // where a line begins or ends
    const int character = cell == 1 ? middle : any_character();
    const cv::Point corner(cell * kDrawnPitchPx + static_cast<int>(between(-1.4F, 1.4F)),
                           kCanvasBaseline + static_cast<int>(between(-1.4F, 1.4F)));
    stamp(print, condensed(face.glyphs[static_cast<std::size_t>(character)], width), corner);
  }
  return print;
}

void Sampler::draw_pattern(cv::Mat1f& paper) {
  const auto strokes = static_cast<int>(between(0, 5));
  for (int i = 0; i < strokes; ++i) {
    const cv::Point from(static_cast<int>(between(0, kCanvasWidth)), -4);
    const cv::Point to(static_cast<int>(between(0, kCanvasWidth)), kCanvasHeight + 4);
    const bool flat = one_in(2);
    const auto level = static_cast<int>(between(-8, kCanvasHeight + 8));
    const auto fall = static_cast<int>(between(-8, 8));
    cv::line(paper, flat ? cv::Point(0, level) : from,
             flat ? cv::Point(kCanvasWidth, level + fall) : to, between(0.05F, 0.3F),
             static_cast<int>(between(1, 4)), cv::LINE_AA);
  }
  if (one_in(25)) {  // the edge of a page or a frame close to the line
    const auto level = static_cast<int>(between(0, 6));
    const bool above = one_in(2);
    cv::line(paper, {0, above ? level : kCanvasHeight - level},
             {kCanvasWidth, above ? level : kCanvasHeight - level}, between(0.3F, 1), 3);
  }
}

Window Sampler::photograph(const cv::Mat1f& print, float off_x_px) {
  // As captured: so many pixels a character, its own blur, noise and light.
  const float pitch_px = 6.5F * std::exp(between(0, 1.4F));
  const float stretch = between(0.8F, 1.5F);
  const cv::Point2f scale(pitch_px / kDrawnPitchPx, pitch_px * stretch / kDrawnPitchPx);
  const float blur = between(0.35F, 0.9F) + (one_in(3) ? between(0, 0.1F) * pitch_px : 0);
  cv::Mat1f soft;
  cv::GaussianBlur(print, soft, {}, blur / scale.x, blur / scale.y, cv::BORDER_REPLICATE);
  const cv::Size size(static_cast<int>(std::ceil(kCanvasWidth * scale.x)) + 2,
                      static_cast<int>(std::ceil(kCanvasHeight * scale.y)) + 2);
  const cv::Point2f centre(static_cast<float>(size.width) / 2 + between(-0.5F, 0.5F),
                           static_cast<float>(size.height) / 2 + between(-0.5F, 0.5F));
  cv::Mat1f captured;
  cv::warpAffine(soft, captured,
                 placed(scale, between(-0.13F, 0.2F), between(-0.035F, 0.035F), centre), size,
                 cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  const float ink = between(60, 220);
  const float paper = between(ink, 255);
  const float noise = between(0, 0.09F) * ink;
  cv::Mat1f grain(captured.size());
  for (float& value : grain) value = between(-1, 1) + between(-1, 1);
  captured = paper - captured * ink + grain * noise;
  // And as the reader lays it flat: nearly to measure.
  const float x = kCellPitchPx / pitch_px * between(0.93F, 1.07F);
  const float y = kCellCapitalPx / (pitch_px * stretch) * between(0.88F, 1.12F);
  const float to_x = (kWindowWidthPx - 1) / 2.0F + off_x_px;
  const float to_y = (kWindowHeightPx - 1) / 2.0F + between(-1.6F, 1.6F);
  const cv::Matx23f flat(x, 0, to_x - x * centre.x, 0, y, to_y - y * centre.y);
  if (x < 0.7F) cv::GaussianBlur(captured, captured, {}, 0.35F / x, 0.35F / y);
  cv::Mat1f seen;
  cv::warpAffine(captured, seen, flat, {kWindowWidthPx, kWindowHeightPx}, cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  Window window;
  std::copy(seen.begin(), seen.end(), window.begin());
  return window;
}

Sample Sampler::draw() {
  Sample sample;
  float off_x_px = between(-1.6F, 1.6F);
  sample.character = one_in(8) ? kNoCharacter - 1 : static_cast<int>(random_() % kAlphabet.size());
  bool upside_down = false;
  if (one_in(8)) {
    const auto index = random_() % kChangedByTurning.size();
    upside_down = true;
    sample.character = static_cast<int>(kAlphabet.find(kChangedByTurning[index]));
  }
  cv::Mat1f print = draw_print(sample.character);
  if (upside_down) {
    cv::rotate(print, print, cv::ROTATE_180);
    sample.character = kNoCharacter;
  } else if (one_in(6)) {
    sample.character = kNoCharacter;
    off_x_px = between(4.2F, 7.8F) * (one_in(2) ? 1.0F : -1.0F);
    if (one_in(4)) print.setTo(0);
  }
  draw_pattern(print);
  sample.window = photograph(print, off_x_px);
  normalise(sample.window);
  return sample;
}

}  // namespace garita::reader
