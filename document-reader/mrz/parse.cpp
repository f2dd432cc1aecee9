#include <algorithm>
#include <array>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/conventions.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/mrz.h"
#include "document-reader/mrz/two_digit_date.h"

namespace garita::reader {
namespace {

using Lines = std::vector<std::string>;

constexpr std::array<std::pair<MrzFormat, std::string_view>, 10> kFormats{{
    {MrzFormat::kTd1, "TD1"},
    {MrzFormat::kTd2, "TD2"},
    {MrzFormat::kTd3, "TD3"},
    {MrzFormat::kMrva, "MRVA"},
    {MrzFormat::kMrvb, "MRVB"},
    {MrzFormat::kFrenchId, "FRA-ID-2x36"},
    {MrzFormat::kSwissLicence, "CHE-DL-9-30-30"},
    {MrzFormat::kEuLicence, "EDL-1x30"},
    {MrzFormat::kFrenchLicence, "FRA-DL-1x30"},
    {MrzFormat::kSlovakId, "SVK-2x34"},
}};

std::string_view without_trailing_fillers(std::string_view text) {
  return text.substr(0, text.find_last_not_of('<') + 1);
}

/// Fillers become spaces, none at the ends, never two together.
std::string spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '<') {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// A number too long for its nine places: `<` stands for the check digit, and the rest with the
/// digit at its end comes first in the optional data (ICAO Doc 9303-5 and 9303-6, 4.2.4, notes).
struct LongNumber {
  std::string_view rest;  ///< without the digit
  char digit = '<';
};
std::optional<LongNumber> long_number(const Lines& lines, const Layout& layout) {
  if (layout.format != MrzFormat::kTd1 && layout.format != MrzFormat::kTd2) return std::nullopt;
  if (view_at(lines, layout.checks.front().digit) != "<") return std::nullopt;
  if (view_at(lines, layout.number).ends_with('<')) return std::nullopt;
  const auto optional = view_at(lines, layout.optional);
  const auto rest = optional.substr(0, optional.find('<'));
  if (rest.size() < 2) return std::nullopt;
  return LongNumber{rest.substr(0, rest.size() - 1), rest.back()};
}

/// Belgian and Portuguese cards count the `<` in between as a place of weight; the sample of Doc
/// 9303 satisfies both readings.
bool long_number_holds(std::string_view number, const LongNumber& rest) {
  CheckSum without_filler;
  without_filler.add(number);
  without_filler.add(rest.rest);
  CheckSum with_filler;
  with_filler.add(number);
  with_filler.add("<");
  with_filler.add(rest.rest);
  return without_filler.holds(rest.digit) || with_filler.holds(rest.digit);
}

bool rule_holds(const Lines& lines, const CheckRule& rule) {
  CheckSum sum;
  for (const auto& span : rule.over) sum.add(view_at(lines, span));
  return sum.holds(view_at(lines, rule.digit).front());
}

std::vector<MrzCheck> checks_of(const Lines& lines, const Layout& layout,
                                const std::optional<LongNumber>& rest) {
  std::vector<MrzCheck> checks;
  checks.reserve(layout.checks.size());
  for (const auto& rule : layout.checks) {
    const bool holds = rest && rule.name == "document_number"
                           ? long_number_holds(view_at(lines, layout.number), *rest)
                           : rule_holds(lines, rule);
    checks.push_back({std::string(rule.name), holds});
  }
  return checks;
}

void read_names(const Lines& lines, const Layout& layout, MrzFields& fields) {
  const auto names = view_at(lines, layout.names);
  if (layout.given_names.length > 0) {
    fields.surname = spaced(names);
    fields.given_names = spaced(view_at(lines, layout.given_names));
    return;
  }
  const auto parting = names.find("<<");
  fields.surname = spaced(names.substr(0, parting));
  if (parting != std::string_view::npos) fields.given_names = spaced(names.substr(parting + 2));
}

void read_number(const Lines& lines, const Layout& layout, const std::optional<LongNumber>& rest,
                 MrzFields& fields) {
  fields.document_number = without_trailing_fillers(view_at(lines, layout.number));
  auto optional = view_at(lines, layout.optional);
  if (rest) {
    fields.document_number += rest->rest;
    optional.remove_prefix(rest->rest.size() + 1);
    optional.remove_prefix(std::min(optional.find_first_not_of('<'), optional.size()));
  }
  fields.optional_data = without_trailing_fillers(optional);
  fields.optional_data_2 = without_trailing_fillers(view_at(lines, layout.optional_2));
}

void read_sex(const Lines& lines, const Layout& layout, MrzFields& fields) {
  auto sex = view_at(lines, layout.sex);
  if (says_sex_in_spanish(layout.format, fields.document_code, fields.issuing_state)) {
    sex = sex == "H" ? "M" : sex == "M" ? "F" : sex == "F" ? "" : sex;
  }
  if (sex == "M" || sex == "F") fields.sex = sex;
  if (sex == "<" || sex == "X") fields.sex = "X";
}

bool holds(const Mrz& mrz, std::string_view name) {
  return std::any_of(mrz.checks.begin(), mrz.checks.end(),
                     [&](const MrzCheck& check) { return check.ok && check.name == name; });
}

void read_dates(const Layout& layout, Date today, Mrz& mrz) {
  Date latest = today;
  if (layout.expiry.length > 0) {
    mrz.fields.expiry_date = read_expiry(view_at(mrz.lines, layout.expiry), today);
    // Nobody was born after the document ran out: an old document has an old holder.
    const auto expiry = mrz.fields.expiry_date ? mrz.fields.expiry_date->complete() : std::nullopt;
    if (expiry && holds(mrz, "expiry_date")) latest = std::min(latest, *expiry);
  }
  if (layout.birth.length == 0) return;
  const auto birth = read_birth(view_at(mrz.lines, layout.birth), latest);
  mrz.fields.birth_date = birth.date;
  mrz.birth_century = birth.century;
}

Mrz read(const Lines& lines, const Layout& layout, Date today) {
  Mrz mrz;
  mrz.format = layout.format;
  mrz.lines = lines;
  const auto rest = long_number(lines, layout);
  mrz.checks = checks_of(lines, layout, rest);
  auto& fields = mrz.fields;
  fields.document_code = without_trailing_fillers(view_at(lines, layout.code));
  fields.issuing_state = without_trailing_fillers(view_at(lines, layout.issuer));
  // The old French card is given to nationals alone and has no place for it.
  fields.nationality = layout.format == MrzFormat::kFrenchId
                           ? std::string_view(fields.issuing_state)
                           : without_trailing_fillers(view_at(lines, layout.nationality));
  read_number(lines, layout, rest, fields);
  read_sex(lines, layout, fields);
  read_names(lines, layout, fields);
  read_dates(layout, today, mrz);
  return mrz;
}

std::string at(std::size_t line, std::size_t column) {
  return "line " + std::to_string(line + 1) + ", column " + std::to_string(column + 1) + ": ";
}

Result<void> check_characters(const Lines& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const auto foreign =
        std::find_if(line.begin(), line.end(), [](char c) { return !check_value(c); });
    if (foreign == line.end()) continue;
    return fail(Remedy::kReject, at(i, static_cast<std::size_t>(foreign - line.begin())) +
                                     "no character of a machine readable zone");
  }
  return {};
}

/// How long the lines of a zone are that has so many, the first as it is; 0 when none has.
std::size_t length_meant(const Lines& lines) {
  constexpr std::array<std::size_t, 2> kOfTwo{44, 36};
  if (lines.size() == 1 || lines.size() == 3) return 30;
  if (lines.size() != 2) return 0;
  for (const auto length : kOfTwo) {
    if (lines[0].size() == length || lines[1].size() == length) return length;
  }
  return lines[0].size() > 40 ? 44 : 36;
}

/// Why lines are no zone: which of them ends too early or goes on too long, and where.
std::string shape_fault(const Lines& lines) {
  const std::size_t meant = length_meant(lines);
  const bool swiss = lines.size() == 3 && lines[0].size() == 9;
  for (std::size_t i = swiss ? 1 : 0; i < lines.size() && meant > 0; ++i) {
    const std::size_t length = lines[i].size();
    const bool near = length + 10 >= meant && length <= meant + 10;
    if (length == meant || !near) continue;
    return at(i, std::min(length, meant)) + "the line has " + std::to_string(length) +
           " characters where " + std::to_string(meant) + " are expected";
  }
  if (lines.size() == 1 && lines[0].size() == meant) {
    return at(0, 0) + "one line of 30 is a driving licence's, which begins with D";
  }
  std::string lengths;
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 4); ++i) {
    lengths += (i == 0 ? "" : ", ") + std::to_string(lines[i].size());
  }
  return std::to_string(lines.size()) + (lines.size() == 1 ? " line" : " lines") +
         " (characters: " + (lengths.empty() ? "0" : lengths) +
         "): a zone has two lines of 44 or 36, or three of 30";
}

}  // namespace

std::string_view format_name(MrzFormat format) {
  for (const auto& [known, name] : kFormats) {
    if (known == format) return name;
  }
  return "unknown";
}

Result<MrzFormat> parse_format(std::string_view name) {
  for (const auto& [format, known] : kFormats) {
    if (known == name) return format;
  }
  return fail(Remedy::kReject, "no zone has that format: TD1, TD2, TD3, MRVA, MRVB and kin are");
}

std::string_view birth_century_name(BirthCentury century) {
  switch (century) {
    case BirthCentury::kNotChosen:
      return "";
    case BirthCentury::kOnlyPlausible:
      return "only_plausible";
    case BirthCentury::kYoungerOfTwo:
      return "younger_of_two";
  }
  return "";
}

bool Mrz::valid() const {
  return std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.ok; });
}

std::optional<PartialDate> Mrz::otherwise_born() const {
  if (birth_century != BirthCentury::kYoungerOfTwo || !fields.birth_date) return std::nullopt;
  PartialDate other = *fields.birth_date;
  if (other.year) *other.year -= 100;
  return other;
}

Result<Mrz> parse_mrz(const std::vector<std::string>& lines, Date today) {
  GARITA_CHECK(check_characters(lines));
  const auto format = format_of(lines);
  if (!format) return fail(Remedy::kReject, shape_fault(lines));
  return read(lines, layout_of(*format), today);
}

}  // namespace garita::reader
