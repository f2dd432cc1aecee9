// Contents of barcodes out of any bytes, as the reader and the station take them: the kind is what
// the bytes begin like, the check against a zone says text, and what is written as JSON is read as
// the same from the bytes.
#include "document-reader/payload/payload.h"

#include "document-reader/payload/payload_text.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-03-02");

/// The zone beside which the barcode is read.
ReadMrz zone() {
  ReadMrz read;
  read.mrz = *parse_mrz({"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                         "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
                        kToday);
  return read;
}

void take(ByteView bytes) {
  if (bytes.size() > kPayloadBytesMax) return;
  ReadDocument document;
  document.mrz = zone();
  add_barcode(document,
              interpreted("QRCode", text_of_payload(bytes), copy_of(bytes), {kToday, nullptr}));
  const auto& barcode = document.barcodes.front();
  ensure(parse_payload_kind(barcode.kind) == barcode.payload.kind, "a kind has its name");
  ensure(barcode.damage.empty() || barcode.payload.fields.empty(), "damage says nothing");
  ensure(barcode.damage.empty() !=
             (document.findings.size() == 1 && document.findings.front().code == "payload_unread"),
         "damage is a finding");
  for (const auto& finding : document.findings) ensure(is_utf8(finding.detail), "text is UTF-8");
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
