#include "schema/matching/name.h"

#include <algorithm>
#include <array>

namespace garita {
namespace {

/// A field of names in a machine readable zone has 30 to 39 places (ICAO Doc 9303-4 to -7), and
/// airlines' ones hardly more: a last word that ends there may have been cut.
constexpr std::size_t kFieldBytesMin = 28;

/// What recognition and people write for letters.
char letter_of(char digit) {
  constexpr std::string_view kLetters = "OIZEASGTBG";
  return digit >= '0' && digit <= '9' ? kLetters[std::size_t(digit - '0')] : digit;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits that touch a letter become letters; what parts words becomes a blank.
std::string prepared(std::string_view text) {
  constexpr std::string_view kParts = ".;:()[]{}\"_|*+&";
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (kParts.find(out[i]) != std::string_view::npos) out[i] = ' ';
    if (!is_digit(out[i])) continue;
    const bool touches =
        (i > 0 && is_letter(out[i - 1])) || (i + 1 < out.size() && is_letter(out[i + 1]));
    if (touches) out[i] = letter_of(out[i]);
  }
  // The points between the parts of a foreign name in Chinese and Japanese.
  for (const std::string_view point : {"\u00B7", "\u30FB", "\u2022"})
    for (auto at = out.find(point); at != std::string::npos; at = out.find(point))
      std::fill_n(out.begin() + std::ptrdiff_t(at), point.size(), ' ');
  return out;
}

struct Parts {
  std::string_view first;
  std::string_view rest;
  NamePart part_of_first = NamePart::kUnknown;
  NamePart part_of_rest = NamePart::kUnknown;
};

Parts parts_of(std::string_view text) {
  const auto fillers = text.find("<<");
  if (fillers != std::string_view::npos)
    return {text.substr(0, fillers), text.substr(fillers), NamePart::kSurname, NamePart::kGiven};
  const auto comma = text.find(',');
  if (comma != std::string_view::npos && text.find(',', comma + 1) == std::string_view::npos)
    return {text.substr(0, comma), text.substr(comma), NamePart::kSurname, NamePart::kGiven};
  return {text, {}, NamePart::kUnknown, NamePart::kUnknown};
}

/// ABDULRAHMAN, ABDERRAHMAN: where the servant's name begins; 0 where the word is none of those.
std::size_t behind_servant(std::string_view letters) {
  if (!letters.starts_with("ABD") || letters.size() < 7) return 0;
  if (letters.ends_with("LAH") || letters.ends_with("LA")) return 0;  // ABDULLAH is one name
  std::size_t at = 3;
  if (std::string_view("UEAO").find(letters[at]) == std::string_view::npos) return 0;
  while (std::string_view("UEAO").find(letters[at]) != std::string_view::npos) ++at;
  if (letters.size() < at + 4) return 0;
  if (letters[at] == 'L') return at + 1;
  return letters[at] == letters[at + 1] ? at + 1 : 0;  // the L became the consonant behind it
}

/// SALAHUDDIN, SALAHEDDINE: how long the word is before "of the faith"; 0 where it is none.
std::size_t before_faith(std::string_view letters) {
  for (const std::string_view ending : {"DIN", "DEEN", "DINE"}) {
    if (!letters.ends_with(ending) || letters.size() < ending.size() + 5) continue;
    std::string_view stem = letters.substr(0, letters.size() - ending.size());
    const bool article = stem.ends_with('D') || stem.ends_with("UL") || stem.ends_with("AL");
    if (!article && !stem.ends_with('U')) continue;
    if (article) stem.remove_suffix(1);
    if (std::string_view("UEAI").find(stem.back()) == std::string_view::npos) continue;
    stem.remove_suffix(1);
    if (stem.size() >= 3) return stem.size();
  }
  return 0;
}

}  // namespace

NameWord NameReader::word_of(KeptWord kept) const {
  NameWord word;
  word.kind = words_.kind_of(kept.letters);
  word.common = words_.is_common(kept.letters);
  word.initial = kept.letters.size() == 1;
  if (word.initial) word.kind = WordKind::kName;
  word.part = kept.part;
  word.without_vowels = kept.without_vowels;
  word.may_be_cut = kept.may_be_cut;
  word.spelling = Spelling::of(std::move(kept.letters));
  return word;
}

void NameReader::take_word(const LatinWord& latin, NamePart part, Name& name) const {
  const auto add = [&](std::string_view letters) {
    if (letters.empty() || name.words.size() == kNameWordsMax) return;
    name.words.push_back(word_of(
        {std::string(letters.substr(0, kWordLettersMax)), part, latin.without_vowels, false}));
  };
  if (latin.article) add("AL");
  std::string_view letters = latin.letters;
  if (const std::size_t behind = behind_servant(letters); behind != 0) {
    add("ABD");
    letters.remove_prefix(behind);
  }
  const std::size_t stem = before_faith(letters);
  add(stem != 0 ? letters.substr(0, stem) : letters);
  if (stem != 0) add("DIN");
}

void NameReader::take_words(std::string_view text, NamePart part, Reading& reading) const {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n<,/-"), text.size());
    auto& words = reading.name.words;
    const std::size_t before = words.size();
    if (end > 0)
      for (const auto& latin : scripts_.words_of(text.substr(0, end), reading.memo))
        take_word(latin, part, reading.name);
    for (std::size_t i = before; i < words.size(); ++i)
      words[i].written = reading.written.substr(0, end);
    const std::size_t done = std::min(end + 1, text.size());
    text.remove_prefix(done);
    reading.written.remove_prefix(done);
  }
}

/// "S.A." at the end of a name was read as two initials.
void NameReader::join_company(Name& name) const {
  constexpr std::size_t kLettersMax = 4;
  std::string letters;
  for (std::size_t count = 1; count <= std::min(kLettersMax, name.words.size()); ++count) {
    const auto& word = name.words[name.words.size() - count];
    if (!word.initial) return;
    letters = word.spelling.letters + letters;
    if (count < 2 || words_.kind_of(letters) != WordKind::kCompany) continue;
    const NamePart part = word.part;
    name.words.resize(name.words.size() - count);
    name.words.push_back(word_of({letters, part}));
    return;
  }
}

Name NameReader::read(std::string_view text, ScriptMemo* memo) const {
  const bool long_enough = text.size() >= kFieldBytesMin;
  text = text.substr(0, kNameBytesMax);
  Reading reading{{}, text, memo};
  const std::string ready = prepared(text);
  const Parts parts = parts_of(ready);
  take_words(parts.first, parts.part_of_first, reading);
  take_words(parts.rest, parts.part_of_rest, reading);
  Name name = std::move(reading.name);
  join_company(name);
  const bool all_titles = std::all_of(name.words.begin(), name.words.end(), [](const auto& word) {
    return word.kind != WordKind::kName;
  });
  if (all_titles)  // Mr. Said is called Said
    for (auto& word : name.words) word.kind = WordKind::kName;
  if (!name.words.empty()) name.words.back().may_be_cut = long_enough;
  return name;
}

}  // namespace garita
