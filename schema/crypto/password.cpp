#include "schema/crypto/password.h"

#include <openssl/evp.h>

#include <charconv>
#include <optional>
#include <vector>

#include "schema/crypto/argon2_verifier.h"
#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/secret.h"

namespace garita {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::uint64_t kMemoryBytesMax = std::uint64_t{256} * 1024 * 1024;
constexpr std::string_view kScheme = "scrypt";

/// N = 2^log2_n, block size r, parallelism p.
struct ScryptCost {
  unsigned log2_n = 0;
  unsigned r = 0;
  unsigned p = 0;
};

/// Of officers who have had no new password since verifiers are Argon2id's.
struct ScryptVerifier {
  ScryptCost cost;
  Bytes salt;
  Bytes hash;
};

std::optional<Bytes> scrypt(std::string_view password, ByteView salt, const ScryptCost& cost) {
  Bytes hash(kHashBytes);
  const bool made = EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(),
                                   std::uint64_t{1} << cost.log2_n, cost.r, cost.p,
                                   kMemoryBytesMax + 1024 * 1024, hash.data(), hash.size()) == 1;
  if (made) return hash;
  static_cast<void>(openssl::last_error());
  return std::nullopt;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find('$');
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool affordable(const ScryptCost& cost) {
  if (cost.log2_n < 1 || cost.log2_n > 22 || cost.r < 1 || cost.r > 64) return false;
  if (cost.p < 1 || cost.p > 16) return false;
  return std::uint64_t{128} * cost.r * (std::uint64_t{1} << cost.log2_n) <= kMemoryBytesMax;
}

std::optional<ScryptVerifier> parse_scrypt(std::string_view text) {
  const auto parts = split(text);
  if (parts.size() != 6 || parts[0] != kScheme) return std::nullopt;
  const auto log2_n = number(parts[1]);
  const auto r = number(parts[2]);
  const auto p = number(parts[3]);
  auto salt = from_hex(parts[4]);
  auto hash = from_hex(parts[5]);
  if (!log2_n || !r || !p || !salt || !hash || hash->size() != kHashBytes) return std::nullopt;
  const ScryptVerifier verifier{ScryptCost{*log2_n, *r, *p}, *std::move(salt), *std::move(hash)};
  if (!affordable(verifier.cost)) return std::nullopt;
  return verifier;
}

}  // namespace

std::string make_password_verifier(std::string_view password, Argon2Cost cost) {
  return argon2::make_verifier(password, cost);
}

bool is_password_verifier(std::string_view verifier) {
  return argon2::is_verifier(verifier) || parse_scrypt(verifier).has_value();
}

bool check_password(std::string_view password, std::string_view verifier) {
  if (argon2::is_verifier(verifier)) return argon2::check(password, verifier);
  const auto parsed = parse_scrypt(verifier);
  if (!parsed) return false;
  const auto hash = scrypt(password, parsed->salt, parsed->cost);
  return hash && equal_in_constant_time(*hash, parsed->hash);
}

}  // namespace garita
