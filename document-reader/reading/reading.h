#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document-reader/mrz/mrz.h"
#include "document-reader/payload/payload.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// A place in the picture, in its pixels: x to the right, y down.
struct ZonePoint {
  double x_px = 0;
  double y_px = 0;
  friend bool operator==(const ZonePoint&, const ZonePoint&) = default;
};

/// Where a zone's print stands in the picture that it was read from.
struct ZoneGeometry {
  /// Of the whole zone: above its beginning, then clockwise as one reads it.
  std::array<ZonePoint, 4> corners = {};
  double pitch_px = 0;                              ///< from character to character
  double capital_px = 0;                            ///< height of a capital
  std::vector<std::array<ZonePoint, 2>> baselines;  ///< of each line, from its beginning to its end
  friend bool operator==(const ZoneGeometry&, const ZoneGeometry&) = default;
};

/// In uncertain_fields: all of the zone.
inline constexpr std::string_view kUncertainAsAWhole = "zone";

/// A machine readable zone as it was read.
struct ReadMrz {
  Mrz mrz;
  double confidence = 0;  ///< 0 to 1, governed by the least certain characters
  std::vector<std::vector<float>> character_confidence;  ///< by line and column
  bool corrected = false;                               ///< a character was chosen by a check digit
  std::optional<ZoneGeometry> geometry = std::nullopt;  ///< absent where text was read
  /// Fields (named as in MrzFields) that the pixels leave open and no check digit decides, or
  /// kUncertainAsAWhole.
  std::vector<std::string> uncertain_fields = {};

  /// Every check digit holds and no field is uncertain.
  [[nodiscard]] bool valid() const { return mrz.valid() && uncertain_fields.empty(); }
  friend bool operator==(const ReadMrz&, const ReadMrz&) = default;
};

/// A barcode as it was read.
struct ReadBarcode {
  std::string symbology;
  std::string text;
  Bytes bytes;
  std::string kind;         ///< aamva, bcbp, vds, vds-nc, mrz, unknown
  Payload payload = {};     ///< without fields where the kind is unknown or the content is damaged
  std::string damage = {};  ///< why the content is not read, and where; empty: it is
  friend bool operator==(const ReadBarcode&, const ReadBarcode&) = default;
};

enum class FindingSeverity { kInfo, kWarning, kFail };
/// "info", "warning", "fail".
[[nodiscard]] std::string_view finding_severity_name(FindingSeverity severity);

/// One of the values that a finding is about: the traveller's, never for a log.
struct FindingValue {
  std::string source;  ///< mrz, a barcode's kind, or a light: white, ir, uv
  std::string value;
  friend bool operator==(const FindingValue&, const FindingValue&) = default;
};

/// What speaks against a reading, or would make a better one.
struct ReadingFinding {
  /// no_mrz, check_digit_failed, low_confidence, lights_differ, barcode_differs, payload_unread,
  /// seal_invalid; of the picture: blurred, glare, low_contrast, too_dark, too_small
  std::string code;
  FindingSeverity severity = FindingSeverity::kInfo;
  /// The name of a check or a field, or a number with its unit; nothing of the traveller.
  std::string detail = {};
  /// barcode_differs: the zone's, or without one that of the barcode that counts; then the other
  /// barcode's. lights_differ: of the light that counts, then of the other.
  std::vector<FindingValue> values = {};
  friend bool operator==(const ReadingFinding&, const ReadingFinding&) = default;
};

/// One document found in a picture.
struct ReadDocument {
  std::optional<ReadMrz> mrz;
  std::vector<ReadBarcode> barcodes;
  std::vector<ReadingFinding> findings;
  /// Whole zones that say otherwise under other lights (merge_lights); no picture alone has any.
  std::vector<Mrz> zones_of_other_lights = {};
  friend bool operator==(const ReadDocument&, const ReadDocument&) = default;
};

/// Everything that was read in one picture. Recognition does not fail, it reports: a picture with
/// nothing to read has one document without a zone and a finding that says so.
struct Reading {
  std::vector<ReadDocument> documents;
  double elapsed_ms = 0;  ///< without decoding the file
  double cpu_ms = 0;
  friend bool operator==(const Reading&, const Reading&) = default;
};

/// A barcode with its content made sense of, by its bytes alone.
[[nodiscard]] ReadBarcode interpreted(std::string symbology, std::string text, Bytes bytes,
                                      const PayloadContext& context);
/// Puts it into the document, with what speaks against it: payload_unread with the damage,
/// barcode_differs where it contradicts the zone (cross_check.h), and what judge_barcodes says.
void add_barcode(ReadDocument& document, ReadBarcode barcode);
/// Puts a zone that was read elsewhere, as by a swipe, in the place of the picture's: what speaks
/// against the document is said of that one, and its barcodes are compared with it.
void put_zone(ReadDocument& document, ReadMrz zone);
/// Says seal_invalid, with the verdict's reason, for each of its seals that does not hold, and
/// where there is no zone barcode_differs where its barcodes name different documents
/// (barcode_document.h): in place of what the findings said of that before.
void judge_barcodes(ReadDocument& document);

inline constexpr std::size_t kReadingJsonBytesMax = std::size_t{1024} * 1024;

/// design/contracts: garita-reader's JSON, one object in one line; `file` comes first where given.
[[nodiscard]] std::string to_json(const Reading& reading, std::optional<std::string> file);
/// {"mrz": …}, as `garita-reader mrz` prints it.
[[nodiscard]] std::string to_json(const ReadMrz& mrz);
/// One of a reading's barcodes, as `garita-reader payload` prints it.
[[nodiscard]] std::string to_json(const ReadBarcode& barcode, std::optional<std::string> file);
/// Reads what to_json wrote, from a process that may have been taken over by a picture: the zone's
/// lines and the barcodes' bytes are parsed anew, so that fields, checks and seals are never merely
/// believed. `trust`: whose seals are believed; nothing: nobody's. Remedy: reject.
[[nodiscard]] Result<Reading> reading_from_json(std::string_view json, Date today,
                                                const SealTrust* trust = nullptr);

}  // namespace garita::reader
