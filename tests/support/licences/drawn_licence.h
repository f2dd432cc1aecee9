#pragma once

#include <string>

#include "schema/vocabulary/bytes.h"

namespace garita::tests {

/// What a driving licence's barcode says of an invented holder (AAMVA DL/ID card design standard
/// 2020, Annex D), without a nationality, as all of them.
struct LicenceOrder {
  std::string number = "900000017";
  std::string surname = "QUETZAL";
  std::string given_name = "IXCHEL";
  std::string beside =
      "";  ///< what a QR code says that somebody stuck beside it; "": there is none
};

/// The back of such a licence: its PDF417 on light card, three pixels a module. A grey PNM file.
[[nodiscard]] Bytes drawn_licence(const LicenceOrder& order = {});

}  // namespace garita::tests
