#include <algorithm>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/mrz.h"
#include "schema/matching/normalise.h"

namespace garita::reader {
namespace {

std::string filled(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '<');
  return words;
}

/// Letters and digits alone, upper case, as numbers and codes are printed.
std::string plain(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (check_value(c) && c != '<') out.push_back(c);
  }
  return out;
}

/// Cuts names that are too long so that the beginning of the given names can still be seen
/// (ICAO Doc 9303-4, 4.2.3; Doc 9303-5, 4.2.3).
std::string fitted_names(const std::string& surname, const std::string& given, std::size_t room) {
  if (given.empty()) return surname.substr(0, room);
  const std::size_t given_room = std::min(
      given.size(), std::max<std::size_t>(room / 3, room - std::min(room, surname.size() + 2)));
  const std::string primary = surname.substr(0, room - 2 - given_room);
  return primary + "<<" + given.substr(0, room - 2 - primary.size());
}

std::string six(const std::optional<PartialDate>& date) {
  if (!date) return "<<<<<<";
  const std::string text = date->text();
  std::string out = text.substr(2, 2) + text.substr(5, 2) + text.substr(8, 2);
  std::replace(out.begin(), out.end(), 'X', '<');
  return out;
}

class Composer {
 public:
  Composer(const Layout& layout, const MrzFields& fields)
      : layout_(layout), fields_(fields), lines_(layout.lines, std::string(layout.length, '<')) {}

  Result<std::vector<std::string>> compose() {
    GARITA_CHECK(put(layout_.code, plain(fields_.document_code), "document_code"));
    GARITA_CHECK(put(layout_.issuer, plain(fields_.issuing_state), "issuing_state"));
    GARITA_CHECK(put(layout_.nationality, plain(fields_.nationality), "nationality"));
    GARITA_CHECK(put(layout_.birth, six(fields_.birth_date), "birth_date"));
    GARITA_CHECK(put(layout_.expiry, six(fields_.expiry_date), "expiry_date"));
    GARITA_CHECK(put(layout_.sex, fields_.sex == "X" ? "<" : fields_.sex, "sex"));
    GARITA_CHECK(put(layout_.optional_2, filled(fields_.optional_data_2), "optional_data_2"));
    put_names();
    GARITA_CHECK(put_number());
    put_digits();
    return lines_;
  }

 private:
  Result<void> put(const Span& span, const std::string& text, const char* field) {
    if (span.length == 0) return {};
    if (text.size() > span.length) {
      return fail(Remedy::kReject, std::string(field) + " is too long for this format");
    }
    lines_.at(span.line).replace(span.begin, text.size(), text);
    return {};
  }

  void put_names() {
    const auto surname = filled(normalised_words(fields_.surname));
    const auto given = filled(normalised_words(fields_.given_names));
    auto& line = lines_.at(layout_.names.line);
    const auto room = layout_.names.length;
    const auto write = [](std::string& to, const Span& span, const std::string& text) {
      to.replace(span.begin, text.size(), text);
    };
    if (layout_.given_names.length > 0) {
      write(line, layout_.names, surname.substr(0, room));
      write(lines_.at(layout_.given_names.line), layout_.given_names,
            given.substr(0, layout_.given_names.length));
      return;
    }
    const bool fits = surname.size() + (given.empty() ? 0 : given.size() + 2) <= room;
    const std::string names = given.empty() ? surname : surname + "<<" + given;
    write(line, layout_.names, fits ? names : fitted_names(surname, given, room));
  }

  Result<void> put_number() {
    const auto number = plain(fields_.document_number);
    const auto optional = filled(fields_.optional_data);
    const auto room = layout_.number.length;
    const bool may_run_on = layout_.format == MrzFormat::kTd1 || layout_.format == MrzFormat::kTd2;
    if (number.size() <= room || !may_run_on) {
      GARITA_CHECK(put(layout_.number, number, "document_number"));
      return put(layout_.optional, optional, "optional_data");
    }
    GARITA_CHECK(put(layout_.number, number.substr(0, room), "document_number"));
    const auto rest = number.substr(room) + *check_digit(number);
    return put(layout_.optional, optional.empty() ? rest : rest + "<" + optional, "optional_data");
  }

  void put_digits() {
    const bool runs_on = plain(fields_.document_number).size() > layout_.number.length;
    for (const auto& rule : layout_.checks) {
      if (rule.name == "document_number" && runs_on) continue;
      std::string over;
      for (const auto& span : rule.over) over += text_at(lines_, span);
      lines_.at(rule.digit.line)[rule.digit.begin] = *check_digit(over);
    }
  }

  const Layout& layout_;
  const MrzFields& fields_;
  std::vector<std::string> lines_;
};

}  // namespace

Result<std::vector<std::string>> compose_mrz(MrzFormat format, const MrzFields& fields) {
  return Composer(layout_of(format), fields).compose();
}

}  // namespace garita::reader
