#include "tests/documents/hardship.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/dice.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/photograph.h"
#include "tests/support/specimens/specimen.h"

namespace garita::reader {
namespace {

using tests::Dice;
using tests::SpecimenFields;
using tests::SpecimenFormat;

constexpr int kLongSidePx = 1920;
constexpr int kSmallLongSidePx = 640;

cv::Mat3b taken(const cv::Mat3b& page, SpecimenFormat format,
                const tests::PhotographSettings& how) {
  return tests::photograph(page, tests::size_mm(format).width, how);
}

cv::Mat3b skewed(const cv::Mat3b& frame, Dice& dice) {
  const double degrees = dice.between(12, 25) * (dice.chance(0.5) ? 1 : -1);
  const cv::Point2f middle(static_cast<float>(frame.cols) / 2, static_cast<float>(frame.rows) / 2);
  const cv::Mat turn = cv::getRotationMatrix2D(middle, degrees, 0.74);
  cv::Mat3b turned;
  cv::warpAffine(frame, turned, turn, frame.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                 cv::Scalar(120, 125, 130));
  return turned;
}

/// `page` with each of its pixels times `bright`(x, y) plus `more`(x, y); x and y from 0 to 1.
template <typename Light>
cv::Mat3b lit(const cv::Mat3b& page, const Light& light) {
  cv::Mat3b other(page.size());
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      const auto [times, more] = light(double(x) / page.cols, double(y) / page.rows);
      const auto& from = page(y, x);
      for (int c = 0; c < 3; ++c) {
        other(y, x)[c] = cv::saturate_cast<uchar>(from[c] * times + more);
      }
    }
  }
  return other;
}

using Lit = std::pair<double, double>;

cv::Mat3b glared(const cv::Mat3b& page, Dice& dice) {
  const double at = dice.between(0.2, 0.8);
  const double reach = dice.between(0.06, 0.16);
  const double lean = dice.between(-0.4, 0.4);
  const double bright = dice.between(60, 150);
  return lit(page, [&](double x, double y) {
    const double off = (x - at - lean * (y - 0.8)) / reach;
    const double share = std::exp(-off * off);
    return Lit{1 - 0.4 * share, bright * share};
  });
}

cv::Mat3b shadowed(const cv::Mat3b& page, Dice& dice) {
  const double at = dice.between(0.2, 0.8);
  const double lean = dice.between(-0.5, 0.5);
  const double dark = dice.between(0.5, 0.72);
  const double soft = dice.between(0.002, 0.02);
  return lit(page, [&](double x, double y) {
    const double past = (x - at - lean * (y - 0.8)) / soft;
    return Lit{1 - dark / (1 + std::exp(-past)), 0};
  });
}

cv::Mat3b paled(const cv::Mat3b& page, Dice& dice) {
  const double kept = dice.between(0.18, 0.3);
  const double paper = dice.between(120, 190);
  return lit(page, [&](double, double) { return Lit{kept, paper - kept * 220}; });
}

cv::Mat3b patterned(const cv::Mat3b& page, Dice& dice) {
  cv::Mat3b other = page.clone();
  const double pixels = page.cols / 100.0;
  const int lines = 40;
  for (int i = 0; i < lines; ++i) {
    const double phase = dice.between(0, 6.28);
    const double wave = dice.between(6, 20) * pixels;
    const double high = dice.between(1, 4) * pixels;
    const double base = dice.between(-0.1, 1.1) * page.rows;
    const cv::Scalar colour(dice.between(120, 235), dice.between(120, 235), dice.between(120, 235));
    std::vector<cv::Point> points;
    for (int x = 0; x <= page.cols; x += 4) {
      points.emplace_back(x, static_cast<int>(base + high * std::sin(x / wave * 6.28 + phase)));
    }
    const int thick = 1 + static_cast<int>(dice.between(0, 0.2) * pixels);
    cv::polylines(other, points, false, colour, thick, cv::LINE_AA);
  }
  // Print comes after the pattern: what is dark stays dark.
  cv::Mat darker;
  cv::min(static_cast<const cv::Mat&>(other), static_cast<const cv::Mat&>(page), darker);
  return darker;
}

cv::Mat3b compressed(const cv::Mat3b& frame, Dice& dice) {
  const int quality = 14 + dice.below(14);
  return cv::imdecode(tests::encoded(frame, tests::PictureFile::kJpeg, quality), cv::IMREAD_COLOR);
}

/// The screen's lattice of red, green and blue stripes beats with the camera's pixels.
cv::Mat3b on_screen(const cv::Mat3b& frame, Dice& dice) {
  const double angle = dice.between(-0.06, 0.06);
  const double apart = dice.between(2.6, 4.2);
  const double depth = dice.between(0.12, 0.3);
  cv::Mat3b other = frame.clone();
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x) {
      const double u = (x * std::cos(angle) + y * std::sin(angle)) / apart;
      const double v = (y * std::cos(angle) - x * std::sin(angle)) / apart;
      const double row = 1 - depth * (0.5 + 0.5 * std::cos(2 * std::numbers::pi * v));
      for (int c = 0; c < 3; ++c) {
        const double stripe =
            1 - depth * (0.5 + 0.5 * std::cos(2 * std::numbers::pi * (u + c / 3.0)));
        other(y, x)[c] = cv::saturate_cast<uchar>(frame(y, x)[c] * row * stripe * 1.15);
      }
    }
  }
  return other;
}

/// Only the ink that absorbs infrared stays: colours go, paper is bright, the lamp uneven.
cv::Mat3b in_infrared(const cv::Mat3b& page, Dice& dice) {
  const double level = dice.between(0.35, 0.6);
  cv::Mat3b other(page.size());
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      const auto& from = page(y, x);
      const int darkest = std::max({from[0], from[1], from[2]});
      const double lamp = level * (0.7 + 0.5 * std::sin(std::numbers::pi * x / page.cols));
      const double paper = darkest < 110 ? darkest : 200 + 0.2 * darkest;
      other(y, x) = cv::Vec3b::all(cv::saturate_cast<uchar>(paper * lamp));
    }
  }
  return other;
}

cv::Mat3b side_by_side(const cv::Mat3b& left, const cv::Mat3b& right) {
  cv::Mat3b both;
  cv::hconcat(left, right, both);
  return both;
}

/// What is done to the page before it is photographed.
cv::Mat3b prepared(const cv::Mat3b& page, Hardship hardship, Dice& dice) {
  switch (hardship) {
    case Hardship::kGlare:
      return glared(page, dice);
    case Hardship::kShadow:
      return shadowed(page, dice);
    case Hardship::kLowContrast:
      return paled(page, dice);
    case Hardship::kGuilloche:
      return patterned(page, dice);
    case Hardship::kInfrared:
      return in_infrared(page, dice);
    default:
      return page;
  }
}

cv::Mat3b photographed(const SpecimenFields& fields, Hardship hardship, std::uint64_t seed) {
  Dice dice(seed * 31 + static_cast<std::uint64_t>(hardship));
  const cv::Mat3b page = prepared(tests::draw_specimen(fields), hardship, dice);
  tests::PhotographSettings how{.seed = seed, .quarter_turns = 0};
  how.strength = hardship == Hardship::kHaste ? tests::Strength::kHard : tests::Strength::kDecent;
  how.long_side_px = hardship == Hardship::kSmall ? kSmallLongSidePx : kLongSidePx;
  const cv::Mat3b frame = taken(page, fields.format, how);
  if (hardship == Hardship::kSkew) return skewed(frame, dice);
  if (hardship == Hardship::kJpeg) return compressed(frame, dice);
  if (hardship == Hardship::kScreen) return on_screen(frame, dice);
  return frame;
}

std::string zone_of(const SpecimenFields& fields) {
  std::string text;
  for (const std::string& line : tests::mrz_lines(fields)) text += (text.empty() ? "" : "|") + line;
  return text;
}

}  // namespace

std::string_view hardship_name(Hardship hardship) {
  constexpr std::array<std::string_view, kHardships.size()> kNames = {
      "none",      "haste", "skew",  "glare",  "shadow",   "low contrast",
      "guilloche", "JPEG",  "small", "screen", "infrared", "two documents"};
  return kNames.at(static_cast<std::size_t>(hardship));
}

SpecimenFields fields_of_nobody(std::uint64_t seed) {
  constexpr std::array kSurnames{"García Méndez", "Tzunun Coyoy",  "Woodley",  "Núñez Ixcoy",
                                 "Haddad",        "Velásquez Tum", "O'Connor", "Vanderbilt",
                                 "Quispe Huamán", "Zhang",         "Kowalczyk"};
  constexpr std::array kGiven{"Ana Lucía", "Rodrigo", "Marcia Annette", "Mateo",
                              "Mei Lin",   "Xóchitl", "Jürgen",         "Félix Bartolomé"};
  constexpr std::array kFormats{SpecimenFormat::kTd3, SpecimenFormat::kTd1,  SpecimenFormat::kTd3,
                                SpecimenFormat::kTd2, SpecimenFormat::kMrvA, SpecimenFormat::kTd3,
                                SpecimenFormat::kTd1, SpecimenFormat::kMrvB};
  Dice dice(seed);
  SpecimenFields fields;
  fields.format = kFormats.at(seed % kFormats.size());
  const bool visa =
      fields.format == SpecimenFormat::kMrvA || fields.format == SpecimenFormat::kMrvB;
  const bool booklet = fields.format == SpecimenFormat::kTd3;
  fields.document_code = visa ? "V" : booklet ? "P" : "ID";
  constexpr std::string_view kSigns = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  for (int i = 0; i < 9; ++i) {
    const bool letter = i < 2 || dice.chance(0.2);
    fields.document_number.push_back(
        kSigns[std::size_t(letter ? dice.below(int(kSigns.size())) : dice.below(10))]);
  }
  fields.surname = kSurnames.at(std::size_t(dice.below(int(kSurnames.size()))));
  fields.given_names = kGiven.at(std::size_t(dice.below(int(kGiven.size()))));
  fields.birth_date = std::to_string(1950 + dice.below(50)) + "-0" +
                      std::to_string(1 + dice.below(9)) + "-" + std::to_string(10 + dice.below(18));
  fields.sex = dice.chance(0.5) ? "F" : "M";
  fields.expiry_date =
      std::to_string(2027 + dice.below(8)) + "-06-" + std::to_string(10 + dice.below(18));
  return fields;
}

GreyPicture grey_of(const cv::Mat3b& picture) {
  cv::Mat1b grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  return {.width_px = grey.cols,
          .height_px = grey.rows,
          .pixels = std::vector<std::uint8_t>(grey.begin(), grey.end())};
}

HardPicture hard_picture(Hardship hardship, std::uint64_t seed, int quarter_turns) {
  const SpecimenFields fields = fields_of_nobody(seed);
  HardPicture picture{.grey = {}, .zones = {zone_of(fields)}};
  cv::Mat3b frame = photographed(fields, hardship, seed);
  if (hardship == Hardship::kTwo) {
    const SpecimenFields other = fields_of_nobody(seed + 1000);
    picture.zones.push_back(zone_of(other));
    frame = side_by_side(frame, photographed(other, Hardship::kTwo, seed + 1000));
    cv::resize(frame, frame, {}, 0.75, 0.75, cv::INTER_AREA);
  }
  for (int turn = 0; turn < quarter_turns; ++turn) {
    cv::rotate(frame.clone(), frame, cv::ROTATE_90_CLOCKWISE);
  }
  picture.grey = grey_of(frame);
  return picture;
}

}  // namespace garita::reader
