#include "schema/crypto/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <climits>

namespace garita {
namespace {

void wipe(Bytes& bytes) {
  if (!bytes.empty()) OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

void fill_random(std::span<std::uint8_t> bytes) {
  ensure(bytes.size() <= INT_MAX, "random bytes are asked for in small portions");
  if (bytes.empty()) return;
  ensure(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
         "the system's random generator works");
}

}  // namespace

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(bytes_);
  bytes_ = std::move(other.bytes_);
  other.bytes_.clear();
  return *this;
}

Secret::~Secret() { wipe(bytes_); }

Secret Secret::copy_of(ByteView bytes) { return Secret(Bytes(bytes.begin(), bytes.end())); }

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  fill_random(bytes);
  return bytes;
}

Secret random_secret(std::size_t count) {
  Secret secret(count);
  fill_random(secret.writable());
  return secret;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace garita
