#include "document-reader/reading/read_picture.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <opencv2/imgproc.hpp>

#include "document-reader/barcode/barcode.h"
#include "document-reader/glyph/recogniser.h"
#include "document-reader/mrz/decode.h"
#include "document-reader/page/picture_quality.h"
#include "document-reader/page/pyramid.h"
#include "document-reader/page/straighten.h"
#include "document-reader/page/zone.h"
#include "document-reader/reading/quality_findings.h"

namespace garita::reader {
namespace {

/// Under this a zone with a wrong check digit is as likely misread as misprinted.
constexpr float kCertaintyOfWrongMin = 0.75F;
constexpr double kConfidenceOfWrongMin = 0.25;
/// Under this a zone whose check digits hold is uncertain as a whole: two wrong characters may
/// cancel out. Under the second it is not reported at all.
constexpr double kConfidenceMin = 0.48;
constexpr double kConfidenceAtAllMin = 0.36;
constexpr double kConfidenceGood = 0.6;
/// Lines of which only a part was seen are made longer by this share, so often at most.
constexpr float kLongerEachTime = 0.35F;
constexpr int kTimesLonger = 3;
/// Lines that converge by less, as a logarithm, are read as well as if they were parallel.
constexpr float kTaperMin = 0.025F;
/// Two lines of print are one where their corners lie within this share of a capital's height.
constexpr float kSamePlaceMax = 0.1F;
/// A zone longer than this share of the picture's longer side leaves no room for another.
constexpr double kLengthAloneMin = 0.5;
constexpr float kCharacterPxMin = 10;
constexpr float kSharpnessMin = 0.25F;
constexpr float kContrastMin = 0.2F;

double milliseconds_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// A zone that was made sense of.
struct Attempt {
  ReadMrz read;
  float certainty = 0;
  std::array<PicturePoint, 4> corners{};
  PrintQuality quality;

  bool good() const { return read.mrz.valid() && read.confidence >= kConfidenceMin; }
  bool reportable() const {
    if (read.mrz.valid()) {
      return good() || (certainty >= kCertaintyOfPrint && read.confidence >= kConfidenceAtAllMin);
    }
    return certainty >= kCertaintyOfWrongMin && read.confidence >= kConfidenceOfWrongMin;
  }
  /// The longer of two valid readings has the shorter one in it.
  double rank() const {
    const double length = static_cast<double>(read.mrz.lines.front().size()) / 44;
    return read.confidence + certainty + (read.mrz.valid() ? 10 + length : 0);
  }
};

/// The place in the picture of `x_px` in a strip: at a capital's top (0) to its foot (1).
ZonePoint place_of(const LineStrip& strip, float x_px, float down) {
  const float along = seen_share(
      (x_px - strip.left_px) / std::max(1.0F, strip.right_px - strip.left_px), strip.taper);
  const auto& [above, above_end, under_end, under] = strip.corners;
  const auto mixed = [](float a, float b, float share) {
    return static_cast<double>(a + (b - a) * share);
  };
  const ZonePoint top{mixed(above.x_px, above_end.x_px, along),
                      mixed(above.y_px, above_end.y_px, along)};
  const ZonePoint foot{mixed(under.x_px, under_end.x_px, along),
                       mixed(under.y_px, under_end.y_px, along)};
  const auto share = static_cast<double>(down);
  return {top.x_px + (foot.x_px - top.x_px) * share, top.y_px + (foot.y_px - top.y_px) * share};
}

double distance(const ZonePoint& a, const ZonePoint& b) {
  return std::hypot(a.x_px - b.x_px, a.y_px - b.y_px);
}

/// `zone` the way up that it was read.
ZoneGeometry geometry_of(const StraightZone& zone, const ZoneReading& way) {
  ZoneGeometry geometry;
  const auto ends_of = [&](std::size_t line) {
    const auto& centres = way.centres_px.at(line);
    const float half =
        (centres.back() - centres.front()) / static_cast<float>(centres.size() - 1) / 2;
    return std::array<float, 2>{centres.front() - half, centres.back() + half};
  };
  for (std::size_t line = 0; line < zone.lines.size(); ++line) {
    const auto& [begin, end] = ends_of(line);
    geometry.baselines.push_back(
        {place_of(zone.lines[line], begin, 1), place_of(zone.lines[line], end, 1)});
  }
  const auto& first = zone.lines.front();
  const auto& last = zone.lines.back();
  const auto [begin, end] = ends_of(0);
  const auto [last_begin, last_end] = ends_of(zone.lines.size() - 1);
  geometry.corners = {place_of(first, begin, 0), place_of(first, end, 0),
                      place_of(last, last_end, 1), place_of(last, last_begin, 1)};
  geometry.pitch_px = distance(geometry.corners[0], geometry.corners[1]) /
                      static_cast<double>(way.centres_px.front().size());
  geometry.capital_px = distance(geometry.corners[0], geometry.baselines.front()[0]);
  return geometry;
}

/// What `candidate` says as it is, and how much longer its lines seem to be than was seen.
struct Tried {
  std::optional<Attempt> best;
  float more_before = 0;
  float more_behind = 0;
};

Tried try_zone(const StraightZone& zone, Date today) {
  Tried tried;
  for (const auto& way : Recogniser().read(zone)) {
    const bool print = way.certainty >= kCertaintyOfPrint;
    if (print && way.goes_on_before) tried.more_before = kLongerEachTime;
    if (print && way.goes_on_behind) tried.more_behind = kLongerEachTime;
    // Part of a zone may by chance pass the check digits of a shorter one.
    if (print && way.is_part) continue;
    auto decoded = decode_zone(way.zone, today);
    if (!decoded) continue;
    Attempt made{{std::move(decoded->mrz), static_cast<double>(decoded->confidence),
                  std::move(decoded->character_confidence), decoded->corrected,
                  geometry_of(way.upside_down ? turned(zone) : zone, way),
                  std::move(decoded->uncertain_fields)},
                 way.certainty,
                 zone.corners,
                 zone.quality};
    if (made.read.mrz.valid() && !made.good()) {
      made.read.uncertain_fields.assign(1, std::string(kUncertainAsAWhole));
    }
    if (!tried.best || made.rank() > tried.best->rank()) tried.best = std::move(made);
  }
  return tried;
}

/// Reads the candidates of one picture, none twice: several may settle on the same print.
class Trials {
 public:
  Trials(const PicturePyramid& picture, Date today) : picture_(picture), today_(today) {}

  /// Reads `candidate`; where its print goes on beyond what was seen of it, once more with that.
  std::optional<Attempt> attempt(ZoneCandidate candidate) {
    std::optional<Attempt> best;
    for (int time = 0; time < kTimesLonger; ++time) {
      Tried tried = try_once(candidate);
      if (tried.best && (!best || tried.best->rank() > best->rank())) best = std::move(tried.best);
      if (tried.more_before + tried.more_behind == 0) break;
      candidate = extended(candidate, tried.more_before, tried.more_behind);
    }
    return best;
  }

 private:
  using Corners = std::vector<std::array<PicturePoint, 4>>;

  /// As if the page were level; where that is not good, and the lines converge, as they do.
  Tried try_once(const ZoneCandidate& candidate) {
    const StraightZone level = straighten(picture_, candidate);
    if (level.lines.empty() || is_known(level)) return {};
    Tried tried = try_zone(level, today_);
    const bool good = tried.best && tried.best->good() && tried.best->read.valid();
    if (good || std::abs(std::log(level.taper)) < kTaperMin) return tried;
    Tried deep = try_zone(straighten(picture_, candidate, Depth::kAsLinesConverge), today_);
    const bool better = deep.best && (!tried.best || deep.best->rank() > tried.best->rank());
    return better ? deep : tried;
  }

  bool is_known(const StraightZone& zone) {
    Corners corners;
    for (const auto& line : zone.lines) corners.push_back(line.corners);
    const bool known = std::any_of(tried_.begin(), tried_.end(), [&](const Corners& other) {
      return std::equal(other.begin(), other.end(), corners.begin(), corners.end(), same_print);
    });
    if (!known) tried_.push_back(std::move(corners));
    return known;
  }

  static bool same_print(const std::array<PicturePoint, 4>& a,
                         const std::array<PicturePoint, 4>& b) {
    const auto apart = [](const PicturePoint& one, const PicturePoint& other) {
      return std::hypot(one.x_px - other.x_px, one.y_px - other.y_px);
    };
    const float near = kSamePlaceMax * apart(a[0], a[3]);
    return std::equal(a.begin(), a.end(), b.begin(),
                      [&](const auto& one, const auto& other) { return apart(one, other) < near; });
  }

  const PicturePyramid& picture_;
  Date today_;
  std::vector<Corners> tried_;
};

PicturePoint middle_of(const ZoneCandidate& candidate) {
  PicturePoint sum;
  float count = 0;
  for (const auto& line : candidate.lines) {
    for (const auto& point : line.middle) {
      sum.x_px += point.x_px;
      sum.y_px += point.y_px;
      ++count;
    }
  }
  return count == 0 ? sum : PicturePoint{sum.x_px / count, sum.y_px / count};
}

bool inside(const PicturePoint& point, const std::array<PicturePoint, 4>& corners) {
  std::vector<cv::Point2f> outline;
  for (const auto& corner : corners) outline.emplace_back(corner.x_px, corner.y_px);
  return cv::pointPolygonTest(outline, {point.x_px, point.y_px}, false) >= 0;
}

/// What was made of a picture's zones so far.
struct Found {
  std::vector<Attempt> accepted;
  std::optional<Attempt> doubtful;
};

bool is_seen(const Found& found, const ZoneCandidate& candidate) {
  const auto middle = middle_of(candidate);
  return std::any_of(found.accepted.begin(), found.accepted.end(),
                     [&](const Attempt& one) { return inside(middle, one.corners); });
}

void read_candidates(const ZoneFinder& finder, Look look, Trials& trials, Found& found) {
  for (const auto& candidate : finder.find(look)) {
    if (is_seen(found, candidate)) continue;
    // Another document is worth looking for only where there is print of one pitch.
    if (!found.accepted.empty() && candidate.rhythm < kRhythmOfPrint) continue;
    auto made = trials.attempt(candidate);
    if (!made || !made->reportable()) continue;
    if (made->good()) {
      found.accepted.push_back(*std::move(made));
    } else if (!found.doubtful || made->rank() > found.doubtful->rank()) {
      found.doubtful = std::move(made);
    }
  }
}

/// Whether another document as large as the one found has room in the picture.
bool has_room_for_more(const GreyPicture& picture, const Attempt& attempt) {
  const auto& [first, second, third, last] = attempt.corners;
  const double length = std::hypot(second.x_px - first.x_px, second.y_px - first.y_px);
  return length < kLengthAloneMin * std::max(picture.width_px, picture.height_px);
}

/// Whether `look` may find more than was found before it.
bool is_wanted(Look look, const GreyPicture& picture, const Found& found) {
  if (look == Look::kQuick) return true;
  if (look == Look::kClose && !found.accepted.empty()) {
    return has_room_for_more(picture, found.accepted.front());
  }
  // What is doubtful upright hardly leans. What holds and is doubtful nevertheless may be seen in
  // part, by a shadow's edge; what fails is mostly printed so.
  if (look == Look::kLeaning && found.doubtful) return false;
  if (look == Look::kShaded && found.doubtful) return found.doubtful->read.mrz.valid();
  return found.accepted.empty();
}

/// Every zone worth reporting, the best first; none twice.
std::vector<Attempt> read_zones(const GreyPicture& whole, Date today) {
  const PicturePyramid picture(whole);
  const ZoneFinder finder(picture);
  Trials trials(picture, today);
  Found found;
  for (const Look look : kLooks) {
    if (is_wanted(look, whole, found)) read_candidates(finder, look, trials, found);
  }
  if (found.accepted.empty() && found.doubtful) {
    found.accepted.push_back(*std::move(found.doubtful));
  }
  return std::move(found.accepted);
}

ReadDocument document_of(Attempt attempt) {
  ReadDocument document;
  const auto say = [&](const char* code, FindingSeverity severity, std::string detail) {
    document.findings.push_back({code, severity, std::move(detail)});
  };
  for (const auto& check : attempt.read.mrz.checks) {
    if (!check.ok) say("check_digit_failed", FindingSeverity::kFail, check.name);
  }
  for (const auto& field : attempt.read.uncertain_fields) {
    say("low_confidence", FindingSeverity::kWarning, field);
  }
  if (attempt.read.uncertain_fields.empty() && attempt.read.confidence < kConfidenceGood) {
    say("low_confidence", FindingSeverity::kWarning, "");
  }
  if (attempt.quality.character_px > 0 && attempt.quality.character_px < kCharacterPxMin) {
    say("too_small", FindingSeverity::kInfo,
        std::to_string(static_cast<int>(attempt.quality.character_px)) + " px a character");
  }
  if (attempt.quality.sharpness < kSharpnessMin) say("blurred", FindingSeverity::kInfo, "");
  if (attempt.quality.contrast < kContrastMin) say("low_contrast", FindingSeverity::kInfo, "");
  document.mrz = std::move(attempt.read);
  return document;
}

std::vector<ReadBarcode> barcodes_of(const GreyPicture& picture, Date today) {
  std::vector<ReadBarcode> barcodes;
  for (auto& one : read_barcodes(picture)) {
    barcodes.push_back(interpreted(std::move(one.symbology), std::move(one.text),
                                   std::move(one.bytes), {today, nullptr}));
  }
  return barcodes;
}

}  // namespace

Reading read_picture(const GreyPicture& picture, Date today, Sought sought) {
  const double wall = milliseconds_of(CLOCK_MONOTONIC);
  const double cpu = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
  Reading reading;
  if (is_readable(picture)) {
    try {
      for (auto& zone : read_zones(picture, today)) {
        reading.documents.push_back(document_of(std::move(zone)));
      }
      if (reading.documents.empty()) reading.documents.emplace_back();
      if (sought == Sought::kZonesAndBarcodes) {
        for (auto& barcode : barcodes_of(picture, today)) {
          add_barcode(reading.documents.front(), std::move(barcode));
        }
      }
    } catch (const cv::Exception&) {
      // What OpenCV cannot look at has nothing to read.
      reading.documents.assign(1, {});
    }
  } else {
    reading.documents.emplace_back();
  }
  if (!reading.documents.front().mrz) {
    auto& findings = reading.documents.front().findings;
    findings.push_back({"no_mrz", FindingSeverity::kWarning, ""});
    for (auto& one : quality_findings(picture_quality(picture))) findings.push_back(std::move(one));
  }
  reading.elapsed_ms = milliseconds_of(CLOCK_MONOTONIC) - wall;
  reading.cpu_ms = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  return reading;
}

}  // namespace garita::reader
