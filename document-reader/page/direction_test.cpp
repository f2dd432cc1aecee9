#include "document-reader/page/direction.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tests/support/specimens/specimen.h"

namespace garita::reader {
namespace {

cv::Mat1b card() {
  const auto fields = tests::fields_from_json(
      R"({"format":"TD1","document_code":"ID","issuing_state":"UTO","document_number":"QZ4711085",)"
      R"("surname":"Rivas","given_names":"Ana","nationality":"UTO","sex":"F",)"
      R"("birth_date":"1984-02-29","expiry_date":"2031-05-01"})");
  cv::Mat1b grey;
  cv::cvtColor(tests::draw_specimen(*fields), grey, cv::COLOR_BGR2GRAY);
  return grey;
}

/// `card` on a grey desk, turned clockwise by `degrees`.
cv::Mat1b turned(const cv::Mat1b& card, double degrees, cv::Size frame) {
  const auto half = [](int length) { return static_cast<float>(length) / 2; };
  cv::Mat1d turn = cv::getRotationMatrix2D({half(card.cols), half(card.rows)}, -degrees,
                                           0.6 * frame.height / card.cols);
  turn(0, 2) += (frame.width - card.cols) / 2.0;
  turn(1, 2) += (frame.height - card.rows) / 2.0;
  cv::Mat1b picture;
  cv::warpAffine(card, picture, turn, frame, cv::INTER_AREA, cv::BORDER_CONSTANT, cv::Scalar(120));
  return picture;
}

std::optional<float> direction_in(const cv::Mat1b& grey) {
  const GreyPicture picture{grey.cols, grey.rows, {grey.begin(), grey.end()}};
  return direction_of_print(PicturePyramid(picture));
}

TEST(DirectionOfPrint, IsFoundHoweverACardIsTurned) {
  const cv::Mat1b upright = card();
  for (const cv::Size frame : {cv::Size(1920, 1080), cv::Size(480, 640), cv::Size(3000, 4000)}) {
    for (const float degrees : {0.0F, 4.0F, 12.0F, 25.0F, 45.0F, 71.0F, -9.0F, -19.0F, -60.0F}) {
      const auto found = direction_in(turned(upright, static_cast<double>(degrees), frame));
      ASSERT_TRUE(found) << degrees << " degrees, " << frame;
      EXPECT_NEAR(*found, degrees, 1.6F) << frame;
    }
  }
}

// A quarter turn is the edge of what is told apart: 90 is said as -90.
TEST(DirectionOfPrint, OfACardOnItsSideIsAQuarterTurn) {
  const auto found = direction_in(turned(card(), 90, {1920, 1080}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(std::abs(*found), 90, 1.6F);
}

TEST(DirectionOfPrint, IsNotThereWhereThereIsNoPrint) {
  EXPECT_FALSE(direction_in(cv::Mat1b(600, 800, std::uint8_t{200})));
  cv::Mat1b noise(600, 800);
  cv::RNG(7).fill(noise, cv::RNG::UNIFORM, 0, 256);
  EXPECT_FALSE(direction_in(noise));
  cv::Mat1b disc(600, 800, std::uint8_t{200});
  cv::circle(disc, {400, 300}, 150, cv::Scalar(30), 6, cv::LINE_AA);
  EXPECT_FALSE(direction_in(disc));
}

}  // namespace
}  // namespace garita::reader
