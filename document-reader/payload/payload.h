#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

class SealTrust;

/// What the content of a barcode is. The names are those of garita-reader's JSON.
enum class PayloadKind {
  kAamva,    ///< driving licence or identity card, AAMVA DL/ID card design standard
  kBcbp,     ///< boarding pass, IATA Resolution 792
  kVds,      ///< visible digital seal, ICAO Doc 9303-13
  kVdsNc,    ///< visible digital seal for non-constrained environments
  kMrz,      ///< a machine readable zone, ICAO Doc 9303
  kUnknown,  ///< none of these: the bytes are all that is known
};
/// "aamva", "bcbp", "vds", "vds-nc", "mrz", "unknown".
[[nodiscard]] std::string_view payload_kind_name(PayloadKind kind);
/// Remedy: reject.
[[nodiscard]] Result<PayloadKind> parse_payload_kind(std::string_view name);

/// By the first bytes alone: what the content begins like, not whether it is a whole one.
[[nodiscard]] PayloadKind kind_of_payload(ByteView bytes);

/// One thing that a payload says. `name` is that of garita-reader's JSON: where the meaning is a
/// zone's field it has that name (surname, given_names, document_number, birth_date, expiry_date,
/// issuing_state, nationality, sex), dates are YYYY-MM-DD. `value` is UTF-8 and never empty.
struct PayloadField {
  std::string name;
  std::string value;
  friend bool operator==(const PayloadField&, const PayloadField&) = default;
};

/// Fields that stand together and may come several times: groups of one name are a JSON array under
/// that name ("legs" of a boarding pass), in their order.
struct PayloadGroup {
  std::string name;
  std::vector<PayloadField> fields;
  friend bool operator==(const PayloadGroup&, const PayloadGroup&) = default;
};

enum class SealVerdict { kValid, kInvalid, kUnknownSigner, kUnsigned };
/// "valid", "invalid", "unknown_signer", "unsigned".
[[nodiscard]] std::string_view seal_verdict_name(SealVerdict verdict);

/// Who vouches for a payload, and whether that holds.
struct PayloadSeal {
  std::string signer;  ///< as the payload names its signer; may be empty
  SealVerdict verdict = SealVerdict::kUnsigned;
  std::string reason;  ///< a sentence: why this verdict
  friend bool operator==(const PayloadSeal&, const PayloadSeal&) = default;
};

/// The content of a barcode, made sense of. No two fields of one list have the same name.
struct Payload {
  PayloadKind kind = PayloadKind::kUnknown;
  std::vector<PayloadField> fields;
  std::vector<PayloadGroup> groups;
  std::vector<std::string> warnings;  ///< sentences; nothing of the traveller
  std::optional<PayloadSeal> seal;    ///< nothing when the kind has no seals

  friend bool operator==(const Payload&, const Payload&) = default;
};

/// The field's value; nothing when there is none of the name.
[[nodiscard]] std::optional<std::string_view> find_field(const std::vector<PayloadField>& fields,
                                                         std::string_view name);

/// What a parser must be told because no payload says it.
struct PayloadContext {
  Date today;                        ///< decides centuries and the year of a flight
  const SealTrust* trust = nullptr;  ///< whose seals are believed; nothing: nobody's
};

/// A payload larger than this is refused unread: three times the largest QR code (7089 digits).
inline constexpr std::size_t kPayloadBytesMax = std::size_t{24} * 1024;

/// Reads the content of one barcode; `kind` absent: as kind_of_payload says. An unknown payload has
/// no fields and is no error. Remedy: reject, with a sentence that names what is wrong and where,
/// when the content is damaged or of another kind than the one asked for.
[[nodiscard]] Result<Payload> read_payload(ByteView bytes, std::optional<PayloadKind> kind,
                                           const PayloadContext& context);

}  // namespace garita::reader
