// Every row of ../shared/data/rules/stay-dev.tsv (public authorities' pages and calculators, each
// row names its own); skipped by name where the folder is absent.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "schema/stay/calculation.h"

namespace garita {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

std::vector<Row> rows_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  const auto names = split(line, '\t');
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    const auto cells = split(line, '\t');
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

std::string computed(const Row& row) {
  const auto answer =
      calculate({row.at("policy"), row.at("params"), row.at("history"), row.at("query_date")});
  if (!answer) return answer.error().message;
  return answer->used + ' ' + answer->remaining + ' ' + answer->overstay_days + ' ' +
         answer->violation_days + ' ' + answer->first_violation + ' ' + answer->last_legal_day +
         ' ' + answer->max_stay + ' ' + answer->status;
}

std::string expected(const Row& row) {
  std::string text;
  for (const auto* name : {"used", "remaining", "overstay_days", "violation_days",
                           "first_violation", "last_legal_day", "max_stay", "status"})
    text += (text.empty() ? "" : " ") + row.at(name);
  return text;
}

TEST(SharedStayRows, AllAgree) {
  const auto file = std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/rules/stay-dev.tsv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "stay-dev.tsv is not there";
  const auto rows = rows_of(file);
  EXPECT_GE(rows.size(), 145U);
  for (const auto& row : rows) EXPECT_EQ(computed(row), expected(row)) << row.at("id");
}

}  // namespace
}  // namespace garita
