#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::reader {

/// The lines of one zone as somebody typed, pasted or scanned them.
struct TextZone {
  std::size_t number = 0;      ///< of the input's zones, from 1
  std::size_t first_line = 0;  ///< where it begins in the input, from 1
  /// Upper case characters of zones alone, for parse_mrz(). Remedy: reject, with line (of the
  /// zone) and column.
  Result<std::vector<std::string>> lines;
};

/// Cuts a stream of text into zones, a piece at a time; what it keeps is less than a kilobyte.
/// A blank line ends a zone, and so does its last character: a keyboard-wedge reader sends one zone
/// after the other. Lower case, CR, LF, tabs between lines, blanks at either end, STX and ETX, and
/// a byte order mark are taken as they are meant; lines without an end between them (44+44, 36+36,
/// 34+34, 9+30+30, and 30 two or three times) are parted, since no zone has lines so long.
class TextZones {
 public:
  /// The zones that end in `bytes`, in order.
  [[nodiscard]] std::vector<TextZone> feed(std::string_view bytes);
  /// The one that the input's end ends.
  [[nodiscard]] std::vector<TextZone> finish();

 private:
  void take(unsigned char byte);
  void take_character(unsigned char byte);
  void give_back_mark();
  void note_fault(std::string what);
  void name_foreign();
  void end_piece();
  void end_zone();

  std::vector<TextZone> found_;
  std::vector<std::string> lines_;  ///< of the zone so far
  std::string piece_;               ///< of the line, up to a tab
  std::string fault_;               ///< the first of the zone
  std::string foreign_;             ///< bytes of a character that no zone holds
  std::size_t zones_ = 0;
  std::size_t line_ = 1;       ///< of the input
  std::size_t zone_line_ = 0;  ///< of the input: where the zone begins
  std::size_t column_ = 0;     ///< of the last character
  std::size_t bytes_ = 0;      ///< of the input so far, counted to the length of a byte order mark
  std::size_t mark_ = 0;       ///< of them, those of a byte order mark
  bool blank_line_ = true;
  bool gap_ = false;  ///< a blank within the line, an error when more follows
  bool after_cr_ = false;
  bool other_encoding_ = false;  ///< UTF-16: nothing more is read
};

}  // namespace garita::reader
