#include "document-reader/mrz/layout.h"

#include <algorithm>
#include <array>

namespace garita::reader {
namespace {

/// The checks of a document number, dates and their composite on one line, as TD2, TD3 and the
/// visas have them.
Layout two_lines(MrzFormat format, std::size_t length) {
  Layout layout;
  layout.format = format;
  layout.lines = 2;
  layout.length = length;
  layout.code = {0, 0, 2};
  layout.issuer = {0, 2, 3};
  layout.names = {0, 5, length - 5};
  layout.number = {1, 0, 9};
  layout.nationality = {1, 10, 3};
  layout.birth = {1, 13, 6};
  layout.sex = {1, 20, 1};
  layout.expiry = {1, 21, 6};
  layout.checks = {{"document_number", {layout.number}, {1, 9, 1}},
                   {"birth_date", {layout.birth}, {1, 19, 1}},
                   {"expiry_date", {layout.expiry}, {1, 27, 1}}};
  layout.alphabets = {{{0, 0, 1}, Alphabet::kLetter},          {layout.issuer, Alphabet::kLetter},
                      {layout.names, Alphabet::kLetter},       {{1, 9, 1}, Alphabet::kCheck},
                      {layout.nationality, Alphabet::kLetter}, {layout.birth, Alphabet::kDigit},
                      {{1, 19, 1}, Alphabet::kCheck},          {layout.sex, Alphabet::kSex},
                      {layout.expiry, Alphabet::kDigit},       {{1, 27, 1}, Alphabet::kCheck}};
  return layout;
}

Layout td3() {
  Layout layout = two_lines(MrzFormat::kTd3, 44);
  layout.optional = {1, 28, 14};
  layout.checks.push_back({"optional_data", {layout.optional}, {1, 42, 1}});
  layout.checks.push_back({"composite", {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}}, {1, 43, 1}});
  layout.alphabets.push_back({{1, 42, 2}, Alphabet::kCheck});
  return layout;
}

Layout td2() {
  Layout layout = two_lines(MrzFormat::kTd2, 36);
  layout.optional = {1, 28, 7};
  layout.checks.push_back({"composite", {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}}, {1, 35, 1}});
  layout.alphabets.push_back({{1, 35, 1}, Alphabet::kCheck});
  return layout;
}

Layout visa(MrzFormat format, std::size_t length) {
  Layout layout = two_lines(format, length);
  layout.optional = {1, 28, length - 28};
  return layout;
}

Layout td1() {
  Layout layout;
  layout.format = MrzFormat::kTd1;
  layout.lines = 3;
  layout.length = 30;
  layout.code = {0, 0, 2};
  layout.issuer = {0, 2, 3};
  layout.number = {0, 5, 9};
  layout.optional = {0, 15, 15};
  layout.birth = {1, 0, 6};
  layout.sex = {1, 7, 1};
  layout.expiry = {1, 8, 6};
  layout.nationality = {1, 15, 3};
  layout.optional_2 = {1, 18, 11};
  layout.names = {2, 0, 30};
  layout.checks = {{"document_number", {layout.number}, {0, 14, 1}},
                   {"birth_date", {layout.birth}, {1, 6, 1}},
                   {"expiry_date", {layout.expiry}, {1, 14, 1}},
                   {"composite", {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}}, {1, 29, 1}}};
  layout.alphabets = {{{0, 0, 1}, Alphabet::kLetter},          {layout.issuer, Alphabet::kLetter},
                      {{0, 14, 1}, Alphabet::kCheck},          {layout.birth, Alphabet::kDigit},
                      {{1, 6, 1}, Alphabet::kCheck},           {layout.sex, Alphabet::kSex},
                      {layout.expiry, Alphabet::kDigit},       {{1, 14, 1}, Alphabet::kCheck},
                      {layout.nationality, Alphabet::kLetter}, {{1, 29, 1}, Alphabet::kCheck},
                      {layout.names, Alphabet::kLetter}};
  return layout;
}

/// The French national card of 1988 to 2021: no expiry, names on both lines.
Layout french_id() {
  Layout layout;
  layout.format = MrzFormat::kFrenchId;
  layout.lines = 2;
  layout.length = 36;
  layout.code = {0, 0, 2};
  layout.issuer = {0, 2, 3};
  layout.names = {0, 5, 25};
  layout.optional = {0, 30, 6};
  layout.number = {1, 0, 12};
  layout.given_names = {1, 13, 14};
  layout.birth = {1, 27, 6};
  layout.sex = {1, 34, 1};
  layout.checks = {{"document_number", {layout.number}, {1, 12, 1}},
                   {"birth_date", {layout.birth}, {1, 33, 1}},
                   {"composite", {{0, 0, 36}, {1, 0, 35}}, {1, 35, 1}}};
  layout.alphabets = {{{0, 0, 5}, Alphabet::kLetter},   {layout.names, Alphabet::kLetter},
                      {{1, 12, 1}, Alphabet::kCheck},   {layout.given_names, Alphabet::kLetter},
                      {layout.birth, Alphabet::kDigit}, {{1, 33, 1}, Alphabet::kCheck},
                      {layout.sex, Alphabet::kSex},     {{1, 35, 1}, Alphabet::kCheck}};
  return layout;
}

/// The Swiss driving licence of 2003: the blank's number and language in a short first line, no
/// check digit anywhere.
Layout swiss_licence() {
  Layout layout;
  layout.format = MrzFormat::kSwissLicence;
  layout.lines = 3;
  layout.length = 30;
  layout.first_length = 9;
  layout.optional = {0, 0, 9};
  layout.code = {1, 0, 2};
  layout.issuer = {1, 2, 3};
  layout.number = {1, 5, 12};
  layout.birth = {1, 19, 6};
  layout.names = {2, 0, 30};
  layout.alphabets = {{{1, 0, 5}, Alphabet::kLetter},
                      {layout.birth, Alphabet::kDigit},
                      {layout.names, Alphabet::kLetter}};
  return layout;
}

/// The driving licence of ISO/IEC 18013-3 and Regulation (EU) 383/2012: D, how the chip is
/// protected, the State, the version, a number, characters by chance, one digit over all.
Layout eu_licence() {
  Layout layout;
  layout.format = MrzFormat::kEuLicence;
  layout.lines = 1;
  layout.length = 30;
  layout.code = {0, 0, 1};
  layout.issuer = {0, 2, 3};
  layout.number = {0, 6, 10};
  layout.optional = {0, 16, 13};
  layout.checks = {{"composite", {{0, 0, 29}}, {0, 29, 1}}};
  layout.alphabets = {{{0, 0, 1}, Alphabet::kLetter},
                      {layout.issuer, Alphabet::kLetter},
                      {{0, 29, 1}, Alphabet::kCheck}};
  return layout;
}

/// The French driving licence of 2013. Its second digit is over the whole line; the first is taken
/// over the number alone, as Doc 9303 would have it.
Layout french_licence() {
  Layout layout;
  layout.format = MrzFormat::kFrenchLicence;
  layout.lines = 1;
  layout.length = 30;
  layout.code = {0, 0, 2};
  layout.issuer = {0, 2, 3};
  layout.number = {0, 5, 9};
  layout.expiry = {0, 15, 6};
  layout.names = {0, 21, 8};
  layout.checks = {{"document_number", {layout.number}, {0, 14, 1}},
                   {"composite", {{0, 0, 29}}, {0, 29, 1}}};
  layout.alphabets = {{{0, 0, 1}, Alphabet::kLetter},    {layout.issuer, Alphabet::kLetter},
                      {{0, 14, 1}, Alphabet::kCheck},    {layout.expiry, Alphabet::kDigit},
                      {layout.names, Alphabet::kLetter}, {{0, 29, 1}, Alphabet::kCheck}};
  return layout;
}

/// The Slovak card before 2008: a visa's order of fields in two lines of 34.
Layout slovak_id() { return visa(MrzFormat::kSlovakId, 34); }

/// One line of 30: the European licence begins with D, the French one with a class and a digit.
std::optional<MrzFormat> licence_of(std::string_view line) {
  const bool digit = line[1] >= '0' && line[1] <= '9';
  const bool french = digit && line.substr(2, 3) == "FRA";
  if (french && (line[0] == 'A' || line[0] == 'B' || line[0] == 'D')) {
    return MrzFormat::kFrenchLicence;
  }
  const bool european = line[0] == 'D' && line[1] != '<';
  return european ? std::optional(MrzFormat::kEuLicence) : std::nullopt;
}

}  // namespace

const Layout& layout_of(MrzFormat format) {
  static const std::array<Layout, 10> kLayouts{td1(),
                                               td2(),
                                               td3(),
                                               visa(MrzFormat::kMrva, 44),
                                               visa(MrzFormat::kMrvb, 36),
                                               french_id(),
                                               swiss_licence(),
                                               eu_licence(),
                                               french_licence(),
                                               slovak_id()};
  return kLayouts.at(static_cast<std::size_t>(format));
}

std::optional<MrzFormat> format_of(std::size_t lines, std::size_t length,
                                   std::string_view beginning) {
  const bool visa = beginning.starts_with('V');
  if (lines == 3 && length == 30) return MrzFormat::kTd1;
  if (lines == 2 && length == 44) return visa ? MrzFormat::kMrva : MrzFormat::kTd3;
  if (lines == 2 && length == 36) {
    if (visa) return MrzFormat::kMrvb;
    return beginning.starts_with("IDFRA") ? MrzFormat::kFrenchId : MrzFormat::kTd2;
  }
  return std::nullopt;
}

std::optional<MrzFormat> format_of(const std::vector<std::string>& lines) {
  if (lines.empty()) return std::nullopt;
  const auto alike = [&](std::size_t from, std::size_t length) {
    return std::all_of(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(),
                       [&](const std::string& line) { return line.size() == length; });
  };
  const std::string& first = lines.front();
  if (lines.size() == 3 && first.size() == 9 && alike(1, 30)) return MrzFormat::kSwissLicence;
  if (!alike(0, first.size())) return std::nullopt;
  if (lines.size() == 1 && first.size() == 30) return licence_of(first);
  if (lines.size() == 2 && first.size() == 34) {
    return first.compare(2, 3, "SVK") == 0 ? std::optional(MrzFormat::kSlovakId) : std::nullopt;
  }
  return format_of(lines.size(), first.size(), first);
}

std::string field_at(const Mrz& mrz, std::size_t line, std::size_t column) {
  const Layout& layout = layout_of(mrz.format);
  const auto in = [&](const Span& span) {
    return span.line == line && column >= span.begin && column < span.begin + span.length;
  };
  if (in(layout.names)) {
    const auto names_end = view_at(mrz.lines, layout.names).find("<<");
    const bool given = layout.given_names.length == 0 && column > layout.names.begin + names_end;
    return given ? "given_names" : "surname";
  }
  const std::pair<Span, std::string_view> fields[] = {
      {layout.code, "document_code"},     {layout.issuer, "issuing_state"},
      {layout.number, "document_number"}, {layout.nationality, "nationality"},
      {layout.birth, "birth_date"},       {layout.sex, "sex"},
      {layout.expiry, "expiry_date"},     {layout.given_names, "given_names"},
      {layout.optional, "optional_data"}, {layout.optional_2, "optional_data_2"}};
  for (const auto& [span, name] : fields) {
    if (in(span)) return std::string(name);
  }
  for (const CheckRule& rule : layout.checks) {
    if (in(rule.digit)) return std::string(rule.name);
  }
  return "optional_data";
}

std::string_view view_at(const std::vector<std::string>& lines, const Span& span) {
  if (span.length == 0) return {};
  return std::string_view(lines.at(span.line)).substr(span.begin, span.length);
}

std::string text_at(const std::vector<std::string>& lines, const Span& span) {
  return std::string(view_at(lines, span));
}

}  // namespace garita::reader
