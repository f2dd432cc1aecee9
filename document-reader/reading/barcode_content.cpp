#include <set>
#include <utility>

#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/cross_check.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

ReadBarcode interpreted(std::string symbology, std::string text, Bytes bytes,
                        const PayloadContext& context) {
  ReadBarcode barcode;
  const auto kind = kind_of_payload(bytes);
  auto payload = read_payload(bytes, kind, context);
  if (payload) {
    barcode.payload = *std::move(payload);
  } else {
    barcode.payload.kind = kind;
    barcode.damage = payload.error().message;
  }
  barcode.kind = payload_kind_name(kind);
  barcode.symbology = std::move(symbology);
  barcode.text = std::move(text);
  barcode.bytes = std::move(bytes);
  return barcode;
}

void add_barcode(ReadDocument& document, ReadBarcode barcode) {
  if (!barcode.damage.empty()) {
    document.findings.push_back(
        {"payload_unread", FindingSeverity::kWarning, barcode.kind + ": " + barcode.damage});
  }
  if (document.mrz) {
    for (auto& one : cross_check(document.mrz->mrz.fields, barcode.payload)) {
      document.findings.push_back(std::move(one));
    }
  }
  document.barcodes.push_back(std::move(barcode));
  judge_barcodes(document);
}

void put_zone(ReadDocument& document, ReadMrz zone) {
  document.mrz = std::move(zone);
  const std::set<std::string> of_the_zone{"no_mrz", "check_digit_failed", "low_confidence",
                                          "barcode_differs", "payload_unread"};
  std::erase_if(document.findings,
                [&](const auto& finding) { return of_the_zone.contains(finding.code); });
  for (auto& barcode : std::exchange(document.barcodes, {}))
    add_barcode(document, std::move(barcode));
}

void judge_barcodes(ReadDocument& document) {
  constexpr const char* kCode = "seal_invalid";
  const bool alone = !document.mrz;
  std::erase_if(document.findings, [&](const auto& finding) {
    return finding.code == kCode || (alone && finding.code == "barcode_differs");
  });
  for (const auto& barcode : document.barcodes) {
    const auto& seal = barcode.payload.seal;
    if (!seal || seal->verdict != SealVerdict::kInvalid) continue;
    document.findings.push_back({kCode, FindingSeverity::kFail, seal->reason});
  }
  if (!alone) return;
  for (auto& one : differing_documents(document)) document.findings.push_back(std::move(one));
}

}  // namespace garita::reader
