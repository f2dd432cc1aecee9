#include "central-sync/server/refusals.h"

#include "schema/vocabulary/bytes.h"

namespace garita::central {
namespace {

constexpr std::size_t kCharactersMax = 64;
constexpr std::size_t kFingerprintBytes = 8;

}  // namespace

std::optional<std::size_t> LineLimit::admit(Instant now) {
  if (!minute_began_ || now - *minute_began_ >= std::chrono::minutes(1)) {
    minute_began_ = now;
    lines_ = 0;
  }
  if (lines_ >= lines_max_) {
    ++left_out_;
    return std::nullopt;
  }
  ++lines_;
  return std::exchange(left_out_, 0);
}

std::optional<std::size_t> LineLimits::admit(const std::string& address, Instant now) {
  const auto [found, is_new] = limits_.try_emplace(address, lines_max_);
  const auto admitted = found->second.admit(now);
  if (!is_new) return admitted;
  oldest_first_.push_back(address);
  if (oldest_first_.size() > addresses_max_) {
    limits_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
  return admitted;
}

std::string for_the_log(std::string_view text) {
  std::string line(text.substr(0, kCharactersMax));
  for (char& c : line)
    if (c < ' ' || c > '~') c = '?';
  return text.size() > kCharactersMax ? line + "..." : line;
}

std::string words_about(const Certificate& certificate) {
  const auto role = certificate.role();
  const auto fingerprint = certificate.fingerprint();
  return "certificate of '" + for_the_log(certificate.common_name()) + "' (" +
         (role ? std::string(role_name(*role)) : "no role of ours") + ", SHA-256 " +
         to_hex(ByteView(fingerprint).first(kFingerprintBytes)) + "...)";
}

}  // namespace garita::central
