#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// How hard a password's verifier is to compute (Argon2id, RFC 9106): memory, passes over it, and
/// lanes. The default takes 32 MiB and about a tenth of a second.
struct Argon2Cost {
  std::uint32_t memory_kib = 32 * 1024;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;
};

/// "$argon2id$v=19$m=32768,t=3,p=1$SALT$HASH", as the Argon2 library writes it, with a salt of 16
/// random bytes: can be stored and sent to the posts.
[[nodiscard]] std::string make_password_verifier(std::string_view password, Argon2Cost cost = {});
/// Whether it is one that a password can be checked against: Argon2id with at most 256 MiB, 4
/// lanes and 1 GiB written in all, or, from before, scrypt ("scrypt$15$8$1$SALT$HASH", RFC 7914)
/// with at most 256 MiB.
[[nodiscard]] bool is_password_verifier(std::string_view verifier);
/// False too when the verifier cannot be understood or asks for more than that, which is found
/// before anything is computed.
[[nodiscard]] bool check_password(std::string_view password, std::string_view verifier);

}  // namespace garita
