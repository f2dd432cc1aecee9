#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <set>

#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/mrz.h"
#include "document-reader/mrz/two_digit_date.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

/// Empty columns are kept.
std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

/// A row by its column's name.
using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(std::istream& in) {
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  const auto names = split(line, '\t');
  while (std::getline(in, line)) {
    const auto columns = split(line, '\t');
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) row[names.at(i)] = columns[i];
  }
  return rows;
}

std::set<std::string> failing(const Mrz& mrz) {
  std::set<std::string> names;
  for (const auto& check : mrz.checks) {
    if (!check.ok) names.insert(check.name);
  }
  return names;
}

std::set<std::string> expected_to_fail(const Row& row) {
  const std::map<std::string, std::string> names{{"number", "document_number"},
                                                 {"birth", "birth_date"},
                                                 {"expiry", "expiry_date"},
                                                 {"optional", "optional_data"},
                                                 {"composite", "composite"}};
  std::set<std::string> expected;
  if (row.at("bad_checks") == "-") return expected;
  for (const auto& name : split(row.at("bad_checks"), ',')) expected.insert(names.at(name));
  return expected;
}

/// The six characters as the row has them; where they are no date, they were read as none.
std::string as_printed(const std::optional<PartialDate>& date, const std::string& printed) {
  static const std::regex kDate("([0-9]{2}|<<)(0[1-9]|1[0-2]|<<)(0[1-9]|[12][0-9]|3[01]|<<)");
  const bool says_a_date = std::regex_match(printed, kDate) && printed != "<<<<<<";
  if (!date) return says_a_date ? "unread" : printed;
  const auto read = two_digit_date(date);
  // 00 for a month or day says as little as `<<`.
  std::string alike = printed;
  for (const std::size_t part : {2UL, 4UL}) {
    if (printed.compare(part, 2, "00") == 0) alike.replace(part, 2, "<<");
  }
  return read == alike ? printed : read;
}

/// What a zone says in the columns of vectors.tsv. There, sex is what is printed without fillers.
Row columns_of(const Mrz& mrz, const Row& row) {
  const auto& fields = mrz.fields;
  const auto sex = text_at(mrz.lines, layout_of(mrz.format).sex);
  return {{"format", std::string(format_name(mrz.format))},
          {"all_checks_ok", mrz.valid() ? "1" : "0"},
          {"doc_code", fields.document_code},
          {"issuer", fields.issuing_state},
          {"number", fields.document_number},
          {"nationality", fields.nationality},
          {"birth", as_printed(fields.birth_date, row.at("birth"))},
          {"sex", sex == "<" && fields.sex == "X" ? "" : fields.sex},
          {"expiry", as_printed(fields.expiry_date, row.at("expiry"))},
          {"optional1", fields.optional_data},
          {"optional2", fields.optional_data_2},
          {"surname", fields.surname},
          {"given", fields.given_names}};
}

/// "" when the row agrees, else what differs.
std::string difference(const Row& row) {
  const auto mrz = parse_mrz(split(row.at("lines"), '|'), kToday);
  if (!mrz) return "refused: " + mrz.error().message;
  std::string differences;
  for (const auto& [column, found] : columns_of(*mrz, row)) {
    if (row.at(column) == found) continue;
    differences += " " + column + " is " + found + ", expected " + row.at(column) + ";";
  }
  if (failing(*mrz) != expected_to_fail(row)) differences += " other checks fail;";
  return differences;
}

TEST(SharedData, EveryVectorGivesTheExpectedFieldsAndVerdicts) {
  const std::filesystem::path file =
      std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/mrz/vectors.tsv";
  std::ifstream in(file);
  if (!in) GTEST_SKIP() << "no vectors.tsv beside the project";
  const auto rows = rows_of(in);
  ASSERT_FALSE(rows.empty());
  std::size_t agree = 0;
  for (const auto& row : rows) {
    const auto differs = difference(row);
    agree += differs.empty() ? 1 : 0;
    EXPECT_EQ(differs, "") << row.at("id") << " " << row.at("format") << " " << row.at("lines");
  }
  std::cout << agree << " of " << rows.size() << " vectors agree\n";
}

}  // namespace
}  // namespace garita::reader
