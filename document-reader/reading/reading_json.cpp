#include <array>
#include <nlohmann/json.hpp>

#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDocumentsMax = 16;
constexpr std::array<std::string_view, 3> kSeverities{"info", "warning", "fail"};

/// Three digits say all that a confidence has to say.
double rounded(double value) {
  return static_cast<double>(static_cast<long>(value * 1000 + 0.5)) / 1000;
}

void put(Json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

Json fields_json(const MrzFields& fields) {
  Json json = Json::object();
  put(json, "document_code", fields.document_code);
  put(json, "issuing_state", fields.issuing_state);
  put(json, "document_number", fields.document_number);
  put(json, "surname", fields.surname);
  put(json, "given_names", fields.given_names);
  put(json, "nationality", fields.nationality);
  if (fields.birth_date) json["birth_date"] = fields.birth_date->text();
  put(json, "sex", fields.sex);
  if (fields.expiry_date) json["expiry_date"] = fields.expiry_date->text();
  put(json, "optional_data", fields.optional_data);
  put(json, "optional_data_2", fields.optional_data_2);
  return json;
}

Json mrz_json(const ReadMrz& read) {
  Json json;
  json["format"] = format_name(read.mrz.format);
  json["lines"] = read.mrz.lines;
  json["valid"] = read.mrz.valid();
  json["confidence"] = rounded(read.confidence);
  Json confidences = Json::array();
  for (const auto& line : read.character_confidence) {
    Json of_line = Json::array();
    for (const float one : line) of_line.push_back(rounded(one));
    confidences.push_back(std::move(of_line));
  }
  json["character_confidence"] = std::move(confidences);
  json["corrected"] = read.corrected;
  json["checks"] = Json::array();
  for (const auto& check : read.mrz.checks) {
    json["checks"].push_back({{"name", check.name}, {"ok", check.ok}});
  }
  json["fields"] = fields_json(read.mrz.fields);
  return json;
}

Json document_json(const ReadDocument& document) {
  Json json = Json::object();
  if (document.mrz) json["mrz"] = mrz_json(*document.mrz);
  json["barcodes"] = Json::array();
  for (const auto& barcode : document.barcodes) {
    json["barcodes"].push_back({{"symbology", barcode.symbology},
                                {"text", barcode.text},
                                {"bytes", to_base64(barcode.bytes)},
                                {"kind", barcode.kind}});
  }
  json["findings"] = Json::array();
  for (const auto& finding : document.findings) {
    Json one{{"code", finding.code}, {"severity", finding_severity_name(finding.severity)}};
    put(one, "detail", finding.detail);
    json["findings"].push_back(std::move(one));
  }
  return json;
}

/// Text that is not UTF-8 (a barcode's) is shown with replacement characters, never refused.
std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ReadMrz> mrz_from(const Json& json, Date today) {
  ReadMrz read;
  GARITA_TRY(mrz, parse_mrz(json.at("lines").get<std::vector<std::string>>(), today));
  read.mrz = std::move(mrz);
  read.confidence = json.value("confidence", 0.0);
  read.corrected = json.value("corrected", false);
  read.character_confidence = json.value("character_confidence", std::vector<std::vector<float>>());
  return read;
}

Result<ReadDocument> document_from(const Json& json, Date today) {
  ReadDocument document;
  if (json.contains("mrz")) {
    GARITA_TRY(mrz, mrz_from(json.at("mrz"), today));
    document.mrz = std::move(mrz);
  }
  for (const auto& barcode : json.value("barcodes", Json::array())) {
    GARITA_TRY(bytes, from_base64(barcode.at("bytes").get<std::string>()));
    document.barcodes.push_back({barcode.at("symbology").get<std::string>(),
                                 barcode.at("text").get<std::string>(), std::move(bytes),
                                 barcode.at("kind").get<std::string>()});
  }
  for (const auto& finding : json.value("findings", Json::array())) {
    const auto severity = finding.at("severity").get<std::string>();
    const auto* const place = std::find(kSeverities.begin(), kSeverities.end(), severity);
    if (place == kSeverities.end()) return fail(Remedy::kReject, "a finding without severity");
    document.findings.push_back({finding.at("code").get<std::string>(),
                                 static_cast<FindingSeverity>(place - kSeverities.begin()),
                                 finding.value("detail", std::string())});
  }
  return document;
}

}  // namespace

std::string_view finding_severity_name(FindingSeverity severity) {
  return kSeverities.at(static_cast<std::size_t>(severity));
}

std::string to_json(const Reading& reading, std::optional<std::string> file) {
  Json json = Json::object();
  if (file) json["file"] = *file;
  json["elapsed_ms"] = rounded(reading.elapsed_ms);
  json["cpu_ms"] = rounded(reading.cpu_ms);
  json["documents"] = Json::array();
  for (const auto& document : reading.documents) {
    json["documents"].push_back(document_json(document));
  }
  return dumped(json);
}

std::string to_json(const ReadMrz& mrz) { return dumped(Json{{"mrz", mrz_json(mrz)}}); }

Result<Reading> reading_from_json(std::string_view text, Date today) {
  if (text.size() > kReadingJsonBytesMax) return fail(Remedy::kReject, "a reading is too large");
  try {
    const auto json = Json::parse(text);
    Reading reading;
    reading.elapsed_ms = json.value("elapsed_ms", 0.0);
    reading.cpu_ms = json.value("cpu_ms", 0.0);
    const auto& documents = json.at("documents");
    if (documents.size() > kDocumentsMax) return fail(Remedy::kReject, "too many documents");
    for (const auto& one : documents) {
      GARITA_TRY(document, document_from(one, today));
      reading.documents.push_back(std::move(document));
    }
    return reading;
  } catch (const nlohmann::json::exception&) {
    return fail(Remedy::kReject, "a reading is not the JSON that it should be");
  }
}

}  // namespace garita::reader
