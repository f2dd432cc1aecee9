// What pixels, places, habit and check digits decide together.

#include "document-reader/mrz/decode.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-01-01");

// ICAO Doc 9303-4 appendix B.
const std::vector<std::string> kPassport = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                                            "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};

using Open = std::tuple<std::size_t, std::size_t, RecognisedCell>;

/// A zone that is certain of `lines` but for the alternatives of single places.
RecognisedZone zone_of(const std::vector<std::string>& lines, const std::vector<Open>& open) {
  RecognisedZone zone;
  for (const std::string& line : lines) {
    auto& cells = zone.lines.emplace_back();
    for (const char c : line) cells.push_back({{c, 0.99F}});
  }
  for (const auto& [line, column, cell] : open) zone.lines.at(line).at(column) = cell;
  return zone;
}

/// The text that zone_of() is decoded to.
std::string decoded(const std::vector<std::string>& lines, const std::vector<Open>& open) {
  const auto result = decode_zone(zone_of(lines, open), kToday);
  if (!result) return "rejected";
  std::string text;
  for (const std::string& line : result->mrz.lines) text += (text.empty() ? "" : "|") + line;
  return text + (result->mrz.valid() ? "" : " fails");
}

/// The fields that are uncertain in zone_of().
std::string uncertain(const std::vector<std::string>& lines, const std::vector<Open>& open) {
  const auto result = decode_zone(zone_of(lines, open), kToday);
  if (!result) return "rejected";
  std::string text;
  for (const std::string& field : result->uncertain_fields) text += field + " ";
  return text;
}

std::string joined(const std::vector<std::string>& lines) { return lines[0] + "|" + lines[1]; }

std::vector<std::string> with(std::vector<std::string> lines, std::size_t column,
                              const std::string& text) {
  lines[1].replace(column, text.size(), text);
  return lines;
}

TEST(Decode, AZeroThatLooksLikeTheLetterIsAZeroInANumber) {
  const RecognisedCell zero_like_letter = {{'O', 0.7F}, {'0', 0.29F}};
  EXPECT_EQ(decoded(kPassport, {{1, 5, zero_like_letter}}), joined(kPassport));
}

TEST(Decode, TheLetterOThatIsSeenClearlyStaysInANumber) {
  // O0120186< has the check digit 8.
  const auto afghan = with(kPassport, 0, "O0120186<8");
  const auto text = decoded(afghan, {{1, 0, {{'O', 0.98F}, {'0', 0.01F}}}});
  EXPECT_EQ(text.substr(45, 10), "O0120186<8");
}

TEST(Decode, TwoTwinsAreNotTurnedIntoOneAnotherForACheckThatIsPrintedWrong) {
  // All zeros are seen as such; the digit would hold for a letter in the place of one.
  const auto printed = with(kPassport, 0, "A00000000");
  const auto text = decoded(
      printed, {{1, 3, {{'0', 0.97F}, {'O', 0.003F}}}, {1, 4, {{'0', 0.97F}, {'O', 0.003F}}}});
  EXPECT_EQ(text, joined(printed) + " fails");
}

TEST(Decode, AZeroIsNoLetterForItsOwnDigitAloneWhereTheCompositeFailsAllTheSame) {
  // With an O in the seventh place the digit 8 would hold; that of the birth date fails anyhow.
  auto printed = with(kPassport, 0, "A000000008");
  printed = with(printed, 19, "7");
  const auto text = decoded(printed, {{1, 6, {{'0', 0.6F}, {'O', 0.1F}}}});
  EXPECT_EQ(text, joined(printed) + " fails");
}

TEST(Decode, AFieldThatShowsOtherwiseBeyondDoubtStaysAsPrinted) {
  const auto digits = with(kPassport, 10, "132");
  const auto cell = [](char digit, char letter) {
    return RecognisedCell{{digit, 0.98F}, {letter, 0.002F}};
  };
  EXPECT_EQ(
      decoded(digits, {{1, 10, cell('1', 'I')}, {1, 11, cell('3', 'B')}, {1, 12, cell('2', 'Z')}}),
      joined(digits));
}

TEST(Decode, ADigitInANameIsTheLetterThatItLooksLike) {
  EXPECT_EQ(decoded(kPassport, {{0, 7, {{'1', 0.9F}, {'I', 0.05F}}}}), joined(kPassport));
}

TEST(Decode, ACompositeDigitIsNoEvidenceWhereAFieldFails) {
  const auto printed = with(kPassport, 0, "L898902C37");
  const auto text = decoded(printed, {{1, 31, {{'8', 0.55F}, {'3', 0.44F}}}});
  EXPECT_EQ(text.substr(45), printed[1] + " fails");
}

TEST(Decode, NoDocumentBeginsWithAFiller) {
  const std::vector<std::string> late = {"<" + kPassport[0].substr(0, 43), kPassport[1]};
  EXPECT_EQ(decoded(late, {}), "rejected");
}

TEST(Decode, NamesOfNearlyLevelCharactersAreUncertain) {
  const RecognisedCell level = {{'E', 0.45F}, {'F', 0.4F}};
  EXPECT_EQ(uncertain(kPassport, {}), "");
  EXPECT_EQ(uncertain(kPassport, {{0, 5, level}, {0, 7, level}}), "surname ");
  EXPECT_EQ(uncertain(kPassport, {{0, 16, level}}), "given_names ");
  EXPECT_EQ(uncertain(kPassport, {{0, 5, {{'E', 0.6F}, {'F', 0.3F}}}}), "");
}

TEST(Decode, ACheckDigitDecidesWhatItIsOver) {
  // No other character would let the digit hold …
  EXPECT_EQ(uncertain(kPassport, {{1, 0, {{'L', 0.45F}, {'E', 0.4F}}}}), "");
  // … but that whose value differs by ten: 6 and G.
  EXPECT_EQ(uncertain(kPassport, {{1, 35, {{'6', 0.45F}, {'G', 0.4F}}}}),
            "optional_data composite ");
  EXPECT_EQ(uncertain(kPassport, {{1, 35, {{'6', 0.9F}, {'G', 0.05F}}}}), "");
}

TEST(Decode, TwoReadingsOfANumberThatBothHoldAreUncertain) {
  const auto zeros = with(kPassport, 0, "0000000000");
  const RecognisedCell level = {{'0', 0.15F}, {'O', 0.8F}};
  EXPECT_NE(uncertain(zeros, {{1, 0, level}, {1, 1, level}}).find("document_number"),
            std::string::npos);
}

TEST(Decode, ACardThatSaysItIsAPassportIsUncertain) {
  EXPECT_EQ(
      uncertain({"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"},
                {}),
      "document_code ");
}

TEST(Decode, ACodeThatExistsIsTakenWhereThePixelsLeaveItOpen) {
  const auto nationality = [](float printed, float other) {
    return decoded(kPassport, {{1, 11, {{'O', printed}, {'T', other}}},
                               {1, 12, {{'Q', printed}, {'O', other}}}})
        .substr(55, 3);
  };
  EXPECT_EQ(nationality(0.6F, 0.3F), "UTO");
  EXPECT_EQ(nationality(0.99F, 0.001F), "UOQ");
}

TEST(Decode, AmongFillersBehindANameStandsNothingThatIsNotSeenClearly) {
  const auto place = [](float letter, float filler) {
    return decoded(kPassport, {{0, 33, {{'R', letter}, {'<', filler}}}}).at(33);
  };
  EXPECT_EQ(place(0.8F, 0.1F), '<');
  EXPECT_EQ(place(0.999F, 0.0001F), 'R');
  // A name's single letter is no such thing.
  EXPECT_EQ(decoded(kPassport, {{0, 20, {{'M', 0.8F}, {'<', 0.1F}}}}), joined(kPassport));
}

TEST(Decode, AZoneThatNoStateIssuedIsLessCertain) {
  const auto confidence = [](const std::string& first_line) {
    RecognisedZone zone;
    for (const std::string& line : {first_line, kPassport[1]}) {
      auto& cells = zone.lines.emplace_back();
      for (const char c : line) cells.push_back({{c, 0.95F}});
    }
    return decode_zone(zone, kToday)->confidence;
  };
  const std::string late = "JP<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<";
  EXPECT_LT(confidence(late), 0.7F * confidence(kPassport[0]));
}

}  // namespace
}  // namespace garita::reader
