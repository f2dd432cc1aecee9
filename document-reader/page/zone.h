#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "document-reader/page/picture.h"
#include "document-reader/page/pyramid.h"

namespace garita::reader {

/// At most so many candidates are handed out for a picture.
inline constexpr std::size_t kZoneCandidatesMax = 10;

/// Rhythm that print of one pitch has and other print hardly ever.
inline constexpr float kRhythmOfPrint = 0.2F;

/// Where one line of print runs: points along the middle of its characters, from its beginning to
/// its end, and how tall the characters are. Whether its beginning is the reader's left is not
/// known yet: a line found upside down runs from the right to the left.
struct LineTrace {
  std::vector<PicturePoint> middle;  ///< at least two
  float height_px = 0;               ///< of a capital letter, in the picture
};

/// Two or three parallel lines of even, dense print that may be a machine-readable zone; one line
/// alone too (driving licences), ranked last.
struct ZoneCandidate {
  std::vector<LineTrace> lines;  ///< as they follow one another on the page
  float score = 0;               ///< higher is likelier; only for the order
  float rhythm = 0;              ///< of its lines on average; see kRhythmOfPrint
};

/// The same candidate with its lines made longer by these shares of their length.
[[nodiscard]] ZoneCandidate extended(const ZoneCandidate& candidate, float before, float behind);

/// How hard to look, one after the other while too little is found.
enum class Look {
  kQuick,       ///< print that is large in the picture: upright, on its side, upside down
  kAlongPrint,  ///< the way that most of the print runs, where that leans
  kClose,       ///< as kQuick, for smaller print
  kShaded,      ///< as kQuick, where a shadow's edge crosses it
  kLeaning,     ///< what leans by ten to thirty degrees, whatever runs otherwise
};

/// In the order in which they are worth their time.
inline constexpr std::array kLooks{Look::kQuick, Look::kAlongPrint, Look::kClose, Look::kShaded,
                                   Look::kLeaning};

/// Finds what may be a machine-readable zone in a picture: two or three lines of print, upright, on
/// its side or upside down, leaning by up to about fifteen degrees (kAlongPrint, kLeaning: more).
/// Works on copies of bounded size, so its time is bounded too.
class ZoneFinder {
 public:
  /// `picture` must outlive the finder.
  explicit ZoneFinder(const PicturePyramid& picture) : picture_(picture) {}

  /// Candidates likeliest first, at most kZoneCandidatesMax.
  [[nodiscard]] std::vector<ZoneCandidate> find(Look look) const;

 private:
  const PicturePyramid& picture_;
};

}  // namespace garita::reader
