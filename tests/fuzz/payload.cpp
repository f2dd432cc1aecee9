// Contents of barcodes out of any bytes, as the reader and the station take them: the kind is what
// the bytes begin like, and what is written as JSON is read as the same from the bytes.
#include "document-reader/payload/payload.h"

#include "document-reader/payload/payload_text.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-03-02");

void take(ByteView bytes) {
  if (bytes.size() > kPayloadBytesMax) return;
  ReadDocument document;
  document.barcodes.push_back(
      interpreted("QRCode", text_of_payload(bytes), copy_of(bytes), {kToday, nullptr}));
  const auto& barcode = document.barcodes.front();
  ensure(parse_payload_kind(barcode.kind) == barcode.payload.kind, "a kind has its name");
  ensure(barcode.damage.empty() || barcode.payload.fields.empty(), "damage says nothing");
  ensure(findings_of(barcode).empty() == barcode.damage.empty(), "damage is a finding");
  const Reading reading{{document}, 0, 0};
  const auto back = reading_from_json(to_json(reading, std::nullopt), kToday);
  ensure(back && *back == reading, "a reading is read as it was written");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take({data, size});
  return 0;
}
