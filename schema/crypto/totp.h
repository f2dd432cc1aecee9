#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// Codes that a telephone shows (RFC 6238): HMAC-SHA-1, which every authenticator knows, 30
/// seconds a step, 6 digits.
inline constexpr std::size_t kTotpDigits = 6;
/// As long as the hash (RFC 4226, section 4, R6).
inline constexpr std::size_t kTotpKeyBytes = 20;

/// How many steps have passed since 1970-01-01 UTC; 0 before.
[[nodiscard]] std::uint64_t totp_step(Instant moment);
/// RFC 4226, 5.3, with the step for the counter.
[[nodiscard]] std::string totp_code(const Secret& key, std::uint64_t step);
/// The step whose code this is: the one of `now`, or the one before or behind it, since clocks
/// differ; only one above `after`, so that a code counts once. Absent: it is none of them.
[[nodiscard]] std::optional<std::uint64_t> step_of_code(const Secret& key, std::string_view code,
                                                        Instant now, std::uint64_t after);

/// RFC 4648, section 6, without padding.
[[nodiscard]] std::string to_base32(ByteView bytes);
/// "otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER", as authenticators read it off a screen.
[[nodiscard]] std::string totp_uri(std::string_view issuer, std::string_view account,
                                   const Secret& key);

}  // namespace garita
