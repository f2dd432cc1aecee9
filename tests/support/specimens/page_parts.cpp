#define ZX_USE_UTF8 1
#include "tests/support/specimens/page_parts.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>
#include <array>
#include <map>
#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/portrait.h"

namespace garita::tests {
namespace {

constexpr double kPitchMm = 2.54;
constexpr double kLinesApartMm = 6.35;
/// OCR-B's capitals are 2.4 mm tall in size I (ISO 1073-2).
constexpr double kCapitalMm = 2.4;

/// FNV-1a: the same text gives the same number in every library.
std::uint64_t seed_of(const SpecimenFields& fields) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : fields.document_number + "|" + fields.surname + "|" + fields.given_names) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return hash;
}

int age_of(const SpecimenFields& fields) {
  constexpr int kThisYear = 2026;
  if (fields.birth_date.size() < 4 || fields.birth_date[0] == 'X') return 35;
  return kThisYear - std::atoi(fields.birth_date.substr(0, 4).c_str());
}

cv::Mat3b portrait_of(const SpecimenFields& fields, std::uint64_t seed) {
  constexpr double kPortraitDpi = 300;
  return draw_portrait({.seed = seed,
                        .beard_allowed = fields.sex == "M",
                        .long_hair_likely = fields.sex == "F",
                        .age_years = age_of(fields)},
                       kPortraitDpi);
}

}  // namespace

StateNames state_names(const std::string& code) {
  static const std::map<std::string, StateNames> known{
      {"UTO", {"UTOPÍA", "UTOPIA"}},
      {"QMA", {"REPÚBLICA DE MARISOL", "REPUBLIC OF MARISOL"}},
      {"ZEN", {"REPÚBLICA DE ZENDA", "REPUBLIC OF ZENDA"}},
  };
  const auto found = known.find(code);
  return found == known.end() ? StateNames{code, "FICTIONAL STATE"} : found->second;
}

std::string printed_date(const std::string& iso) {
  constexpr std::array kMonths{"ENE / JAN", "FEB / FEB", "MAR / MAR", "ABR / APR",
                               "MAY / MAY", "JUN / JUN", "JUL / JUL", "AGO / AUG",
                               "SEP / SEP", "OCT / OCT", "NOV / NOV", "DIC / DEC"};
  if (iso.size() != 10) return iso;
  const int month = std::atoi(iso.substr(5, 2).c_str());
  const std::string named = month >= 1 && month <= 12 ? kMonths.at(std::size_t(month - 1)) : "XX";
  return iso.substr(8) + " " + named + " " + iso.substr(0, 4);
}

std::string upper_case(const std::string& utf8) {
  std::string upper;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    const bool second_of_latin1 = i > 0 && static_cast<unsigned char>(utf8[i - 1]) == 0xC3U;
    if (c >= 'a' && c <= 'z') {
      upper += static_cast<char>(c - 'a' + 'A');
    } else if (second_of_latin1 && c >= 0xA0U && c <= 0xBEU && c != 0xB7U) {
      upper += static_cast<char>(c - 0x20U);
    } else {
      upper += static_cast<char>(c);
    }
  }
  return upper;
}

Page::Page(const SpecimenFields& fields, cv::Size2d size_mm, double dots_per_inch)
    : fields_(fields),
      palette_(palette_of(fields.issuing_state)),
      canvas_(size_mm, dots_per_inch, {255, 255, 255}),
      seed_(seed_of(fields)),
      portrait_(portrait_of(fields, seed_)) {
  // The press prints every booklet of a kind alike: the pattern comes from State and format.
  const auto pattern = static_cast<std::uint64_t>(fields.issuing_state.at(0)) * 31U +
                       static_cast<std::uint64_t>(fields.format);
  const auto names = state_names(fields.issuing_state);
  draw_background(canvas_, palette_, names.own + " · " + names.english + " · ", Dice(pattern));
}

void Page::header(double height_mm, const std::string& title) {
  const double width = canvas_.size_mm().width;
  const auto names = state_names(fields_.issuing_state);
  canvas_.fill_shaded(rectangle({0, 0, width, height_mm}),
                      between(palette_.second, {255, 255, 255}, 0.12), palette_.second);
  const Palette light{palette_.paper, palette_.paper, {250, 246, 226}, palette_.text};
  const double radius = height_mm * 0.4;
  draw_arms(canvas_, {height_mm * 0.72, height_mm * 0.5}, radius, light, 0.95);
  const double left = height_mm * 1.4;
  const Ink white{.colour = {252, 252, 250}};
  const Lettering kind{.face = Face::kSansBold, .em_mm = height_mm * 0.22, .spacing_mm = 0.15};
  const double title_left = width - line_width_mm(title, kind) - 4;
  canvas_.write({title_left, height_mm * 0.83}, title, kind, white);
  Lettering large{.face = Face::kSerifBold, .em_mm = height_mm * 0.36, .spacing_mm = 0.25};
  const double needed = line_width_mm(names.own, large);
  large.em_mm *= std::min(1.0, (width - left - 4) / needed);
  canvas_.write({left, height_mm * 0.47}, names.own, large, white);
  canvas_.write({left, height_mm * 0.83}, names.english,
                {.face = Face::kSerif, .em_mm = height_mm * 0.2, .spacing_mm = 0.2}, white);
}

void Page::cell(Place corner, const std::string& label, const std::string& value, double width_mm) {
  canvas_.write(corner + Place(0, 1.6), label, {.face = Face::kSansCondensed, .em_mm = 1.65},
                {.colour = palette_.text, .opacity = 0.9});
  Lettering lettering{.face = Face::kSansBold, .em_mm = 2.75};
  const double needed = line_width_mm(value, lettering);
  if (needed > width_mm) lettering.em_mm *= width_mm / needed;
  canvas_.write(corner + Place(0, 4.7), value, lettering, {.colour = {26, 26, 30}});
}

void Page::portrait(cv::Rect2d place_mm) {
  canvas_.paste(portrait_, place_mm);
  Path frame = rectangle(place_mm);
  frame.push_back(frame.front());
  canvas_.stroke(frame, 0.12, {.colour = palette_.second, .opacity = 0.7});
  // A seal over the photograph's edge, so that it cannot be changed unseen.
  const double radius = place_mm.width * 0.15;
  draw_arms(
      canvas_,
      {place_mm.x + place_mm.width - radius * 0.2, place_mm.y + place_mm.height - radius * 1.3},
      radius, palette_, 0.42);
}

void Page::ghost(cv::Rect2d place_mm) {
  cv::Mat grey;
  cv::cvtColor(portrait_, grey, cv::COLOR_BGR2GRAY);
  cv::Mat1b ink;
  cv::subtract(cv::Scalar(232), grey, ink);
  // A half-tone: the picture becomes lines of one colour, as it does on real pages.
  for (int y = 0; y < ink.rows; ++y) {
    const double line = y % 6 < 4 ? 1 : 0.45;
    for (int x = 0; x < ink.cols; ++x) ink(y, x) = cv::saturate_cast<uchar>(ink(y, x) * line);
  }
  canvas_.stamp(ink, place_mm, {.colour = palette_.second, .opacity = 0.62});
}

void Page::signature(cv::Rect2d place_mm) {
  draw_signature(canvas_, place_mm, Dice(seed_).branch(2));
}

double Page::zone_top_mm() const { return canvas_.size_mm().height - 23.2; }

void Page::zone(double left_mm, double lowest_mm) {
  const auto size = canvas_.size_mm();
  const auto lines = mrz_lines(fields_);
  // Doc 9303-3, 4.1: what lies under the zone must not disturb the readers; pale paper is left.
  canvas_.fill(rectangle({0, zone_top_mm(), size.width, size.height - zone_top_mm()}),
               {.colour = {253, 253, 251}, .opacity = 0.9});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double middle = size.height - lowest_mm - kLinesApartMm * double(lines.size() - 1 - i);
    canvas_.write({left_mm, middle + kCapitalMm / 2}, lines[i],
                  {.face = Face::kOcrB, .pitch_mm = kPitchMm},
                  {.colour = {22, 22, 24}, .opacity = 0.96});
  }
}

void Page::pdf417(cv::Rect2d place_mm) {
  std::string text;
  for (const auto& line : mrz_lines(fields_)) text += line + "\n";
  const auto symbol = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::PDF417)
                          .setMargin(0)
                          .encode(std::wstring(text.begin(), text.end()), 0, 0);
  cv::Mat1b ink(symbol.height(), symbol.width());
  for (int y = 0; y < symbol.height(); ++y) {
    for (int x = 0; x < symbol.width(); ++x) ink(y, x) = symbol.get(x, y) ? 255 : 0;
  }
  canvas_.fill(
      rectangle({place_mm.x - 1.5, place_mm.y - 1.5, place_mm.width + 3, place_mm.height + 3}),
      {.colour = {254, 254, 254}});
  canvas_.stamp(ink, place_mm, {.colour = {16, 16, 18}});
}

void Page::perforation(double left_mm, double middle_mm) {
  canvas_.write_turned({left_mm, middle_mm}, fields_.document_number,
                       {.face = Face::kMono, .em_mm = 3.4, .spacing_mm = 0.7},
                       {.colour = palette_.text, .opacity = 0.5}, 90);
}

}  // namespace garita::tests
