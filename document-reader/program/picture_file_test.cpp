#include "document-reader/program/picture_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/limits.h"

namespace garita::reader {
namespace {

Bytes encoded(const char* format, const cv::Mat& picture) {
  std::vector<std::uint8_t> file;
  cv::imencode(format, picture, file);
  return file;
}

/// Wider than tall, dark on its left: which way up it came out can be seen.
cv::Mat1b half_dark() {
  cv::Mat1b picture(60, 100, std::uint8_t{230});
  picture.colRange(0, 50).setTo(20);
  return picture;
}

Bytes first_half(Bytes file) {
  file.resize(file.size() / 2);
  return file;
}

Bytes noisy(const char* format) {
  cv::Mat1b picture(200, 300);
  cv::randu(picture, 0, 255);
  return encoded(format, picture);
}

/// A JPEG with an Exif segment that says how the camera was held (Exif 2.32, tag 0x0112).
Bytes held(std::uint8_t orientation) {
  const Bytes plain = encoded(".jpg", half_dark());
  Bytes exif{0xff, 0xe1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
             0,    1,    0x01, 18, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
  exif.insert(exif.begin(), {plain.at(0), plain.at(1)});
  exif.insert(exif.end(), plain.begin() + 2, plain.end());
  return exif;
}

/// Four inks, as print shops save it: 32 x 32, drawn with libjpeg.
Bytes four_inks() {
  return *from_base64(
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBt"
      "UVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgAIAAgBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBAB"
      "AAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCTSaTSYAAAAAAAAAAAAAAAAAAAD//Z");
}

Bytes png_that_says(std::uint32_t width, std::uint32_t height) {
  Bytes file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
  for (const auto side : {width, height}) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      file.push_back(static_cast<std::uint8_t>(side >> shift));
    }
  }
  return file;
}

Bytes webp_that_moves() {
  Bytes file =
      copy_of(bytes_of(std::string_view("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0", 24)));
  const Bytes sides{99, 0, 0, 59, 0, 0};
  file.insert(file.end(), sides.begin(), sides.end());
  return file;
}

std::string outcome(const Bytes& file) {
  const auto picture = decode_picture(file);
  if (!picture) return picture.error().message;
  return std::to_string(picture->width_px) + " x " + std::to_string(picture->height_px);
}

TEST(PictureFile, TakesEveryFormatOfTheContract) {
  for (const char* format : {".png", ".jpg", ".tiff", ".bmp", ".webp", ".ppm"}) {
    EXPECT_EQ(outcome(encoded(format, cv::Mat3b(60, 100, cv::Vec3b(9, 9, 9)))), "100 x 60")
        << format;
  }
  EXPECT_EQ(outcome(encoded(".pgm", half_dark())), "100 x 60");
}

TEST(PictureFile, TakesWhatScannersAndPrintShopsSave) {
  EXPECT_EQ(outcome(encoded(".png", cv::Mat1w(60, 100, std::uint16_t{40'000}))), "100 x 60");
  EXPECT_EQ(outcome(encoded(".tiff", cv::Mat1w(60, 100, std::uint16_t{40'000}))), "100 x 60");
  EXPECT_EQ(outcome(encoded(".png", cv::Mat4b(60, 100, cv::Vec4b(9, 9, 9, 0)))), "100 x 60");
  EXPECT_EQ(outcome(four_inks()), "32 x 32");
}

TEST(PictureFile, ComesOutUprightByItsExifOrientation) {
  struct Case {
    std::uint8_t orientation;
    std::string size;
    PicturePoint dark;
  };
  for (const auto& [orientation, size, dark] :
       {Case{1, "100 x 60", {5, 30}}, Case{3, "100 x 60", {95, 30}}, Case{6, "60 x 100", {30, 5}},
        Case{8, "60 x 100", {30, 95}}}) {
    const auto picture = decode_picture(held(orientation));
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(outcome(held(orientation)), size);
    const auto place =
        static_cast<std::size_t>(dark.y_px) * static_cast<std::size_t>(picture->width_px) +
        static_cast<std::size_t>(dark.x_px);
    EXPECT_LT(picture->pixels.at(place), 60) << "orientation " << int{orientation};
  }
}

TEST(PictureFile, RefusesWhatIsNoPictureWithTheReason) {
  const std::string not_one = "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM";
  EXPECT_EQ(outcome({}), "the file is empty");
  EXPECT_EQ(outcome(Bytes(4096, 0)), not_one);
  EXPECT_EQ(outcome(copy_of(bytes_of("%PDF-1.7 not a picture"))), not_one);
  EXPECT_EQ(outcome(copy_of(bytes_of("GIF89a\x40\x01\xf0"))), not_one);
  EXPECT_EQ(outcome(Bytes(kFileBytesMax + 1)), "too large: 20971521 bytes, at most 20971520");
}

TEST(PictureFile, RefusesSizesOutsideItsLimitsBeforeDecoding) {
  EXPECT_EQ(outcome(png_that_says(100'000, 1)),
            "too large: 100000 x 1 pixels, a side has at most 12000");
  EXPECT_EQ(outcome(png_that_says(11'000, 11'000)),
            "too large: 11000 x 11000 pixels, at most 40000000 in all");
  EXPECT_EQ(outcome(png_that_says(0xffffffff, 0xffffffff)),
            "too large: 4294967295 x 4294967295 pixels, a side has at most 12000");
  EXPECT_EQ(outcome(png_that_says(8, 400)), "too small: 8 x 400 pixels, a side has at least 32");
  EXPECT_EQ(outcome(png_that_says(0, 400)), "a damaged PNG: its header gives no size");
}

/// A JPEG of few bytes whose frame header says its sides, behind `before`.
Bytes jpeg_that_says(int width, int height, std::string_view before = "") {
  const auto two = [](int number) {
    return std::string{static_cast<char>(number >> 8), static_cast<char>(number)};
  };
  return copy_of(bytes_of("\xFF\xD8" + std::string(before) + "\xFF\xC0" + two(11) + "\x08" +
                          two(height) + two(width) + std::string("\x01\x01\x11\0", 4) +
                          std::string("\xFF\xDA\0\x08\x01\x01\0\0\x3F\0", 10) + "coded\xFF\xD9"));
}

/// A little-endian TIFF of one directory, of which each entry is tag, type, count and value.
Bytes tiff_that_says(const std::vector<std::array<std::uint32_t, 4>>& entries) {
  Bytes file = copy_of(bytes_of(std::string_view("II*\0\x08\0\0\0", 8)));
  const auto put = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(static_cast<std::uint32_t>(entries.size()), 2);
  for (const auto& [tag, type, count, value] : entries) {
    put(tag, 2);
    put(type, 2);
    put(count, 4);
    put(value, 4);
  }
  put(0, 4);
  return file;
}

TEST(PictureFile, RefusesAFewBytesThatDeclareALargePicture) {
  const std::string large = "too large: 65000 x 65000 pixels, a side has at most 12000";
  EXPECT_EQ(outcome(jpeg_that_says(65'000, 65'000)), large);
  EXPECT_EQ(outcome(tiff_that_says({{256, 4, 1, 65'000}, {257, 4, 1, 65'000}})), large);
  // A decoder that skips what has no length finds another frame there than we would.
  const std::string hidden(text_of(jpeg_that_says(100, 60)));
  EXPECT_EQ(outcome(jpeg_that_says(65'000, 65'000, "\xFF\x01" + hidden.substr(2, 13))),
            "not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM");
}

TEST(PictureFile, RefusesATiffThatDoesNotSayItsSidesPlainly) {
  constexpr std::uint32_t kLong8 = 16;
  const std::string unsaid = "a damaged TIFF: its header gives no size";
  EXPECT_EQ(outcome(tiff_that_says({{256, 3, 1, 100}, {257, 4, 1, 60}})),
            "a damaged TIFF: it cannot be decoded");
  EXPECT_EQ(outcome(tiff_that_says({{256, kLong8, 1, 100}, {257, 4, 1, 60}})), unsaid);
  EXPECT_EQ(outcome(tiff_that_says({{256, 4, 2, 100}, {257, 4, 1, 60}})), unsaid);
  EXPECT_EQ(outcome(tiff_that_says({{256, 4, 1, 65'000}, {256, 4, 1, 100}, {257, 4, 1, 60}})),
            unsaid);
}

TEST(PictureFile, RefusesDamagedFilesWithTheirFormat) {
  EXPECT_EQ(outcome(first_half(noisy(".jpg"))), "a damaged JPEG: it ends too early");
  EXPECT_EQ(outcome(first_half(noisy(".png"))), "a damaged PNG: it ends too early");
  EXPECT_EQ(outcome(first_half(noisy(".bmp"))), "a damaged BMP: it cannot be decoded");
  EXPECT_EQ(outcome(first_half(noisy(".webp"))), "a damaged WebP: it cannot be decoded");
  EXPECT_EQ(outcome(first_half(noisy(".pgm"))), "a damaged PNM: it cannot be decoded");
  EXPECT_EQ(outcome(webp_that_moves()), "a moving WebP: only still pictures are read");
}

// Found by the fuzzer: begun like a WebP, but not well enough for its decoder, and marked as DICOM
// at byte 128 or as DTED at byte 140, a file was handed to those decoders.
TEST(PictureFile, RefusesWhatAnotherDecoderWouldTakeForItsOwn) {
  Bytes file = noisy(".webp");
  ASSERT_GT(file.size(), 200U);
  const auto marked = [&](std::string_view mark, std::size_t at) {
    Bytes other = file;
    std::ranges::copy(bytes_of(mark), other.begin() + static_cast<std::ptrdiff_t>(at));
    return outcome(other);
  };
  EXPECT_EQ(marked("DICM", 128), "a damaged WebP: it is marked as DICOM or DTED, too");
  EXPECT_EQ(marked("DTED", 140), "a damaged WebP: it is marked as DICOM or DTED, too");
}

}  // namespace
}  // namespace garita::reader
