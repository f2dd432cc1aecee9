#include "document-reader/page/picture_quality.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/specimen.h"

namespace garita::reader {
namespace {

cv::Mat1b toned(const cv::Mat1b& grey, double factor, double lighter) {
  cv::Mat1b toned;
  grey.convertTo(toned, CV_8U, factor, lighter);
  return toned;
}

/// A passport's page as a camera sees it: its paper is grey, not white.
cv::Mat1b page() {
  const auto fields = tests::fields_from_json(
      R"({"format":"TD3","document_code":"P","issuing_state":"UTO","document_number":"QZ4711085",)"
      R"("surname":"Rivas","given_names":"Ana","nationality":"UTO","sex":"F",)"
      R"("birth_date":"1984-02-29","expiry_date":"2031-05-01"})");
  cv::Mat1b grey;
  cv::cvtColor(tests::draw_specimen(*fields), grey, cv::COLOR_BGR2GRAY);
  return toned(grey, 0.8, 0);
}

PictureQuality quality_of(const cv::Mat1b& grey) {
  return picture_quality({grey.cols, grey.rows, {grey.begin(), grey.end()}});
}

TEST(PictureQuality, AGoodPictureHasNothingToComplainOf) {
  const auto quality = quality_of(page());
  EXPECT_GT(quality.sharpness, 0.3F);
  EXPECT_GT(quality.range, 0.4F);
  EXPECT_GT(quality.light, 0.5F);
  EXPECT_LT(quality.burnt, 0.005F);
}

TEST(PictureQuality, BlurTakesTheEdges) {
  cv::Mat1b blurred;
  cv::GaussianBlur(page(), blurred, {}, 9);
  EXPECT_LT(quality_of(blurred).sharpness, 0.12F);
}

TEST(PictureQuality, AReflectionIsOneBurntPatchOnDarkerPaper) {
  cv::Mat1b shining = page();
  cv::ellipse(shining, {shining.cols / 2, shining.rows / 2}, {shining.cols / 6, shining.rows / 8},
              20, 0, 360, 255, cv::FILLED);
  EXPECT_GT(quality_of(shining).burnt, 0.03F);
  EXPECT_EQ(quality_of(cv::Mat1b(400, 600, std::uint8_t{255})).burnt, 0) << "white paper";
}

TEST(PictureQuality, DarkAndFlatPicturesAreTold) {
  EXPECT_LT(quality_of(toned(page(), 0.25, 0)).light, 0.3F);
  EXPECT_LT(quality_of(toned(page(), 0.1, 100)).range, 0.15F);
}

TEST(PictureQuality, NoPictureHasNone) { EXPECT_EQ(picture_quality({}).range, 0); }

}  // namespace
}  // namespace garita::reader
