// The published specimens as they might as well have been published: smaller, blurred, leaning.
// What is read of them may not hang by a hair's breadth.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <string>

#include "document-reader/reading/read_picture.h"
#include "tests/documents/published_specimens.h"
#include "tests/documents/tally.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

cv::Mat1b smaller(const cv::Mat1b& picture) {
  cv::Mat1b other;
  cv::resize(picture, other, {}, 0.7, 0.7, cv::INTER_AREA);
  return other;
}

cv::Mat1b blurred(const cv::Mat1b& picture) {
  cv::Mat1b other;
  cv::GaussianBlur(picture, other, {}, 1);
  return other;
}

cv::Mat1b leaning(const cv::Mat1b& picture) {
  const double degrees = 15;
  const double c = std::cos(degrees * CV_PI / 180);
  const double s = std::sin(degrees * CV_PI / 180);
  const cv::Size size(static_cast<int>(picture.cols * c + picture.rows * s),
                      static_cast<int>(picture.cols * s + picture.rows * c));
  const auto half = [](int length) { return static_cast<float>(length) / 2; };
  cv::Mat1d turn = cv::getRotationMatrix2D({half(picture.cols), half(picture.rows)}, degrees, 1);
  turn(0, 2) += (size.width - picture.cols) / 2.0;
  turn(1, 2) += (size.height - picture.rows) / 2.0;
  cv::Mat1b other;
  cv::warpAffine(picture, other, turn, size, cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(120));
  return other;
}

struct Variation {
  const char* name;
  cv::Mat1b (*make)(const cv::Mat1b&);
  int exact_min = 0;
};
// What is reached of 162, less two: another processor rounds otherwise.
constexpr Variation kVariations[] = {
    {"smaller", smaller, 159}, {"blurred", blurred, 154}, {"leaning", leaning, 158}};
constexpr int kValidButWrongMax = 1;

class VariedSpecimens : public testing::TestWithParam<Variation> {};

TEST_P(VariedSpecimens, AreReadAsPrinted) {
  const std::vector<PublishedSpecimen> specimens = published_specimens();
  if (specimens.empty()) GTEST_SKIP() << "the specimens are not here";
  Tally tally;
  for (const PublishedSpecimen& specimen : specimens) {
    GreyPicture picture = picture_of(specimen, 0);
    const cv::Mat1b made =
        GetParam().make(cv::Mat1b(picture.height_px, picture.width_px, picture.pixels.data()));
    const GreyPicture varied{made.cols, made.rows, {made.begin(), made.end()}};
    const Reading reading = read_picture(varied, kToday, Sought::kZones);
    tally.note(reading, {specimen.zone});
    const std::string reason = reason_of_miss(reading, specimen.zone);
    if (!reason.empty()) std::printf("missed: %s: %s\n", specimen.name.c_str(), reason.c_str());
  }
  std::printf("%s: %d of %d exact, %d of %d valid but wrong, %d nothing found\n", GetParam().name,
              tally.exact, tally.pictures, tally.valid_but_wrong, tally.valid, tally.nothing);
  EXPECT_GE(tally.exact, GetParam().exact_min);
  EXPECT_LE(tally.valid_but_wrong, kValidButWrongMax);
}

INSTANTIATE_TEST_SUITE_P(Each, VariedSpecimens, testing::ValuesIn(kVariations),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace garita::reader
