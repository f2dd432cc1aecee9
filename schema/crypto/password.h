#pragma once

#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// How hard a password's verifier is to compute (scrypt, RFC 7914): N = 2^log2_n, block size r,
/// parallelism p. The default takes 32 MiB and about a tenth of a second.
struct ScryptCost {
  unsigned log2_n = 15;
  unsigned r = 8;
  unsigned p = 1;
};

/// "scrypt$15$8$1$SALT$HASH", salt and hash in hexadecimal: can be stored and sent to the posts.
[[nodiscard]] std::string make_password_verifier(std::string_view password, ScryptCost cost = {});
/// Whether it is one that a password can be checked against, within 256 MiB.
[[nodiscard]] bool is_password_verifier(std::string_view verifier);
/// False too when the verifier cannot be understood or asks for more than 256 MiB.
[[nodiscard]] bool check_password(std::string_view password, std::string_view verifier);

}  // namespace garita
