#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "document-reader/payload/vds.h"

// The kinds of documents whose seals are known by their features.
namespace garita::reader {

/// How a feature's value is written, and what a field says instead.
enum class SealCoding {
  kZone,      ///< C40 of a zone: two lines of 36 or 44 or three of 30, joined by line ends
  kZoneMrva,  ///< C40 of 44 characters and the first 28 of the second line
  kZoneMrvb,  ///< C40 of 36 characters and the first 28 of the second line
  kC40,       ///< text; padded with spaces to the shortest length that the feature may have
  kUtf8,      ///< text
  kBytes,     ///< lower-case hexadecimal digits
  kNumber,    ///< unsigned, the highest byte first, at most eight: decimal digits
  kEntries,   ///< number of entries: decimal digits, "unlimited"
  kStay,      ///< duration of stay: ISO 8601 "P90D", "P1Y2M3D", or one of three words
  kDate,      ///< YYYYMMDD or DD.MM.YYYY in digits: YYYY-MM-DD
  kValidity,  ///< YYYYMMDD, a zero byte, YYYYMMDD, either may lack: two fields
};

enum class SealNeed { kRequired, kOptional };

struct SealFeatureDefinition {
  std::uint8_t tag = 0;
  std::string_view name;  ///< of the field
  SealCoding coding = SealCoding::kBytes;
  SealNeed need = SealNeed::kOptional;
  std::size_t bytes_min = 0;
  std::size_t bytes_max = 0;
};

struct SealDefinition {
  SealDefinitionId id;
  std::string_view document_type;  ///< "visa"
  std::span<const SealFeatureDefinition> features;
};

/// ICAO Doc 9303-7, 9.1 (visa) and Doc 9303-8, 6.1 (emergency travel document); Germany's by BSI
/// TR-03137 and TR-03171. Nothing when the definition is not known.
[[nodiscard]] const SealDefinition* find_seal_definition(SealDefinitionId id);

/// BSI TR-03171: what stands behind the general features follows a profile that is known by a
/// number of 16 bytes; `profile` in lower-case hexadecimal digits. Nothing when it is not known.
[[nodiscard]] const SealDefinition* find_seal_profile(std::string_view profile);
/// The field that tells the profile.
inline constexpr std::string_view kSealProfileField = "document_profile";

/// The words of SealCoding::kStay. Source: ICAO Doc 9303-7, table 1.
inline constexpr std::string_view kStayUntilExpiry = "until_visa_expires";
inline constexpr std::string_view kStaySetAtEntry = "decided_at_entry";
inline constexpr std::string_view kStayTransit = "transit_without_entry";
/// The word of SealCoding::kEntries for no limit.
inline constexpr std::string_view kEntriesUnlimited = "unlimited";

}  // namespace garita::reader
