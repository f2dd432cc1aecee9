#include "document-reader/program/print_zone.h"

#include <algorithm>
#include <iostream>

#include "document-reader/mrz/name_hints.h"
#include "document-reader/mrz/remarks.h"

namespace garita::reader {
namespace {

std::string text_of(const std::optional<PartialDate>& date) { return date ? date->text() : ""; }

std::string born(const Mrz& mrz) {
  const auto other = text_of(mrz.otherwise_born());
  return text_of(mrz.fields.birth_date) + (other.empty() ? "" : " (or " + other + ")");
}

/// "all check digits hold", and which fields are uncertain nevertheless; "not valid".
std::string verdict(const ReadMrz& read) {
  if (!read.mrz.valid()) return "not valid";
  const std::string hold = "all check digits hold";
  return read.valid() ? hold : hold + ", but it is not certain";
}

/// "surname, given names"; "all of it".
std::string uncertain_parts(const ReadMrz& read) {
  std::string parts;
  for (auto field : read.uncertain_fields) {
    if (field == kUncertainAsAWhole) return "all of it";
    std::replace(field.begin(), field.end(), '_', ' ');
    parts += (parts.empty() ? "" : ", ") + field;
  }
  return parts;
}

}  // namespace

void print_line(const std::string& name, const std::string& value) {
  if (!value.empty()) std::cout << "  " << name << ": " << value << "\n";
}

void print_zone(const ReadMrz& read) {
  const auto& fields = read.mrz.fields;
  for (const auto& line : read.mrz.lines) std::cout << "  " << line << "\n";
  std::cout << "  " << format_name(read.mrz.format) << ", " << verdict(read) << ", confidence "
            << static_cast<int>(read.confidence * 100) << " %"
            << (read.corrected ? ", a character was decided by a check digit" : "") << "\n";
  for (const auto& check : read.mrz.checks) {
    if (!check.ok) print_line("check digit fails", check.name);
  }
  print_line("compare with the document", uncertain_parts(read));
  print_line("document",
             fields.document_code + " " + fields.issuing_state + " " + fields.document_number);
  print_line("surname", fields.surname);
  print_line("given names", fields.given_names);
  print_line("nationality", fields.nationality);
  print_line("born", born(read.mrz));
  print_line("sex", fields.sex);
  print_line("expires", text_of(fields.expiry_date));
  print_line("optional data", fields.optional_data);
  print_line("optional data, second line", fields.optional_data_2);
  for (const auto& remark : remarks_on(read.mrz)) {
    print_line("remark", std::string(remark.code) + " (" + std::string(remark.field) + ")");
  }
  for (const auto& hint : name_hints(fields)) {
    std::string spellings;
    for (const auto& one : hint.may_be) spellings += (spellings.empty() ? "" : ", ") + one;
    print_line(hint.printed + " may be", spellings);
  }
}

}  // namespace garita::reader
