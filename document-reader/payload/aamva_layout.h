#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::reader {

/// One entry of the directory that follows the header (AAMVA DL/ID card design standard, D.12.4).
struct AamvaDesignator {
  std::string type;                   ///< "DL", "ID", "ZV" …
  std::optional<std::size_t> offset;  ///< bytes from the "@"; nothing when it is no number
  std::optional<std::size_t> length;
};

/// The header of version 01 to 10 (D.12.3), as cards have it and scanners leave it.
struct AamvaHeader {
  std::string issuer;                       ///< six digits (issuer identification number)
  int version = 0;                          ///< 0 is older than the standard
  std::optional<int> jurisdiction_version;  ///< version 01 has none
  std::vector<AamvaDesignator> designators;
  std::size_t file_begin = 0;  ///< of the "@", or of what is there instead
  std::size_t body_begin = 0;  ///< first byte after the directory
  /// The printable character that a scanner puts in place of a control character; '\0': none.
  char element_separator = '\0';
  char segment_terminator = '\0';
};

/// A data element: three characters of id, and what the card says, without padding.
struct AamvaElement {
  std::string id;
  std::string value;
};

/// A licence taken apart, nothing understood yet.
struct AamvaLayout {
  AamvaHeader header;
  std::string type;  ///< of the subfile with the holder's data: "DL", "ID"
  std::vector<AamvaElement> elements;
  std::string trailing;  ///< what stands between elements and is none
  std::vector<std::string> warnings;
};

/// More elements than this are no card: the standard defines about 80, issuers add some 30.
inline constexpr std::size_t kAamvaElementsMax = 256;

/// Where the header's tag begins ("ANSI ", "AAMVA", or what is left of them): within the first 64
/// bytes, before six digits. Nothing when there is none.
[[nodiscard]] std::optional<std::size_t> find_aamva_tag(std::string_view text);

/// Takes a licence apart. `text` is what text_of_payload gives. Offsets and lengths of the
/// directory are used where they are right and else found anew: many issuers write wrong ones.
/// Remedy: reject, with a sentence that says at which byte the structure breaks.
[[nodiscard]] Result<AamvaLayout> take_aamva_apart(std::string_view text);

/// The elements of text that has lost its separators, parted where an element's id stands and the
/// value before it is one that the id allows. The cheapest way to read the whole text.
[[nodiscard]] std::vector<AamvaElement> split_by_ids(std::string_view text, int version);

}  // namespace garita::reader
