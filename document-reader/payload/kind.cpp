#include <algorithm>

#include "document-reader/payload/payload.h"

namespace garita::reader {
namespace {

bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// AAMVA DL/ID card design standard, D.12.3: a header of "@", separators, "ANSI " and the issuer.
/// Old cards say "AAMVA", and some lost their first letters.
bool is_aamva(std::string_view text) {
  const auto head = text.substr(0, 32);
  return head.find("ANSI ") != std::string_view::npos ||
         head.find("AAMVA") != std::string_view::npos || head.find("AMVA") == 0;
}

/// IATA Resolution 792: format code M, number of legs, then a name of 20 characters.
bool is_bcbp(std::string_view text) {
  return text.size() >= 60 && (text[0] == 'M' || text[0] == 'S') && text[1] >= '1' &&
         text[1] <= '9' && digits(text.substr(1, 1)) && text.find('/') < 23;
}

bool is_mrz(std::string_view text) {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  const bool length = line.size() == 30 || line.size() == 36 || line.size() == 44;
  return length && std::string_view("PIACV").find(line[0]) != std::string_view::npos &&
         line.find('<') != std::string_view::npos;
}

}  // namespace

PayloadKind kind_of_payload(ByteView bytes) {
  const auto text = text_of(bytes);
  // ICAO Doc 9303-13, 4: magic constant 0xDC, then the version.
  if (bytes.size() > 2 && bytes[0] == 0xDC && (bytes[1] == 2 || bytes[1] == 3))
    return PayloadKind::kVds;
  if (is_aamva(text)) return PayloadKind::kAamva;
  if (is_bcbp(text)) return PayloadKind::kBcbp;
  if (!text.empty() && is_mrz(text)) return PayloadKind::kMrz;
  return PayloadKind::kUnknown;
}

}  // namespace garita::reader
