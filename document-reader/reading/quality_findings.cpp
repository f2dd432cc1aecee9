#include "document-reader/reading/quality_findings.h"

#include <cmath>

namespace garita::reader {
namespace {

// A drawn page of a passport lies well on the other side of each of these; see the tests of
// picture_quality and of this folder.
constexpr float kBurntMax = 0.015F;
constexpr float kSharpnessMin = 0.14F;
constexpr float kLightMin = 0.3F;
constexpr float kRangeMin = 0.2F;

}  // namespace

std::vector<ReadingFinding> quality_findings(const PictureQuality& quality) {
  std::vector<ReadingFinding> findings;
  const auto say = [&](const char* code, std::string detail) {
    findings.push_back({code, FindingSeverity::kWarning, std::move(detail)});
  };
  // What is out of focus fades everywhere: white paper then looks like a reflection.
  if (quality.burnt > kBurntMax && quality.sharpness >= kSharpnessMin) {
    say("glare", std::to_string(std::lround(quality.burnt * 100)) + " % of the picture");
  }
  if (quality.light < kLightMin) {
    say("too_dark", "");
  } else if (quality.range < kRangeMin) {
    say("low_contrast", "");
  } else if (quality.sharpness < kSharpnessMin) {
    say("blurred", "");
  }
  return findings;
}

}  // namespace garita::reader
