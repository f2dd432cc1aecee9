#include "schema/crypto/envelope.h"

#include "schema/crypto/openssl_handles.h"

namespace garita {
namespace {

/// The key agreement of RFC 5753 with SHA-256 in its key derivation; OpenSSL's default is SHA-1.
bool add_recipient(CMS_ContentInfo* cms, X509* recipient) {
  constexpr unsigned kFlags = CMS_USE_KEYID | CMS_KEY_PARAM;
  CMS_RecipientInfo* info = CMS_add1_recipient_cert(cms, recipient, kFlags);
  if (info == nullptr) return false;
  EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(info);
  return context != nullptr && EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) > 0;
}

Failure cannot_open() {
  return fail(Remedy::kReject,
              "the envelope was sealed to another key, or was changed: " + openssl::last_error());
}

}  // namespace

Result<Bytes> seal_to_certificate(ByteView plaintext, const Certificate& recipient) {
  GARITA_TRY(key, recipient.public_key());
  static_cast<void>(key);
  const openssl::Cms cms(CMS_AuthEnvelopedData_create(EVP_aes_256_gcm()));
  const auto certificate = openssl::parsed(recipient.der());
  if (cms == nullptr || !add_recipient(cms.get(), certificate.get())) {
    return fail(Remedy::kReject, "cannot seal to this certificate: " + openssl::last_error());
  }
  const auto content = openssl::reader_of(plaintext);
  const openssl::Bio out(BIO_new(BIO_s_mem()));
  // Not detached: the content is inside.
  const bool sealed = CMS_set_detached(cms.get(), 0) == 1 &&
                      CMS_final(cms.get(), content.get(), nullptr, CMS_BINARY) == 1 &&
                      i2d_CMS_bio(out.get(), cms.get()) == 1;
  if (!sealed) {
    return fail(Remedy::kReject, "cannot seal to this certificate: " + openssl::last_error());
  }
  return openssl::written_to(out);
}

Result<Secret> open_envelope(ByteView envelope, const PrivateKey& key,
                             const Certificate& recipient) {
  const unsigned char* at = envelope.data();
  const openssl::Cms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(envelope.size())));
  const bool whole = cms != nullptr && at == envelope.data() + envelope.size();
  if (!whole || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_id_smime_ct_authEnvelopedData) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "this is no authenticated envelope");
  }
  const auto certificate = openssl::parsed(recipient.der());
  const openssl::Bio out(BIO_new(BIO_s_secmem()));
  EVP_PKEY* own = key.handle().key.get();
  if (CMS_decrypt(cms.get(), own, certificate.get(), nullptr, out.get(), CMS_BINARY) != 1) {
    return cannot_open();
  }
  return Secret(openssl::written_to(out));
}

}  // namespace garita
