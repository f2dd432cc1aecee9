#include "schema/crypto/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "schema/vocabulary/result.h"

namespace garita {
namespace {

constexpr std::int64_t kStepMilliseconds = 30'000;
constexpr std::size_t kSha1Bytes = 20;
constexpr std::uint32_t kCodes = 1'000'000;

std::array<std::uint8_t, kSha1Bytes> hmac_sha1(const Secret& key, ByteView message) {
  std::array<std::uint8_t, kSha1Bytes> hash{};
  unsigned size = 0;
  const auto* done = HMAC(EVP_sha1(), key.view().data(), static_cast<int>(key.size()),
                          message.data(), message.size(), hash.data(), &size);
  ensure(done != nullptr && size == hash.size(), "HMAC-SHA-1 of a short message does not fail");
  return hash;
}

/// Everything but what a URI may have as it is (RFC 3986, 2.3).
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += kHex[byte >> 4U];
    encoded += kHex[byte & 15U];
  }
  return encoded;
}

}  // namespace

std::uint64_t totp_step(Instant moment) {
  return moment.milliseconds < 0
             ? 0
             : static_cast<std::uint64_t>(moment.milliseconds / kStepMilliseconds);
}

std::string totp_code(const Secret& key, std::uint64_t step) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[counter.size() - 1 - i] = static_cast<std::uint8_t>(step >> (8 * i));
  const auto hash = hmac_sha1(key, counter);
  const std::size_t offset = hash.back() & 15U;
  std::uint32_t number = hash[offset] & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) number = (number << 8U) | hash[offset + i];
  std::string code = std::to_string(number % kCodes);
  return std::string(kTotpDigits - code.size(), '0') + code;
}

std::optional<std::uint64_t> step_of_code(const Secret& key, std::string_view code, Instant now,
                                          std::uint64_t after) {
  const std::uint64_t current = totp_step(now);
  std::optional<std::uint64_t> found;
  for (const std::uint64_t step : {current + 1, current, current - (current > 0 ? 1 : 0)}) {
    // Each is compared, whatever was found before: the time taken says nothing.
    const bool same = equal_in_constant_time(bytes_of(totp_code(key, step)), bytes_of(code));
    if (same && step > after) found = step;
  }
  return found;
}

std::string to_base32(ByteView bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[(held >> (bits - 5)) & 31U];
  }
  if (bits > 0) text += kAlphabet[(held << (5 - bits)) & 31U];
  return text;
}

std::string totp_uri(std::string_view issuer, std::string_view account, const Secret& key) {
  const std::string by = percent_encoded(issuer);
  return "otpauth://totp/" + by + ":" + percent_encoded(account) +
         "?secret=" + to_base32(key.view()) + "&issuer=" + by;
}

}  // namespace garita
