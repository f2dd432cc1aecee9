#include "document-reader/mrz/open_places.h"

#include <algorithm>
#include <cmath>

namespace garita::reader {
namespace {

/// How much likelier the printed characters of a field must be, as a logarithm, than any that may
/// stand there, to be left as they are.
constexpr float kBeyondDoubtMin = 9;
/// The same for a field of one place.
constexpr float kBeyondDoubtAlone = 3.5F;
/// Fields no longer than this may be printed against the rules; a name is never.
constexpr std::size_t kShortFieldMax = 6;
/// What an alternative that was not offered is taken to have at most.
constexpr float kUnofferedShare = 0.001F;

/// Issuers avoid the letter O in numbers: the pixels must say so much, as a logarithm, to be
/// believed where a zero may stand too. Zeros are seen as the letter by up to this.
constexpr float kHabitAgainstO = 2;

bool allowed(Alphabet alphabet, char c) {
  const bool digit = c >= '0' && c <= '9';
  switch (alphabet) {
    case Alphabet::kLetter:
      return !digit;
    case Alphabet::kDigit:
    case Alphabet::kCheck:
      return digit || c == '<';
    case Alphabet::kSex:
      return c == 'M' || c == 'F' || c == '<' || c == 'X';
    case Alphabet::kAny:
      return true;
  }
  return true;
}

void sort(RecognisedCell& cell) {
  std::stable_sort(cell.begin(), cell.end(), [](const Alternative& a, const Alternative& b) {
    return a.probability > b.probability;
  });
}

float share_of(const RecognisedCell& cell, char character) {
  for (const auto& alternative : cell) {
    if (alternative.character == character) return alternative.probability;
  }
  return 0;
}

void set_share(RecognisedCell& cell, char character, float share) {
  for (auto& alternative : cell) {
    if (alternative.character != character) continue;
    alternative.probability = share;
    return;
  }
  cell.push_back({character, share});
}

/// Each twin is offered wherever the other is.
void offer_twins(RecognisedCell& cell) {
  const float letter = share_of(cell, 'O');
  const float zero = share_of(cell, '0');
  if (letter + zero <= 0) return;
  set_share(cell, 'O', std::max(letter, kUnofferedShare * zero));
  set_share(cell, '0', std::max(zero, kUnofferedShare * letter));
  sort(cell);
}

void weigh_twins(RecognisedCell& cell) {
  const float letter = share_of(cell, 'O');
  const float zero = share_of(cell, '0');
  const float both = letter + zero;
  if (both <= 0) return;
  const float odds = letter / zero * std::exp(-kHabitAgainstO);
  const float share = odds / (1 + odds);
  set_share(cell, 'O', share * both);
  set_share(cell, '0', (1 - share) * both);
  sort(cell);
}

/// How much likelier the likeliest character is than the likeliest of `alphabet`, as a logarithm.
float against(const RecognisedCell& cell, Alphabet alphabet) {
  float best = kUnofferedShare * cell.front().probability;
  for (const auto& alternative : cell) {
    if (!allowed(alphabet, alternative.character)) continue;
    best = std::max(best, alternative.probability);
    // A twin is no evidence against the place.
    if (are_twins(alternative.character, cell.front().character)) return 0;
  }
  return std::log(cell.front().probability / best);
}

void restrict_to(Alphabet alphabet, RecognisedCell& cell) {
  RecognisedCell kept;
  float whole = 0;
  for (const auto& alternative : cell) {
    if (!allowed(alphabet, alternative.character)) continue;
    kept.push_back(alternative);
    whole += alternative.probability;
  }
  // Nothing that may stand here was offered: it stays as printed.
  if (kept.empty()) return;
  // What is left shares half of what is gone: a place that shows something else is less certain.
  float all = 0;
  for (const auto& alternative : cell) all += alternative.probability;
  const float more = (whole + (all - whole) / 2) / std::max(whole, 1e-6F);
  for (auto& alternative : kept) alternative.probability *= more;
  cell = std::move(kept);
}

void restrict_field(RecognisedZone& zone, const Field& field) {
  const auto cell_at = [&](std::size_t i) -> RecognisedCell& {
    return zone.lines.at(field.span.line).at(field.span.begin + i);
  };
  float against_all = 0;
  for (std::size_t i = 0; i < field.span.length; ++i) {
    against_all += against(cell_at(i), field.alphabet);
  }
  const float enough = field.span.length == 1 ? kBeyondDoubtAlone : kBeyondDoubtMin;
  if (field.span.length <= kShortFieldMax && against_all > enough) return;
  for (std::size_t i = 0; i < field.span.length; ++i) restrict_to(field.alphabet, cell_at(i));
}

/// The second letter of the document's code is one or a filler, but for cards of one State (A3,
/// C1).
void restrict_code(RecognisedZone& zone, const Layout& layout) {
  if (layout.lines == 3 || layout.code.length < 2) return;
  restrict_to(Alphabet::kLetter, zone.lines.at(layout.code.line).at(layout.code.begin + 1));
}

}  // namespace

bool are_twins(char a, char b) { return (a == 'O' && b == '0') || (a == '0' && b == 'O'); }

RecognisedZone weighed_by_place(RecognisedZone zone, const Layout& layout) {
  for (auto& line : zone.lines) {
    for (auto& cell : line) {
      if (cell.empty()) cell.push_back({'<', 0});
      offer_twins(cell);
    }
  }
  std::vector<std::vector<bool>> ruled;
  for (const auto& line : zone.lines) ruled.emplace_back(line.size(), false);
  for (const auto& field : layout.alphabets) {
    restrict_field(zone, field);
    for (std::size_t i = 0; i < field.span.length; ++i) {
      ruled.at(field.span.line).at(field.span.begin + i) = true;
    }
  }
  restrict_code(zone, layout);
  ruled.at(layout.code.line).at(layout.code.begin + 1) = true;
  for (std::size_t line = 0; line < ruled.size(); ++line) {
    for (std::size_t column = 0; column < ruled[line].size(); ++column) {
      if (!ruled[line][column]) weigh_twins(zone.lines[line][column]);
    }
  }
  return zone;
}

}  // namespace garita::reader
