#pragma once

#include <map>
#include <optional>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// How the keys of officers' telephones (schema/crypto/totp.h) stand in a list of officers: each
/// sealed under a key of that list alone, which is sealed to each station that may have it.

inline constexpr std::size_t kSecondFactorsKeyBytes = 32;

[[nodiscard]] Bytes seal_second_factor(const Secret& list_key, const OfficerId& officer,
                                       const Secret& totp_key);
/// Remedy: reject, when it was sealed under another key, or for another officer.
[[nodiscard]] Result<Secret> open_second_factor(const Secret& list_key, const OfficerId& officer,
                                                ByteView sealed);

/// The list's key as it is sealed to each station (schema/crypto/envelope.h): "second_factor_keys"
/// of the list, base64 by station. Empty where there are none. Remedy: reject, as parse_officers.
[[nodiscard]] Result<std::map<StationId, Bytes>> second_factor_keys(ByteView officers);

}  // namespace garita
