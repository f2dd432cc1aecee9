#include <algorithm>
#include <charconv>
#include <optional>

#include "document-reader/payload/vds_definitions.h"
#include "document-reader/payload/vds_features.h"
#include "document-reader/payload/vds_text.h"

namespace garita::reader {
namespace {

constexpr std::string_view kUnknownPrefix = "feature_";

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  if (digits.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

Failure wrong(std::string_view what) { return fail(Remedy::kReject, std::string(what)); }

/// The characters of the lines, of which the last may be cut to what is sealed.
Result<Bytes> encode_zone(SealCoding coding, std::string_view value) {
  std::string text;
  std::vector<std::size_t> lengths{0};
  for (const char c : value) {
    if (c == '\n') {
      lengths.push_back(0);
      continue;
    }
    text.push_back(c);
    ++lengths.back();
  }
  const std::vector<std::size_t> mrva{44, 28};
  const std::vector<std::size_t> mrvb{36, 28};
  const bool fits = coding == SealCoding::kZoneMrva ? lengths == mrva
                    : coding == SealCoding::kZoneMrvb
                        ? lengths == mrvb
                        : lengths == std::vector<std::size_t>{36, 36} ||
                              lengths == std::vector<std::size_t>{44, 44} ||
                              lengths == std::vector<std::size_t>{30, 30, 30};
  if (!fits) return wrong("lines of a length that no sealed zone has");
  return encode_c40(text);
}

Result<Bytes> encode_number(std::string_view value, std::size_t bytes_max) {
  const auto number = number_of(value);
  if (!number) return wrong("no number");
  Bytes bytes;
  for (std::uint64_t rest = *number; rest != 0 || bytes.empty(); rest >>= 8) {
    bytes.insert(bytes.begin(), static_cast<std::uint8_t>(rest & 0xFF));
  }
  if (bytes.size() > bytes_max) return wrong("too large a number");
  return bytes;
}

/// ISO 8601 "P1Y2M3D" as days, months, years of a byte each.
Result<Bytes> encode_stay(std::string_view value) {
  if (value == kStayUntilExpiry) return Bytes{0, 0, 0};
  if (value == kStaySetAtEntry) return Bytes{255, 255, 255};
  if (value == kStayTransit) return Bytes{254, 254, 254};
  if (!value.starts_with('P') || value.size() < 3) return wrong("no duration of stay");
  value.remove_prefix(1);
  Bytes bytes(3);
  for (const auto& [unit, place] : {std::pair('Y', 2), std::pair('M', 1), std::pair('D', 0)}) {
    const auto end = value.find(unit);
    if (end == std::string_view::npos) continue;
    const auto number = number_of(value.substr(0, end));
    if (!number || *number > 255) return wrong("no duration of stay");
    bytes[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(*number);
    value.remove_prefix(end + 1);
  }
  const bool reserved = bytes == Bytes(3, 0) || bytes == Bytes(3, 254) || bytes == Bytes(3, 255);
  if (!value.empty() || reserved) return wrong("no duration of stay that a seal can say");
  return bytes;
}

Result<Bytes> encode_date(std::string_view value) {
  GARITA_TRY(date, PartialDate::from_text(value));
  std::string text = date.text();
  std::ranges::replace(text, 'X', '0');
  std::erase(text, '-');
  return copy_of(bytes_of(text));
}

Result<Bytes> encode_value(const SealFeatureDefinition& known, std::string_view value) {
  switch (known.coding) {
    case SealCoding::kZone:
    case SealCoding::kZoneMrva:
    case SealCoding::kZoneMrvb:
      return encode_zone(known.coding, value);
    case SealCoding::kC40: {
      std::string text(value);
      const auto shortest = known.bytes_min / 2 * 3;
      if (text.size() < shortest) text.resize(shortest, '<');
      return encode_c40(text);
    }
    case SealCoding::kUtf8:
      if (!is_plain_utf8(bytes_of(value))) return wrong("no text in UTF-8");
      return copy_of(bytes_of(value));
    case SealCoding::kNumber:
      return encode_number(value, known.bytes_max);
    case SealCoding::kEntries:
      return encode_number(value == kEntriesUnlimited ? "0" : value, 1);
    case SealCoding::kStay:
      return encode_stay(value);
    case SealCoding::kDate:
      return encode_date(value);
    case SealCoding::kBytes:
    case SealCoding::kValidity:
      break;
  }
  return from_hex(value);
}

/// Version 0.8 of BSI TR-03171 has both dates in one feature.
bool is_validity(const SealDefinition& definition, std::string_view name) {
  return (name == "valid_from" || name == "valid_until") &&
         std::ranges::find(definition.features, SealCoding::kValidity,
                           &SealFeatureDefinition::coding) != definition.features.end();
}

class Encoder {
 public:
  explicit Encoder(SealDefinitionId id) : definition_(find_seal_definition(id)) {}

  Result<void> add(const PayloadField& field) {
    auto done = add_unnamed(field);
    if (!done) return fail(done.error(), field.name);
    return {};
  }
  std::vector<SealFeature> features() { return std::move(features_); }

 private:
  Result<void> add_unnamed(const PayloadField& field) {
    if (field.name.starts_with(kUnknownPrefix)) return add_bytes(field);
    if (definition_ != nullptr && is_validity(*definition_, field.name)) return add_validity(field);
    const auto* const known = find(field);
    if (known == nullptr) return wrong("the definition has no such feature");
    GARITA_TRY(value, encode_value(*known, field.value));
    if (value.size() < known->bytes_min || value.size() > known->bytes_max) {
      return wrong("does not fit into the feature");
    }
    if (known->name == kSealProfileField) profile_ = find_seal_profile(field.value);
    features_.push_back({known->tag, std::move(value)});
    return {};
  }

  [[nodiscard]] const SealFeatureDefinition* find(const PayloadField& field) const {
    for (const auto* const definition : {definition_, profile_}) {
      if (definition == nullptr) continue;
      for (const auto& known : definition->features) {
        if (known.name == field.name && takes(known, field.value)) return &known;
      }
    }
    return nullptr;
  }
  /// A visa's zone has one of two tags, by the length of its first line.
  static bool takes(const SealFeatureDefinition& known, std::string_view value) {
    if (known.coding == SealCoding::kZoneMrva) return value.find('\n') == 44;
    return true;
  }

  Result<void> add_bytes(const PayloadField& field) {
    GARITA_TRY(tag, from_hex(std::string_view(field.name).substr(kUnknownPrefix.size())));
    if (tag.size() != 1) return wrong("a tag has two hexadecimal digits");
    GARITA_TRY(value, from_hex(field.value));
    features_.push_back({tag[0], std::move(value)});
    return {};
  }

  Result<void> add_validity(const PayloadField& field) {
    GARITA_TRY(date, encode_date(field.value));
    auto place = std::ranges::find(features_, 0x01, &SealFeature::tag);
    if (place == features_.end()) place = features_.insert(place, {0x01, Bytes{0}});
    const auto at = field.name == "valid_from" ? place->value.begin() : place->value.end();
    place->value.insert(at, date.begin(), date.end());
    return {};
  }

  const SealDefinition* definition_;
  const SealDefinition* profile_ = nullptr;
  std::vector<SealFeature> features_;
};

}  // namespace

Result<std::vector<SealFeature>> encode_seal_features(SealDefinitionId definition,
                                                      std::span<const PayloadField> fields) {
  Encoder encoder(definition);
  for (const auto& field : fields) GARITA_CHECK(encoder.add(field));
  return encoder.features();
}

}  // namespace garita::reader
