#include "document-reader/reading/barcode_document.h"

#include <algorithm>
#include <functional>
#include <set>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/reading/cross_check.h"

namespace garita::reader {
namespace {

constexpr std::size_t kFieldBytesMax = 200;
constexpr std::size_t kStateLettersMax = 3;

/// What it takes to make one that says something else; 0: it names no document.
int rank(const ReadBarcode& barcode) {
  const auto& seal = barcode.payload.seal;
  if (!barcode.damage.empty()) return 0;
  if (seal && seal->verdict == SealVerdict::kInvalid) return 0;
  if (seal && seal->verdict == SealVerdict::kValid) return 4;
  switch (barcode.payload.kind) {
    case PayloadKind::kAamva:
      return 3;
    case PayloadKind::kVds:
    case PayloadKind::kVdsNc:
      return 2;
    case PayloadKind::kMrz:
      return 1;
    case PayloadKind::kBcbp:
    case PayloadKind::kUnknown:
      return 0;
  }
  return 0;
}

std::string text(const Payload& payload, std::string_view name) {
  std::string value(find_field(payload.fields, name).value_or(""));
  if (value.size() > kFieldBytesMax) return "";
  std::ranges::transform(value, value.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return value;
}

std::string state(const Payload& payload, std::string_view name) {
  auto code = text(payload, name);
  const bool is_code = code.size() <= kStateLettersMax &&
                       std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_code ? code : "";
}

std::string number(const Payload& payload) {
  auto printed = text(payload, "document_number");
  std::erase_if(printed, [](char c) { return c == ' ' || c == '-'; });
  const bool plain =
      std::ranges::all_of(printed, [](char c) { return c != '<' && check_value(c).has_value(); });
  return plain ? printed : "";
}

std::optional<PartialDate> date(const Payload& payload, std::string_view name) {
  const auto found = PartialDate::from_text(text(payload, name));
  return found ? std::optional(*found) : std::nullopt;
}

/// ISO/IEC 18013-1 begins the zone of a licence with D, Doc 9303-5 that of a card with I.
std::string document_code(const Payload& payload) {
  if (payload.kind != PayloadKind::kAamva) return text(payload, "document_code");
  return find_field(payload.fields, "document_type") == "identity_card" ? "I" : "D";
}

BarcodeDocument told_by(const ReadBarcode& barcode) {
  const auto& payload = barcode.payload;
  BarcodeDocument document;
  document.kind = barcode.kind;
  if (payload.seal) document.seal = payload.seal->verdict;
  auto& fields = document.fields;
  fields.document_code = document_code(payload);
  fields.issuing_state = state(payload, "issuing_state");
  fields.document_number = number(payload);
  fields.surname = text(payload, "surname");
  fields.given_names = text(payload, "given_names");
  fields.nationality = state(payload, "nationality");
  fields.birth_date = date(payload, "birth_date");
  const auto sex = text(payload, "sex");
  if (std::set<std::string>{"M", "F", "X"}.contains(sex)) fields.sex = sex;
  fields.expiry_date = date(payload, "expiry_date");
  document.uncertain = !payload.warnings.empty();
  return document;
}

bool names_somebody(const BarcodeDocument& told) {
  return !told.fields.document_number.empty() && !told.fields.surname.empty();
}

}  // namespace

std::vector<BarcodeDocument> documents_of_barcodes(const ReadDocument& document) {
  std::vector<const ReadBarcode*> barcodes;
  for (const auto& barcode : document.barcodes)
    if (rank(barcode) > 0) barcodes.push_back(&barcode);
  std::ranges::stable_sort(barcodes, std::greater{}, [](const auto* one) { return rank(*one); });
  std::vector<BarcodeDocument> documents;
  for (const auto* barcode : barcodes) {
    auto told = told_by(*barcode);
    const bool known =
        std::ranges::find(documents, told.fields, &BarcodeDocument::fields) != documents.end();
    if (names_somebody(told) && !known) documents.push_back(std::move(told));
  }
  const bool differ = std::ranges::any_of(documents, [&](const BarcodeDocument& other) {
    return !differing_holders(documents.front().fields, other.fields).empty();
  });
  for (auto& one : documents) one.uncertain = one.uncertain || differ;
  return documents;
}

std::optional<BarcodeDocument> document_of_barcode(const ReadDocument& document) {
  if (document.mrz) return std::nullopt;
  auto documents = documents_of_barcodes(document);
  if (documents.empty()) return std::nullopt;
  return std::move(documents.front());
}

std::vector<ReadingFinding> differing_documents(const ReadDocument& document) {
  std::vector<ReadingFinding> findings;
  const auto documents = documents_of_barcodes(document);
  for (const auto& other : documents) {
    const auto& counts = documents.front();
    for (auto& [field, one, another] : differing_holders(counts.fields, other.fields)) {
      findings.push_back(
          {.code = "barcode_differs",
           .severity = FindingSeverity::kFail,
           .detail = std::move(field),
           .values = {{counts.kind, std::move(one)}, {other.kind, std::move(another)}}});
    }
  }
  return findings;
}

}  // namespace garita::reader
