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
  /// What the content begins like: "aamva" (driving licence), "bcbp" (boarding pass), "vds"
  /// (digital seal), "mrz", "unknown". Not yet whether it is a whole one.
  std::string kind;

  friend bool operator==(const Barcode&, const Barcode&) = default;
};

/// At most this many are reported of one picture.
inline constexpr std::size_t kBarcodesMax = 8;

/// The two-dimensional symbols in a picture whose longer side is at most 4096 pixels; larger ones
/// are the caller's to scale down. Nothing unreadable is reported.
[[nodiscard]] std::vector<Barcode> read_barcodes(const GreyPicture& picture);

/// By the first bytes alone.
[[nodiscard]] std::string_view kind_of_payload(ByteView bytes);

}  // namespace garita::reader
