#include "schema/crypto/aead.h"

#include <climits>

#include "schema/crypto/openssl_handles.h"

namespace garita {
namespace {

int small(std::size_t size) {
  ensure(size <= INT_MAX / 2, "what is sealed is far smaller than 1 GiB");
  return static_cast<int>(size);
}

}  // namespace

Bytes seal_aead(const Secret& key, ByteView nonce, ByteView associated, ByteView plaintext) {
  ensure(key.size() == kAeadKeyBytes && nonce.size() == kAeadNonceBytes,
         "AES-256-GCM takes a key of 32 bytes and a nonce of 12");
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX* at = context.get();
  Bytes sealed(plaintext.size() + kAeadTagBytes);
  int made = 0;
  bool done =
      EVP_EncryptInit_ex(at, EVP_aes_256_gcm(), nullptr, key.view().data(), nonce.data()) == 1;
  if (!associated.empty()) {
    done = done &&
           EVP_EncryptUpdate(at, nullptr, &made, associated.data(), small(associated.size())) == 1;
  }
  if (!plaintext.empty()) {
    done = done && EVP_EncryptUpdate(at, sealed.data(), &made, plaintext.data(),
                                     small(plaintext.size())) == 1;
  }
  std::uint8_t* tag = sealed.data() + plaintext.size();
  done = done && EVP_EncryptFinal_ex(at, tag, &made) == 1 &&
         EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_GET_TAG, small(kAeadTagBytes), tag) == 1;
  ensure(done, "AES-256-GCM seals whatever it is given");
  return sealed;
}

Result<Secret> open_aead(const Secret& key, ByteView nonce, ByteView associated, ByteView sealed) {
  ensure(key.size() == kAeadKeyBytes && nonce.size() == kAeadNonceBytes,
         "AES-256-GCM takes a key of 32 bytes and a nonce of 12");
  if (sealed.size() < kAeadTagBytes) return fail(Remedy::kReject, "sealed content is cut off");
  const ByteView ciphertext = sealed.first(sealed.size() - kAeadTagBytes);
  Bytes tag = copy_of(sealed.last(kAeadTagBytes));
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX* at = context.get();
  Secret plaintext(ciphertext.size());
  int made = 0;
  bool done =
      EVP_DecryptInit_ex(at, EVP_aes_256_gcm(), nullptr, key.view().data(), nonce.data()) == 1;
  if (!associated.empty()) {
    done = done &&
           EVP_DecryptUpdate(at, nullptr, &made, associated.data(), small(associated.size())) == 1;
  }
  if (!ciphertext.empty()) {
    done = done && EVP_DecryptUpdate(at, plaintext.writable().data(), &made, ciphertext.data(),
                                     small(ciphertext.size())) == 1;
  }
  std::uint8_t nothing = 0;
  done = done &&
         EVP_CIPHER_CTX_ctrl(at, EVP_CTRL_GCM_SET_TAG, small(kAeadTagBytes), tag.data()) == 1 &&
         EVP_DecryptFinal_ex(at, &nothing, &made) == 1;
  if (!done) {
    static_cast<void>(openssl::last_error());
    return fail(Remedy::kReject, "sealed content was changed, or is under another key");
  }
  return plaintext;
}

Bytes seal_box(const Secret& key, ByteView associated, ByteView plaintext) {
  Bytes box = random_bytes(kAeadNonceBytes);
  const Bytes sealed = seal_aead(key, box, associated, plaintext);
  box.insert(box.end(), sealed.begin(), sealed.end());
  return box;
}

Result<Secret> open_box(const Secret& key, ByteView associated, ByteView sealed) {
  if (sealed.size() < kAeadNonceBytes) return fail(Remedy::kReject, "sealed content is cut off");
  return open_aead(key, sealed.first(kAeadNonceBytes), associated, sealed.subspan(kAeadNonceBytes));
}

}  // namespace garita
