#include "document-reader/reading/quality_findings.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

std::string said(const PictureQuality& quality) {
  std::string codes;
  for (const auto& finding : quality_findings(quality)) {
    codes += (codes.empty() ? "" : " ") + finding.code;
  }
  return codes;
}

TEST(QualityFindings, NameWhatToDoBetter) {
  const PictureQuality sound{.sharpness = 0.5F, .range = 0.7F, .light = 0.8F, .burnt = 0};
  struct Case {
    std::string expected;
    PictureQuality quality;
  };
  auto shining = sound;
  shining.burnt = 0.08F;
  auto blurred = sound;
  blurred.sharpness = 0.08F;
  auto dark = blurred;
  dark.light = 0.2F;
  auto flat = sound;
  flat.range = 0.1F;
  auto shining_and_blurred = blurred;
  shining_and_blurred.burnt = 0.08F;
  for (const auto& [expected, quality] :
       {Case{"", sound}, Case{"glare", shining}, Case{"blurred", blurred}, Case{"too_dark", dark},
        Case{"low_contrast", flat}, Case{"blurred", shining_and_blurred}}) {
    EXPECT_EQ(said(quality), expected);
  }
}

TEST(QualityFindings, ABlankPictureIsSaidToBeFlatOrDark) {
  EXPECT_EQ(said({.sharpness = 0, .range = 0, .light = 0.9F, .burnt = 0}), "low_contrast");
  EXPECT_EQ(said({}), "too_dark");
}

}  // namespace
}  // namespace garita::reader
