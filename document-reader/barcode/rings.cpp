#include "document-reader/barcode/rings.h"

#include <cmath>
#include <numbers>

namespace garita::reader {
namespace {

constexpr int kRays = 72;
constexpr double kStepPx = 0.25;
/// A ray nearer to a corner than this, in quarter turns from a side's middle, may be of either
/// side.
constexpr double kSideReach = 0.4;

/// A line: a place on it and its direction.
struct Line {
  cv::Point2d place;
  cv::Point2d along;
};

Line line_through(const std::vector<cv::Point2d>& points) {
  cv::Point2d mean;
  for (const auto& point : points) mean += point;
  mean /= static_cast<double>(points.size());
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (const auto& point : points) {
    const cv::Point2d off = point - mean;
    xx += off.x * off.x;
    xy += off.x * off.y;
    yy += off.y * off.y;
  }
  const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
  return {mean, {std::cos(angle), std::sin(angle)}};
}

std::optional<cv::Point2d> crossing(const Line& a, const Line& b) {
  const double cross = a.along.cross(b.along);
  if (std::abs(cross) < 0.2) return std::nullopt;
  return a.place + ((b.place - a.place).cross(b.along) / cross) * a.along;
}

/// The turn at which a square about the middle fits the ring best, 0 to 90 degrees, in radians.
double turn_of(const std::vector<cv::Point2d>& ring, cv::Point2d middle) {
  double best = 1e9;
  double best_turn = 0;
  for (int step = 0; step < 45; ++step) {
    const double turn = step * std::numbers::pi / 90;
    double sum = 0;
    double squares = 0;
    for (const auto& point : ring) {
      const cv::Point2d off = point - middle;
      const double along = std::abs(off.x * std::cos(turn) + off.y * std::sin(turn));
      const double aside = std::abs(off.y * std::cos(turn) - off.x * std::sin(turn));
      const double reach = std::max(along, aside);
      sum += reach;
      squares += reach * reach;
    }
    const double spread = squares / (sum * sum);
    if (spread < best) {
      best = spread;
      best_turn = turn;
    }
  }
  return best_turn;
}

}  // namespace

std::optional<std::vector<cv::Point2d>> ring_around(const Ink& ink, cv::Point2d middle, int change,
                                                    double limit_px) {
  std::vector<cv::Point2d> ring;
  for (int ray = 0; ray < kRays; ++ray) {
    const double angle = 2 * std::numbers::pi * ray / kRays;
    const cv::Point2d step(std::cos(angle) * kStepPx, std::sin(angle) * kStepPx);
    cv::Point2d place = middle;
    bool colour = ink.dark(middle);
    int changes = 0;
    for (double off = 0; off < limit_px && changes < change; off += kStepPx) {
      place += step;
      const bool now = ink.dark(place);
      if (now != colour) ++changes;
      colour = now;
    }
    if (changes < change) return std::nullopt;
    ring.push_back(place - 0.5 * step);
  }
  return ring;
}

std::optional<Quad> corners_of_ring(const std::vector<cv::Point2d>& ring) {
  cv::Point2d middle;
  for (const auto& point : ring) middle += point;
  middle /= static_cast<double>(ring.size());
  const double turn = turn_of(ring, middle);
  std::array<std::vector<cv::Point2d>, 4> sides;
  for (const auto& point : ring) {
    const double angle = std::atan2(point.y - middle.y, point.x - middle.x) - turn;
    const double quarter = angle / (std::numbers::pi / 2);
    if (std::abs(quarter - std::round(quarter)) > kSideReach) continue;
    sides[static_cast<std::size_t>((cvRound(quarter) + 8) % 4)].push_back(point);
  }
  Quad corners;
  for (std::size_t side = 0; side < 4; ++side) {
    const auto& next = sides[(side + 1) % 4];
    if (sides[side].size() < 5 || next.size() < 5) return std::nullopt;
    const auto corner = crossing(line_through(sides[side]), line_through(next));
    if (!corner) return std::nullopt;
    corners[side] = *corner;
  }
  return corners;
}

}  // namespace garita::reader
