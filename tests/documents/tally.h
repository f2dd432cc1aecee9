#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document-reader/reading/reading.h"

namespace garita::reader {

/// The lines of a zone, `|` between them.
[[nodiscard]] std::string text_of(const Mrz& mrz);

/// Counts over pictures of which it is known what stands in them.
struct Tally {
  int pictures = 0;
  int exact = 0;            ///< every character of every line of every zone
  int valid = 0;            ///< with an answer that says it is valid
  int valid_but_wrong = 0;  ///< of those, with a wrong character anywhere
  int nothing = 0;          ///< no zone at all

  /// `zones`: the lines of each zone that is in the picture.
  void note(const Reading& reading, const std::vector<std::string>& zones);
};

/// Why a reading is not what is printed, in words: "" where it is.
[[nodiscard]] std::string reason_of_miss(const Reading& reading, const std::string& printed);

}  // namespace garita::reader
