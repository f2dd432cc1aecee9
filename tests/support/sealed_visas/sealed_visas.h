#pragma once

#include <string>

#include "schema/crypto/seal_signature.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"

namespace garita::tests {

/// What a seal says of where and when it was made.
struct VisaSealOrder {
  std::string issuing_state = "UTO";
  Date signed_on = *Date::from_iso("2024-02-29");
};

/// The seal of ANNA MARIA ERIKSSON's visa (ICAO Doc 9303-13) by the signer UTTS under the reference
/// 5B, as the bytes of its barcode.
[[nodiscard]] Bytes sealed_visa(const SealSigningKey& key, const VisaSealOrder& order = {});

/// A forger's: the signature is that of sealed_visa(), but the passport's number is another.
[[nodiscard]] Bytes forged_visa(const SealSigningKey& key);

/// `content` as a DataMatrix with its quiet zone, eight pixels a module: a grey PNM file.
[[nodiscard]] Bytes drawn_symbol(const Bytes& content);

}  // namespace garita::tests
