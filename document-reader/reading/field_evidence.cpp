#include "document-reader/reading/field_evidence.h"

#include <algorithm>

#include "document-reader/mrz/layout.h"
#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/cross_check.h"

namespace garita::reader {
namespace {

void add_confidence(const ReadMrz& read, std::map<std::string, FieldEvidence>& fields) {
  const auto& lines = read.mrz.lines;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (std::size_t column = 0; column < lines[line].size(); ++column) {
      if (lines[line][column] == '<') continue;
      auto& field = fields[field_at(read.mrz, line, column)];
      const bool known = line < read.character_confidence.size() &&
                         column < read.character_confidence[line].size();
      if (!known) continue;
      const double confidence = read.character_confidence[line][column];
      field.confidence = std::min(field.confidence.value_or(confidence), confidence);
    }
  }
}

std::map<std::string, FieldEvidence> told_by(const BarcodeDocument& barcode) {
  std::map<std::string, FieldEvidence> fields;
  const auto& told = barcode.fields;
  const std::pair<const char*, bool> all[] = {{"document_code", !told.document_code.empty()},
                                              {"issuing_state", !told.issuing_state.empty()},
                                              {"document_number", !told.document_number.empty()},
                                              {"surname", !told.surname.empty()},
                                              {"given_names", !told.given_names.empty()},
                                              {"nationality", !told.nationality.empty()},
                                              {"birth_date", told.birth_date.has_value()},
                                              {"sex", !told.sex.empty()},
                                              {"expiry_date", told.expiry_date.has_value()}};
  for (const auto& [name, is_told] : all)
    if (is_told) fields[name] = {std::nullopt, barcode.uncertain, {barcode.kind}, barcode.seal};
  return fields;
}

}  // namespace

std::map<std::string, FieldEvidence> field_evidence(const ReadDocument& document) {
  if (const auto alone = document_of_barcode(document)) return told_by(*alone);
  std::map<std::string, FieldEvidence> fields;
  if (!document.mrz) return fields;
  add_confidence(*document.mrz, fields);
  // What belongs to no field of its own.
  fields.erase("composite");
  for (const auto& name : document.mrz->uncertain_fields) {
    for (auto& [field, evidence] : fields)
      evidence.uncertain = evidence.uncertain || name == field || name == kUncertainAsAWhole;
  }
  for (const auto& barcode : document.barcodes) {
    for (const auto& name : confirmed_fields(document.mrz->mrz.fields, barcode.payload)) {
      auto& kinds = fields[name].barcodes;
      if (std::find(kinds.begin(), kinds.end(), barcode.kind) == kinds.end())
        kinds.push_back(barcode.kind);
    }
  }
  return fields;
}

}  // namespace garita::reader
