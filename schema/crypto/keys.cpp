#include "schema/crypto/keys.h"

#include <openssl/ec.h>
#include <openssl/pem.h>

#include "schema/crypto/hash.h"
#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/private_file.h"

namespace garita {
namespace {

constexpr std::size_t kScalarBytes = kSignatureBytes / 2;
constexpr std::size_t kKeyFileBytesMax = 16 * 1024;

/// ECDSA-Sig-Value in DER (RFC 3279, 2.2.3) as r and s of 32 bytes each.
Bytes raw_signature(const Bytes& der) {
  const unsigned char* at = der.data();
  const openssl::Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  ensure(signature != nullptr, "what OpenSSL signs it can read");
  Bytes raw(kSignatureBytes);
  const int scalar_bytes = static_cast<int>(kScalarBytes);
  const bool fits =
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), scalar_bytes) == scalar_bytes &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + kScalarBytes, scalar_bytes) ==
          scalar_bytes;
  ensure(fits, "r and s of P-256 have 32 bytes");
  return raw;
}

Bytes der_signature(ByteView raw) {
  const openssl::Signature signature(ECDSA_SIG_new());
  const int scalar_bytes = static_cast<int>(kScalarBytes);
  BIGNUM* r = BN_bin2bn(raw.data(), scalar_bytes, nullptr);
  BIGNUM* s = BN_bin2bn(raw.data() + kScalarBytes, scalar_bytes, nullptr);
  ensure(ECDSA_SIG_set0(signature.get(), r, s) == 1, "two numbers make a signature");
  return openssl::der_of<i2d_ECDSA_SIG>(signature.get());
}

}  // namespace

Result<PublicKey> PublicKey::from_der(ByteView der) {
  const unsigned char* at = der.data();
  openssl::Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  const bool whole = key != nullptr && at == der.data() + der.size();
  if (!whole || !openssl::is_p256(key.get())) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "this is no public key on P-256");
  }
  return openssl::public_key_of(key.get());
}

Result<PublicKey> openssl::public_key_of(EVP_PKEY* key) {
  if (!is_p256(key)) return fail(Remedy::kReject, "this is no public key on P-256");
  EVP_PKEY_up_ref(key);
  auto handle = std::make_shared<const PublicKey::Handle>(PublicKey::Handle{Key(key)});
  return PublicKey(der_of<i2d_PUBKEY>(key), std::move(handle));
}

PrivateKey::PrivateKey(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate() {
  openssl::Key key(EVP_EC_gen("P-256"));
  ensure(key != nullptr, "OpenSSL makes keys on P-256");
  return PrivateKey(std::make_unique<Handle>(Handle{std::move(key)}));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const auto bio = openssl::reader_of(bytes_of(pem));
  // The callback answers for a password: without one OpenSSL would ask on the terminal.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  openssl::Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (key == nullptr || !openssl::is_p256(key.get())) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kRepair, "this is no private key on P-256 in PEM");
  }
  return PrivateKey(std::make_unique<Handle>(Handle{std::move(key)}));
}

Result<PrivateKey> PrivateKey::load(const std::filesystem::path& file) {
  GARITA_TRY(pem, load_private_file(file, kKeyFileBytesMax));
  auto key = from_pem(text_of(pem.view()));
  if (!key) return fail(key.error(), file.string());
  return key;
}

Secret PrivateKey::pem() const {
  const openssl::Bio bio(BIO_new(BIO_s_secmem()));
  const bool written = PEM_write_bio_PKCS8PrivateKey(bio.get(), handle_->key.get(), nullptr,
                                                     nullptr, 0, nullptr, nullptr) == 1;
  ensure(written, "a key can be written as PEM");
  return Secret(openssl::written_to(bio));
}

Result<void> PrivateKey::save(const std::filesystem::path& file) const {
  return save_private_file(file, pem().view());
}

PublicKey PrivateKey::public_key() const {
  auto key = PublicKey::from_der(openssl::der_of<i2d_PUBKEY>(handle_->key.get()));
  ensure(key.has_value(), "the public half of a P-256 key is a P-256 key");
  return *std::move(key);
}

Bytes PrivateKey::sign(ByteView message) const {
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_MD_CTX* at = context.get();
  std::size_t size = 0;
  bool done = EVP_DigestSignInit(at, nullptr, EVP_sha256(), nullptr, handle_->key.get()) == 1 &&
              EVP_DigestSign(at, nullptr, &size, message.data(), message.size()) == 1;
  Bytes der(size);
  done = done && EVP_DigestSign(at, der.data(), &size, message.data(), message.size()) == 1;
  ensure(done, "a P-256 key signs whatever it is given");
  der.resize(size);
  return raw_signature(der);
}

bool verify_signature(const PublicKey& key, ByteView message, ByteView signature) {
  if (signature.size() != kSignatureBytes) return false;
  const Bytes der = der_signature(signature);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_MD_CTX* at = context.get();
  const bool right =
      EVP_DigestVerifyInit(at, nullptr, EVP_sha256(), nullptr, key.handle().key.get()) == 1 &&
      EVP_DigestVerify(at, der.data(), der.size(), message.data(), message.size()) == 1;
  if (!right) static_cast<void>(openssl::last_error());
  return right;
}

}  // namespace garita
