#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "schema/crypto/keys.h"
#include "schema/vocabulary/bytes.h"

// What OpenSSL gives, each released by its owner. Seen by the .cpp files of this folder alone.
namespace garita::openssl {

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* held) const {
    release(held);
  }
};
template <typename T, auto release>
using Handle = std::unique_ptr<T, Release<release>>;

using Bio = Handle<BIO, BIO_free_all>;
using BigNumber = Handle<BIGNUM, BN_clear_free>;
using CipherContext = Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Cms = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using Extension = Handle<X509_EXTENSION, X509_EXTENSION_free>;
using Integer = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Request = Handle<X509_REQ, X509_REQ_free>;
using Revoked = Handle<X509_REVOKED, X509_REVOKED_free>;
using Session = Handle<SSL_SESSION, SSL_SESSION_free>;
using Signature = Handle<ECDSA_SIG, ECDSA_SIG_free>;
using Time = Handle<ASN1_TIME, ASN1_TIME_free>;
using X509Certificate = Handle<X509, X509_free>;
using X509List = Handle<X509_CRL, X509_CRL_free>;

/// What OpenSSL says went wrong, and empties its queue: never holds what was processed.
[[nodiscard]] std::string last_error();

/// Reads from `bytes`, which stay where they are.
[[nodiscard]] Bio reader_of(ByteView bytes);
/// Everything written to a memory BIO.
[[nodiscard]] Bytes written_to(const Bio& memory);

/// The parsed form of what was parsed before: the class that holds the DER is the proof.
[[nodiscard]] X509Certificate parsed(const Bytes& certificate_der);
[[nodiscard]] Key parsed_key(const Bytes& subject_public_key_der);
[[nodiscard]] bool is_p256(const EVP_PKEY* key);

template <auto encode, typename T>
[[nodiscard]] Bytes der_of(T* object) {
  const int size = encode(object, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  encode(object, &at);
  return der;
}

}  // namespace garita::openssl

namespace garita {

struct PublicKey::Handle {
  openssl::Key key;
};

struct PrivateKey::Handle {
  openssl::Key key;
};

}  // namespace garita
