#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace garita::reader {

/// The modules of one matrix symbol, row after row; 1 is dark.
class ModuleMatrix {
 public:
  int columns = 0;
  int rows = 0;
  std::vector<std::uint8_t> dark;

  [[nodiscard]] bool at(int column, int row) const { return dark[place(column, row)] != 0; }
  void set(int column, int row, bool is_dark) { dark[place(column, row)] = is_dark ? 1 : 0; }

 private:
  [[nodiscard]] std::size_t place(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(column);
  }
};

/// The levels of a picture between its pixels; outside it the nearest pixel counts.
class Levels {
 public:
  /// `picture` must outlive this.
  explicit Levels(const cv::Mat1b& picture) : picture_(picture) {}
  [[nodiscard]] float at(cv::Point2d place) const;

 private:
  const cv::Mat1b& picture_;
};

/// Which changes of colour a grid is settled by.
enum class Changes { kBothWays, kAcross };

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
  /// Returns the share of changes that lie where they should, 0 to 1.
  double settle(const Levels& levels, std::span<const cv::Rect> regions, int bend,
                Changes changes = Changes::kBothWays);

  /// The same grid for a symbol of another size whose module (0, 0) is this one's `origin`.
  [[nodiscard]] ModuleGrid resized(cv::Size modules, cv::Point origin) const;

 private:
  static constexpr int kTerms = 10;
  using Terms = std::array<double, kTerms>;
  [[nodiscard]] Terms terms_at(double u, double v) const;

  cv::Size modules_;
  cv::Matx33d plane_;
  cv::Point2d middle_;
  double reach_ = 1;
  Terms bend_x_{};
  Terms bend_y_{};
};

/// The modules' levels, each a mean of a few places about its middle.
[[nodiscard]] cv::Mat1f module_levels(const Levels& levels, const ModuleGrid& grid);

/// Which modules are dark, each compared with the dark and the light ones around it. `sharpening`:
/// 0 takes levels as they are, 1 takes away a quarter of what each neighbour may have lent.
[[nodiscard]] ModuleMatrix dark_modules(const cv::Mat1f& levels, float sharpening);

/// How clearly the modules are dark or light, 0 to 1: the mean distance to the threshold, relative
/// to that of the two colours.
[[nodiscard]] float clearness(const cv::Mat1f& levels);

[[nodiscard]] ModuleMatrix inverted(ModuleMatrix modules);
/// Columns and rows exchanged: what a symbol seen in a mirror needs.
[[nodiscard]] ModuleMatrix transposed(const ModuleMatrix& modules);

}  // namespace garita::reader
