#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "document-reader/page/picture.h"
#include "tests/support/specimens/fields.h"

namespace garita::reader {

/// What makes a picture of a document hard to read, one thing at a time.
enum class Hardship {
  kNone,         ///< a careful hand's photograph, 1080p
  kHaste,        ///< steep perspective, deep shadow, glare, motion, coarse compression
  kSkew,         ///< turned by 12 to 25 degrees on its desk
  kGlare,        ///< a bright band across the zone
  kShadow,       ///< the edge of a deep shadow through the zone
  kLowContrast,  ///< faint ink on grey paper
  kGuilloche,    ///< a coloured pattern over all of the page, zone too
  kJpeg,         ///< compressed until blocks show
  kSmall,        ///< a frame of 640 pixels
  kScreen,       ///< a photograph of a screen: its grid beats with the camera's
  kInfrared,     ///< as a reader's infrared camera sees it
  kTwo,          ///< two documents in one frame, side by side
};
inline constexpr std::array kHardships = {
    Hardship::kNone,   Hardship::kHaste,       Hardship::kSkew,      Hardship::kGlare,
    Hardship::kShadow, Hardship::kLowContrast, Hardship::kGuilloche, Hardship::kJpeg,
    Hardship::kSmall,  Hardship::kScreen,      Hardship::kInfrared,  Hardship::kTwo};
[[nodiscard]] std::string_view hardship_name(Hardship hardship);

/// A picture and what stands in it.
struct HardPicture {
  GreyPicture grey;
  std::vector<std::string> zones;  ///< the lines of each, `|` between them
};

/// A document of nobody, of a format and with names that the seed chooses, taken under `hardship`.
/// The same seed gives the same picture.
[[nodiscard]] HardPicture hard_picture(Hardship hardship, std::uint64_t seed, int quarter_turns);

/// A person and document of nobody, from the seed.
[[nodiscard]] tests::SpecimenFields fields_of_nobody(std::uint64_t seed);

/// Of `picture`, brought to one byte a pixel.
[[nodiscard]] GreyPicture grey_of(const cv::Mat3b& picture);

}  // namespace garita::reader
