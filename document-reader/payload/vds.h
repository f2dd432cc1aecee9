#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "schema/crypto/seal_signature.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// Which features a seal may have and how they are written: the header's last two bytes. Source:
/// ICAO Doc 9303-13, 2.2.2.
struct SealDefinitionId {
  std::uint8_t reference = 0;
  std::uint8_t category = 0;
  /// "5d01"
  [[nodiscard]] std::string text() const;
  friend auto operator<=>(const SealDefinitionId&, const SealDefinitionId&) = default;
};

/// How the length of the certificate reference is told.
enum class SealReferenceForm {
  kFixed,        ///< five characters: version 3, and old seals that say version 4 nevertheless
  kHexadecimal,  ///< two hexadecimal digits before it: version 4
  kDecimal,      ///< two decimal digits before it: what signers of BSI TR-03171 write
};

/// ICAO Doc 9303-13, table 1.
struct SealHeader {
  int version = 4;                    ///< 3 or 4
  std::string issuing_state;          ///< Doc 9303-3 code without fillers: "UTO", "D"
  std::string signer;                 ///< four characters: the signer's country and its name there
  std::string certificate_reference;  ///< hexadecimal digits as they stand, upper case: "00027"
  SealReferenceForm reference_form = SealReferenceForm::kHexadecimal;
  Date issued;     ///< the document
  Date signed_on;  ///< the seal
  SealDefinitionId definition;

  friend bool operator==(const SealHeader&, const SealHeader&) = default;
};

/// The reference without leading zeros, as SealCertificate::reference has it.
[[nodiscard]] std::string plain_reference(const SealHeader& header);

struct SealFeature {
  std::uint8_t tag = 0;  ///< 0 to 254
  Bytes value;
  friend bool operator==(const SealFeature&, const SealFeature&) = default;
};

/// A visible digital seal, taken apart and not yet believed.
struct Seal {
  SealHeader header;
  std::vector<SealFeature> features;  ///< in their order; no tag twice
  Bytes signed_bytes;                 ///< header and message zone
  Bytes signature;                    ///< r then s; empty when the seal has no signature zone

  friend bool operator==(const Seal&, const Seal&) = default;
};

inline constexpr std::uint8_t kSealMagic = 0xDC;
/// More than any two-dimensional symbol holds.
inline constexpr std::size_t kSealBytesMax = std::size_t{8} * 1024;

/// Takes a seal apart. Of version 4 there are three forms of the certificate reference: that of the
/// standard is tried first (for signers known to write another, theirs), and the first with which
/// every byte has its meaning is taken. Nothing may follow the signature. Source: ICAO Doc 9303-13,
/// 2.2 to 2.4. Remedy: reject, with what is wrong and at which byte.
[[nodiscard]] Result<Seal> parse_seal(ByteView bytes);

/// Header and message zone, ready to be signed. Remedy: reject, with what does not fit the form.
[[nodiscard]] Result<Bytes> compose_unsigned_seal(const SealHeader& header,
                                                  const std::vector<SealFeature>& features);
/// The whole seal, signed with `key`. Remedy: reject.
[[nodiscard]] Result<Bytes> compose_seal(const SealHeader& header,
                                         const std::vector<SealFeature>& features,
                                         const SealSigningKey& key);

}  // namespace garita::reader
