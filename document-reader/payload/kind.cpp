#include <algorithm>

#include "document-reader/payload/aamva_layout.h"
#include "document-reader/payload/bcbp.h"
#include "document-reader/payload/mrz_payload.h"
#include "document-reader/payload/payload.h"
#include "document-reader/payload/payload_text.h"
#include "document-reader/payload/vds_payload.h"

namespace garita::reader {
namespace {

/// A zone's first line: its length, and a document code before the fillers.
bool begins_like_mrz(std::string_view text) {
  const auto lines = mrz_lines_of_text(text.substr(0, 256));
  if (lines.empty()) return false;
  const auto& line = lines.front();
  const bool length = line.size() == 30 || line.size() == 36 || line.size() == 44;
  return length && std::string_view("PIACV").find(line[0]) != std::string_view::npos &&
         line.find('<') != std::string_view::npos;
}

/// ICAO VDS-NC is JSON whose header names the type "icao.…".
bool begins_like_vds_nc(std::string_view text) {
  const auto head = trimmed(text, " \t\r\n").substr(0, 512);
  return head.substr(0, 1) == "{" && head.find("\"icao.") != head.npos;
}

}  // namespace

PayloadKind kind_of_payload(ByteView bytes) {
  if (begins_like_seal(bytes)) return PayloadKind::kVds;
  // The same text as the parsers take, without what scanners put between its characters.
  const auto text = text_of_payload(bytes.first(std::min(bytes.size(), kPayloadBytesMax)));
  if (find_aamva_tag(text)) return PayloadKind::kAamva;
  if (begins_like_bcbp(text_of(bytes))) return PayloadKind::kBcbp;
  if (begins_like_mrz(text)) return PayloadKind::kMrz;
  if (begins_like_vds_nc(text)) return PayloadKind::kVdsNc;
  return PayloadKind::kUnknown;
}

}  // namespace garita::reader
