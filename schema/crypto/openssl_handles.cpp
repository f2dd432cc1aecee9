#include "schema/crypto/openssl_handles.h"

#include <openssl/err.h>

#include <array>
#include <climits>

namespace garita::openssl {

std::string last_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "no reason given";
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

Bio reader_of(ByteView bytes) {
  ensure(bytes.size() <= INT_MAX, "what OpenSSL reads is far smaller than 2 GiB");
  // Of nothing OpenSSL makes no buffer, and a negative size would mean "up to the first zero".
  const void* at = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
  Bio bio(BIO_new_mem_buf(at, static_cast<int>(bytes.size())));
  ensure(bio != nullptr, "a memory buffer of OpenSSL can be made");
  return bio;
}

Bytes written_to(const Bio& memory) {
  char* at = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &at);
  return copy_of(bytes_of({at, static_cast<std::size_t>(size)}));
}

X509Certificate parsed(const Bytes& certificate_der) {
  const unsigned char* at = certificate_der.data();
  X509Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(certificate_der.size())));
  ensure(certificate != nullptr, "a Certificate holds a certificate");
  return certificate;
}

Key parsed_key(const Bytes& subject_public_key_der) {
  const unsigned char* at = subject_public_key_der.data();
  Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(subject_public_key_der.size())));
  ensure(key != nullptr, "a PublicKey holds a key");
  return key;
}

bool is_p256(const EVP_PKEY* key) {
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return false;
  std::array<char, 64> group{};
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1) return false;
  return std::string_view(group.data()) == "prime256v1";
}

}  // namespace garita::openssl
