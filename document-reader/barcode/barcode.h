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

/// The two-dimensional symbols in a picture, wherever they stand and however they are turned, also
/// mildly in perspective and light on dark. Nothing unreadable is reported. The library's own
/// detectors see only what is straight and in the middle (README.md of this part), so symbols are
/// found, straightened and cut into modules here, and the library decodes the modules.
[[nodiscard]] std::vector<Barcode> read_barcodes(const GreyPicture& picture);

}  // namespace garita::reader
