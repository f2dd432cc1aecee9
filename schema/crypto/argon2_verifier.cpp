#include "schema/crypto/argon2_verifier.h"

#include <argon2.h>

#include <charconv>
#include <optional>

#include "schema/crypto/secret.h"

namespace garita::argon2 {
namespace {

constexpr std::string_view kBegin = "$argon2id$v=19$m=";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
/// In base64 without padding: 8 to 64 bytes of salt, 16 to 64 of hash.
constexpr std::size_t kSaltCharactersMin = 11;
constexpr std::size_t kHashCharactersMin = 22;
constexpr std::size_t kPartCharactersMax = 86;
constexpr std::uint32_t kMemoryKibMax = 256 * 1024;
constexpr std::uint32_t kLanesMax = 4;
/// What all passes write together: about a second.
constexpr std::uint64_t kWrittenKibMax = std::uint64_t{1024} * 1024;

/// Takes `before` and a number that follows it off the beginning.
std::optional<std::uint32_t> take_number(std::string_view& text, std::string_view before) {
  if (!text.starts_with(before)) return std::nullopt;
  text.remove_prefix(before.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool is_base64(std::string_view text, std::size_t characters_min) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return text.size() >= characters_min && text.size() <= kPartCharactersMax &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

bool affordable(const Argon2Cost& cost) {
  if (cost.lanes < 1 || cost.lanes > kLanesMax || cost.passes < 1) return false;
  // RFC 9106, 3.1: at least 8 KiB for each lane.
  if (cost.memory_kib < 8 * cost.lanes || cost.memory_kib > kMemoryKibMax) return false;
  return std::uint64_t{cost.memory_kib} * cost.passes <= kWrittenKibMax;
}

}  // namespace

std::string make_verifier(std::string_view password, const Argon2Cost& cost) {
  ensure(affordable(cost), "the cost of a password is within the limits");
  const Bytes salt = random_bytes(kSaltBytes);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSaltBytes,
                                        kHashBytes, Argon2_id),
                      '\0');
  const int made = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(),
                                         password.size(), salt.data(), salt.size(), kHashBytes,
                                         encoded.data(), encoded.size());
  ensure(made == ARGON2_OK, "Argon2id works within the limits");
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool is_verifier(std::string_view verifier) {
  const auto memory = take_number(verifier, kBegin);
  const auto passes = take_number(verifier, ",t=");
  const auto lanes = take_number(verifier, ",p=");
  if (!memory || !passes || !lanes || !affordable({*memory, *passes, *lanes})) return false;
  if (!verifier.starts_with('$')) return false;
  verifier.remove_prefix(1);
  const std::size_t between = verifier.find('$');
  return between != std::string_view::npos &&
         is_base64(verifier.substr(0, between), kSaltCharactersMin) &&
         is_base64(verifier.substr(between + 1), kHashCharactersMin);
}

bool check(std::string_view password, std::string_view verifier) {
  const std::string encoded(verifier);
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace garita::argon2
