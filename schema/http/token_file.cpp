#include "schema/http/token_file.h"

#include "schema/api/session.h"
#include "schema/crypto/private_file.h"

namespace garita {

namespace {

constexpr std::size_t kTokenBytesMax = 256;

}  // namespace

Result<std::string> load_or_make_token(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    GARITA_CHECK(save_private_file(file, bytes_of(make_session_token())));
  }
  GARITA_TRY(stored, load_private_file(file, kTokenBytesMax));
  std::string token(text_of(stored.view()));
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
  return token;
}

}  // namespace garita
