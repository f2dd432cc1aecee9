#include "document-reader/reading/cross_check.h"

#include <algorithm>
#include <functional>

#include "schema/matching/normalise.h"

namespace garita::reader {
namespace {

using SameMeaning = std::function<bool(std::string_view, std::string_view)>;

std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      kept += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return kept;
}

bool same_code(std::string_view zone, std::string_view barcode) {
  return letters_and_digits(zone) == letters_and_digits(barcode);
}

/// Names are cut to the room there is, in either place.
bool same_name(std::string_view zone, std::string_view barcode) {
  auto one = letters_and_digits(folded_name(normalised_words(zone)));
  auto other = letters_and_digits(folded_name(normalised_words(barcode)));
  if (one.size() > other.size()) std::swap(one, other);
  return !one.empty() && other.starts_with(one);
}

/// "1980-XX-XX" and "1980-05-01" may be one day.
bool same_date(std::string_view zone, std::string_view barcode) {
  return std::ranges::equal(zone, barcode,
                            [](char a, char b) { return a == b || a == 'X' || b == 'X'; });
}

struct Field {
  std::string_view name;
  std::string zone;
  SameMeaning same;
};

std::vector<Field> fields_of(const MrzFields& zone) {
  return {
      {"surname", zone.surname, same_name},
      {"given_names", zone.given_names, same_name},
      {"birth_date", zone.birth_date ? zone.birth_date->text() : "", same_date},
      {"sex", zone.sex, same_code},
      {"expiry_date", zone.expiry_date ? zone.expiry_date->text() : "", same_date},
      {"document_number", zone.document_number, same_code},
      {"nationality", zone.nationality, same_code},
      {"issuing_state", zone.issuing_state, same_code},
  };
}

/// Whether the two mean the same thing by `name`.
bool comparable(PayloadKind kind, std::string_view name) {
  switch (kind) {
    case PayloadKind::kMrz:
    case PayloadKind::kVds:
    case PayloadKind::kVdsNc:
      return true;
    case PayloadKind::kAamva:
      return name == "surname" || name == "given_names" || name == "birth_date";
    case PayloadKind::kBcbp:
      return name == "surname";
    case PayloadKind::kUnknown:
      return false;
  }
  return false;
}

bool speaks_of_the_document_itself(PayloadKind kind) {
  return kind == PayloadKind::kMrz || kind == PayloadKind::kVds || kind == PayloadKind::kVdsNc;
}

FindingSeverity severity_of(PayloadKind kind) {
  return speaks_of_the_document_itself(kind) ? FindingSeverity::kFail : FindingSeverity::kWarning;
}

}  // namespace

std::vector<ReadingFinding> cross_check(const MrzFields& zone, const Payload& payload) {
  std::vector<ReadingFinding> findings;
  for (const auto& field : fields_of(zone)) {
    if (field.zone.empty() || !comparable(payload.kind, field.name)) continue;
    const auto barcode = find_field(payload.fields, field.name);
    if (!barcode || field.same(field.zone, *barcode)) continue;
    findings.push_back(
        {.code = "barcode_differs",
         .severity = severity_of(payload.kind),
         .detail = std::string(field.name),
         .values = {{"mrz", field.zone},
                    {std::string(payload_kind_name(payload.kind)), std::string(*barcode)}}});
  }
  return findings;
}

std::vector<std::string> confirmed_fields(const MrzFields& zone, const Payload& payload) {
  std::vector<std::string> confirmed;
  if (!speaks_of_the_document_itself(payload.kind)) return confirmed;
  for (const auto& field : fields_of(zone)) {
    const auto barcode = find_field(payload.fields, field.name);
    if (barcode && !field.zone.empty() && field.same(field.zone, *barcode))
      confirmed.emplace_back(field.name);
  }
  return confirmed;
}

std::vector<FieldDifference> differing_holders(const MrzFields& one, const MrzFields& other) {
  std::vector<FieldDifference> found;
  auto ones = fields_of(one);
  auto others = fields_of(other);
  for (std::size_t i = 0; i < ones.size(); ++i) {
    const auto& name = ones[i].name;
    const bool tells = name == "document_number" || name == "surname" || name == "birth_date";
    const bool both = !ones[i].zone.empty() && !others[i].zone.empty();
    if (!tells || !both || ones[i].same(ones[i].zone, others[i].zone)) continue;
    found.push_back({std::string(name), std::move(ones[i].zone), std::move(others[i].zone)});
  }
  return found;
}

}  // namespace garita::reader
