#pragma once

#include <string>
#include <string_view>

#include "schema/crypto/password.h"

// For password.cpp alone: the one place that calls the Argon2 library.
namespace garita::argon2 {

/// The cost must be within the limits of is_password_verifier.
[[nodiscard]] std::string make_verifier(std::string_view password, const Argon2Cost& cost);
/// Of this scheme and within the limits.
[[nodiscard]] bool is_verifier(std::string_view verifier);
/// `verifier` must be one.
[[nodiscard]] bool check(std::string_view password, std::string_view verifier);

}  // namespace garita::argon2
