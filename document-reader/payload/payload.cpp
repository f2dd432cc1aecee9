#include "document-reader/payload/payload.h"

#include <algorithm>
#include <array>

#include "document-reader/payload/aamva.h"
#include "document-reader/payload/bcbp.h"
#include "document-reader/payload/mrz_payload.h"
#include "document-reader/payload/vds_payload.h"

namespace garita::reader {
namespace {

constexpr std::array<std::string_view, 6> kKindNames{"aamva",  "bcbp", "vds",
                                                     "vds-nc", "mrz",  "unknown"};
constexpr std::array<std::string_view, 4> kVerdictNames{"valid", "invalid", "unknown_signer",
                                                        "unsigned"};

}  // namespace

std::string_view payload_kind_name(PayloadKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

Result<PayloadKind> parse_payload_kind(std::string_view name) {
  const auto* const place = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (place == kKindNames.end()) {
    return fail(Remedy::kReject, "no kind of payload: " + std::string(name));
  }
  return static_cast<PayloadKind>(place - kKindNames.begin());
}

std::string_view seal_verdict_name(SealVerdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

std::optional<std::string_view> find_field(const std::vector<PayloadField>& fields,
                                           std::string_view name) {
  const auto place = std::find_if(fields.begin(), fields.end(),
                                  [&](const PayloadField& one) { return one.name == name; });
  if (place == fields.end()) return std::nullopt;
  return place->value;
}

Result<Payload> read_payload(ByteView bytes, std::optional<PayloadKind> kind,
                             const PayloadContext& context) {
  if (bytes.size() > kPayloadBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(bytes.size()) + " bytes, at most " +
                                     std::to_string(kPayloadBytesMax));
  }
  switch (kind.value_or(kind_of_payload(bytes))) {
    case PayloadKind::kAamva:
      return read_aamva(bytes);
    case PayloadKind::kBcbp:
      return read_bcbp(bytes, context.today);
    case PayloadKind::kMrz:
      return read_mrz_payload(bytes, context.today);
    case PayloadKind::kVds:
      return read_seal(bytes, context);
    case PayloadKind::kVdsNc:
      return fail(
          Remedy::kReject,
          "visible digital seals for non-constrained environments (VDS-NC) are not read yet");
    case PayloadKind::kUnknown:
      break;
  }
  return Payload{};
}

}  // namespace garita::reader
