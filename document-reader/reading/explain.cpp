#include "document-reader/reading/explain.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "document-reader/glyph/recogniser.h"
#include "document-reader/mrz/decode.h"
#include "document-reader/page/straighten.h"
#include "document-reader/page/view.h"
#include "document-reader/page/zone.h"
#include "document-reader/reading/read_picture.h"

namespace garita::reader {
namespace {

constexpr int kShownSidePxMax = 1400;
constexpr int kTextRowPx = 30;
const cv::Scalar kLikely(40, 160, 0);
const cv::Scalar kUnlikely(0, 140, 255);
const cv::Scalar kFails(40, 40, 220);
const cv::Scalar kInk(20, 20, 20);

ColourPicture colour_picture(const cv::Mat3b& mat) {
  const cv::Mat3b whole = mat.isContinuous() ? mat : mat.clone();
  const auto* const first = whole.data;
  return {whole.cols, whole.rows, Bytes(first, first + whole.total() * whole.elemSize())};
}

/// The picture small enough to look at, and by how much.
struct Canvas {
  cv::Mat3b colours;
  double scale = 1;

  explicit Canvas(const GreyPicture& picture) {
    scale = std::min(
        1.0, static_cast<double>(kShownSidePxMax) / std::max(picture.width_px, picture.height_px));
    cv::Mat1b small;
    cv::resize(view_of(picture), small, {}, scale, scale, cv::INTER_AREA);
    cv::cvtColor(small, colours, cv::COLOR_GRAY2BGR);
  }
  cv::Point at(const PicturePoint& point) const {
    return {cvRound(point.x_px * scale), cvRound(point.y_px * scale)};
  }
};

void write(cv::Mat3b& on, const std::string& text, cv::Point at, const cv::Scalar& colour) {
  cv::putText(on, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.6, colour, 1, cv::LINE_AA);
}

ColourPicture candidates_shown(const GreyPicture& picture,
                               const std::vector<ZoneCandidate>& candidates) {
  Canvas canvas(picture);
  for (std::size_t i = candidates.size(); i-- > 0;) {
    const auto& colour = i == 0 ? kLikely : kUnlikely;
    for (const auto& line : candidates[i].lines) {
      for (std::size_t p = 1; p < line.middle.size(); ++p) {
        cv::line(canvas.colours, canvas.at(line.middle[p - 1]), canvas.at(line.middle[p]), colour,
                 2, cv::LINE_AA);
      }
    }
    if (candidates[i].lines.empty() || candidates[i].lines[0].middle.empty()) continue;
    write(canvas.colours, std::to_string(i + 1), canvas.at(candidates[i].lines[0].middle[0]),
          kFails);
  }
  return colour_picture(canvas.colours);
}

/// The characters under their line, each the paler the less sure it is.
void write_line(cv::Mat3b& row, const LineStrip& strip, const std::string& text,
                const std::vector<float>& confidence) {
  const float pitch = (strip.right_px - strip.left_px) / static_cast<float>(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const double sure = i < confidence.size() ? static_cast<double>(confidence[i]) : 1;
    const double pale = 200 * (1 - std::clamp(sure, 0.0, 1.0));
    const cv::Scalar colour = sure < 0.5 ? kFails : cv::Scalar(pale, pale, pale);
    const float x = strip.left_px + (static_cast<float>(i) + 0.2F) * pitch;
    write(row, std::string(1, text[i]), {cvRound(x), kTextRowPx - 8}, colour);
  }
}

std::optional<DecodedZone> best_of(const StraightZone& zone, bool& upside_down, Date today) {
  std::optional<DecodedZone> best;
  for (const auto& way : Recogniser().read(zone)) {
    auto decoded = decode_zone(way.zone, today);
    if (!decoded) continue;
    const auto rank = [](const DecodedZone& one) {
      return one.confidence + (one.mrz.valid() ? 10.0F : 0.0F);
    };
    if (best && rank(*best) >= rank(*decoded)) continue;
    best = *std::move(decoded);
    upside_down = way.upside_down;
  }
  return best;
}

/// The candidates of the first look of which one is a zone; where none is, those of all looks.
std::vector<ZoneCandidate> candidates_in(const PicturePyramid& picture, Date today) {
  std::vector<ZoneCandidate> all;
  for (const Look look : kLooks) {
    for (const auto& candidate : ZoneFinder(picture).find(look)) {
      all.push_back(candidate);
    }
    const bool found = std::any_of(all.begin(), all.end(), [&](const ZoneCandidate& candidate) {
      bool upside_down = false;
      const auto decoded = best_of(straighten(picture, candidate), upside_down, today);
      return decoded && decoded->mrz.valid();
    });
    if (found) break;
  }
  return all;
}

ColourPicture zone_shown(const StraightZone& found, Date today) {
  bool upside_down = false;
  const auto decoded = best_of(found, upside_down, today);
  const StraightZone zone = upside_down ? turned(found) : found;
  std::vector<cv::Mat> rows;
  int width = 400;
  for (const auto& strip : zone.lines) width = std::max(width, strip.grey.width_px);
  for (std::size_t i = 0; i < zone.lines.size(); ++i) {
    cv::Mat3b strip;
    cv::cvtColor(view_of(zone.lines[i].grey), strip, cv::COLOR_GRAY2BGR);
    cv::copyMakeBorder(strip, strip, 0, 0, 0, width - strip.cols, cv::BORDER_CONSTANT,
                       cv::Scalar::all(255));
    rows.push_back(strip);
    cv::Mat3b under(kTextRowPx, width, cv::Vec3b(255, 255, 255));
    if (decoded && i < decoded->mrz.lines.size() && i < decoded->character_confidence.size()) {
      write_line(under, zone.lines[i], decoded->mrz.lines[i], decoded->character_confidence[i]);
    }
    rows.push_back(under);
  }
  cv::Mat3b verdict(kTextRowPx, width, cv::Vec3b(255, 255, 255));
  const std::string said = !decoded
                               ? "no zone can be made of this"
                               : std::string(format_name(decoded->mrz.format)) + ", confidence " +
                                     std::to_string(cvRound(decoded->confidence * 100)) + " %";
  write(verdict, said, {8, kTextRowPx - 8}, decoded && decoded->mrz.valid() ? kLikely : kFails);
  rows.push_back(verdict);
  cv::Mat whole;
  cv::vconcat(rows, whole);
  return colour_picture(whole);
}

ColourPicture reading_shown(const GreyPicture& picture, const Reading& reading) {
  Canvas canvas(picture);
  std::vector<std::pair<std::string, cv::Scalar>> said;
  for (const auto& document : reading.documents) {
    if (document.mrz) {
      for (const auto& line : document.mrz->mrz.lines) {
        said.emplace_back(line, document.mrz->mrz.valid() ? kLikely : kFails);
      }
    }
    for (const auto& barcode : document.barcodes) {
      said.emplace_back(barcode.symbology + ", " + barcode.kind, kInk);
    }
    for (const auto& finding : document.findings) {
      said.emplace_back(finding.code + " " + finding.detail, kUnlikely);
    }
  }
  const int rows = static_cast<int>(said.size()) + 1;
  cv::copyMakeBorder(canvas.colours, canvas.colours, 0, rows * kTextRowPx, 0,
                     std::max(0, 700 - canvas.colours.cols), cv::BORDER_CONSTANT,
                     cv::Scalar::all(255));
  int y = canvas.colours.rows - static_cast<int>(said.size()) * kTextRowPx;
  for (const auto& [text, colour] : said) {
    write(canvas.colours, text, {8, y}, colour);
    y += kTextRowPx;
  }
  return colour_picture(canvas.colours);
}

}  // namespace

std::vector<ExplainedStep> explain_picture(const GreyPicture& picture, Date today) {
  std::vector<ExplainedStep> steps;
  if (!is_readable(picture)) return steps;
  try {
    const PicturePyramid pyramid(picture);
    const auto candidates = candidates_in(pyramid, today);
    steps.push_back({"1-candidates", candidates_shown(picture, candidates)});
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto zone = straighten(pyramid, candidates[i]);
      if (zone.lines.empty()) continue;
      steps.push_back({"2-zone-" + std::to_string(i + 1) + "-flat", zone_shown(zone, today)});
    }
    steps.push_back({"3-reading", reading_shown(picture, read_picture(picture, today))});
  } catch (const cv::Exception&) {
    // What OpenCV cannot look at has no further steps.
    return steps;
  }
  return steps;
}

}  // namespace garita::reader
