#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document-reader/page/picture.h"
#include "schema/vocabulary/bytes.h"

namespace garita::reader {

/// A barcode as it was read, before anything is made of its content.
struct Barcode {
  std::string symbology;  ///< "PDF417", "QRCode", "DataMatrix", "Aztec"
  std::string text;       ///< UTF-8
  Bytes bytes;            ///< as in the symbol
  std::string kind;       ///< what the content begins like: payload_kind_name(kind_of_payload())

  friend bool operator==(const Barcode&, const Barcode&) = default;
};

/// At most this many are reported of one picture.
inline constexpr std::size_t kBarcodesMax = 8;

/// The two-dimensional symbols in a picture whose longer side is at most 4096 pixels; larger ones
/// are the caller's to scale down. Nothing unreadable is reported.
[[nodiscard]] std::vector<Barcode> read_barcodes(const GreyPicture& picture);

}  // namespace garita::reader
