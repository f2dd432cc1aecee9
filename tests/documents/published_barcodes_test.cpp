// Published pictures of symbols: per set and quarter turn a floor of hits, and none may be misread;
// then on a cluttered page, and licences drawn by another program. The pictures are those of
// ../shared/data/codes, which is no part of the project.
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <map>

#include "document-reader/barcode/barcode.h"
#include "tests/support/barcodes/cluttered_page.h"
#include "tests/support/barcodes/licences.h"
#include "tests/support/barcodes/published_barcodes.h"

namespace garita::reader {
namespace {

using tests::BarcodeTally;
using tests::PublishedBarcode;

const std::filesystem::path kCodes =
    std::filesystem::path(GARITA_SOURCE_DIR).parent_path() / "shared/data/codes";

std::vector<tests::SaidSymbol> read(const cv::Mat1b& mat) {
  std::vector<tests::SaidSymbol> said;
  for (const auto& found : read_barcodes({mat.cols, mat.rows, {mat.begin(), mat.end()}})) {
    said.push_back({found.text, std::string(text_of(found.bytes))});
  }
  return said;
}

void look(const PublishedBarcode& picture, const cv::Mat1b& page, BarcodeTally& tally) {
  EXPECT_TRUE(tally.note(picture, read(page))) << picture.file << " is misread";
}

cv::Mat1b turned(const cv::Mat1b& picture, int quarter_turns) {
  if (quarter_turns == 0) return picture;
  constexpr std::array kTurns{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                              cv::ROTATE_90_COUNTERCLOCKWISE};
  cv::Mat1b other;
  cv::rotate(picture, other, kTurns[static_cast<std::size_t>(quarter_turns - 1)]);
  return other;
}

/// What is reached at 0, 90, 180 and 270 degrees of clockwise turn. Pictures of less than 32 pixels
/// a side are refused: two of aztec-1, one of datamatrix-1 and pdf417-1, four of datamatrix-4. Sets
/// without a symbol that we read are here for what must not be read in them.
struct Set {
  const char* name;
  int pictures;
  std::array<int, 4> hits_min;
};
constexpr std::array kSets{
    Set{"aztec-1", 16, {14, 14, 14, 14}},      Set{"aztec-2", 8, {8, 8, 7, 8}},
    Set{"datamatrix-1", 15, {13, 13, 13, 13}}, Set{"datamatrix-2", 7, {7, 7, 7, 7}},
    Set{"datamatrix-3", 14, {14, 13, 11, 12}}, Set{"datamatrix-4", 11, {7, 6, 7, 7}},
    Set{"datamatrix-5", 3, {0, 0, 0, 0}},      Set{"falsepositives-1", 10, {0, 0, 0, 0}},
    Set{"falsepositives-2", 13, {0, 0, 0, 0}}, Set{"micropdf417-1", 5, {0, 0, 0, 0}},
    Set{"multi-1", 3, {0, 0, 0, 0}},           Set{"pdf417-1", 9, {7, 7, 7, 7}},
    Set{"pdf417-2", 13, {12, 12, 12, 12}},     Set{"pdf417-3", 8, {8, 8, 8, 8}},
    Set{"pdf417-4", 4, {4, 4, 4, 4}},          Set{"qrcode-1", 4, {4, 4, 4, 4}},
    Set{"qrcode-2", 28, {21, 20, 21, 20}},     Set{"qrcode-3", 9, {9, 9, 9, 9}},
    Set{"qrcode-4", 12, {12, 12, 12, 12}},     Set{"qrcode-5", 8, {8, 8, 8, 8}},
    Set{"qrcode-6", 8, {8, 8, 8, 8}},          Set{"qrcode-7", 4, {4, 4, 4, 4}},
};

TEST(PublishedBarcodes, EverySetIsReadAtFourWaysUp) {
  const auto pictures = tests::published_barcodes(kCodes / "barcodes");
  if (!pictures) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/barcodes is absent";
  std::map<std::string, std::array<BarcodeTally, 4>> tallies;
  for (const auto& picture : *pictures) {
    const auto grey = tests::grey_picture(kCodes / "barcodes" / picture.file);
    if (grey.empty()) continue;
    for (int turns = 0; turns < 4; ++turns) {
      look(picture, turned(grey, turns), tallies[picture.set].at(static_cast<std::size_t>(turns)));
    }
  }
  EXPECT_EQ(tallies.size(), kSets.size());
  for (const auto& [name, of_set] : tallies) {
    std::cout << name << ": of " << of_set[0].pictures << " read";
    for (const auto& tally : of_set) std::cout << " " << tally.hits;
    std::cout << "\n";
  }
  for (const Set& set : kSets) {
    for (std::size_t turns = 0; turns < 4; ++turns) {
      const BarcodeTally& tally = tallies[set.name].at(turns);
      EXPECT_EQ(tally.pictures, set.pictures) << set.name;
      EXPECT_GE(tally.hits, set.hits_min.at(turns)) << set.name << ", " << 90 * turns << " degrees";
    }
  }
}

TEST(PublishedBarcodes, AreReadAnywhereOnAClutteredPage) {
  const auto pictures = tests::published_barcodes(kCodes / "barcodes");
  if (!pictures) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/barcodes is absent";
  // Debian's library alone reads 88, 74, 6 and 4 of a hundred on such pages.
  const std::map<std::string, int> floors{
      {"pdf417", 90}, {"qrcode", 76}, {"datamatrix", 72}, {"aztec", 45}};
  const auto clutter = tests::cluttered_page(1);
  std::map<std::string, BarcodeTally> tallies;
  std::uint64_t seed = 0;
  for (const auto& picture : *pictures) {
    const auto grey = tests::grey_picture(kCodes / "barcodes" / picture.file);
    if (grey.empty()) continue;
    ++seed;
    const int turns = static_cast<int>(seed % 4);
    look(picture, tests::pasted(clutter, grey, {.quarter_turns = turns, .seed = seed}),
         tallies[picture.kind]);
  }
  for (const auto& [kind, tally] : tallies) {
    std::cout << kind << ": " << tally.hits << " of " << tally.pictures << "\n";
  }
  for (const auto& [kind, floor] : floors) {
    EXPECT_GE(tallies[kind].hits * 100, floor * tallies[kind].pictures) << kind;
  }
}

TEST(PublishedBarcodes, NothingIsReadWherePrintOnceLookedLikeTheSmallestSymbol) {
  const auto picture = tests::grey_picture(kCodes / "barcodes/falsepositives-1/11.webp");
  if (picture.empty()) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/barcodes is absent";
  const auto page =
      tests::pasted(tests::cluttered_page(3), picture, {.quarter_turns = 1, .seed = 972});
  EXPECT_EQ(read(page).size(), 0U);
}

TEST(PublishedBarcodes, LicencesAreReadAtAnySkewUpToFifteenDegrees) {
  const auto licences = tests::published_licences(kCodes / "aamva");
  if (licences.empty()) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/aamva is absent";
  const auto page = tests::cluttered_page(2);
  BarcodeTally tally;
  for (const auto& licence : licences) {
    const auto symbol = tests::drawn_by_zint(licence.content);
    if (!symbol) continue;
    // Each at another angle, 0 to 15 degrees to either side.
    const double degrees = tally.pictures * 4 % 31 - 15;
    const auto seed = static_cast<std::uint64_t>(tally.pictures) + 1;
    const auto taken = tests::taken_on(page, *symbol, {.degrees = degrees, .seed = seed});
    look({licence.file, "aamva", "licence", licence.content}, taken, tally);
  }
  if (tally.pictures == 0) GTEST_SKIP() << "SKIPPED: zint is not installed";
  std::cout << "licences: " << tally.hits << " of " << tally.pictures << "\n";
  EXPECT_GE(tally.hits * 100, 98 * tally.pictures);
}

}  // namespace
}  // namespace garita::reader
