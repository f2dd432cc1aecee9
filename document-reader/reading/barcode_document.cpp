#include "document-reader/reading/barcode_document.h"

#include <algorithm>
#include <set>

#include "document-reader/mrz/check_digit.h"

namespace garita::reader {
namespace {

constexpr std::size_t kFieldBytesMax = 200;
constexpr std::size_t kStateLettersMax = 3;

/// How near a kind comes to a zone; 0: it names no document.
int rank(const ReadBarcode& barcode) {
  const auto& seal = barcode.payload.seal;
  const bool forged = seal && seal->verdict == SealVerdict::kInvalid;
  if (!barcode.damage.empty() || forged) return 0;
  switch (barcode.payload.kind) {
    case PayloadKind::kMrz:
      return 3;
    case PayloadKind::kVds:
    case PayloadKind::kVdsNc:
      return 2;
    case PayloadKind::kAamva:
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

}  // namespace

std::optional<BarcodeDocument> document_of_barcode(const ReadDocument& document) {
  if (document.mrz) return std::nullopt;
  std::optional<BarcodeDocument> best;
  int best_rank = 0;
  for (const auto& barcode : document.barcodes) {
    if (rank(barcode) <= best_rank) continue;
    auto told = told_by(barcode);
    if (told.fields.document_number.empty() || told.fields.surname.empty()) continue;
    best_rank = rank(barcode);
    best = std::move(told);
  }
  return best;
}

}  // namespace garita::reader
