#include "document-reader/barcode/targets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace garita::reader {
namespace {

constexpr int kRays = 24;
constexpr double kRoundnessMin = 0.7;

/// Widths of the runs through a target's middle, in modules.
std::span<const int> pattern_of(TargetKind kind) {
  static constexpr std::array kQr{1, 1, 3, 1, 1};
  // The dark ring around these may run into dark modules of the data.
  static constexpr std::array kEye{1, 1, 1, 1, 1, 1, 1};
  return kind == TargetKind::kQrFinder ? std::span<const int>(kQr) : std::span<const int>(kEye);
}

/// Ends of runs: `bounds` has one entry more than `pattern`. All in twentieths of a pixel times the
/// pattern's modules, so that whole numbers do.
bool fits(std::span<const int> bounds, std::span<const int> pattern) {
  int modules = 0;
  for (const int width : pattern) modules += width;
  const int total = bounds[pattern.size()] - bounds[0];
  if (total < modules) return false;
  // Blur and spread ink move each edge; two opposite edges of a run may both be off.
  const int slack = std::min(11 * total + 7 * modules, 19 * total);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const int off = (bounds[i + 1] - bounds[i]) * modules - pattern[i] * total;
    if (std::abs(20 * off) > (pattern[i] == 1 ? slack : slack * 3 / 2)) return false;
  }
  // Ink that spreads takes from one colour what it gives the other: pairs keep their width.
  for (std::size_t i = 0; i + 2 <= pattern.size(); ++i) {
    const int off = (bounds[i + 2] - bounds[i]) * modules - (pattern[i] + pattern[i + 1]) * total;
    if (std::abs(20 * off) > 12 * total + 16 * modules) return false;
  }
  return true;
}

/// The runs through a place along one direction: their bounds, the place's own run in the middle.
class CrossRuns {
 public:
  CrossRuns(const Ink& ink, cv::Point place, cv::Point step) : ink_(ink), step_(step) {
    place_ = place;
  }

  /// `runs` is odd. False when the picture ends before, or a run is longer than `limit_px`.
  bool measure(std::size_t runs, int limit_px) {
    bounds_.assign(runs + 1, 0);
    const std::size_t half = runs / 2;
    int after = 0;
    int before = 0;
    bool colour = ink_.dark(place_.x, place_.y);
    for (std::size_t i = 0; i <= half; ++i) {
      after = end_of(after, 1, colour, limit_px);
      before = end_of(before, -1, colour, limit_px);
      if (after == kNone || before == kNone) return false;
      bounds_[half + 1 + i] = after;
      bounds_[half - i] = before + 1;
      colour = !colour;
    }
    return true;
  }
  [[nodiscard]] std::span<const int> bounds() const { return bounds_; }

 private:
  static constexpr int kNone = 1 << 20;

  /// The first offset in a direction that has not `colour`.
  int end_of(int offset, int direction, bool colour, int limit_px) const {
    const int start = offset;
    while (std::abs(offset - start) <= limit_px) {
      const int x = place_.x + offset * step_.x;
      const int y = place_.y + offset * step_.y;
      if (!ink_.inside(x, y)) return offset == start ? kNone : offset;
      if (ink_.dark(x, y) != colour) return offset;
      offset += direction;
    }
    return kNone;
  }

  const Ink& ink_;
  cv::Point place_;
  cv::Point step_;
  std::vector<int> bounds_;
};

class Search {
 public:
  Search(const Ink& ink, TargetKind kind)
      : ink_(ink), pattern_(pattern_of(kind)), half_(pattern_.size() / 2) {
    for (const int width : pattern_) modules_ += width;
  }

  std::vector<Target> run() {
    for (int y = 0; y < ink_.height_px(); ++y) {
      const std::span<const int> changes = ink_.row_changes(y);
      for (std::size_t i = 0; i + pattern_.size() < changes.size(); ++i) {
        const std::span<const int> bounds(changes.data() + i, pattern_.size() + 1);
        if (quick_no(bounds) || !fits(bounds, pattern_)) continue;
        look_at(bounds, y);
      }
      forget_above(y);
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Target& a, const Target& b) { return a.roundness > b.roundness; });
    if (found_.size() > kTargetsMax) found_.resize(kTargetsMax);
    return std::move(found_);
  }

 private:
  /// Sorts out most of what does not fit, by the run in the middle and its neighbours.
  bool quick_no(std::span<const int> bounds) const {
    const int* middle_bound = bounds.data() + half_;
    const int middle = middle_bound[1] - middle_bound[0];
    const int sides = middle_bound[2] - middle_bound[-1] - middle;
    const int all = bounds[pattern_.size()] - bounds[0];
    if (pattern_[half_] == 3) {
      return 5 * middle < 4 * sides || middle > 3 * sides || 10 * middle < 3 * all;
    }
    return 4 * middle > 5 * sides || 5 * middle < sides || 3 * all < 16 * middle - 12;
  }

  void look_at(std::span<const int> bounds, int y) {
    const double x = static_cast<double>(bounds[half_] + bounds[half_ + 1] - 1) / 2;
    const double module =
        static_cast<double>(bounds.back() - bounds.front()) / static_cast<double>(modules_);
    if (known_at({x, static_cast<double>(y)}, module)) return;
    const auto place = crossed({x, static_cast<double>(y)}, module);
    if (!place || known_at(*place, module)) return;
    const double roundness = roundness_at(*place, module);
    if (roundness < kRoundnessMin) return;
    open_.push_back(found_.size());
    found_.push_back({*place, module, !ink_.dark(*place), roundness});
  }

  /// Share of the rays that meet the rings where they should; what is known to be too few is not
  /// looked at to the end.
  double roundness_at(cv::Point2d middle, double module) const {
    constexpr int kBadMax = kRays - static_cast<int>(kRoundnessMin * kRays);
    int bad = 0;
    for (int ray = 0; ray < kRays && bad <= kBadMax; ++ray) {
      // Far apart one after the other: what is not round shows soon.
      const double angle = 2 * std::numbers::pi * (ray * 7 % kRays) / kRays;
      if (!ray_fits(middle, {std::cos(angle), std::sin(angle)}, module)) ++bad;
    }
    return 1 - static_cast<double>(bad) / kRays;
  }

  /// The rings of 3, 5 and 7 modules: a ray meets them at distances like 3 to 5 to 7.
  bool ray_fits(cv::Point2d middle, cv::Point2d way, double module) const {
    // An eye's middle is a module of its own, and too small to be measured.
    const std::size_t first = pattern_[half_] == 3 ? 0 : 1;
    const double step = std::clamp(module / 8, 0.25, 1.0);
    const double limit = 8 * module + 3;
    std::array<double, 4> reach{};
    std::size_t changes = 0;
    bool colour = ink_.dark(middle);
    for (double off = step; off < limit && changes < first + 3; off += step) {
      const bool now = ink_.dark(middle + off * way);
      if (now != colour) reach[changes++] = off - step / 2;
      colour = now;
    }
    if (changes < first + 3) return false;
    const double unit = (reach[first] + reach[first + 1] + reach[first + 2]) / 15;
    const double slack = 0.45 * unit + 0.35;
    return std::abs(reach[first] - 3 * unit) < slack &&
           std::abs(reach[first + 1] - 5 * unit) < slack &&
           std::abs(reach[first + 2] - 7 * unit) < slack;
  }

  /// The middle, when the column through it shows the same runs.
  std::optional<cv::Point2d> crossed(cv::Point2d place, double module) const {
    const int limit = static_cast<int>(module * 3 * static_cast<double>(pattern_[half_])) + 3;
    CrossRuns column(ink_, {cvRound(place.x), cvRound(place.y)}, {0, 1});
    if (!column.measure(pattern_.size(), limit) || !fits(column.bounds(), pattern_)) return {};
    const auto down = column.bounds();
    const double height = static_cast<double>(down.back() - down.front());
    const double width = module * static_cast<double>(modules_);
    if (height > 2.2 * width || width > 2.2 * height) return {};
    place.y += static_cast<double>(down[half_] + down[half_ + 1] - 1) / 2;
    CrossRuns row(ink_, {cvRound(place.x), cvRound(place.y)}, {1, 0});
    if (!row.measure(pattern_.size(), limit) || !fits(row.bounds(), pattern_)) return {};
    const auto across = row.bounds();
    place.x = static_cast<double>(cvRound(place.x)) +
              static_cast<double>(across[half_] + across[half_ + 1] - 1) / 2;
    return place;
  }

  bool known_at(cv::Point2d place, double module) const {
    for (const std::size_t index : open_) {
      const Target& one = found_[index];
      const double near = 1.5 * std::max(module, one.module_px);
      const double ratio = module / one.module_px;
      if (std::abs(one.middle.x - place.x) < near && std::abs(one.middle.y - place.y) < near &&
          ratio > 0.6 && ratio < 1.7) {
        return true;
      }
    }
    return false;
  }

  void forget_above(int y) {
    std::erase_if(open_, [&](std::size_t index) {
      const Target& one = found_[index];
      return one.middle.y + 4 * one.module_px + 2 < static_cast<double>(y);
    });
  }

  const Ink& ink_;
  std::span<const int> pattern_;
  std::size_t half_;
  int modules_ = 0;
  std::vector<Target> found_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<Target> find_targets(const Ink& ink, TargetKind kind) {
  return Search(ink, kind).run();
}

}  // namespace garita::reader
