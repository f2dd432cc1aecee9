#include "tests/support/specimens/fields.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace garita::tests {
namespace {

constexpr std::array kFormats{
    std::pair(SpecimenFormat::kTd1, std::string_view("TD1")),
    std::pair(SpecimenFormat::kTd2, std::string_view("TD2")),
    std::pair(SpecimenFormat::kTd3, std::string_view("TD3")),
    std::pair(SpecimenFormat::kMrvA, std::string_view("MRVA")),
    std::pair(SpecimenFormat::kMrvB, std::string_view("MRVB")),
};
constexpr std::array kFlaws{
    std::pair(Flaw::kNone, std::string_view("none")),
    std::pair(Flaw::kWrongDigit, std::string_view("wrong_digit")),
    std::pair(Flaw::kBlurred, std::string_view("blurred")),
    std::pair(Flaw::kCoveredZone, std::string_view("covered")),
};

const std::map<std::string, std::string SpecimenFields::*, std::less<>>& text_keys() {
  static const std::map<std::string, std::string SpecimenFields::*, std::less<>> keys{
      {"document_code", &SpecimenFields::document_code},
      {"issuing_state", &SpecimenFields::issuing_state},
      {"document_number", &SpecimenFields::document_number},
      {"surname", &SpecimenFields::surname},
      {"given_names", &SpecimenFields::given_names},
      {"nationality", &SpecimenFields::nationality},
      {"birth_date", &SpecimenFields::birth_date},
      {"sex", &SpecimenFields::sex},
      {"expiry_date", &SpecimenFields::expiry_date},
      {"optional_data", &SpecimenFields::optional_data},
      {"issue_date", &SpecimenFields::issue_date},
      {"birth_place", &SpecimenFields::birth_place},
  };
  return keys;
}

Result<void> set(SpecimenFields& fields, std::string_view key, const std::string& value) {
  if (key == "format") {
    GARITA_TRY(format, parse_specimen_format(value));
    fields.format = format;
    return {};
  }
  if (key == "flaw") {
    GARITA_TRY(flaw, parse_flaw(value));
    fields.flaw = flaw;
    return {};
  }
  const auto known = text_keys().find(key);
  if (known == text_keys().end()) {
    return fail(Remedy::kReject, "a specimen has no " + std::string(key));
  }
  fields.*known->second = value;
  return {};
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) {
    cells.push_back(cell == "-" ? "" : cell);
  }
  return cells;
}

Result<void> set(Traveller& traveller, const std::string& column, const std::string& value) {
  if (column == "id") {
    traveller.id = value;
  } else if (column == "photograph") {
    traveller.photograph = value;
  } else if (column == "turn") {
    constexpr std::array kTurns{"0", "90", "180", "270"};
    const auto turn = std::find(kTurns.begin(), kTurns.end(), value);
    if (turn == kTurns.end()) return fail(Remedy::kReject, "turn is 0, 90, 180 or 270");
    traveller.quarter_turns = static_cast<int>(turn - kTurns.begin());
  } else {
    return set(traveller.fields, column, value);
  }
  return {};
}

Result<Traveller> traveller_of(const std::vector<std::string>& columns,
                               const std::vector<std::string>& cells) {
  if (cells.size() != columns.size()) return fail(Remedy::kReject, "not as many cells as columns");
  Traveller traveller;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    auto done = set(traveller, columns[i], cells[i]);
    if (!done) return fail(std::move(done.error()), columns[i]);
  }
  if (traveller.id.empty()) return fail(Remedy::kReject, "id is missing");
  return traveller;
}

}  // namespace

std::string_view specimen_format_name(SpecimenFormat format) {
  return kFormats.at(static_cast<std::size_t>(format)).second;
}

Result<SpecimenFormat> parse_specimen_format(std::string_view name) {
  for (const auto& [format, known] : kFormats) {
    if (known == name) return format;
  }
  return fail(Remedy::kReject, "the format is TD1, TD2, TD3, MRVA or MRVB");
}

std::string_view flaw_name(Flaw flaw) { return kFlaws.at(static_cast<std::size_t>(flaw)).second; }

Result<Flaw> parse_flaw(std::string_view name) {
  for (const auto& [flaw, known] : kFlaws) {
    if (known == name) return flaw;
  }
  return fail(Remedy::kReject, "the flaw is none, wrong_digit, blurred or covered");
}

Result<SpecimenFields> fields_from_json(std::string_view text) {
  const auto object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) return fail(Remedy::kReject, "that is no JSON object");
  SpecimenFields fields;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) return fail(Remedy::kReject, key + " is no text");
    GARITA_CHECK(set(fields, key, value.get<std::string>()));
  }
  return fields;
}

Result<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Remedy::kReject, file.string() + " cannot be read");
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

Result<std::vector<Traveller>> read_travellers(const std::filesystem::path& file) {
  GARITA_TRY(text, read_text(file));
  std::istringstream in(text);
  std::vector<std::string> columns;
  std::vector<Traveller> travellers;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    auto cells = cells_of(line);
    if (columns.empty()) {
      columns = std::move(cells);
      continue;
    }
    auto traveller = traveller_of(columns, cells);
    if (!traveller) {
      return fail(std::move(traveller.error()),
                  file.filename().string() + " line " + std::to_string(number));
    }
    travellers.push_back(*std::move(traveller));
  }
  return travellers;
}

}  // namespace garita::tests
