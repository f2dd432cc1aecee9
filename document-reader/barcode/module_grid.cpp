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

/// Where along the way from one module to the next the colour changes, 0 to 1.
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

}  // namespace

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

double ModuleGrid::settle(const Levels& levels, std::span<const cv::Rect> regions, int bend,
                          Changes changes) {
  const std::size_t terms = bend <= 1 ? 3 : bend == 2 ? 6 : kTerms;
  const int unknowns = static_cast<int>(2 * terms);
  cv::Mat1d normal(unknowns, unknowns, 0.0);
  cv::Mat1d wanted(unknowns, 1, 0.0);
  const auto middle_at = [&](int u, int v) { return at(u + 0.5, v + 0.5); };
  double least = 255;
  double most = 0;
  int area = 0;
  for (const cv::Rect& region : regions) {
    area += region.area();
    for (int v = region.y; v < region.br().y; ++v) {
      for (int u = region.x; u < region.br().x; ++u) {
        const double level = levels.at(middle_at(u, v));
        least = std::min(least, level);
        most = std::max(most, level);
      }
    }
  }
  const double step_min = (most - least) * 0.25;
  const int stride = 1 + 2 * area / (2 * kChangesMax);
  int seen = 0;
  int good = 0;
  const auto measure = [&](cv::Point from, cv::Point to) {
    const cv::Point2d start = middle_at(from.x, from.y);
    const cv::Point2d end = middle_at(to.x, to.y);
    if (std::abs(levels.at(start) - levels.at(end)) < step_min) return;
    const auto share = change_between(levels, start, end);
    if (!share) return;
    ++seen;
    const double off = *share - 0.5;
    if (std::abs(off) < 0.2) ++good;
    const cv::Point2d way = end - start;
    const double length = std::max(1e-6, std::hypot(way.x, way.y));
    const cv::Point2d along = way / length;
    // What is far off is as likely a neighbour's edge.
    const double weight = std::abs(off) < kFarOff ? 1 : kFarOff / std::abs(off) * 0.3;
    const Terms basis = terms_at((from.x + to.x + 1) / 2.0, (from.y + to.y + 1) / 2.0);
    std::array<double, 2 * kTerms> row{};
    for (std::size_t k = 0; k < terms; ++k) {
      row[k] = basis[k] * along.x;
      row[terms + k] = basis[k] * along.y;
    }
    for (int a = 0; a < unknowns; ++a) {
      const double value = weight * row[static_cast<std::size_t>(a)];
      wanted(a, 0) += value * off * length;
      for (int b = 0; b <= a; ++b) normal(a, b) += value * row[static_cast<std::size_t>(b)];
    }
  };
  int count = 0;
  for (const cv::Rect& region : regions) {
    for (int v = region.y; v < region.br().y; ++v) {
      for (int u = region.x; u < region.br().x; ++u) {
        if (count++ % stride != 0) continue;
        if (u + 1 < region.br().x) measure({u, v}, {u + 1, v});
        if (changes == Changes::kBothWays && v + 1 < region.br().y) measure({u, v}, {u, v + 1});
      }
    }
  }
  if (seen < unknowns) return 0;
  for (int a = 0; a < unknowns; ++a) {
    normal(a, a) += 0.02 * seen * 0.05 + 1e-6;
    for (int b = a + 1; b < unknowns; ++b) normal(a, b) = normal(b, a);
  }
  cv::Mat1d solved;
  if (cv::solve(normal, wanted, solved, cv::DECOMP_CHOLESKY)) {
    for (std::size_t k = 0; k < terms; ++k) {
      bend_x_[k] += solved(static_cast<int>(k), 0);
      bend_y_[k] += solved(static_cast<int>(terms + k), 0);
    }
  }
  return static_cast<double>(good) / seen;
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

cv::Mat1f module_levels(const Levels& levels, const ModuleGrid& grid) {
  const cv::Size size = grid.modules();
  cv::Mat1f means(size);
  const bool wide = grid.module_px({size.width / 2.0, size.height / 2.0}) > 2.6;
  constexpr double kOff = 0.18;
  for (int v = 0; v < size.height; ++v) {
    for (int u = 0; u < size.width; ++u) {
      const cv::Point2d middle = grid.at(u + 0.5, v + 0.5);
      float sum = levels.at(middle);
      if (wide) {
        const cv::Point2d across = (grid.at(u + 0.5 + kOff, v + 0.5) - middle);
        const cv::Point2d down = (grid.at(u + 0.5, v + 0.5 + kOff) - middle);
        sum += levels.at(middle + across) + levels.at(middle - across) + levels.at(middle + down) +
               levels.at(middle - down);
        sum /= 5;
      }
      means(v, u) = sum;
    }
  }
  return means;
}

namespace {

/// Between the dark and the light modules around each one.
cv::Mat1f thresholds_of(const cv::Mat1f& levels) {
  const int side = std::min({15, levels.cols | 1, levels.rows | 1});
  const cv::Size window(side, side);
  cv::Mat1f threshold;
  cv::boxFilter(levels, threshold, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT_101);
  cv::Mat1f dark_share(levels.size());
  cv::Mat1f dark(levels.size());
  cv::Mat1f light(levels.size());
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const bool is_dark = levels(y, x) < threshold(y, x);
      dark_share(y, x) = is_dark ? 1.0F : 0.0F;
      dark(y, x) = is_dark ? levels(y, x) : 0.0F;
      light(y, x) = is_dark ? 0.0F : levels(y, x);
    }
  }
  for (cv::Mat1f* sums : {&dark_share, &dark, &light}) {
    cv::boxFilter(*sums, *sums, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT_101);
  }
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const float share = dark_share(y, x);
      if (share < 0.05F || share > 0.95F) continue;
      threshold(y, x) = (dark(y, x) / share + light(y, x) / (1 - share)) / 2;
    }
  }
  return threshold;
}

}  // namespace

ModuleMatrix dark_modules(const cv::Mat1f& levels, float sharpening) {
  cv::Mat1f sharp = levels;
  if (sharpening > 0) {
    const float lent = sharpening / 4;
    const cv::Matx33f kernel(0, -lent, 0, -lent, 1 + sharpening, -lent, 0, -lent, 0);
    cv::filter2D(levels, sharp, CV_32F, kernel, {-1, -1}, 0, cv::BORDER_REPLICATE);
  }
  const cv::Mat1f threshold = thresholds_of(sharp);
  ModuleMatrix modules;
  modules.columns = levels.cols;
  modules.rows = levels.rows;
  modules.dark.reserve(levels.total());
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      modules.dark.push_back(sharp(y, x) < threshold(y, x) ? 1 : 0);
    }
  }
  return modules;
}

float clearness(const cv::Mat1f& levels) {
  const cv::Mat1f threshold = thresholds_of(levels);
  double dark = 0;
  double light = 0;
  double darks = 0;
  double lights = 0;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const double off = static_cast<double>(levels(y, x) - threshold(y, x));
      (off < 0 ? dark : light) += off;
      (off < 0 ? darks : lights) += 1;
    }
  }
  if (darks == 0 || lights == 0) return 0;
  const double reach = std::max(light / lights, -dark / darks);
  double clear = 0;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.cols; ++x) {
      const double off = std::abs(static_cast<double>(levels(y, x) - threshold(y, x)));
      clear += std::min(1.0, off / reach);
    }
  }
  return static_cast<float>(clear / static_cast<double>(levels.total()));
}

ModuleMatrix inverted(ModuleMatrix modules) {
  for (auto& module : modules.dark) module = module != 0 ? 0 : 1;
  return modules;
}

ModuleMatrix transposed(const ModuleMatrix& modules) {
  ModuleMatrix turned;
  turned.columns = modules.rows;
  turned.rows = modules.columns;
  turned.dark.reserve(modules.dark.size());
  for (int row = 0; row < turned.rows; ++row) {
    for (int column = 0; column < turned.columns; ++column) {
      turned.dark.push_back(modules.at(row, column) ? 1 : 0);
    }
  }
  return turned;
}

}  // namespace garita::reader
