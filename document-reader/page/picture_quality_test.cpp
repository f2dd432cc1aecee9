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

TEST(PictureQuality, AReflectionIsABurntPatchThatFades) {
  cv::Mat1b lamp(page().size(), std::uint8_t{0});
  cv::ellipse(lamp, {lamp.cols / 2, lamp.rows / 2}, {lamp.cols / 5, lamp.rows / 6}, 20, 0, 360, 255,
              cv::FILLED);
  cv::GaussianBlur(lamp, lamp, {}, lamp.cols / 30.0);
  cv::Mat1b shining;
  cv::add(page(), lamp, shining);
  EXPECT_GT(quality_of(shining).burnt, 0.03F);
}

TEST(PictureQuality, WhitePaperIsNoReflection) {
  EXPECT_EQ(quality_of(cv::Mat1b(400, 600, std::uint8_t{255})).burnt, 0);
  cv::Mat1b on_a_table(700, 1000, std::uint8_t{120});
  on_a_table(cv::Rect(200, 300, 600, 120)).setTo(255);
  EXPECT_EQ(quality_of(on_a_table).burnt, 0);
}

TEST(PictureQuality, DarkAndFlatPicturesAreTold) {
  EXPECT_LT(quality_of(toned(page(), 0.25, 0)).light, 0.3F);
  EXPECT_LT(quality_of(toned(page(), 0.1, 100)).range, 0.15F);
}

TEST(PictureQuality, NoPictureHasNone) { EXPECT_EQ(picture_quality({}).range, 0); }

}  // namespace
}  // namespace garita::reader
