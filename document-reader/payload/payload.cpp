#include "document-reader/payload/payload.h"

#include <algorithm>
#include <array>

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
                             const PayloadContext& /*context*/) {
  if (bytes.size() > kPayloadBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(bytes.size()) + " bytes, at most " +
                                     std::to_string(kPayloadBytesMax));
  }
  const auto known = kind.value_or(kind_of_payload(bytes));
  if (known == PayloadKind::kUnknown) return Payload{};
  return fail(Remedy::kReject,
              "the content of " + std::string(payload_kind_name(known)) + " is not read yet");
}

}  // namespace garita::reader
