#include "schema/crypto/seal_signature.h"

#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "schema/crypto/openssl_handles.h"

namespace garita {
namespace {

struct SealCurve {
  std::string_view name;
  const char* group;  ///< OpenSSL's name
  std::size_t scalar_bytes;
  const EVP_MD* (*hash)();
};
/// ICAO Doc 9303-13, 2.4: the hash is deduced from the bit length of the order of the base point.
constexpr std::array kCurves{
    SealCurve{"P-224", "secp224r1", 28, EVP_sha224},
    SealCurve{"P-256", "prime256v1", 32, EVP_sha256},
    SealCurve{"P-384", "secp384r1", 48, EVP_sha384},
    SealCurve{"brainpoolP224r1", "brainpoolP224r1", 28, EVP_sha224},
    SealCurve{"brainpoolP256r1", "brainpoolP256r1", 32, EVP_sha256},
    SealCurve{"brainpoolP320r1", "brainpoolP320r1", 40, EVP_sha384},
    SealCurve{"brainpoolP384r1", "brainpoolP384r1", 48, EVP_sha384},
    SealCurve{"brainpoolP512r1", "brainpoolP512r1", 64, EVP_sha512},
};

/// The place of the key's curve among kCurves.
Result<std::size_t> curve_of(const EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) {
    const char* kind = OBJ_nid2sn(EVP_PKEY_get_base_id(key));
    return fail(Remedy::kReject, std::string("seals are signed with ECDSA, this key is ") +
                                     (kind != nullptr ? kind : "of another kind"));
  }
  std::array<char, 64> group{};
  // Explicit parameters that are those of a known curve have its name too.
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1) {
    return fail(Remedy::kReject, "the key is on a curve without a name");
  }
  const std::string_view name(group.data());
  const auto* const found = std::ranges::find(kCurves, name, &SealCurve::group);
  if (found == kCurves.end()) {
    return fail(Remedy::kReject, "no seal is signed on the curve " + std::string(name));
  }
  return static_cast<std::size_t>(found - kCurves.begin());
}

/// r and s of equal length as ECDSA-Sig-Value in DER (RFC 3279, 2.2.3).
Bytes der_signature(ByteView raw) {
  const std::size_t half = raw.size() / 2;
  const openssl::Signature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(raw.data(), static_cast<int>(half), nullptr);
  BIGNUM* s = BN_bin2bn(raw.data() + half, static_cast<int>(half), nullptr);
  ensure(ECDSA_SIG_set0(signature.get(), r, s) == 1, "two numbers make a signature");
  return openssl::der_of<i2d_ECDSA_SIG>(signature.get());
}

Bytes raw_signature(const Bytes& der, std::size_t scalar_bytes) {
  const unsigned char* at = der.data();
  const openssl::Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  ensure(signature != nullptr, "what OpenSSL signs it can read");
  Bytes raw(2 * scalar_bytes);
  const int wide = static_cast<int>(scalar_bytes);
  const bool fits =
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), wide) == wide &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + scalar_bytes, wide) == wide;
  ensure(fits, "r and s are below the order of the curve's group");
  return raw;
}

}  // namespace

Result<SealPublicKey> SealPublicKey::from_der(ByteView der) {
  const unsigned char* at = der.data();
  const openssl::Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (key == nullptr || at != der.data() + der.size()) {
    return fail(Remedy::kReject, "this is no public key: " + openssl::last_error());
  }
  GARITA_TRY(curve, curve_of(key.get()));
  return SealPublicKey(copy_of(der), curve);
}

std::string_view SealPublicKey::curve() const { return kCurves.at(curve_).name; }

std::size_t SealPublicKey::signature_bytes() const { return 2 * kCurves.at(curve_).scalar_bytes; }

bool verify_seal_signature(const SealPublicKey& key, ByteView message, ByteView signature) {
  if (signature.size() != key.signature_bytes()) return false;
  const auto* const curve = std::ranges::find(kCurves, key.curve(), &SealCurve::name);
  const Bytes der = der_signature(signature);
  const openssl::Key parsed = openssl::parsed_key(key.der());
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_MD_CTX* at = context.get();
  const bool right =
      EVP_DigestVerifyInit(at, nullptr, curve->hash(), nullptr, parsed.get()) == 1 &&
      EVP_DigestVerify(at, der.data(), der.size(), message.data(), message.size()) == 1;
  if (!right) static_cast<void>(openssl::last_error());
  return right;
}

struct SealSigningKey::Handle {
  openssl::Key key;
};

SealSigningKey::SealSigningKey(std::unique_ptr<Handle> handle, SealPublicKey public_key)
    : handle_(std::move(handle)), public_key_(std::move(public_key)) {}
SealSigningKey::SealSigningKey(SealSigningKey&&) noexcept = default;
SealSigningKey& SealSigningKey::operator=(SealSigningKey&&) noexcept = default;
SealSigningKey::~SealSigningKey() = default;

Result<SealSigningKey> SealSigningKey::generate(std::string_view curve) {
  const auto* const found = std::ranges::find(kCurves, curve, &SealCurve::name);
  if (found == kCurves.end()) {
    return fail(Remedy::kReject, "no seal is signed on the curve " + std::string(curve));
  }
  openssl::Key key(EVP_EC_gen(found->group));
  ensure(key != nullptr, "OpenSSL makes keys on its own curves");
  auto public_key = SealPublicKey::from_der(openssl::der_of<i2d_PUBKEY>(key.get()));
  ensure(public_key.has_value(), "the public half of such a key is one");
  return SealSigningKey(std::make_unique<Handle>(Handle{std::move(key)}), *std::move(public_key));
}

Result<SealSigningKey> SealSigningKey::from_pem(std::string_view pem) {
  const auto bio = openssl::reader_of(bytes_of(pem));
  // The callback answers for a password: without one OpenSSL would ask on the terminal.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  openssl::Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (key == nullptr) {
    return fail(Remedy::kRepair, "this is no private key in PEM: " + openssl::last_error());
  }
  auto public_key = SealPublicKey::from_der(openssl::der_of<i2d_PUBKEY>(key.get()));
  if (!public_key) return fail(Remedy::kRepair, public_key.error().message);
  return SealSigningKey(std::make_unique<Handle>(Handle{std::move(key)}), *std::move(public_key));
}

Secret SealSigningKey::pem() const {
  const openssl::Bio bio(BIO_new(BIO_s_secmem()));
  const bool written = PEM_write_bio_PKCS8PrivateKey(bio.get(), handle_->key.get(), nullptr,
                                                     nullptr, 0, nullptr, nullptr) == 1;
  ensure(written, "a key can be written as PEM");
  return Secret(openssl::written_to(bio));
}

SealPublicKey SealSigningKey::public_key() const { return public_key_; }

Bytes SealSigningKey::sign(ByteView message) const {
  const auto* const curve = std::ranges::find(kCurves, public_key_.curve(), &SealCurve::name);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_MD_CTX* at = context.get();
  std::size_t size = 0;
  bool done = EVP_DigestSignInit(at, nullptr, curve->hash(), nullptr, handle_->key.get()) == 1 &&
              EVP_DigestSign(at, nullptr, &size, message.data(), message.size()) == 1;
  Bytes der(size);
  done = done && EVP_DigestSign(at, der.data(), &size, message.data(), message.size()) == 1;
  ensure(done, "a key on a curve of seals signs whatever it is given");
  der.resize(size);
  return raw_signature(der, curve->scalar_bytes);
}

}  // namespace garita
