#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document-reader/payload/aamva_elements.h"

namespace garita::reader {

/// "NONE", "UNAVL" and blanks stand for nothing (D.12.2: the issuer has no such data).
[[nodiscard]] bool says_nothing(std::string_view value);

/// CCYYMMDD and MMDDCCYY are told apart by what they give: a year from 1800 to 2199, or 9999 for a
/// card that does not expire. No eight digits mean both. Issuers do not keep to the one that the
/// standard gives them. What follows the eight digits does not count. ISO 8601, or nothing.
[[nodiscard]] std::optional<std::string> aamva_date(std::string_view value);

/// "601", "6'-01\"" (feet and inches), "073 IN", "73" (inches), "185 CM", "185" (centimetres), as
/// whole centimetres; nothing when it is none of these or no height of a person.
[[nodiscard]] std::optional<std::string> aamva_height_cm(std::string_view value);

/// The value as the field of this form has it. Nothing when it is not of the form: the caller keeps
/// it under the element's id.
[[nodiscard]] std::optional<std::string> aamva_value(std::string_view value, AamvaForm form);

}  // namespace garita::reader
