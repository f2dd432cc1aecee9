#include "document-reader/barcode/ink_parts.h"

#include <algorithm>
#include <cstdint>

namespace garita::reader {
namespace {

/// How far out a pixel is in the direction `index` of InkPart::outermost.
int outness(cv::Point pixel, std::size_t index) {
  switch (index) {
    case 0:
      return -pixel.x;
    case 1:
      return -pixel.x - pixel.y;
    case 2:
      return -pixel.y;
    case 3:
      return pixel.x - pixel.y;
    case 4:
      return pixel.x;
    case 5:
      return pixel.x + pixel.y;
    case 6:
      return pixel.y;
    default:
      return pixel.y - pixel.x;
  }
}

struct Run {
  int first = 0;
  int last = 0;  ///< included
  std::uint32_t part = 0;
};

/// Joins runs of neighbouring rows into parts.
class Joining {
 public:
  /// `above` and `here`: the runs of two rows, from the left.
  void add_row(const std::vector<Run>& above, std::vector<Run>& here, int y) {
    std::size_t other = 0;
    for (Run& run : here) {
      while (other < above.size() && above[other].last < run.first - 1) ++other;
      run.part = kNone;
      for (std::size_t i = other; i < above.size() && above[i].first <= run.last + 1; ++i) {
        const std::uint32_t root = root_of(above[i].part);
        run.part = run.part == kNone ? root : joined(run.part, root);
      }
      if (run.part == kNone) run.part = new_part({run.first, y});
      InkPart& part = parts_[run.part];
      part.pixels += run.last - run.first + 1;
      extend(part, {run.first, y}, {run.last, y});
    }
  }

  std::vector<InkPart> large(int side_px_min) const {
    std::vector<InkPart> large;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parents_[i] != i) continue;
      const InkPart& part = parts_[i];
      if (part.width_px() >= side_px_min && part.height_px() >= side_px_min) large.push_back(part);
    }
    return large;
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  std::uint32_t new_part(cv::Point pixel) {
    parents_.push_back(static_cast<std::uint32_t>(parts_.size()));
    InkPart part;
    part.outermost.fill(pixel);
    parts_.push_back(part);
    return parents_.back();
  }

  std::uint32_t root_of(std::uint32_t part) {
    while (parents_[part] != part) {
      parents_[part] = parents_[parents_[part]];
      part = parents_[part];
    }
    return part;
  }

  std::uint32_t joined(std::uint32_t a, std::uint32_t b) {
    if (a == b) return a;
    if (a > b) std::swap(a, b);
    parents_[b] = a;
    parts_[a].pixels += parts_[b].pixels;
    for (std::size_t i = 0; i < 8; ++i) keep_outer(parts_[a], parts_[b].outermost[i], i);
    return a;
  }

  static void keep_outer(InkPart& part, cv::Point pixel, std::size_t index) {
    if (outness(pixel, index) > outness(part.outermost[index], index)) {
      part.outermost[index] = pixel;
    }
  }

  static void extend(InkPart& part, cv::Point first, cv::Point last) {
    for (const std::size_t index : {0U, 1U, 2U, 7U}) keep_outer(part, first, index);
    for (const std::size_t index : {3U, 4U, 5U, 6U}) keep_outer(part, last, index);
  }

  std::vector<std::uint32_t> parents_;
  std::vector<InkPart> parts_;
};

}  // namespace

std::vector<InkPart> parts_of(const Ink& ink, InkColour colour, int side_px_min) {
  Joining joining;
  std::vector<int> light;
  std::vector<Run> above;
  std::vector<Run> here;
  for (int y = 0; y < ink.height_px(); ++y) {
    std::span<const int> changes = ink.row_changes(y);
    if (colour == InkColour::kLight) {
      // What is between the dark runs, and at both ends.
      light.assign(1, 0);
      light.insert(light.end(), changes.begin(), changes.end());
      light.push_back(ink.width_px());
      changes = light;
    }
    here.clear();
    for (std::size_t i = 0; i + 1 < changes.size(); i += 2) {
      if (changes[i] < changes[i + 1]) here.push_back({changes[i], changes[i + 1] - 1, 0});
    }
    joining.add_row(above, here, y);
    std::swap(above, here);
  }
  return joining.large(side_px_min);
}

}  // namespace garita::reader
