#include "central-sync/reports/columns.h"

#include <algorithm>

namespace garita::central {
namespace {

/// Code points: near enough to columns for names in Latin letters.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string csv_cell(const std::string& text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
  const std::string safe = formula ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    // U+0080 to U+009F are control characters too: two bytes each.
    const bool second_set = byte == 0xC2U && next >= 0x80U && next <= 0x9FU;
    shown += byte < 0x20U || byte == 0x7FU || second_set ? '?' : text[i];
    if (second_set) ++i;
  }
  return shown;
}

std::string in_columns(std::span<const std::vector<std::string>> raw) {
  std::vector<std::vector<std::string>> lines(raw.begin(), raw.end());
  for (auto& line : lines)
    for (auto& cell : line) cell = printable(cell);
  std::vector<std::size_t> widths;
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], width_of(line[i]));
    }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      if (i + 1 < line.size()) text += std::string(widths[i] - width_of(line[i]) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

std::string csv_line(std::span<const std::string> cells) {
  std::string line;
  for (const auto& cell : cells) line += csv_cell(cell) + ",";
  if (!line.empty()) line.pop_back();
  return line + "\r\n";
}

}  // namespace garita::central
