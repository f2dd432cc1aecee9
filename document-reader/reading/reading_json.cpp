#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "document-reader/mrz/name_hints.h"
#include "document-reader/mrz/remarks.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDocumentsMax = 16;
constexpr std::size_t kBarcodesOfDocumentMax = 32;
constexpr std::size_t kLinesMax = 3;  // of a zone
constexpr std::size_t kUncertainFieldsMax = 16;
constexpr std::size_t kSymbologyBytesMax = 32;
/// A byte of a symbol is at most three of UTF-8.
constexpr std::size_t kBarcodeTextBytesMax = 3 * kPayloadBytesMax;
constexpr std::array<std::string_view, 3> kSeverities{"info", "warning", "fail"};

/// No picture has so many pixels along a side, and no reading takes so many milliseconds.
constexpr double kMeasureMax = 1e9;

/// A worker that a picture has taken over may say any number.
double measure_from(const Json& json) {
  return std::clamp(json.get<double>(), -kMeasureMax, kMeasureMax);
}
double measure_from(const Json& json, const char* key) {
  return json.contains(key) ? measure_from(json.at(key)) : 0;
}

/// Three digits say all that a confidence has to say.
double rounded(double value) { return std::round(value * 1000) / 1000; }

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

/// What goes beyond the contract's keys: how the century of the birth was chosen, remarks, hints.
void put_more(Json& json, const Mrz& mrz) {
  put(json, "birth_century", std::string(birth_century_name(mrz.birth_century)));
  if (const auto other = mrz.otherwise_born()) json["otherwise_born"] = other->text();
  for (const auto& remark : remarks_on(mrz)) {
    json["remarks"].push_back({{"code", remark.code}, {"field", remark.field}});
  }
  for (const auto& hint : name_hints(mrz.fields)) {
    json["name_hints"].push_back({{"printed", hint.printed}, {"may_be", hint.may_be}});
  }
}

/// A tenth of a pixel is more than was measured.
Json point_json(const ZonePoint& point) {
  const auto tenths = [](double value) { return std::round(value * 10) / 10; };
  return Json::array({tenths(point.x_px), tenths(point.y_px)});
}

Json geometry_json(const ZoneGeometry& geometry) {
  Json json{{"corners", Json::array()},
            {"pitch_px", rounded(geometry.pitch_px)},
            {"capital_px", rounded(geometry.capital_px)},
            {"baselines", Json::array()}};
  for (const auto& corner : geometry.corners) json["corners"].push_back(point_json(corner));
  for (const auto& [begin, end] : geometry.baselines) {
    json["baselines"].push_back({point_json(begin), point_json(end)});
  }
  return json;
}

ZonePoint point_from(const Json& json) {
  return {measure_from(json.at(0)), measure_from(json.at(1))};
}

ZoneGeometry geometry_from(const Json& json) {
  ZoneGeometry geometry;
  for (std::size_t i = 0; i < geometry.corners.size(); ++i) {
    geometry.corners[i] = point_from(json.at("corners").at(i));
  }
  geometry.pitch_px = measure_from(json.at("pitch_px"));
  geometry.capital_px = measure_from(json.at("capital_px"));
  for (const auto& line : json.at("baselines")) {
    if (geometry.baselines.size() == kLinesMax) break;
    geometry.baselines.push_back({point_from(line.at(0)), point_from(line.at(1))});
  }
  return geometry;
}

Json mrz_json(const ReadMrz& read) {
  Json json;
  json["format"] = format_name(read.mrz.format);
  json["lines"] = read.mrz.lines;
  json["valid"] = read.valid();
  json["confidence"] = rounded(read.confidence);
  Json confidences = Json::array();
  for (const auto& line : read.character_confidence) {
    Json of_line = Json::array();
    for (const float one : line) of_line.push_back(rounded(one));
    confidences.push_back(std::move(of_line));
  }
  json["character_confidence"] = std::move(confidences);
  json["corrected"] = read.corrected;
  if (!read.uncertain_fields.empty()) json["uncertain_fields"] = read.uncertain_fields;
  if (read.geometry) json["geometry"] = geometry_json(*read.geometry);
  json["checks"] = Json::array();
  for (const auto& check : read.mrz.checks) {
    json["checks"].push_back({{"name", check.name}, {"ok", check.ok}});
  }
  json["fields"] = fields_json(read.mrz.fields);
  put_more(json, read.mrz);
  return json;
}

Json fields_json(const Payload& payload) {
  Json json = Json::object();
  for (const auto& field : payload.fields) json[field.name] = field.value;
  for (const auto& group : payload.groups) {
    Json one = Json::object();
    for (const auto& field : group.fields) one[field.name] = field.value;
    json[group.name].push_back(std::move(one));
  }
  return json;
}

void put_barcode(Json& json, const ReadBarcode& barcode) {
  put(json, "symbology", barcode.symbology);
  json["text"] = barcode.text;
  json["bytes"] = to_base64(barcode.bytes);
  json["kind"] = barcode.kind;
  json["fields"] = fields_json(barcode.payload);
  if (const auto& seal = barcode.payload.seal) {
    json["seal"] = {{"signer", seal->signer},
                    {"verdict", seal_verdict_name(seal->verdict)},
                    {"reason", seal->reason}};
  }
  if (!barcode.payload.warnings.empty()) json["warnings"] = barcode.payload.warnings;
}

Json document_json(const ReadDocument& document) {
  Json json = Json::object();
  if (document.mrz) json["mrz"] = mrz_json(*document.mrz);
  json["barcodes"] = Json::array();
  for (const auto& barcode : document.barcodes) {
    Json one = Json::object();
    put_barcode(one, barcode);
    json["barcodes"].push_back(std::move(one));
  }
  json["findings"] = Json::array();
  for (const auto& finding : document.findings) {
    Json one{{"code", finding.code}, {"severity", finding_severity_name(finding.severity)}};
    put(one, "detail", finding.detail);
    for (const auto& [source, value] : finding.values) {
      one["values"].push_back({{"source", source}, {"value", value}});
    }
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
  read.confidence = measure_from(json, "confidence");
  read.corrected = json.value("corrected", false);
  read.uncertain_fields = json.value("uncertain_fields", std::vector<std::string>());
  if (read.uncertain_fields.size() > kUncertainFieldsMax) {
    return fail(Remedy::kReject, "a zone with more uncertain fields than it has");
  }
  if (json.contains("geometry")) read.geometry = geometry_from(json.at("geometry"));
  read.character_confidence = json.value("character_confidence", std::vector<std::vector<float>>());
  for (auto& line : read.character_confidence) {
    for (float& one : line) one = std::clamp(one, 0.0F, 1.0F);
  }
  return read;
}

Result<ReadBarcode> barcode_from(const Json& json, const PayloadContext& context) {
  auto text = json.at("text").get<std::string>();
  auto symbology = json.at("symbology").get<std::string>();
  if (symbology.size() > kSymbologyBytesMax || text.size() > kBarcodeTextBytesMax) {
    return fail(Remedy::kReject, "a barcode that no symbol holds");
  }
  GARITA_TRY(bytes, from_base64(json.at("bytes").get<std::string>()));
  if (bytes.size() > kPayloadBytesMax)
    return fail(Remedy::kReject, "a barcode that no symbol holds");
  return interpreted(std::move(symbology), std::move(text), std::move(bytes), context);
}

std::vector<FindingValue> values_from(const Json& finding) {
  std::vector<FindingValue> values;
  for (const auto& one : finding.value("values", Json::array())) {
    values.push_back({one.at("source").get<std::string>(), one.at("value").get<std::string>()});
  }
  return values;
}

Result<ReadDocument> document_from(const Json& json, const PayloadContext& context) {
  ReadDocument document;
  if (json.contains("mrz")) {
    GARITA_TRY(mrz, mrz_from(json.at("mrz"), context.today));
    document.mrz = std::move(mrz);
  }
  const auto barcodes = json.value("barcodes", Json::array());
  if (barcodes.size() > kBarcodesOfDocumentMax) return fail(Remedy::kReject, "too many barcodes");
  for (const auto& one : barcodes) {
    GARITA_TRY(barcode, barcode_from(one, context));
    document.barcodes.push_back(std::move(barcode));
  }
  for (const auto& finding : json.value("findings", Json::array())) {
    const auto severity = finding.at("severity").get<std::string>();
    const auto* const place = std::find(kSeverities.begin(), kSeverities.end(), severity);
    if (place == kSeverities.end()) return fail(Remedy::kReject, "a finding without severity");
    document.findings.push_back({finding.at("code").get<std::string>(),
                                 static_cast<FindingSeverity>(place - kSeverities.begin()),
                                 finding.value("detail", std::string()), values_from(finding)});
  }
  judge_barcodes(document);
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

std::string to_json(const ReadBarcode& barcode, std::optional<std::string> file) {
  Json json = Json::object();
  if (file) json["file"] = *file;
  put_barcode(json, barcode);
  return dumped(json);
}

Result<Reading> reading_from_json(std::string_view text, Date today, const SealTrust* trust) {
  if (text.size() > kReadingJsonBytesMax) return fail(Remedy::kReject, "a reading is too large");
  try {
    const auto json = Json::parse(text);
    Reading reading;
    reading.elapsed_ms = measure_from(json, "elapsed_ms");
    reading.cpu_ms = measure_from(json, "cpu_ms");
    const auto& documents = json.at("documents");
    if (documents.size() > kDocumentsMax) return fail(Remedy::kReject, "too many documents");
    for (const auto& one : documents) {
      GARITA_TRY(document, document_from(one, {today, trust}));
      reading.documents.push_back(std::move(document));
    }
    return reading;
  } catch (const nlohmann::json::exception&) {
    return fail(Remedy::kReject, "a reading is not the JSON that it should be");
  }
}

}  // namespace garita::reader
