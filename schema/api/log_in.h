#pragma once

#include <string>
#include <string_view>

#include "schema/api/session.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// openapi.yaml, Credentials.
struct Credentials {
  OfficerId officer;
  std::string password;
  std::string code = {};  ///< of the second factor; "": none was given
};
inline constexpr std::size_t kOfficerBytesMax = 64;
inline constexpr std::size_t kPasswordBytesMax = 256;
inline constexpr std::size_t kCodeBytesMax = 16;

/// Remedy: reject.
[[nodiscard]] Result<Credentials> parse_credentials(std::string_view json);

/// openapi.yaml, Session.
[[nodiscard]] std::string session_json(const Session& session, Instant expires_at,
                                       std::chrono::milliseconds lock_after);

}  // namespace garita
