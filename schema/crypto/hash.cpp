#include "schema/crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <algorithm>

#include "schema/crypto/openssl_handles.h"

namespace garita {

namespace {

/// Looked up once: OpenSSL 3 otherwise looks for its own SHA-256 under locks at every hash, which
/// costs more than hashing a record does. Never changes, so threads share it.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  ensure(method != nullptr, "OpenSSL knows SHA-256");
  return method;
}

void begin(EVP_MD_CTX* context) {
  ensure(EVP_DigestInit_ex(context, sha256_method(), nullptr) == 1, "a digest begins");
}
void add_to(EVP_MD_CTX* context, ByteView data) {
  ensure(EVP_DigestUpdate(context, data.data(), data.size()) == 1,
         "a digest that was not ended takes more");
}
Digest end(EVP_MD_CTX* context) {
  Digest digest{};
  ensure(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1, "a digest is ended once");
  return digest;
}

}  // namespace

struct Sha256::State {
  openssl::DigestContext context{EVP_MD_CTX_new()};
};

Digest sha256(ByteView data) {
  // A thread's own, made once: every record is hashed three times.
  thread_local const openssl::DigestContext context(EVP_MD_CTX_new());
  begin(context.get());
  add_to(context.get(), data);
  return end(context.get());
}

Sha256::Sha256() : state_(std::make_unique<State>()) { begin(state_->context.get()); }

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

Sha256& Sha256::add(ByteView data) {
  add_to(state_->context.get(), data);
  return *this;
}

Digest Sha256::digest() { return end(state_->context.get()); }

Digest keyed_hash(const Secret& key, ByteView data) {
  Digest digest{};
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), key.view().data(), static_cast<int>(key.size()),
                          data.data(), data.size(), digest.data(), &size);
  ensure(made != nullptr && size == kSha256Bytes, "HMAC-SHA256 gives 32 bytes");
  return digest;
}

Secret derive_key(const Secret& key, ByteView salt, ByteView info, std::size_t bytes) {
  openssl::KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  ensure(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1, "OpenSSL knows HKDF");
  const auto size = [](ByteView view) { return static_cast<int>(view.size()); };
  EVP_PKEY_CTX* at = context.get();
  // OpenSSL refuses to set what is empty, and takes what was not set as empty.
  const bool set =
      EVP_PKEY_CTX_set_hkdf_md(at, EVP_sha256()) == 1 &&
      (salt.empty() || EVP_PKEY_CTX_set1_hkdf_salt(at, salt.data(), size(salt)) == 1) &&
      EVP_PKEY_CTX_set1_hkdf_key(at, key.view().data(), size(key.view())) == 1 &&
      (info.empty() || EVP_PKEY_CTX_add1_hkdf_info(at, info.data(), size(info)) == 1);
  ensure(set, "HKDF takes a key, a salt and an info");
  Secret derived(bytes);
  std::size_t made = bytes;
  ensure(EVP_PKEY_derive(at, derived.writable().data(), &made) == 1 && made == bytes,
         "HKDF gives at most 255 blocks");
  return derived;
}

Result<Digest> digest_from(ByteView bytes) {
  if (bytes.size() != kSha256Bytes) return fail(Remedy::kReject, "a digest has 32 bytes");
  Digest digest{};
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace garita
