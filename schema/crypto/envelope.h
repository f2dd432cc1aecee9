#pragma once

#include <cstddef>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) in DER, its key agreed with the
/// certificate's P-256 key (RFC 5753). `openssl cms -decrypt -inform DER` opens it. A key of 32
/// bytes makes about 310 bytes. Remedy: reject, when the certificate's key cannot be used.
[[nodiscard]] Result<Bytes> seal_to_certificate(ByteView plaintext, const Certificate& recipient);

/// Remedy: reject, when it was sealed to another or was changed.
[[nodiscard]] Result<Secret> open_envelope(ByteView envelope, const PrivateKey& key,
                                           const Certificate& recipient);

}  // namespace garita
