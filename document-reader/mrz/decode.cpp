#include "document-reader/mrz/decode.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/layout.h"
#include "document-reader/mrz/open_places.h"
#include "schema/vocabulary/state_codes.h"

namespace garita::reader {
namespace {

/// A place is left open by the pixels when its likeliest character is under kSure, and for a
/// character that is at least this fraction as likely. A check digit alone lets one in ten wrong
/// zones pass, so it may only choose among what is nearly level.
constexpr float kSure = 0.9F;
constexpr float kLevel = 0.2F;
/// O and 0 leave each other open for longer: pictures of OCR-B seldom keep them apart.
constexpr float kLevelOfTwins = 0.02F;
/// So much of its confidence a zone keeps whose issuer no list has.
constexpr float kUnknownIssuerShare = 0.6F;
/// A character that no check digit decides must be likelier than all others together.
constexpr float kDecidedMin = 0.5F;
/// Another reading whose check digits hold must be so much less likely, as a logarithm.
constexpr float kAmbiguousMax = 1.4F;
/// So many places may change together for one check digit.
constexpr int kChangesMax = 2;
/// More open places than this make a check digit no evidence.
constexpr std::size_t kOpenPlacesMax = 8;

/// A character in the place of another, and how much less likely it is.
struct Change {
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t choice = 0;
  float cost = 0;
};

class Decoder {
 public:
  Decoder(const RecognisedZone& zone, const Layout& layout)
      : cells_(weighed_by_place(zone, layout).lines), layout_(layout) {
    for (const auto& line : cells_) chosen_.emplace_back(line.size(), 0);
  }

  Result<DecodedZone> decode(Date today) {
    const std::size_t own =
        composite() == nullptr ? layout_.checks.size() : layout_.checks.size() - 1;
    for (std::size_t i = 0; i < own; ++i) settle(layout_.checks[i]);
    // Where a field's own digit is wrong the composite must be too, or its digit is no evidence.
    if (composite() != nullptr && settled_.size() == own) settle(*composite());
    if (composite() != nullptr && !is_settled(*composite())) undo_unlikely();
    if (at(0, 0) == '<') return fail(Remedy::kReject, "no document's code begins with a filler");
    GARITA_TRY(mrz, parse_mrz(lines(), today));
    DecodedZone decoded;
    decoded.mrz = std::move(mrz);
    decoded.corrected = is_corrected();
    rate(decoded);
    name_uncertain(decoded);
    return decoded;
  }

 private:
  const CheckRule* composite() const {
    const auto& last = layout_.checks.back();
    return last.name == "composite" ? &last : nullptr;
  }

  bool is_corrected() const {
    const auto is_other = [](std::size_t choice) { return choice > 0; };
    return std::ranges::any_of(
        chosen_, [&](const auto& line) { return std::ranges::any_of(line, is_other); });
  }

  char at(std::size_t line, std::size_t column) const {
    return cells_[line][column][chosen_[line][column]].character;
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::string line;
      for (std::size_t j = 0; j < cells_[i].size(); ++j) line.push_back(at(i, j));
      lines.push_back(std::move(line));
    }
    return lines;
  }

  bool holds(const CheckRule& rule) const {
    const auto now = parse_mrz(lines(), Date::from_days_since_epoch(0));
    if (!now) return false;
    const auto check = std::find_if(now->checks.begin(), now->checks.end(),
                                    [&](const auto& one) { return one.name == rule.name; });
    // Every check that held must go on holding: a change is no repair that breaks another.
    return check != now->checks.end() && check->ok &&
           std::all_of(settled_.begin(), settled_.end(), [&](std::string_view name) {
             return std::any_of(now->checks.begin(), now->checks.end(),
                                [&](const auto& one) { return one.name == name && one.ok; });
           });
  }

  static bool is_open(const RecognisedCell& cell, std::size_t choice) {
    const auto& likeliest = cell.front();
    if (are_twins(likeliest.character, cell[choice].character)) {
      return cell[choice].probability >= kLevelOfTwins * likeliest.probability;
    }
    return likeliest.probability < kSure &&
           cell[choice].probability >= kLevel * likeliest.probability;
  }

  std::vector<Change> open_changes(const CheckRule& rule) const {
    std::vector<Change> changes;
    const auto look = [&](const Span& span) {
      for (std::size_t j = span.begin; j < span.begin + span.length; ++j) {
        const auto& cell = cells_[span.line][j];
        for (std::size_t choice = 1; choice < cell.size(); ++choice) {
          if (!is_open(cell, choice)) continue;
          changes.push_back({span.line, j, choice,
                             std::log(cell.front().probability / cell[choice].probability)});
        }
      }
    };
    for (const auto& span : rule.over) look(span);
    look(rule.digit);
    if (rule.name == "document_number" && layout_.optional.length > 0) look(layout_.optional);
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.cost < b.cost; });
    if (changes.size() > kOpenPlacesMax) changes.resize(kOpenPlacesMax);
    return changes;
  }

  /// Makes the cheapest set of open changes under which the check digit holds; none, when there is
  /// none or it holds as it is.
  void settle(const CheckRule& rule) {
    if (!holds(rule)) {
      const auto changes = open_changes(rule);
      std::vector<const Change*> best;
      float best_cost = 1e9F;
      std::vector<const Change*> tried;
      search(rule, changes, 0, tried, best, best_cost);
      for (const auto* change : best) chosen_[change->line][change->column] = change->choice;
    }
    if (holds(rule)) settled_.push_back(rule.name);
  }

  /// Takes back what only its own check digit spoke for, against the pixels: one of many zeros in
  /// a number makes any digit hold as a letter O. Where it is right the composite holds as well.
  void undo_unlikely() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      for (std::size_t j = 0; j < cells_[i].size(); ++j) {
        const auto& cell = cells_[i][j];
        if (cell[chosen_[i][j]].probability < kLevel * cell.front().probability) chosen_[i][j] = 0;
      }
    }
    settled_.clear();
    for (const auto& rule : layout_.checks) {
      if (holds(rule)) settled_.push_back(rule.name);
    }
  }

  void search(const CheckRule& rule, const std::vector<Change>& changes, std::size_t from,
              std::vector<const Change*>& tried, std::vector<const Change*>& best,
              float& best_cost) {
    const float cost =
        std::accumulate(tried.begin(), tried.end(), 0.0F,
                        [](float sum, const Change* one) { return sum + one->cost; });
    if (cost >= best_cost) return;
    if (!tried.empty() && holds(rule)) {
      best = tried;
      best_cost = cost;
      return;
    }
    if (tried.size() >= kChangesMax) return;
    for (std::size_t i = from; i < changes.size(); ++i) {
      auto& choice = chosen_[changes[i].line][changes[i].column];
      if (choice != 0) continue;
      choice = changes[i].choice;
      tried.push_back(&changes[i]);
      search(rule, changes, i + 1, tried, best, best_cost);
      tried.pop_back();
      choice = 0;
    }
  }

  void rate(DecodedZone& decoded) const {
    std::vector<float> all;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::vector<float> line;
      for (std::size_t j = 0; j < cells_[i].size(); ++j) {
        line.push_back(std::clamp(cells_[i][j][chosen_[i][j]].probability, 0.0F, 1.0F));
      }
      all.insert(all.end(), line.begin(), line.end());
      decoded.character_confidence.push_back(std::move(line));
    }
    // The least certain tenth governs: eighty good characters do not make a bad one right.
    std::sort(all.begin(), all.end());
    const std::size_t tenth = std::max<std::size_t>(1, all.size() / 10);
    const float worst =
        std::accumulate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(tenth), 0.0F) /
        static_cast<float>(tenth);
    decoded.confidence = worst;
    if (!decoded.mrz.valid()) decoded.confidence *= 0.5F;
    // Names have no check digit: where no State issued it, a line may be out of step.
    if (!is_state_code(decoded.mrz.fields.issuing_state)) decoded.confidence *= kUnknownIssuerShare;
  }

  /// Under a check digit that holds.
  bool is_protected(std::size_t line, std::size_t column) const {
    const auto within = [&](const Span& span) {
      return span.line == line && column >= span.begin && column < span.begin + span.length;
    };
    return std::any_of(layout_.checks.begin(), layout_.checks.end(), [&](const CheckRule& rule) {
      return is_settled(rule) &&
             (within(rule.digit) || std::any_of(rule.over.begin(), rule.over.end(), within));
    });
  }

  bool is_settled(const CheckRule& rule) const {
    return std::find(settled_.begin(), settled_.end(), rule.name) != settled_.end();
  }

  /// Whether one or two of the places under `rule` can be read otherwise, nearly as likely, so that
  /// every check digit that holds goes on holding.
  bool has_rival(const CheckRule& rule) {
    std::vector<Change> changes;
    for (const auto& span : rule.over) {
      for (std::size_t j = span.begin; j < span.begin + span.length; ++j) {
        const auto& cell = cells_[span.line][j];
        const float chosen = cell[chosen_[span.line][j]].probability;
        for (std::size_t choice = 0; choice < cell.size(); ++choice) {
          const float cost = std::log(chosen / std::max(cell[choice].probability, 1e-9F));
          if (choice == chosen_[span.line][j] || cost > kAmbiguousMax) continue;
          changes.push_back({span.line, j, choice, cost});
        }
      }
    }
    if (changes.size() > kOpenPlacesMax) return true;
    for (std::size_t a = 0; a < changes.size(); ++a) {
      for (std::size_t b = a; b < changes.size(); ++b) {
        if (makes_rival(rule, changes[a], changes[b])) return true;
      }
    }
    return false;
  }

  /// `a` and `b` may be one.
  bool makes_rival(const CheckRule& rule, const Change& a, const Change& b) {
    const bool alone = &a == &b;
    if (!alone && a.line == b.line && a.column == b.column) return false;
    if (a.cost + (alone ? 0 : b.cost) > kAmbiguousMax) return false;
    const auto before = chosen_;
    chosen_[a.line][a.column] = a.choice;
    chosen_[b.line][b.column] = b.choice;
    const bool rival = holds(rule);
    chosen_ = before;
    return rival;
  }

  /// Those of DecodedZone::uncertain_fields.
  void name_uncertain(DecodedZone& decoded) {
    const auto name = [&](std::string field) {
      auto& fields = decoded.uncertain_fields;
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
        fields.push_back(std::move(field));
      }
    };
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      for (std::size_t j = 0; j < cells_[i].size(); ++j) {
        const bool decided = cells_[i][j][chosen_[i][j]].probability >= kDecidedMin;
        if (!decided && !is_protected(i, j)) name(field_at(decoded.mrz, i, j));
      }
    }
    // No card of this size is a passport: it is as likely the beginning of one.
    if (layout_.format == MrzFormat::kTd2 && at(0, 0) == 'P') name("document_code");
    for (const auto& rule : layout_.checks) {
      if (is_settled(rule) && has_rival(rule)) name(std::string(rule.name));
    }
  }

  std::vector<std::vector<RecognisedCell>> cells_;
  const Layout& layout_;
  std::vector<std::vector<std::size_t>> chosen_;
  std::vector<std::string_view> settled_;
};

}  // namespace

Result<DecodedZone> decode_zone(const RecognisedZone& zone, Date today) {
  std::string beginning;
  std::size_t length = 0;
  if (!zone.lines.empty()) {
    length = zone.lines.front().size();
    for (std::size_t i = 0; i < std::min<std::size_t>(5, length); ++i) {
      const auto& cell = zone.lines.front()[i];
      beginning.push_back(cell.empty() ? '<' : cell.front().character);
    }
  }
  for (const auto& line : zone.lines) {
    if (line.size() != length) return fail(Remedy::kReject, "the lines differ in length");
  }
  const auto format = format_of(zone.lines.size(), length, beginning);
  if (!format) return fail(Remedy::kReject, "no zone has lines of this shape");
  return Decoder(zone, layout_of(*format)).decode(today);
}

}  // namespace garita::reader
