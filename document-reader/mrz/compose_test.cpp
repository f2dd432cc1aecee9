#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include "document-reader/mrz/fitted_names.h"
#include "document-reader/mrz/mrz.h"
#include "schema/vocabulary/state_codes.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, '|');) parts.push_back(part);
  return parts;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "|") + line;
  return text;
}

std::string composed(MrzFormat format, const MrzFields& fields) {
  const auto lines = compose_mrz(format, fields);
  return lines ? joined(*lines) : "refused: " + lines.error().message;
}

MrzFields eriksson() {
  MrzFields fields;
  fields.document_code = "P";
  fields.issuing_state = "UTO";
  fields.document_number = "L898902C3";
  fields.surname = "Eriksson";
  fields.given_names = "Anna Maria";
  fields.nationality = "UTO";
  fields.birth_date = *PartialDate::from_text("1974-08-12");
  fields.sex = "F";
  fields.expiry_date = *PartialDate::from_text("2012-04-15");
  fields.optional_data = "ZE184226B";
  return fields;
}

// The samples of ICAO Doc 9303-4, appendix B; 9303-5, appendix B; 9303-6, appendix B; 9303-7,
// appendices A and B.
TEST(Compose, MakesTheSamplesOfDoc9303) {
  for (const auto* sample : {
           "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|"
           "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
           "I<UTOD231458907<<<<<<<<<<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|"
           "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
           "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|D231458907UTO7408122F1204159<<<<<<<6",
           "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|"
           "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
           "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|L8988901C4XXX4009078F9612109<<<<<<<<",
           // Doc 9303-11, appendix D: a number that runs on in a TD2.
           "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<|D23145890<UTO3407127M95071227349<<<8",
       }) {
    const auto mrz = *parse_mrz(split(sample), kToday);
    EXPECT_EQ(composed(mrz.format, mrz.fields), sample);
  }
}

TEST(Compose, NamesAreTransliteratedAndLongNumbersRunOn) {
  auto fields = eriksson();
  fields.document_code = "I";
  fields.document_number = "D23145890734";
  fields.surname = "Núñez de la Peña";
  fields.given_names = "José-María";
  fields.optional_data = "AB-1";
  EXPECT_EQ(composed(MrzFormat::kTd1, fields),
            "I<UTOD23145890<7349<AB<1<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|"
            "NUNEZ<DE<LA<PENA<<JOSE<MARIA<<");
  fields.optional_data = "";
  EXPECT_EQ(composed(MrzFormat::kTd2, fields),
            "I<UTONUNEZ<DE<LA<PENA<<JOSE<MARIA<<<|D23145890<UTO7408122F12041597349<<<2");
}

TEST(Compose, SaysWhatDoesNotFit) {
  const auto refused = [](MrzFormat format, const std::function<void(MrzFields&)>& change) {
    auto fields = eriksson();
    change(fields);
    return composed(format, fields);
  };
  EXPECT_EQ(refused(MrzFormat::kTd3, [](auto& f) { f.document_number = "1234567890"; }),
            "refused: document_number is too long for this format");
  EXPECT_EQ(refused(MrzFormat::kTd3, [](auto& f) { f.document_number = "12\xC3\xB1"; }),
            "refused: document_number has a character that no zone holds, at column 3");
  EXPECT_EQ(refused(MrzFormat::kTd3, [](auto& f) { f.optional_data = "123456789012345"; }),
            "refused: optional_data is too long for this format");
  EXPECT_EQ(refused(MrzFormat::kTd3, [](auto& f) { f.document_code = "V"; }),
            "refused: document_code begins with a letter, and with V only for a visa");
  EXPECT_EQ(refused(MrzFormat::kMrva, [](auto&) {}),
            "refused: document_code of a visa begins with V");
  EXPECT_EQ(refused(MrzFormat::kTd3, [](auto& f) { f.sex = "W"; }), "refused: sex is M, F or X");
  EXPECT_EQ(refused(MrzFormat::kTd2,
                    [](auto& f) {
                      f.document_code = "ID";
                      f.issuing_state = "FRA";
                      f.optional_data = "";
                    })
                .substr(0, 60),
            "refused: document_code and issuing_state are another format'");
  EXPECT_EQ(refused(MrzFormat::kTd1,
                    [](auto& f) {
                      f.document_code = "I";
                      f.document_number = "12345678 01";
                    }),
            "refused: document_number is too long to have a filler so late");
  EXPECT_EQ(refused(MrzFormat::kEuLicence, [](auto&) {}),
            "refused: driving licences are read, not composed");
}

// ICAO Doc 9303-4, 4.2.3, byte for byte. Of its several ways to cut a primary identifier it is
// example b). The examples of the narrower formats contradict one another (the same name in 31
// places ends in D<P in 9303-6 and in DINGO<POTO in 9303-7), so those keep to the rules alone.
TEST(TruncatedNames, AreThoseOfDoc9303) {
  EXPECT_EQ(fitted_names("NILAVADHANANANDA", "CHAYAPA<DEJTHAMRONG<KRASUANG", 39),
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
  EXPECT_EQ(fitted_names("NILAVADHANANANDA", "ARNPOL<PETCH<CHARONGUANG", 39),
            "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU");
  EXPECT_EQ(fitted_names("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL", "DINGO<POTOROO", 39),
            "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO");
  EXPECT_EQ(fitted_names("PAPANDROPOULOUS", "JONATHON<WARREN<TREVOR", 39),
            "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR");
  EXPECT_EQ(fitted_names("NILAVADHANANANDA", "CHAYAPA<DEJTHAMRONG<KRASUANG", 31),
            "NILAVADHANANANDA<<CHAYAPA<DEJTH");
  EXPECT_EQ(fitted_names("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL", "DINGO<POTOROO", 31),
            "BENNELONG<WOOL<WARR<WARN<<DINGO");
  EXPECT_EQ(fitted_names("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL", "DINGO<POTOROO", 30),
            "BENNELONG<WOOL<WARR<WAR<<DINGO");
}

TEST(TruncatedNames, EndInALetterSoThatItIsSeen) {
  // The cut would fall behind ANNA: it gives a letter away for the next name's first.
  EXPECT_EQ(fitted_names("ABCDEFGHIJ", "ANNA<MARIA", 17), "ABCDEFGHIJ<<ANN<M");
  EXPECT_EQ(fitted_names("ABCDEFGHIJ", "A<MARIA", 14), "ABCDEFGHI<<A<M");
  EXPECT_EQ(fitted_names("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ZOE", 20), "ABCDEFGHIJKLMNO<<ZOE");
  EXPECT_EQ(fitted_names("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "", 20), "ABCDEFGHIJKLMNOPQRST");
  EXPECT_EQ(fitted_names("", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 20), "<<ABCDEFGHIJKLMNOPQR");
  EXPECT_EQ(fitted_words("ANNE<MARIE<LOUISE", 14), "ANNE<MARI<LOUI");
  EXPECT_EQ(fitted_words("ANNE<MARIE<LOUISE", 11), "ANNE<MAR<LO");
}

/// Fields that a zone can carry, from a seed: everything that is not cut or folded on the way.
class SomeFields {
 public:
  explicit SomeFields(unsigned seed) : random_(seed) {}

  MrzFields of(MrzFormat format) {
    const bool visa = format == MrzFormat::kMrva || format == MrzFormat::kMrvb;
    const bool french = format == MrzFormat::kFrenchId;
    MrzFields fields;
    fields.document_code = french ? "ID" : code(visa ? "V" : "ACIP");
    fields.issuing_state = french ? "FRA" : letters(1 + below(3));
    fields.nationality = french ? "FRA" : letters(below(4));
    set_names(format, fields);
    set_number(format, fields);
    set_dates(french, fields);
    fields.sex = std::string(1, "MFX"[below(3)]);
    return fields;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  std::string letters(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('A' + below(26));
    return text;
  }

  /// Letters, digits and single fillers inside, none at the end.
  std::string characters(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      const bool inside = i > 0 && i + 1 < count;
      const std::size_t kind = below(inside ? 37 : 36);
      text += kind == 36   ? '<'
              : kind >= 26 ? static_cast<char>('0' + kind - 26)
                           : static_cast<char>('A' + kind);
    }
    return text;
  }

  std::string code(std::string_view firsts) {
    return firsts[below(firsts.size())] + (below(2) == 0 ? letters(1) : "");
  }

  std::string words(std::size_t room) {
    std::string text;
    while (text.size() + 2 < room && below(4) != 0) {
      const auto word = letters(1 + below(std::min<std::size_t>(room - text.size() - 1, 9)));
      text += (text.empty() ? "" : " ") + word;
    }
    return text;
  }

  void set_names(MrzFormat format, MrzFields& fields) {
    if (format == MrzFormat::kFrenchId) {
      fields.surname = words(25);
      fields.given_names = words(14);
      return;
    }
    const bool wide = format == MrzFormat::kTd3 || format == MrzFormat::kMrva;
    const std::size_t room = format == MrzFormat::kTd1 ? 30 : wide ? 39 : 31;
    fields.surname = words(room);
    if (fields.surname.size() + 3 < room)
      fields.given_names = words(room - fields.surname.size() - 2);
  }

  void set_number(MrzFormat format, MrzFields& fields) {
    const std::map<MrzFormat, std::size_t> optional{
        {MrzFormat::kTd1, 15},  {MrzFormat::kTd2, 7},  {MrzFormat::kTd3, 14},
        {MrzFormat::kMrva, 16}, {MrzFormat::kMrvb, 8}, {MrzFormat::kFrenchId, 6}};
    std::size_t room = optional.at(format);
    fields.document_number = characters(below(format == MrzFormat::kFrenchId ? 13 : 10));
    const bool may_run_on = format == MrzFormat::kTd1 || format == MrzFormat::kTd2;
    if (may_run_on && below(2) == 0) {
      const std::size_t more = 1 + below(room - 1);
      fields.document_number = characters(8) + letters(1 + more);
      room -= std::min(room, more + 2);
    }
    fields.optional_data = characters(below(room + 1));
    if (format == MrzFormat::kTd1) fields.optional_data_2 = characters(below(12));
  }

  void set_dates(bool french, MrzFields& fields) {
    // The holder was born before the document ran out, and less than a hundred years ago.
    const auto expiry = kToday.plus(std::chrono::days(int(below(20 * 365)) - 10 * 365));
    if (!french && below(8) != 0) fields.expiry_date = PartialDate::from_date(expiry);
    const auto latest = fields.expiry_date ? std::min(expiry, kToday) : kToday;
    const auto birth = latest.minus(std::chrono::days(below(99 * 365)));
    if (below(8) == 0) return;
    fields.birth_date = PartialDate::from_date(birth);
    // What is unknown may move the day, so the year stays clear of the last one.
    if (birth.year() < 1930 || birth.year() > 2015) return;
    if (below(4) == 0) fields.birth_date->day.reset();
    if (below(4) == 0) fields.birth_date->month.reset();
  }

  std::mt19937 random_;
};

struct CompositeCase {
  const char* what;
  MrzFormat format;
  std::function<void(std::vector<std::string>&)> misread;
  std::function<void(MrzFields&)> typed;
  std::set<std::string> settled;
  bool holds;
};

std::vector<CompositeCase> composite_cases() {
  const auto as_read = [](MrzFields&) {};
  const auto clean = [](std::vector<std::string>&) {};
  const auto wrong_number = [](std::vector<std::string>& lines) { lines.back()[2] = '5'; };
  const auto wrong_digit = [](std::vector<std::string>& lines) { lines.back()[9] = '8'; };
  const auto number = [](MrzFields& fields) {
    fields.document_number = eriksson().document_number;
  };
  return {
      {"as it was", MrzFormat::kTd3, clean, as_read, {}, true},
      {"a number that was misread", MrzFormat::kTd3, wrong_number, as_read, {}, false},
      {"and typed right", MrzFormat::kTd3, wrong_number, number, {}, true},
      {"the same of a card", MrzFormat::kTd2, wrong_number, number, {}, true},
      {"a digit that was misread", MrzFormat::kTd3, wrong_digit, number, {}, false},
      {"and typed right", MrzFormat::kTd3, wrong_digit, number, {"document_number"}, true},
      {"typed wrong",
       MrzFormat::kTd3,
       clean,
       [](MrzFields& fields) { fields.document_number = "L898902C4"; },
       {},
       false},
      {"a birth date that was misread too",
       MrzFormat::kTd3,
       [&](std::vector<std::string>& lines) {
         wrong_number(lines);
         lines[1][14] = '5';
       },
       number,
       {},
       false},
      {"the composite digit itself",
       MrzFormat::kTd3,
       [](std::vector<std::string>& lines) { lines[1][43] = lines[1][43] == '1' ? '2' : '1'; },
       number,
       {},
       false},
      {"a number that no zone holds",
       MrzFormat::kTd3,
       clean,
       [](MrzFields& fields) { fields.document_number = "L8989#2C3"; },
       {},
       false},
      {"a visa, which has none", MrzFormat::kMrva, clean, as_read, {}, false},
  };
}

TEST(Compose, TellsWhetherAPrintedCompositeDigitIsThatOfOtherFields) {
  for (const auto& [what, format, misread, typed, settled, holds] : composite_cases()) {
    auto said = eriksson();
    if (format != MrzFormat::kTd3) said.optional_data = "";
    if (format == MrzFormat::kMrva) said.document_code = "V";
    if (format == MrzFormat::kTd2) said.document_code = "I";
    auto lines = *compose_mrz(format, said);
    misread(lines);
    const auto printed = *parse_mrz(lines, kToday);
    auto fields = printed.fields;
    typed(fields);
    EXPECT_EQ(composite_holds(printed, fields, settled), holds) << what;
  }
}

TEST(Compose, WhatIsComposedIsReadAsItWas) {
  int fields_seen = 0;
  for (const auto format : {MrzFormat::kTd1, MrzFormat::kTd2, MrzFormat::kTd3, MrzFormat::kMrva,
                            MrzFormat::kMrvb, MrzFormat::kFrenchId}) {
    for (unsigned seed = 0; seed < 3000; ++seed) {
      const auto fields = SomeFields(seed).of(format);
      const auto lines = compose_mrz(format, fields);
      ASSERT_TRUE(lines) << "seed " << seed << ": " << lines.error().message;
      const auto mrz = parse_mrz(*lines, kToday);
      ASSERT_TRUE(mrz) << "seed " << seed << ": " << mrz.error().message;
      ASSERT_EQ(format_name(mrz->format), format_name(format)) << "seed " << seed;
      ASSERT_TRUE(mrz->valid()) << "seed " << seed << " " << joined(*lines);
      ASSERT_EQ(mrz->fields, fields) << "seed " << seed << " " << joined(*lines);
      ++fields_seen;
    }
  }
  EXPECT_EQ(fields_seen, 18000);
}

TEST(TruncatedNames, KeepTheRulesWhateverIsCut) {
  std::mt19937 random(7);
  const auto words = [&] {
    std::string text;
    for (std::size_t count = 1 + random() % 6; count > 0; --count) {
      const std::size_t length = 2 + random() % 11;
      text += (text.empty() ? "" : "<") + std::string(length, char('A' + random() % 26));
    }
    return text;
  };
  int cut = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto primary = words();
    const auto secondary = words();
    const std::size_t room = std::array<std::size_t, 4>{29, 30, 31, 39}.at(random() % 4);
    const auto names = fitted_names(primary, secondary, room);
    const std::string whole = primary + "<<" + secondary;
    ASSERT_LE(names.size(), room);
    if (whole.size() <= room) {
      ASSERT_EQ(names, whole);
      continue;
    }
    ++cut;
    // A letter in the last place; both identifiers still there, each begun as it begins.
    ASSERT_EQ(names.size(), room) << whole;
    ASSERT_NE(names.back(), '<') << whole;
    const auto parting = names.find("<<");
    ASSERT_NE(parting, std::string::npos) << whole;
    ASSERT_EQ(names.find("<<", parting + 1), std::string::npos) << whole;
    ASSERT_EQ(names[0], primary[0]) << whole;
    ASSERT_EQ(names[parting + 2], secondary[0]) << whole;
  }
  EXPECT_GT(cut, 10000);
}

// ICAO Doc 9303-3, section 5.
TEST(StateCodes, EveryOneIsReadAsItIsPrinted) {
  for (const auto* code :
       {"D",   "RKS", "XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "UNK", "XPO", "XOM",
        "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "XBA", "XIM", "XCC", "XCE", "XCO",
        "XEC", "XES", "XMP", "XDC", "UTO", "GTM", "MEX", "CRI", "DOM"}) {
    EXPECT_TRUE(is_state_code(code)) << code;
    auto fields = eriksson();
    fields.issuing_state = code;
    fields.nationality = code;
    const auto lines = *compose_mrz(MrzFormat::kTd3, fields);
    const auto mrz = *parse_mrz(lines, kToday);
    EXPECT_EQ(mrz.fields.issuing_state, code);
    EXPECT_EQ(mrz.fields.nationality, code);
    EXPECT_EQ(lines[0].substr(2, 3), (std::string(code) + "<<").substr(0, 3));
    EXPECT_TRUE(mrz.valid());
  }
  for (const auto* code : {"", "YTO", "UT", "132", "ABC", "d", "INP", "BDR", "GER"}) {
    EXPECT_FALSE(is_state_code(code)) << code;
  }
}

}  // namespace
}  // namespace garita::reader
