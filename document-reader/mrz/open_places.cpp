#include "document-reader/mrz/open_places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "schema/vocabulary/state_codes.h"

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

/// A State's code that no list has is taken to be so much rarer than all that exist together, and
/// so a kind of document that Doc 9303 does not know.
constexpr float kUnknownCodeShare = 0.05F;
constexpr std::string_view kKindsOfDocument = "PVIACD";
/// A character among the fillers behind a name is taken to be so much rarer than a filler.
constexpr float kAmongFillersShare = 0.01F;

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

/// Where only one of the twins may stand, what was seen of either speaks for it.
void join_twins(Alphabet alphabet, RecognisedCell& cell) {
  if (allowed(alphabet, 'O') == allowed(alphabet, '0')) return;
  const char stays = allowed(alphabet, 'O') ? 'O' : '0';
  const float both = share_of(cell, 'O') + share_of(cell, '0');
  if (both <= 0) return;
  set_share(cell, stays, both);
  set_share(cell, stays == 'O' ? '0' : 'O', 0);
  sort(cell);
}

void restrict_to(Alphabet alphabet, RecognisedCell& cell) {
  join_twins(alphabet, cell);
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

/// `cell` with the share of each alternative times what `worth` gives it; their sum stays.
template <typename Worth>
void weigh(RecognisedCell& cell, const Worth& worth) {
  float before = 0;
  float after = 0;
  for (auto& alternative : cell) {
    before += alternative.probability;
    alternative.probability *= worth(alternative);
    after += alternative.probability;
  }
  for (auto& alternative : cell) alternative.probability *= before / std::max(after, 1e-9F);
  sort(cell);
}

/// Fillers, if any, at its end only, and none or a code that exists.
bool is_known_code(std::string code) {
  while (!code.empty() && code.back() == '<') code.pop_back();
  return code.empty() || is_state_code(code);
}

/// The shares of each place of a State's code, given that most codes exist.
void weigh_code(RecognisedZone& zone, const Span& span) {
  if (span.length != 3) return;
  std::array<RecognisedCell*, 3> cells{};
  for (std::size_t i = 0; i < 3; ++i) cells.at(i) = &zone.lines.at(span.line).at(span.begin + i);
  std::array<std::vector<float>, 3> shares;
  for (std::size_t i = 0; i < 3; ++i) shares.at(i).resize(cells.at(i)->size());
  const std::size_t combinations = shares[0].size() * shares[1].size() * shares[2].size();
  for (std::size_t n = 0; n < combinations; ++n) {
    const std::array<std::size_t, 3> at{n % shares[0].size(),
                                        n / shares[0].size() % shares[1].size(),
                                        n / shares[0].size() / shares[1].size()};
    std::string code;
    float share = 1;
    for (std::size_t i = 0; i < 3; ++i) {
      const Alternative& one = cells.at(i)->at(at.at(i));
      code.push_back(one.character);
      share *= one.probability;
    }
    if (!is_known_code(std::move(code))) share *= kUnknownCodeShare;
    for (std::size_t i = 0; i < 3; ++i) shares.at(i).at(at.at(i)) += share;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    weigh(*cells.at(i), [&](const Alternative& one) {
      const auto index = static_cast<std::size_t>(&one - cells.at(i)->data());
      return shares.at(i).at(index) / std::max(one.probability, 1e-9F);
    });
  }
}

/// Behind the names and two fillers or more stand but fillers (Doc 9303-4, 4.2.2).
void weigh_fillers(RecognisedZone& zone, const Span& names) {
  auto& line = zone.lines.at(names.line);
  const auto shows_filler = [&](std::size_t i) { return line.at(i).front().character == '<'; };
  int doubles = 0;
  for (std::size_t i = names.begin + 1; i < names.begin + names.length; ++i) {
    if (doubles < 2) {
      const bool twice = shows_filler(i) && shows_filler(i - 1);
      const bool begins = twice && (i < names.begin + 2 || !shows_filler(i - 2));
      // A third filler in a row ends the names: there are no others.
      const bool third = twice && !begins;
      doubles = third ? 2 : doubles + (begins ? 1 : 0);
      continue;
    }
    RecognisedCell& cell = line.at(i);
    set_share(cell, '<', std::max(share_of(cell, '<'), kUnofferedShare));
    weigh(cell,
          [](const Alternative& one) { return one.character == '<' ? 1 : kAmongFillersShare; });
  }
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
  weigh(zone.lines.at(layout.code.line).at(layout.code.begin), [](const Alternative& one) {
    return kKindsOfDocument.find(one.character) == std::string_view::npos ? kUnknownCodeShare : 1;
  });
  weigh_code(zone, layout.issuer);
  weigh_code(zone, layout.nationality);
  weigh_fillers(zone, layout.names);
  for (std::size_t line = 0; line < ruled.size(); ++line) {
    for (std::size_t column = 0; column < ruled[line].size(); ++column) {
      if (!ruled[line][column]) weigh_twins(zone.lines[line][column]);
    }
  }
  return zone;
}

}  // namespace garita::reader
