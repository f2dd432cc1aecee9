#include "document-reader/worker/portrait_process.h"

#include <gtest/gtest.h>

#include "schema/alerts/alert_picture.h"

namespace garita::reader {
namespace {

/// Noise in colour as PNM, which needs no encoder, and which no encoder makes small.
Bytes noise(int width, int height) {
  Bytes file =
      copy_of(bytes_of("P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n"));
  std::uint32_t state = 7;
  for (int i = 0; i < width * height * 3; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    file.push_back(static_cast<std::uint8_t>(state >> 24U));
  }
  return file;
}

/// By its frame header (ITU-T T.81, B.2.2): "240x180".
std::string size_of(const Bytes& jpeg) {
  for (std::size_t i = 2; i + 9 < jpeg.size();) {
    const auto length = static_cast<std::size_t>(jpeg[i + 2] << 8U | jpeg[i + 3]);
    const bool frame = jpeg[i + 1] == 0xC0 || jpeg[i + 1] == 0xC2;
    if (frame) {
      return std::to_string(jpeg[i + 7] << 8U | jpeg[i + 8]) + "x" +
             std::to_string(jpeg[i + 5] << 8U | jpeg[i + 6]);
    }
    i += 2 + length;
  }
  return "none";
}

TEST(PortraitProcess, MakesAPictureSmallAndNeverLarger) {
  PortraitProcess process(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  const std::tuple<int, int, const char*> cases[] = {
      {1200, 900, "240x180"}, {300, 1200, "80x320"}, {100, 120, "100x120"}};
  for (const auto& [width, height, expected] : cases) {
    const auto jpeg = process.portrait(noise(width, height));
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    EXPECT_EQ(size_of(*jpeg), expected);
    EXPECT_LE(jpeg->size(), kListedPictureBytesMax);
  }
}

TEST(PortraitProcess, NamesWhatItRefusesAndGoesOn) {
  PortraitProcess process(std::filesystem::path(GARITA_BIN_DIR) / "garita-reader");
  const std::pair<Bytes, const char*> cases[] = {
      {{}, "the file is empty"},
      {copy_of(bytes_of("GIF89a, no face")), "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM"},
      {copy_of(bytes_of("P6\n100000 100000\n255\nxxxxxxxx")),
       "too large: 100000 x 100000 pixels, a side has at most 12000"},
      {noise(8, 8), "too small: 8 x 8 pixels, a side has at least 32"},
  };
  for (const auto& [file, reason] : cases) {
    const auto refused = process.portrait(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, reason);
    EXPECT_EQ(refused.error().remedy, Remedy::kReject);
  }
  EXPECT_TRUE(process.portrait(noise(64, 64)));
}

}  // namespace
}  // namespace garita::reader
