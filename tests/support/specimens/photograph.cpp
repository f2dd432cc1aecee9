#include "tests/support/specimens/photograph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/desk.h"
#include "tests/support/specimens/dice.h"

namespace garita::tests {
namespace {

/// Ranges from which the dice choose; lengths are shares of the document's width or of the frame's.
struct Conditions {
  double filled_min, filled_max;  ///< of the frame, by the document's longer way
  double skew_degrees;            ///< either way
  double perspective;             ///< corners move by up to this share
  double light_fall;              ///< how much darker the far side is
  double shadow;                  ///< darkness of a shadow that lies across
  double glare;
  double blur_px_min, blur_px_max;
  double motion_px;
  double noise_min, noise_max;  ///< standard deviation in grey levels
  int jpeg_min, jpeg_max;       ///< of the camera
};
constexpr Conditions kDecent{0.74, 0.9, 5, 0.025, 0.22, 0.16, 0.1, 0.5, 0.9, 0, 2, 4.5, 82, 92};
constexpr Conditions kHard{0.56, 0.78, 14, 0.085, 0.42, 0.36, 0.3, 0.9, 1.5, 3.5, 5, 10, 52, 74};

const Conditions& conditions_of(Strength strength) {
  return strength == Strength::kHard ? kHard : kDecent;
}

using Corners = std::array<cv::Point2f, 4>;

Corners corners_of(cv::Size size) {
  const auto w = static_cast<float>(size.width);
  const auto h = static_cast<float>(size.height);
  return {cv::Point2f(0, 0), cv::Point2f(w, 0), cv::Point2f(w, h), cv::Point2f(0, h)};
}

/// Where the page's corners come to lie in the frame.
Corners placed(cv::Size page, cv::Size frame, const Conditions& conditions, Dice& dice) {
  const double filled = dice.between(conditions.filled_min, conditions.filled_max);
  const double scale =
      filled * std::min(double(frame.width) / page.width, double(frame.height) / page.height);
  const double skew = dice.between(-conditions.skew_degrees, conditions.skew_degrees);
  const double angle = skew * std::numbers::pi / 180;
  const double free_x = frame.width - page.width * scale;
  const double free_y = frame.height - page.height * scale;
  const cv::Point2d middle(frame.width / 2.0 + dice.between(-0.25, 0.25) * free_x,
                           frame.height / 2.0 + dice.between(-0.2, 0.2) * free_y);
  Corners corners = corners_of(page);
  for (auto& corner : corners) {
    const double x = (corner.x - page.width / 2.0) * scale;
    const double y = (corner.y - page.height / 2.0) * scale;
    const double reach = conditions.perspective * page.width * scale;
    corner.x = static_cast<float>(middle.x + x * std::cos(angle) - y * std::sin(angle) +
                                  dice.between(-reach, reach));
    corner.y = static_cast<float>(middle.y + x * std::sin(angle) + y * std::cos(angle) +
                                  dice.between(-reach, reach));
  }
  return corners;
}

/// 255 where the page is, with rounded corners.
cv::Mat1b outline_of(cv::Size page, double pixels_per_mm) {
  constexpr double kCornerMm = 3.2;
  const int corner = static_cast<int>(kCornerMm * pixels_per_mm);
  cv::Mat1b mask(page, uchar(0));
  const cv::Scalar full(255);
  cv::rectangle(mask, {corner, 0}, {page.width - corner, page.height}, full, cv::FILLED);
  cv::rectangle(mask, {0, corner}, {page.width, page.height - corner}, full, cv::FILLED);
  for (const cv::Point middle :
       {cv::Point(corner, corner), cv::Point(page.width - corner - 1, corner),
        cv::Point(corner, page.height - corner - 1),
        cv::Point(page.width - corner - 1, page.height - corner - 1)}) {
    cv::circle(mask, middle, corner, full, cv::FILLED, cv::LINE_AA);
  }
  return mask;
}

void blend(cv::Mat3b& under, const cv::Mat3b& over, const cv::Mat1b& mask) {
  for (int y = 0; y < under.rows; ++y) {
    auto* to = under.ptr<cv::Vec3b>(y);
    const auto* from = over.ptr<cv::Vec3b>(y);
    const auto* share = mask.ptr<uchar>(y);
    for (int x = 0; x < under.cols; ++x) {
      if (share[x] == 0) continue;
      for (int c = 0; c < 3; ++c) {
        to[x][c] = static_cast<uchar>(to[x][c] + (from[x][c] - to[x][c]) * share[x] / 255);
      }
    }
  }
}

/// The shadow that the document's thickness throws on the desk.
void throw_shadow(cv::Mat3b& frame, const cv::Mat1b& mask, double reach_px) {
  cv::Mat1b moved;
  const cv::Matx23d shift(1, 0, reach_px * 0.5, 0, 1, reach_px * 0.8);
  cv::warpAffine(mask, moved, shift, mask.size());
  cv::GaussianBlur(moved, moved, {}, reach_px);
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x) frame(y, x) *= 1 - 0.5 * moved(y, x) / 255.0;
  }
}

/// How bright each place of the frame is: the lamp's fall, a soft shadow across, a patch of glare.
cv::Mat1f light_of(cv::Size size, const Conditions& conditions, Dice& dice) {
  const double way = dice.between(0, 2 * std::numbers::pi);
  const double edge_way = dice.between(0, 2 * std::numbers::pi);
  const double edge_at = dice.between(-0.15, 0.35);
  const double softness = dice.between(0.02, 0.09);
  const cv::Point2d glare(dice.between(0.2, 0.8), dice.between(0.15, 0.6));
  const double glare_reach = dice.between(0.08, 0.16);
  const double shadow = conditions.shadow * dice.between(0.4, 1);
  const double bright = conditions.glare * dice.between(0, 1);
  cv::Mat1f light(size);
  for (int row = 0; row < size.height; ++row) {
    for (int column = 0; column < size.width; ++column) {
      const double x = double(column) / size.width;
      const double y = double(row) / size.height;
      const double fall =
          ((x - 0.5) * std::cos(way) + (y - 0.5) * std::sin(way)) * conditions.light_fall;
      const double past = (x - 0.5) * std::cos(edge_way) + (y - 0.5) * std::sin(edge_way) - edge_at;
      const double under = shadow / (1 + std::exp(-past / softness));
      const double dx = (x - glare.x) / glare_reach;
      const double dy = (y - glare.y) / (glare_reach * 1.4);
      light(row, column) =
          static_cast<float>((1 + fall) * (1 - under) + bright * std::exp(-dx * dx - dy * dy));
    }
  }
  return light;
}

void illuminate(cv::Mat3b& frame, const cv::Mat1f& light, cv::Vec3d tint) {
  for (int y = 0; y < frame.rows; ++y) {
    auto* row = frame.ptr<cv::Vec3b>(y);
    for (int x = 0; x < frame.cols; ++x) {
      for (int c = 0; c < 3; ++c)
        row[x][c] = cv::saturate_cast<uchar>(row[x][c] * light(y, x) * tint[c]);
    }
  }
}

void blur_by_motion(cv::Mat3b& frame, double reach_px, Dice& dice) {
  const int length = static_cast<int>(dice.between(0, reach_px)) | 1;
  if (length < 3) return;
  cv::Mat1f kernel(length, length, 0.0F);
  const double way = dice.between(0, std::numbers::pi);
  const double half = length / 2;
  const cv::Point2d reach(half * std::cos(way), half * std::sin(way));
  const cv::Point middle(length / 2, length / 2);
  cv::line(kernel, middle - cv::Point(reach), middle + cv::Point(reach), cv::Scalar(1));
  kernel /= cv::sum(kernel)[0];
  cv::filter2D(frame, frame, -1, kernel);
}

void add_noise(cv::Mat3b& frame, double deviation, std::uint64_t seed) {
  cv::RNG grain(seed | 1U);
  cv::Mat noise(frame.size(), CV_16SC3);
  grain.fill(noise, cv::RNG::NORMAL, 0, deviation);
  cv::add(frame, noise, frame, cv::noArray(), CV_8U);
}

/// A fingertip from below over the right half of the zone, drawn on the page itself.
void lay_finger(cv::Mat3b& page, double pixels_per_mm) {
  const auto px = [&](double mm) { return static_cast<int>(mm * pixels_per_mm); };
  cv::Mat1b mask(page.size(), uchar(0));
  for (const double share : {0.52, 0.72, 0.9}) {
    const cv::Point tip(static_cast<int>(page.cols * share), page.rows - px(15));
    cv::ellipse(mask, tip, {px(9), px(10)}, 0, 0, 360, cv::Scalar(255), cv::FILLED, cv::LINE_AA);
    cv::rectangle(mask, {tip.x - px(9), tip.y}, {tip.x + px(9), page.rows}, cv::Scalar(255),
                  cv::FILLED);
  }
  cv::Mat1b shade;
  cv::GaussianBlur(mask, shade, {}, px(2.2));
  cv::Mat3b finger(page.size());
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      const double lit = 0.62 + 0.38 * std::pow(shade(y, x) / 255.0, 2);
      finger(y, x) =
          cv::Vec3b(cv::saturate_cast<uchar>(128 * lit), cv::saturate_cast<uchar>(162 * lit),
                    cv::saturate_cast<uchar>(206 * lit));
    }
  }
  blend(page, finger, mask);
}

cv::Mat3b recompressed(const cv::Mat3b& picture, int quality) {
  return cv::imdecode(encoded(picture, PictureFile::kJpeg, quality), cv::IMREAD_COLOR);
}

/// Out of focus until a character is wider than its blur leaves of it.
void defocus(cv::Mat3b& frame) { cv::GaussianBlur(frame, frame, {}, frame.cols / 110.0); }

/// The camera was turned, not the document on its desk: the frame turns with it.
void turn_by_quarters(cv::Mat3b& frame, int turns) {
  constexpr std::array kCodes{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                              cv::ROTATE_90_COUNTERCLOCKWISE};
  if (turns % 4 != 0) cv::rotate(frame.clone(), frame, kCodes.at(std::size_t(turns % 4 - 1)));
}

cv::Mat3b scan(const cv::Mat3b& page, const PhotographSettings& settings, Dice& dice) {
  const double skew = dice.between(-0.5, 0.5);
  const int edge = page.cols / 40;
  cv::Mat3b frame(page.rows + 2 * edge, page.cols + 2 * edge, cv::Vec3b(247, 248, 248));
  const cv::Point2f middle(static_cast<float>(page.cols) / 2, static_cast<float>(page.rows) / 2);
  cv::Mat turn = cv::getRotationMatrix2D(middle, skew, 1);
  turn.at<double>(0, 2) += edge;
  turn.at<double>(1, 2) += edge;
  cv::warpAffine(page, frame, turn, frame.size(), cv::INTER_CUBIC, cv::BORDER_TRANSPARENT);
  const double scale = double(settings.long_side_px) / std::max(frame.cols, frame.rows);
  cv::Mat3b scaled;
  cv::resize(frame, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  add_noise(scaled, 1.2, dice.bits());
  turn_by_quarters(scaled, settings.quarter_turns.value_or(0));
  if (settings.flaw == Flaw::kBlurred) defocus(scaled);
  return scaled;
}

}  // namespace

Result<Strength> parse_strength(std::string_view name) {
  for (const auto strength : {Strength::kClean, Strength::kDecent, Strength::kHard}) {
    if (strength_name(strength) == name) return strength;
  }
  return fail(Remedy::kReject, "the photograph is clean, decent or hard");
}

std::string_view strength_name(Strength strength) {
  switch (strength) {
    case Strength::kClean:
      return "clean";
    case Strength::kDecent:
      return "decent";
    case Strength::kHard:
      return "hard";
  }
  return "decent";
}

cv::Mat3b photograph(const cv::Mat3b& original, double width_mm,
                     const PhotographSettings& settings) {
  Dice dice(settings.seed * 2654435761U + static_cast<std::uint64_t>(settings.strength));
  const double pixels_per_mm = original.cols / width_mm;
  cv::Mat3b page = original.clone();
  if (settings.flaw == Flaw::kCoveredZone) lay_finger(page, pixels_per_mm);
  if (settings.strength == Strength::kClean) return scan(page, settings, dice);

  const auto& conditions = conditions_of(settings.strength);
  const cv::Size size(settings.long_side_px, settings.long_side_px * 9 / 16);
  const int any_turn = dice.below(4);
  const auto corners = placed(page.size(), size, conditions, dice);
  const auto from = corners_of(page.size());
  const cv::Mat way = cv::getPerspectiveTransform(from.data(), corners.data());
  cv::Mat3b frame = draw_desk(size, dice.branch(1));
  // Shrinking by warping alone would alias the fine lines: the page is softened first.
  const double shrink = cv::norm(from[1] - from[0]) / cv::norm(corners[1] - corners[0]);
  if (shrink > 1) cv::GaussianBlur(page, page, {}, 0.42 * shrink);
  cv::Mat1b mask;
  cv::Mat3b laid;
  cv::warpPerspective(outline_of(page.size(), pixels_per_mm), mask, way, size, cv::INTER_LINEAR);
  cv::warpPerspective(page, laid, way, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  throw_shadow(frame, mask, size.width / 260.0);
  blend(frame, laid, mask);

  const cv::Vec3d tint(dice.between(0.9, 1), dice.between(0.96, 1), dice.between(0.97, 1.02));
  illuminate(frame, light_of(size, conditions, dice), tint);
  const double blur = dice.between(conditions.blur_px_min, conditions.blur_px_max);
  cv::GaussianBlur(frame, frame, {}, blur * size.width / 1920);
  blur_by_motion(frame, conditions.motion_px, dice);
  if (settings.flaw == Flaw::kBlurred) defocus(frame);
  add_noise(frame, dice.between(conditions.noise_min, conditions.noise_max), dice.bits());
  turn_by_quarters(frame, settings.quarter_turns.value_or(any_turn));
  const int quality =
      conditions.jpeg_min + dice.below(conditions.jpeg_max - conditions.jpeg_min + 1);
  return recompressed(frame, quality);
}

std::vector<std::uint8_t> encoded(const cv::Mat3b& picture, PictureFile kind, int quality) {
  std::vector<std::uint8_t> bytes;
  const bool jpeg = kind == PictureFile::kJpeg;
  const std::vector<int> settings = jpeg ? std::vector{int(cv::IMWRITE_JPEG_QUALITY), quality}
                                         : std::vector{int(cv::IMWRITE_PNG_COMPRESSION), 3};
  ensure(cv::imencode(jpeg ? ".jpg" : ".png", picture, bytes, settings),
         "OpenCV writes PNG and JPEG");
  return bytes;
}

}  // namespace garita::tests
