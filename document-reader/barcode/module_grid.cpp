#include "document-reader/barcode/module_grid.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace garita::reader {
namespace {

/// More changes than this say nothing new.
constexpr int kChangesMax = 3000;
/// Places looked at between two modules' middles.
constexpr int kSteps = 8;
constexpr double kFarOff = 0.3;
/// Modules of a region whose levels say what dark and light are.
constexpr int kLevelsSeen = 1000;

}  // namespace

std::optional<double> change_between(const Levels& levels, cv::Point2d from, cv::Point2d to) {
  const float first = levels.at(from);
  const float last = levels.at(to);
  const float middle = (first + last) / 2;
  float before = first;
  for (int step = 1; step <= kSteps; ++step) {
    const double share = static_cast<double>(step) / kSteps;
    const float now = step == kSteps ? last : levels.at(from + share * (to - from));
    if ((before < middle) != (now < middle)) {
      const double part = static_cast<double>(middle - before) / static_cast<double>(now - before);
      return (step - 1 + part) / kSteps;
    }
    before = now;
  }
  return std::nullopt;
}

float Levels::at(cv::Point2d place) const {
  const double x = std::clamp(place.x, 0.0, static_cast<double>(picture_.cols - 1));
  const double y = std::clamp(place.y, 0.0, static_cast<double>(picture_.rows - 1));
  const int left = std::min(static_cast<int>(x), std::max(0, picture_.cols - 2));
  const int top = std::min(static_cast<int>(y), std::max(0, picture_.rows - 2));
  const auto dx = static_cast<float>(x - left);
  const auto dy = static_cast<float>(y - top);
  const std::uint8_t* above = picture_.ptr(top) + left;
  const std::uint8_t* below = above + picture_.step[0];
  const float upper = static_cast<float>(above[0]) * (1 - dx) + static_cast<float>(above[1]) * dx;
  const float lower = static_cast<float>(below[0]) * (1 - dx) + static_cast<float>(below[1]) * dx;
  return upper * (1 - dy) + lower * dy;
}

ModuleGrid::ModuleGrid(cv::Size modules, std::span<const cv::Point2d> on_grid,
                       std::span<const cv::Point2d> in_picture)
    : modules_(modules),
      middle_(modules.width / 2.0, modules.height / 2.0),
      reach_(std::max(modules.width, modules.height) / 2.0) {
  // Eight unknowns of a plane's perspective, the ninth is 1.
  const int equations = static_cast<int>(2 * on_grid.size());
  cv::Mat1d left(equations, 8);
  cv::Mat1d right(equations, 1);
  for (int i = 0; i < equations / 2; ++i) {
    const cv::Point2d from = on_grid[static_cast<std::size_t>(i)];
    const cv::Point2d to = in_picture[static_cast<std::size_t>(i)];
    const std::array<double, 8> x{from.x, from.y, 1, 0, 0, 0, -from.x * to.x, -from.y * to.x};
    const std::array<double, 8> y{0, 0, 0, from.x, from.y, 1, -from.x * to.y, -from.y * to.y};
    for (int k = 0; k < 8; ++k) {
      left(2 * i, k) = x[static_cast<std::size_t>(k)];
      left(2 * i + 1, k) = y[static_cast<std::size_t>(k)];
    }
    right(2 * i, 0) = to.x;
    right(2 * i + 1, 0) = to.y;
  }
  cv::Mat1d solved;
  cv::solve(left, right, solved, equations == 8 ? cv::DECOMP_LU : cv::DECOMP_QR);
  for (int k = 0; k < 8; ++k) plane_(k / 3, k % 3) = solved(k, 0);
  plane_(2, 2) = 1;
}

ModuleGrid::Terms ModuleGrid::terms_at(double u, double v) const {
  const double x = (u - middle_.x) / reach_;
  const double y = (v - middle_.y) / reach_;
  return {1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y};
}

cv::Point2d ModuleGrid::at(double u, double v) const {
  const double depth = plane_(2, 0) * u + plane_(2, 1) * v + plane_(2, 2);
  cv::Point2d place((plane_(0, 0) * u + plane_(0, 1) * v + plane_(0, 2)) / depth,
                    (plane_(1, 0) * u + plane_(1, 1) * v + plane_(1, 2)) / depth);
  const Terms terms = terms_at(u, v);
  for (std::size_t k = 0; k < terms.size(); ++k) {
    place.x += bend_x_[k] * terms[k];
    place.y += bend_y_[k] * terms[k];
  }
  return place;
}

std::array<cv::Point2d, 4> ModuleGrid::corners() const {
  const double right = modules_.width;
  const double bottom = modules_.height;
  return {at(0, 0), at(right, 0), at(right, bottom), at(0, bottom)};
}

double ModuleGrid::module_px(cv::Point2d place) const {
  const cv::Point2d across = at(place.x + 0.5, place.y) - at(place.x - 0.5, place.y);
  const cv::Point2d down = at(place.x, place.y + 0.5) - at(place.x, place.y - 0.5);
  return std::sqrt(std::abs(across.cross(down)));
}

/// Looks at changes of colour between neighbouring modules and sums up what they say of the terms
/// by which the grid should be bent.
class ModuleGrid::Settling {
 public:
  Settling(const ModuleGrid& grid, const Levels& levels, std::size_t terms)
      : grid_(grid),
        levels_(levels),
        terms_(terms),
        normal_(static_cast<int>(2 * terms), static_cast<int>(2 * terms), 0.0),
        wanted_(static_cast<int>(2 * terms), 1, 0.0) {}

  /// A quarter of the way between the darkest and the lightest of some modules counts as a change.
  void set_step(std::span<const cv::Rect> regions) {
    float least = 255;
    float most = 0;
    for (const cv::Rect& region : regions) {
      const int stride = 1 + region.area() / kLevelsSeen;
      for (int i = 0; i < region.area(); i += stride) {
        const float level =
            levels_.at(middle_of({region.x + i % region.width, region.y + i / region.width}));
        least = std::min(least, level);
        most = std::max(most, level);
      }
    }
    step_min_ = (most - least) / 4;
  }

  void add(cv::Point from, cv::Point to) {
    const cv::Point2d start = middle_of(from);
    const cv::Point2d end = middle_of(to);
    if (std::abs(levels_.at(start) - levels_.at(end)) < step_min_) return;
    const auto share = change_between(levels_, start, end);
    if (!share) return;
    ++seen_;
    const double off = *share - 0.5;
    const cv::Point2d way = end - start;
    const double length = std::max(1e-6, std::hypot(way.x, way.y));
    const cv::Point2d along = way / length;
    // What is far off is as likely a neighbour's edge.
    const double weight = std::abs(off) < kFarOff ? 1 : 0.3 * kFarOff / std::abs(off);
    const Terms basis = grid_.terms_at((from.x + to.x + 1) / 2.0, (from.y + to.y + 1) / 2.0);
    std::array<double, 2 * kTerms> row{};
    for (std::size_t k = 0; k < terms_; ++k) {
      row[k] = basis[k] * along.x;
      row[terms_ + k] = basis[k] * along.y;
    }
    for (int a = 0; a < normal_.rows; ++a) {
      const double value = weight * row[static_cast<std::size_t>(a)];
      wanted_(a, 0) += value * off * length;
      for (int b = 0; b <= a; ++b) normal_(a, b) += value * row[static_cast<std::size_t>(b)];
    }
  }

  /// The terms of x, then those of y; absent when there is too little to say anything.
  std::optional<cv::Mat1d> solved() {
    if (seen_ < normal_.rows) return std::nullopt;
    for (int a = 0; a < normal_.rows; ++a) {
      // What the changes say nothing of stays as it is.
      normal_(a, a) += 1e-3 * seen_ + 1e-6;
      for (int b = a + 1; b < normal_.rows; ++b) normal_(a, b) = normal_(b, a);
    }
    cv::Mat1d terms;
    if (!cv::solve(normal_, wanted_, terms, cv::DECOMP_CHOLESKY)) return std::nullopt;
    return terms;
  }

 private:
  cv::Point2d middle_of(cv::Point module) const { return grid_.at(module.x + 0.5, module.y + 0.5); }

  const ModuleGrid& grid_;
  const Levels& levels_;
  std::size_t terms_;
  cv::Mat1d normal_;
  cv::Mat1d wanted_;
  float step_min_ = 0;
  int seen_ = 0;
};

void ModuleGrid::settle(const Levels& levels, std::span<const cv::Rect> regions, int bend) {
  const std::size_t terms = bend <= 1 ? 3 : bend == 2 ? 6 : kTerms;
  Settling settling(*this, levels, terms);
  settling.set_step(regions);
  int area = 0;
  for (const cv::Rect& region : regions) area += region.area();
  const int stride = 1 + area / kChangesMax;
  int count = 0;
  for (const cv::Rect& region : regions) {
    for (int i = 0; i < region.area(); ++i) {
      if (count++ % stride != 0) continue;
      const cv::Point here(region.x + i % region.width, region.y + i / region.width);
      if (here.x + 1 < region.br().x) settling.add(here, here + cv::Point(1, 0));
      if (here.y + 1 < region.br().y) settling.add(here, here + cv::Point(0, 1));
    }
  }
  const auto solved = settling.solved();
  if (!solved) return;
  for (std::size_t k = 0; k < terms; ++k) {
    bend_x_[k] += (*solved)(static_cast<int>(k), 0);
    bend_y_[k] += (*solved)(static_cast<int>(terms + k), 0);
  }
}

ModuleGrid ModuleGrid::resized(cv::Size modules, cv::Point origin) const {
  const double left = -origin.x;
  const double top = -origin.y;
  const double right = left + modules_.width;
  const double bottom = top + modules_.height;
  const std::array on_grid{cv::Point2d(left, top), cv::Point2d(right, top),
                           cv::Point2d(right, bottom), cv::Point2d(left, bottom)};
  return {modules, on_grid, corners()};
}

}  // namespace garita::reader
