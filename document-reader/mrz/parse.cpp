#include <algorithm>
#include <array>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/mrz.h"

namespace garita::reader {
namespace {

/// A document lies at most this far before its end.
constexpr int kExpiryYearsAheadMax = 30;

constexpr std::array<std::pair<MrzFormat, std::string_view>, 6> kFormats{{
    {MrzFormat::kTd1, "TD1"},
    {MrzFormat::kTd2, "TD2"},
    {MrzFormat::kTd3, "TD3"},
    {MrzFormat::kMrva, "MRVA"},
    {MrzFormat::kMrvb, "MRVB"},
    {MrzFormat::kFrenchId, "FRA-ID-2x36"},
}};

std::string without_trailing_fillers(std::string text) {
  text.erase(text.find_last_not_of('<') + 1);
  return text;
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

std::optional<unsigned> two_digits(std::string_view text) {
  if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

enum class Century { kPast, kAhead };

/// YYMMDD with `<` or 00 for what is unknown (ICAO Doc 9303-3, 4.8). Absent when it is nothing of
/// the kind: all fillers, letters, a month 13.
std::optional<PartialDate> date_of(std::string_view text, Century century, Date today) {
  const auto year = two_digits(text.substr(0, 2));
  const auto month = two_digits(text.substr(2, 2));
  const auto day = two_digits(text.substr(4, 2));
  if (!year) return std::nullopt;
  if ((!month && text.substr(2, 2) != "<<") || (!day && text.substr(4, 2) != "<<")) {
    return std::nullopt;
  }
  PartialDate date;
  if (month && *month != 0) date.month = *month;
  if (day && *day != 0) date.day = *day;
  const int latest = century == Century::kPast ? today.year() : today.year() + kExpiryYearsAheadMax;
  int full = latest / 100 * 100 + static_cast<int>(*year);
  if (full > latest) full -= 100;
  date.year = full;
  const auto earliest = date.earliest();
  if (century == Century::kPast && earliest && *earliest > today) date.year = full - 100;
  const auto read = PartialDate::from_text(date.text());
  return read ? std::optional(*read) : std::nullopt;
}

/// A number too long for its nine places: `<` stands for the check digit, and the rest with the
/// digit at its end comes first in the optional data (ICAO Doc 9303-5, table notes).
struct LongNumber {
  std::string rest;  ///< without the digit
  char digit = '<';
};
std::optional<LongNumber> long_number(const std::vector<std::string>& lines, const Layout& layout) {
  if (layout.format != MrzFormat::kTd1 && layout.format != MrzFormat::kTd2) return std::nullopt;
  if (text_at(lines, layout.checks.front().digit) != "<") return std::nullopt;
  const auto optional = text_at(lines, layout.optional);
  const auto rest = optional.substr(0, optional.find('<'));
  if (rest.size() < 2) return std::nullopt;
  return LongNumber{rest.substr(0, rest.size() - 1), rest.back()};
}

/// Belgian and Portuguese cards count the `<` in between as a place of weight; the sample of Doc
/// 9303 satisfies both readings.
bool long_number_holds(const std::string& number, const LongNumber& rest) {
  return check_holds(number + rest.rest, rest.digit) ||
         check_holds(number + "<" + rest.rest, rest.digit);
}

std::vector<MrzCheck> checks_of(const std::vector<std::string>& lines, const Layout& layout) {
  std::vector<MrzCheck> checks;
  const auto rest = long_number(lines, layout);
  for (const auto& rule : layout.checks) {
    std::string over;
    for (const auto& span : rule.over) over += text_at(lines, span);
    const char digit = text_at(lines, rule.digit).front();
    const bool holds = rule.name == "document_number" && rest ? long_number_holds(over, *rest)
                                                              : check_holds(over, digit);
    checks.push_back({std::string(rule.name), holds});
  }
  return checks;
}

void read_names(const std::vector<std::string>& lines, const Layout& layout, MrzFields& fields) {
  const auto names = text_at(lines, layout.names);
  if (layout.given_names.length > 0) {
    fields.surname = spaced(names);
    fields.given_names = spaced(text_at(lines, layout.given_names));
    return;
  }
  const auto parting = names.find("<<");
  fields.surname = spaced(names.substr(0, parting));
  if (parting != std::string::npos) fields.given_names = spaced(names.substr(parting + 2));
}

MrzFields fields_of(const std::vector<std::string>& lines, const Layout& layout, Date today) {
  MrzFields fields;
  fields.document_code = without_trailing_fillers(text_at(lines, layout.code));
  fields.issuing_state = without_trailing_fillers(text_at(lines, layout.issuer));
  fields.nationality = layout.nationality.length > 0
                           ? without_trailing_fillers(text_at(lines, layout.nationality))
                           : fields.issuing_state;
  fields.document_number = without_trailing_fillers(text_at(lines, layout.number));
  fields.optional_data = text_at(lines, layout.optional);
  if (const auto rest = long_number(lines, layout)) {
    fields.document_number += rest->rest;
    fields.optional_data.erase(0, rest->rest.size() + 1);
    fields.optional_data.erase(0, fields.optional_data.find_first_not_of('<'));
  }
  fields.optional_data = without_trailing_fillers(fields.optional_data);
  fields.optional_data_2 = without_trailing_fillers(text_at(lines, layout.optional_2));
  fields.birth_date = date_of(text_at(lines, layout.birth), Century::kPast, today);
  if (layout.expiry.length > 0) {
    fields.expiry_date = date_of(text_at(lines, layout.expiry), Century::kAhead, today);
  }
  const auto sex = text_at(lines, layout.sex);
  if (sex == "M" || sex == "F") fields.sex = sex;
  if (sex == "<" || sex == "X") fields.sex = "X";
  read_names(lines, layout, fields);
  return fields;
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
  return fail(Remedy::kReject, "a zone's format is TD1, TD2, TD3, MRVA, MRVB or FRA-ID-2x36");
}

bool Mrz::valid() const {
  return std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.ok; });
}

Result<Mrz> parse_mrz(const std::vector<std::string>& lines, Date today) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t at = 0; at < lines[i].size(); ++at) {
      if (check_value(lines[i][at])) continue;
      return fail(Remedy::kReject, "line " + std::to_string(i + 1) + ", column " +
                                       std::to_string(at + 1) +
                                       ": no character of a machine readable zone");
    }
    if (lines[i].size() != lines.front().size()) {
      return fail(Remedy::kReject,
                  "line " + std::to_string(i + 1) + " has " + std::to_string(lines[i].size()) +
                      " characters, the first has " + std::to_string(lines.front().size()));
    }
  }
  const auto format =
      lines.empty() ? std::nullopt : format_of(lines.size(), lines.front().size(), lines.front());
  if (!format) {
    return fail(Remedy::kReject, "a zone has two lines of 44 or 36 characters, or three of 30");
  }
  const auto& layout = layout_of(*format);
  return Mrz{*format, lines, fields_of(lines, layout, today), checks_of(lines, layout)};
}

}  // namespace garita::reader
