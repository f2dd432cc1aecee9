#include "schema/vocabulary/csv.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "schema/vocabulary/codes.h"

namespace garita {
namespace {

std::string reread(std::string_view text) {
  const auto table = CsvTable::parse(text);
  if (!table) return "rejected: " + table.error().message;
  std::string out;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    out += std::to_string(table->line_of(row)) + ":";
    for (const auto& column : table->columns()) {
      out += "[" + column + "=" + std::string(table->at(row, column)) + "]";
    }
  }
  return out;
}

TEST(Csv, IsReadAsRfc4180HasIt) {
  EXPECT_EQ(reread("a,b\n1,2\n"), "2:[a=1][b=2]");
  EXPECT_EQ(reread("\xEF\xBB\xBF"
                   "a,b\r\n1,\r\n\r\n,2"),
            "2:[a=1][b=]4:[a=][b=2]");
  EXPECT_EQ(reread("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4"), "2:[a=x, \"y\"\nz][b=2]4:[a=3][b=4]");
  EXPECT_EQ(reread("a\n"), "");
}

TEST(Csv, IsRefusedWithTheLine) {
  EXPECT_EQ(reread("a,b\n1\n"), "rejected: line 2: 1 fields where the header has 2");
  EXPECT_EQ(reread("a,b\n\"1,2\n"), "rejected: line 2: a quote is not closed");
  EXPECT_EQ(reread("a\n\"1\"2\n"), "rejected: line 2: a quote is not closed");
  EXPECT_EQ(reread("a,a\n"), "rejected: line 1: a column's name comes twice");
  EXPECT_EQ(reread("\n\n"), "rejected: a table without a header line");
}

TEST(Csv, FieldsAreWrittenSoThatTheyAreReadAgain) {
  for (const auto* text : {"x", "a,b", "\"", "two\nlines", ""}) {
    const auto table = CsvTable::parse("c,d\n" + csv_field(text) + ",1\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->at(0, "c"), text);
  }
}

TEST(Codes, EveryListHasNamedWordsOnce) {
  for (const auto list : code_lists()) {
    EXPECT_FALSE(code_list_name(list).empty());
    for (const auto word : codes_of(list)) {
      EXPECT_TRUE(check_code(list, word));
      EXPECT_EQ(std::count(codes_of(list).begin(), codes_of(list).end(), word), 1) << word;
    }
    EXPECT_FALSE(check_code(list, "no such word"));
  }
}

TEST(CsvFields, OfOneRowAreWhatTheTableWouldSay) {
  using Fields = std::vector<std::string>;
  EXPECT_EQ(*csv_fields("7,\"GARCIA, Ana\",,"), (Fields{"7", "GARCIA, Ana", "", ""}));
  EXPECT_EQ(*csv_fields("\"a\nb\",\"say \"\"x\"\"\""), (Fields{"a\nb", "say \"x\""}));
  EXPECT_FALSE(csv_fields("a,\"b").has_value());
}

TEST(CsvRows, GiveOneRowAtATimeWithItsLine) {
  auto rows = *CsvRows::begin("a,b\n1,2\n\n\"x\ny\",z\n1,2,3\n");
  EXPECT_EQ(rows.columns().size(), 2U);
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(std::string(rows.at("b")) + std::to_string(rows.line()), "22");
  EXPECT_EQ(rows.at("c"), "");
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(std::string(rows.at("a")) + std::to_string(rows.line()), "x\ny4");
  const auto uneven = rows.next();
  ASSERT_FALSE(uneven);
  EXPECT_EQ(uneven.error().message, "line 6: 3 fields where the header has 2");
  auto none = *CsvRows::begin("a\n");
  EXPECT_FALSE(*none.next());
}

}  // namespace
}  // namespace garita
