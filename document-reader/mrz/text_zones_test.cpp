#include "document-reader/mrz/text_zones.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

const std::string kTd3a = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string kTd3b = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const std::string kTd1a = "I<UTOD231458907<<<<<<<<<<<<<<<";
const std::string kTd1b = "7408122F1204159UTO<<<<<<<<<<<6";
const std::string kTd1c = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
const std::string kTd2a = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<";
const std::string kTd2b = "D231458907UTO7408122F1204159<<<<<<<6";
const std::string kSlovakA = "I<SVKHORVAT<<EVA<<<<<<<<<<<<<<<<<<";
const std::string kSlovakB = "AB123456<4SVK7602104F0802101765210";
const std::string kLicence = "D1NLD15012345678ABCDEFGHIJK428";
const std::string kSwiss[] = {"BBC123D<<", "FACHE301234567001<<810904<<<<<",
                              "KELLER<<URS<<<<<<<<<<<<<<<<<<<"};

const std::string kTd3 = kTd3a + "|" + kTd3b;
const std::string kTd1 = kTd1a + "|" + kTd1b + "|" + kTd1c;
const std::string kTd2 = kTd2a + "|" + kTd2b;

/// "2@5 line|line" or "2@5 refused: ..." for the second zone, which begins in the fifth line.
std::string said(const std::vector<TextZone>& zones) {
  std::string text;
  for (const auto& zone : zones) {
    text += (text.empty() ? "" : "\n") + std::to_string(zone.number) + "@" +
            std::to_string(zone.first_line) + " ";
    if (!zone.lines) {
      text += "refused: " + zone.lines.error().message;
      continue;
    }
    for (std::size_t i = 0; i < zone.lines->size(); ++i) {
      text += (i == 0 ? "" : "|") + zone.lines->at(i);
    }
  }
  return text;
}

/// In pieces of that many bytes, which must not matter.
std::string zones_of(const std::string& input, std::size_t piece_bytes) {
  TextZones zones;
  std::vector<TextZone> all;
  const auto keep = [&](std::vector<TextZone> found) {
    for (auto& zone : found) all.push_back(std::move(zone));
  };
  for (std::size_t at = 0; at < input.size(); at += piece_bytes) {
    keep(zones.feed(std::string_view(input).substr(at, piece_bytes)));
  }
  keep(zones.finish());
  return said(all);
}

std::string zones_of(const std::string& input) {
  const auto whole = zones_of(input, input.size() + 1);
  EXPECT_EQ(zones_of(input, 1), whole);
  EXPECT_EQ(zones_of(input, 7), whole);
  return whole;
}

TEST(TextZones, BlankLinesPartZones) {
  EXPECT_EQ(zones_of(kTd3a + "\n" + kTd3b + "\n\n" + kTd1a + "\n" + kTd1b + "\n" + kTd1c + "\n"),
            "1@1 " + kTd3 + "\n2@4 " + kTd1);
  EXPECT_EQ(zones_of("\n\n \n" + kTd2a + "\n" + kTd2b + "\n \t \n\n\n" + kTd2a + "\n" + kTd2b),
            "1@4 " + kTd2 + "\n2@9 " + kTd2);
  EXPECT_EQ(zones_of(""), "");
  EXPECT_EQ(zones_of("\n \n\t\n\r\n"), "");
}

TEST(TextZones, CompleteZonesNeedNoBlankLine) {
  EXPECT_EQ(zones_of(kTd3a + "\n" + kTd3b + "\n" + kTd2a + "\n" + kTd2b + "\n" + kLicence + "\n" +
                     kSwiss[0] + "\n" + kSwiss[1] + "\n" + kSwiss[2] + "\n" + kTd1a + "\n" + kTd1b +
                     "\n" + kTd1c),
            "1@1 " + kTd3 + "\n2@3 " + kTd2 + "\n3@5 " + kLicence + "\n4@6 " + kSwiss[0] + "|" +
                kSwiss[1] + "|" + kSwiss[2] + "\n5@9 " + kTd1);
  TextZones wedge;
  EXPECT_EQ(said(wedge.feed(kTd3a + "\r")), "");
  EXPECT_EQ(said(wedge.feed(kTd3b + "\r")), "1@1 " + kTd3);
}

TEST(TextZones, WhatReadersAndEditorsAddIsTakenAsItIsMeant) {
  const std::string lower =
      "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\nl898902c36uto7408122f1204159ze184226b<<<<<10";
  EXPECT_EQ(zones_of(lower), "1@1 " + kTd3);
  EXPECT_EQ(zones_of(kTd3a + "\r\n" + kTd3b + "\r\n\r\n" + kTd2a + "\r\n" + kTd2b + "\r\n"),
            "1@1 " + kTd3 + "\n2@4 " + kTd2);
  EXPECT_EQ(zones_of(kTd3a + "\r" + kTd3b + "\r\r" + kTd2a + "\r" + kTd2b),
            "1@1 " + kTd3 + "\n2@4 " + kTd2);
  EXPECT_EQ(zones_of("\xEF\xBB\xBF" + kTd3a + "\n" + kTd3b), "1@1 " + kTd3);
  EXPECT_EQ(zones_of("  " + kTd3a + "   \n\t" + kTd3b + " \t \n"), "1@1 " + kTd3);
  EXPECT_EQ(zones_of(kTd1a + "\t" + kTd1b + "\t" + kTd1c + "\t\r\n"), "1@1 " + kTd1);
  EXPECT_EQ(zones_of(kTd1a + "\t\r\n" + kTd1b + "\t\r\n" + kTd1c + "\t\r\n"), "1@1 " + kTd1);
  EXPECT_EQ(zones_of("\x02" + kTd2a + "\r" + kTd2b + "\x03\r"), "1@1 " + kTd2);
}

TEST(TextZones, GluedLinesAreParted) {
  EXPECT_EQ(zones_of(kTd3a + kTd3b), "1@1 " + kTd3);
  EXPECT_EQ(zones_of(kTd2a + kTd2b + "\n"), "1@1 " + kTd2);
  EXPECT_EQ(zones_of(kTd1a + kTd1b + kTd1c), "1@1 " + kTd1);
  EXPECT_EQ(zones_of(kTd1a + kTd1b + "\n" + kTd1c), "1@1 " + kTd1);
  EXPECT_EQ(zones_of(kTd1a + "\n" + kTd1b + kTd1c), "1@1 " + kTd1);
  EXPECT_EQ(zones_of(kSlovakA + kSlovakB), "1@1 " + kSlovakA + "|" + kSlovakB);
  EXPECT_EQ(zones_of(kSwiss[0] + kSwiss[1] + kSwiss[2]),
            "1@1 " + kSwiss[0] + "|" + kSwiss[1] + "|" + kSwiss[2]);
  // Two of a passport's lines and one more character are neither two lines nor one.
  EXPECT_EQ(zones_of(kTd3a + kTd3b + "<"), "1@1 " + kTd3a + kTd3b + "<");
}

TEST(TextZones, FaultsNameLineAndColumn) {
  const auto refused = [](const std::string& input) { return zones_of(input); };
  EXPECT_EQ(refused("\n" + kTd3a + "\nL8989*2C3\n\n" + kTd2a + "\n" + kTd2b),
            "1@2 refused: line 2, column 6: U+002A is no character of a machine readable zone\n"
            "2@5 " +
                kTd2);
  EXPECT_EQ(refused("M\xC3\xBCLLER\xC3\x9F"),
            "1@1 refused: line 1, column 2: U+00FC is no character of a machine readable zone");
  EXPECT_EQ(refused("P<\xF0\x9F\x98\x80X"),
            "1@1 refused: line 1, column 3: U+1F600 is no character of a machine readable zone");
  EXPECT_EQ(refused("P<UTO\n  <<\xC3"),
            "1@1 refused: line 2, column 5: byte 0xC3 is no character of a machine readable zone");
  EXPECT_EQ(refused("\x80"),
            "1@1 refused: line 1, column 1: byte 0x80 is no character of a machine readable zone");
  EXPECT_EQ(refused(std::string("P<U\0O", 5)),
            "1@1 refused: line 1, column 4: U+0000 is no character of a machine readable zone");
  EXPECT_EQ(refused("\xEF\xBBP"),
            "1@1 refused: line 1, column 1: byte 0xEF is no character of a machine readable zone");
  EXPECT_EQ(refused("\xEF"),
            "1@1 refused: line 1, column 1: byte 0xEF is no character of a machine readable zone");
  EXPECT_EQ(refused("P<UTO ERIKSSON"),
            "1@1 refused: line 1, column 7: a blank stands within the line");
  EXPECT_EQ(refused(std::string("\xFF\xFE"
                                "P\0<\0",
                                6)),
            "1@1 refused: line 1, column 1: the text seems to be UTF-16; UTF-8 or ASCII is read");
}

TEST(TextZones, WhatIsTooLongIsNotKept) {
  EXPECT_EQ(zones_of(std::string(100'000, '<') + "\n" + std::string(100'000, 'A')),
            "1@1 refused: line 1, column 91: no zone has a line so long");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "P<UTO\n";
  EXPECT_EQ(zones_of(many), "1@1 P<UTO|P<UTO|P<UTO|P<UTO");
}

}  // namespace
}  // namespace garita::reader
