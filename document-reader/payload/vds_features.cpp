#include "document-reader/payload/vds_features.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "document-reader/payload/mrz_payload.h"
#include "document-reader/payload/vds_definitions.h"
#include "document-reader/payload/vds_text.h"

namespace garita::reader {
namespace {

/// Lengths of a zone's lines by the number of characters that are sealed.
struct ZoneShape {
  SealCoding coding;
  std::size_t characters;
  std::size_t line;   ///< length of a whole line
  std::size_t lines;  ///< the last one may be cut short
};
constexpr std::array kZoneShapes{
    ZoneShape{SealCoding::kZone, 72, 36, 2},     ZoneShape{SealCoding::kZone, 88, 44, 2},
    ZoneShape{SealCoding::kZone, 90, 30, 3},     ZoneShape{SealCoding::kZoneMrva, 72, 44, 2},
    ZoneShape{SealCoding::kZoneMrvb, 64, 36, 2},
};

const ZoneShape* shape_of(SealCoding coding, std::size_t characters) {
  const auto* const found = std::ranges::find_if(kZoneShapes, [&](const ZoneShape& shape) {
    return shape.coding == coding && shape.characters == characters;
  });
  return found == kZoneShapes.end() ? nullptr : found;
}

bool is_zone(SealCoding coding) {
  return coding == SealCoding::kZone || coding == SealCoding::kZoneMrva ||
         coding == SealCoding::kZoneMrvb;
}

Result<std::vector<std::string>> zone_lines(SealCoding coding, ByteView value) {
  GARITA_TRY(text, decode_c40(value));
  std::ranges::replace(text, ' ', '<');
  const auto* const shape = shape_of(coding, text.size());
  if (shape == nullptr) {
    return fail(Remedy::kReject, "no zone has " + std::to_string(text.size()) + " characters");
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < shape->lines; ++i) {
    lines.push_back(text.substr(i * shape->line, shape->line));
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::string decode_stay(ByteView value) {
  if (value.size() != 3) return {};
  const std::array<unsigned, 3> parts{value[0], value[1], value[2]};
  const auto all = [&](unsigned number) {
    return std::ranges::all_of(parts, [=](unsigned part) { return part == number; });
  };
  if (all(0)) return std::string(kStayUntilExpiry);
  if (all(255)) return std::string(kStaySetAtEntry);
  if (all(254)) return std::string(kStayTransit);
  std::string text = "P";
  if (parts[2] != 0) text += std::to_string(parts[2]) + "Y";
  if (parts[1] != 0) text += std::to_string(parts[1]) + "M";
  if (parts[0] != 0) text += std::to_string(parts[0]) + "D";
  return text;
}

/// YYYYMMDD or DD.MM.YYYY; a part of zeros is unknown.
Result<std::string> decode_date(std::string_view text) {
  std::string iso;
  if (text.size() == 8) {
    iso = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
          std::string(text.substr(6, 2));
  } else if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
    iso = std::string(text.substr(6, 4)) + "-" + std::string(text.substr(3, 2)) + "-" +
          std::string(text.substr(0, 2));
  } else {
    return fail(Remedy::kReject, "no date");
  }
  if (iso.starts_with("0000")) iso.replace(0, 4, "XXXX");
  if (iso.substr(5, 2) == "00") iso.replace(5, 2, "XX");
  if (iso.substr(8, 2) == "00") iso.replace(8, 2, "XX");
  GARITA_TRY(date, PartialDate::from_text(iso));
  return date.text();
}

Result<std::string> decode_number(ByteView value) {
  if (value.empty() || value.size() > 8) return fail(Remedy::kReject, "no number");
  std::uint64_t number = 0;
  for (const auto byte : value) number = number << 8 | byte;
  return std::to_string(number);
}

Result<std::string> decode_text(SealCoding coding, ByteView value) {
  switch (coding) {
    case SealCoding::kZone:
    case SealCoding::kZoneMrva:
    case SealCoding::kZoneMrvb: {
      GARITA_TRY(lines, zone_lines(coding, value));
      return joined(lines);
    }
    case SealCoding::kC40: {
      GARITA_TRY(text, decode_c40(value));
      return text.substr(0, text.find_last_not_of(' ') + 1);
    }
    case SealCoding::kUtf8:
      if (!is_plain_utf8(value)) return fail(Remedy::kReject, "no text in UTF-8");
      return std::string(text_of(value));
    case SealCoding::kNumber:
      return decode_number(value);
    case SealCoding::kEntries:
      if (std::ranges::all_of(value, [](auto byte) { return byte == 0; })) {
        return std::string(kEntriesUnlimited);
      }
      return decode_number(value);
    case SealCoding::kStay:
      return decode_stay(value);
    case SealCoding::kDate:
      return decode_date(text_of(value));
    case SealCoding::kValidity:
    case SealCoding::kBytes:
      break;
  }
  return to_hex(value);
}

std::string feature_name(std::uint8_t tag) { return "feature_" + to_hex(ByteView(&tag, 1)); }

/// Fills a SealContent from one seal.
class Reader {
 public:
  Reader(const Seal& seal, Date today) : seal_(seal), today_(today) {}

  SealContent read() {
    definition_ = find_seal_definition(seal_.header.definition);
    if (definition_ != nullptr) {
      const auto* const profile = known_profile();
      const auto* const named = profile != nullptr ? profile : definition_;
      add("document_type", std::string(named->document_type));
      for (const auto& feature : seal_.features) read_feature(feature, profile);
      look_for_missing();
    } else {
      content_.warnings.push_back("the document feature definition " +
                                  seal_.header.definition.text() +
                                  " is not known: its features are given as bytes");
      for (const auto& feature : seal_.features) add_unknown(feature);
    }
    if (!unknown_tags_.empty()) {
      content_.warnings.push_back("features that the definition does not have: " + unknown_tags_);
    }
    return std::move(content_);
  }

 private:
  [[nodiscard]] const SealDefinition* known_profile() const {
    for (const auto& feature : seal_.features) {
      const auto* const known = find_tag(*definition_, feature.tag);
      if (known != nullptr && known->name == kSealProfileField) {
        return find_seal_profile(to_hex(feature.value));
      }
    }
    return nullptr;
  }

  static const SealFeatureDefinition* find_tag(const SealDefinition& definition, std::uint8_t tag) {
    const auto found = std::ranges::find(definition.features, tag, &SealFeatureDefinition::tag);
    return found == definition.features.end() ? nullptr : &*found;
  }

  void add(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    if (find_field(content_.fields, name)) {
      content_.faults.push_back(name + " is told twice");
      return;
    }
    content_.fields.push_back({name, value});
  }

  void add_unknown(const SealFeature& feature) {
    add(feature_name(feature.tag), to_hex(feature.value));
  }

  void read_feature(const SealFeature& feature, const SealDefinition* profile) {
    const auto* known = find_tag(*definition_, feature.tag);
    if (known == nullptr && profile != nullptr) known = find_tag(*profile, feature.tag);
    if (known == nullptr) {
      unknown_tags_ += (unknown_tags_.empty() ? "" : ", ") + to_hex(ByteView(&feature.tag, 1));
      add_unknown(feature);
      return;
    }
    const auto size = feature.value.size();
    if (size == 0 && known->bytes_min == 0) return;
    if (size < known->bytes_min || size > known->bytes_max) {
      content_.faults.push_back(std::string(known->name) + " has " + std::to_string(size) +
                                " bytes, it may have " + std::to_string(known->bytes_min) + " to " +
                                std::to_string(known->bytes_max));
      add_unknown(feature);
      return;
    }
    if (known->coding == SealCoding::kValidity) return read_validity(feature, *known);
    const auto text = decode_text(known->coding, feature.value);
    if (!text) return read_failed(feature, *known, text.error());
    add(std::string(known->name), *text);
    if (is_zone(known->coding)) read_zone(known->coding, feature.value);
  }

  void read_failed(const SealFeature& feature, const SealFeatureDefinition& known,
                   const Error& error) {
    content_.faults.push_back(std::string(known.name) + " cannot be read: " + error.message);
    add_unknown(feature);
  }

  void read_validity(const SealFeature& feature, const SealFeatureDefinition& known) {
    const auto text = text_of(feature.value);
    const auto parting = text.find('\0');
    const auto from = text.substr(0, parting);
    const auto until = parting == std::string_view::npos ? "" : text.substr(parting + 1);
    for (const auto& [name, part] :
         {std::pair("valid_from", from), std::pair("valid_until", until)}) {
      if (part.empty()) continue;
      const auto date = decode_date(part);
      if (!date) return read_failed(feature, known, date.error());
      add(name, *date);
    }
  }

  /// What the zone says, under the names that a printed zone's fields have.
  void read_zone(SealCoding coding, ByteView value) {
    auto lines = zone_lines(coding, value);
    // A visa's optional data are not sealed.
    if (lines) lines->back().resize(lines->front().size(), '<');
    const auto mrz = lines ? parse_mrz(*lines, today_) : Result<Mrz>(Failure(lines.error()));
    if (!mrz) {
      content_.warnings.push_back("the sealed zone is none: " + mrz.error().message);
      return;
    }
    for (const auto& field : fields_of_mrz(*mrz)) add(field.name, field.value);
    for (const auto& check : mrz->checks) {
      if (!check.ok) {
        content_.warnings.push_back("a check digit of the sealed zone fails: " + check.name);
      }
    }
    const auto& state = mrz->fields.issuing_state;
    if (!state.empty() && state != seal_.header.issuing_state) {
      content_.warnings.push_back("the seal names another issuing State than its zone");
    }
  }

  void look_for_missing() {
    for (const auto& known : definition_->features) {
      if (known.need == SealNeed::kRequired && !present(known.tag)) lacks(known.name);
    }
    const bool visa = definition_->document_type == "visa";
    if (visa && !present(0x01) && !present(0x02)) lacks("mrz");
  }
  [[nodiscard]] bool present(std::uint8_t tag) const {
    return std::ranges::find(seal_.features, tag, &SealFeature::tag) != seal_.features.end();
  }
  void lacks(std::string_view name) {
    content_.faults.push_back("it lacks " + std::string(name) +
                              ", which every seal of the kind has");
  }

  const Seal& seal_;
  Date today_;
  const SealDefinition* definition_ = nullptr;
  std::string unknown_tags_;
  SealContent content_;
};

}  // namespace

SealContent read_seal_features(const Seal& seal, Date today) { return Reader(seal, today).read(); }

}  // namespace garita::reader
