// Visible digital seals out of any bytes, and the certificates of their signers: what is taken can
// be composed again, says nothing twice, and is never valid by a key that nobody holds.
#include <algorithm>

#include "document-reader/payload/payload_text.h"
#include "document-reader/payload/vds_features.h"
#include "document-reader/payload/vds_payload.h"
#include "document-reader/payload/vds_text.h"
#include "document-reader/payload/vds_trust.h"

namespace garita::reader {
namespace {

/// A public key on P-256 whose private one was thrown away.
constexpr std::string_view kNobodysKey =
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004ce982f5a62c2536916f892cdc820e4a588"
    "ec5b45efc1dfeafb379cd8dc31db76cc36c97d463eefa41162184a7df1b11a60544e5e5cf7779d6923cd3058"
    "4d3177";

const Date kToday = *Date::from_iso("2026-03-02");
/// The constant and the State, which may be written in more than one way.
constexpr std::size_t kFreelyWritten = 4;

SealTrust nobody() {
  const auto key = SealPublicKey::from_der(*from_hex(kNobodysKey));
  std::vector<SealCertificate> certificates;
  certificates.push_back({"nobody.pem",
                          "UTTS",
                          "5B",
                          Date::from_days_since_epoch(0),
                          Date::from_days_since_epoch(100000),
                          {"V"},
                          key});
  return SealTrust(std::move(certificates));
}

void take_seal(ByteView bytes) {
  const auto seal = parse_seal(bytes);
  if (!seal) return;
  const auto composed = compose_unsigned_seal(seal->header, seal->features);
  ensure(composed && std::ranges::equal(ByteView(*composed).subspan(kFreelyWritten),
                                        ByteView(seal->signed_bytes).subspan(kFreelyWritten)),
         "what was taken apart can be composed");
}

void take_payload(ByteView bytes) {
  static const SealTrust trust = nobody();
  const auto payload = read_seal(bytes, {kToday, &trust});
  if (!payload) return;
  ensure(payload->seal && payload->seal->verdict != SealVerdict::kValid, "nobody signs");
  ensure(!payload->seal->reason.empty(), "every verdict has its reason");
  for (const auto& field : payload->fields) {
    ensure(!field.value.empty() && is_utf8(field.value), "a field is text");
    ensure(std::ranges::count(payload->fields, field.name, &PayloadField::name) == 1,
           "no field stands twice");
  }
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  const ByteView bytes{data, size};
  reader::take_seal(reader::seal_bytes_of(bytes));
  reader::take_payload(bytes);
  // DER begins with a sequence, PEM with hyphens.
  if (size > 0 && (data[0] == 0x30 || data[0] == '-')) {
    static_cast<void>(read_seal_certificates(bytes, "any"));
  }
  return 0;
}
