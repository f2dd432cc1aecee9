#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

namespace garita::reader {

/// The levels of a picture between its pixels; outside it the nearest pixel counts.
class Levels {
 public:
  /// `picture` must outlive this.
  explicit Levels(const cv::Mat1b& picture) : picture_(picture) {}
  [[nodiscard]] float at(cv::Point2d place) const;

 private:
  const cv::Mat1b& picture_;
};

/// Where along the way from one place to another the level crosses the middle between theirs, 0
/// to 1.
[[nodiscard]] std::optional<double> change_between(const Levels& levels, cv::Point2d from,
                                                   cv::Point2d to);

/// Where the modules of a grid lie in a picture: in perspective, and bent a little. Places on the
/// grid are in modules from its upper left corner: (0.5, 0.5) is the middle of the first module.
class ModuleGrid {
 public:
  /// Four places or more on the grid and where they are in the picture.
  ModuleGrid(cv::Size modules, std::span<const cv::Point2d> on_grid,
             std::span<const cv::Point2d> in_picture);

  [[nodiscard]] cv::Size modules() const { return modules_; }
  [[nodiscard]] cv::Point2d at(double u, double v) const;
  [[nodiscard]] cv::Point2d at(cv::Point2d place) const { return at(place.x, place.y); }
  /// Outer corners: upper left, upper right, lower right, lower left.
  [[nodiscard]] std::array<cv::Point2d, 4> corners() const;
  /// Mean side of a module at `place`.
  [[nodiscard]] double module_px(cv::Point2d place) const;

  /// Moves the grid so that changes of colour within `regions` lie between modules. The grid must
  /// already be right to a third of a module there. `bend`: 1 moves it as a plane, 2 and 3 bend it.
  /// Where too few changes are seen it stays as it is.
  void settle(const Levels& levels, std::span<const cv::Rect> regions, int bend);

  /// The same grid for a symbol of another size whose module (0, 0) is this one's `origin`.
  [[nodiscard]] ModuleGrid resized(cv::Size modules, cv::Point origin) const;

 private:
  class Settling;
  static constexpr std::size_t kTerms = 10;
  using Terms = std::array<double, kTerms>;
  [[nodiscard]] Terms terms_at(double u, double v) const;

  cv::Size modules_;
  cv::Matx33d plane_;
  cv::Point2d middle_;
  double reach_ = 1;
  Terms bend_x_{};
  Terms bend_y_{};
};

}  // namespace garita::reader
