#include <algorithm>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/conventions.h"
#include "document-reader/mrz/fitted_names.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/mrz.h"
#include "document-reader/mrz/two_digit_date.h"
#include "schema/matching/normalise.h"

namespace garita::reader {
namespace {

/// What a text of `field` is in a zone: upper case, spaces and punctuation as fillers (Doc 9303-4,
/// 4.2.2). Remedy: reject, with the field's name, for any other character.
Result<std::string> machine_text(std::string_view text, const char* field) {
  constexpr std::string_view kFillers = " -/.,'<";
  std::string out;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (kFillers.find(c) != std::string_view::npos) c = '<';
    if (!check_value(c)) {
      return fail(Remedy::kReject, std::string(field) +
                                       " has a character that no zone holds, at column " +
                                       std::to_string(out.size() + 1));
    }
    out.push_back(c);
  }
  out.erase(out.find_last_not_of('<') + 1);
  return out;
}

std::string machine_name(std::string_view name) {
  std::string words = normalised_words(name);
  std::replace(words.begin(), words.end(), ' ', '<');
  return words;
}

class Composer {
 public:
  Composer(const Layout& layout, const MrzFields& fields)
      : layout_(layout), fields_(fields), lines_(layout.lines, std::string(layout.length, '<')) {}

  Result<std::vector<std::string>> compose() {
    GARITA_CHECK(put(layout_.code, fields_.document_code, "document_code"));
    GARITA_CHECK(put(layout_.issuer, fields_.issuing_state, "issuing_state"));
    GARITA_CHECK(check_code());
    GARITA_CHECK(put(layout_.nationality, fields_.nationality, "nationality"));
    GARITA_CHECK(put(layout_.birth, two_digit_date(fields_.birth_date), "birth_date"));
    GARITA_CHECK(put(layout_.expiry, two_digit_date(fields_.expiry_date), "expiry_date"));
    GARITA_CHECK(put_sex());
    GARITA_CHECK(put(layout_.optional_2, fields_.optional_data_2, "optional_data_2"));
    GARITA_CHECK(put_number());
    put_names();
    put_digits();
    return lines_;
  }

 private:
  Result<void> put(const Span& span, std::string_view text, const char* field) {
    if (span.length == 0) return {};
    GARITA_TRY(printed, machine_text(text, field));
    if (printed.size() > span.length) {
      return fail(Remedy::kReject, std::string(field) + " is too long for this format");
    }
    lines_.at(span.line).replace(span.begin, printed.size(), printed);
    return {};
  }

  /// What begins with V is a visa and nothing else is (Doc 9303-4 to 9303-7, 4.2.2, position 1).
  Result<void> check_code() {
    const auto code = view_at(lines_, layout_.code);
    const bool visa = layout_.format == MrzFormat::kMrva || layout_.format == MrzFormat::kMrvb;
    if (code[0] < 'A' || code[0] > 'Z' || (code[0] == 'V') != visa) {
      return fail(Remedy::kReject,
                  visa ? "document_code of a visa begins with V"
                       : "document_code begins with a letter, and with V only for a visa");
    }
    if (format_of(lines_) != layout_.format) {
      return fail(Remedy::kReject,
                  "document_code and issuing_state are another format's: IDFRA "
                  "in two lines of 36 is the old French card, I<SVK in two of 34 "
                  "the Slovak one");
    }
    return {};
  }

  Result<void> put_sex() {
    std::string sex = fields_.sex == "X" ? "" : fields_.sex;
    if (!sex.empty() && sex != "M" && sex != "F") {
      return fail(Remedy::kReject, "sex is M, F or X");
    }
    if (says_sex_in_spanish(layout_.format, view_at(lines_, layout_.code),
                            view_at(lines_, layout_.issuer))) {
      sex = sex == "M" ? "H" : sex == "F" ? "M" : sex;
    }
    return put(layout_.sex, sex, "sex");
  }

  void put_names() {
    const auto write = [&](const Span& span, const std::string& text) {
      lines_.at(span.line).replace(span.begin, text.size(), text);
    };
    const auto surname = machine_name(fields_.surname);
    const auto given = machine_name(fields_.given_names);
    if (layout_.given_names.length == 0) {
      write(layout_.names, fitted_names(surname, given, layout_.names.length));
      return;
    }
    write(layout_.names, fitted_words(surname, layout_.names.length));
    write(layout_.given_names, fitted_words(given, layout_.given_names.length));
  }

  /// A number that is too long for its nine places runs on (Doc 9303-5 and 9303-6, 4.2.4, notes).
  Result<void> put_number() {
    GARITA_TRY(number, machine_text(fields_.document_number, "document_number"));
    const auto room = layout_.number.length;
    const bool may_run_on = layout_.format == MrzFormat::kTd1 || layout_.format == MrzFormat::kTd2;
    if (number.size() <= room || !may_run_on) {
      GARITA_CHECK(put(layout_.number, number, "document_number"));
      return put(layout_.optional, fields_.optional_data, "optional_data");
    }
    // A filler in the rest, or at the end of the nine, would end the number there.
    if (number.find('<', room - 1) != std::string::npos) {
      return fail(Remedy::kReject, "document_number is too long to have a filler so late");
    }
    runs_on_ = true;
    GARITA_CHECK(put(layout_.number, number.substr(0, room), "document_number"));
    const auto rest = number.substr(room) + check_digit(number).value_or('<');
    GARITA_TRY(optional, machine_text(fields_.optional_data, "optional_data"));
    if (optional.empty()) return put(layout_.optional, rest, "document_number");
    if (optional.front() == '<') {
      return fail(Remedy::kReject, "optional_data after a long number begins with no filler");
    }
    return put(layout_.optional, rest + "<" + optional, "optional_data");
  }

  void put_digits() {
    for (const auto& rule : layout_.checks) {
      if (rule.name == "document_number" && runs_on_) continue;
      CheckSum sum;
      for (const auto& span : rule.over) sum.add(view_at(lines_, span));
      lines_.at(rule.digit.line)[rule.digit.begin] = sum.digit().value_or('<');
    }
  }

  const Layout& layout_;
  const MrzFields& fields_;
  std::vector<std::string> lines_;
  bool runs_on_ = false;
};

}  // namespace

Result<std::vector<std::string>> compose_mrz(MrzFormat format, const MrzFields& fields) {
  const bool licence = format == MrzFormat::kSwissLicence || format == MrzFormat::kEuLicence ||
                       format == MrzFormat::kFrenchLicence;
  // Their zones say things that MrzFields has no place for.
  if (licence) return fail(Remedy::kReject, "driving licences are read, not composed");
  return Composer(layout_of(format), fields).compose();
}

bool composite_holds(const Mrz& printed, const MrzFields& fields,
                     const std::set<std::string>& settled) {
  const auto& checks = layout_of(printed.format).checks;
  if (checks.empty() || checks.back().name != "composite") return false;
  auto lines = compose_mrz(printed.format, fields);
  if (!lines) return false;
  for (const auto& rule : checks) {
    const auto& [line, column, length] = rule.digit;
    if (!settled.contains(std::string(rule.name)))
      lines->at(line)[column] = printed.lines.at(line)[column];
  }
  CheckSum sum;
  for (const auto& span : checks.back().over) sum.add(view_at(*lines, span));
  return sum.holds(view_at(printed.lines, checks.back().digit).front());
}

}  // namespace garita::reader
