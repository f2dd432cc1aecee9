#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace garita::tests {

/// A picture of ../shared/data/codes/barcodes and what it says.
struct PublishedBarcode {
  std::string file;    ///< relative to the folder
  std::string set;     ///< "aztec-1", …
  std::string kind;    ///< "pdf417", "qrcode", "datamatrix", "aztec", "falsepositives", …
  std::string wanted;  ///< text (UTF-8) or bytes; empty where nothing is said
  bool part = false;   ///< the picture holds symbols that are parts of `wanted`
};

/// `folder`: ../shared/data/codes/barcodes, which is no part of the project; absent when it is not
/// there.
[[nodiscard]] std::optional<std::vector<PublishedBarcode>> published_barcodes(
    const std::filesystem::path& folder);

/// Whether a symbol that says `text` (or `bytes`) is what the picture shows.
[[nodiscard]] bool says(const PublishedBarcode& picture, std::string_view text,
                        std::string_view bytes);

/// A symbol as a reader has read it.
struct SaidSymbol {
  std::string text;
  std::string bytes;
};

/// How often a set was read right and wrong.
struct BarcodeTally {
  int pictures = 0;
  int hits = 0;
  int misreads = 0;  ///< symbols that say what their picture does not show

  /// Counts what was read of a page with the picture on it; false where a symbol is a misread. Of
  /// pictures whose list names one symbol of the several that they show, the others are none.
  bool note(const PublishedBarcode& picture, const std::vector<SaidSymbol>& said);
};

/// In grey; empty when it cannot be decoded (one of the pictures is one pixel wide).
[[nodiscard]] cv::Mat1b grey_picture(const std::filesystem::path& file);

}  // namespace garita::tests
