#include "schema/matching/scripts.h"

#include <unicode/translit.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "schema/matching/normalise.h"
#include "schema/vocabulary/result.h"

namespace garita {
namespace {

/// The script of the first letter that has one of its own.
UScriptCode script_of(const icu::UnicodeString& text) {
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UErrorCode error = U_ZERO_ERROR;
    const auto script = uscript_getScript(text.char32At(i), &error);
    if (U_SUCCESS(error) && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return script;
  }
  return USCRIPT_LATIN;
}

/// Arabic letters whose romanisation is not how names are written: the feminine ending, the alef
/// that is written as a yeh, hamza and its seats, marks of vowels and the stretched line.
void prepare_arabic(icu::UnicodeString& text) {
  icu::UnicodeString out;
  for (int i = 0; i < text.length(); ++i) {
    const char16_t c = text.charAt(i);
    const bool mark = (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640 || c == 0x0621;
    if (mark || c == 0x0629) continue;
    if (c == 0x0649 || c == 0x0622 || c == 0x0623 || c == 0x0625 || c == 0x0671) {
      out += char16_t(0x0627);
    } else if (c == 0x0624) {
      out += char16_t(0x0648);
    } else if (c == 0x0626) {
      out += char16_t(0x064A);
    } else {
      out += c;
    }
  }
  text = out;
}

bool take_article(icu::UnicodeString& text) {
  constexpr int kLettersWithArticleMin = 5;
  if (text.length() < kLettersWithArticleMin || !text.startsWith(u"\u0627\u0644")) return false;
  text.remove(0, 2);
  return true;
}

struct Spelt {
  std::string_view from;
  std::string_view to;
};
// How Korean names are written in passports; ICU gives the Revised Romanization.
constexpr std::array kKorean = {Spelt{"EO", "O"}, Spelt{"EU", "U"}};

/// `word`: one syllable, A-Z.
std::string as_korean_names(std::string word) {
  for (const auto& spelt : kKorean)
    for (auto at = word.find(spelt.from); at != std::string::npos; at = word.find(spelt.from, at))
      word.replace(at, spelt.from.size(), spelt.to);
  if (word.starts_with('G')) word.front() = 'K';
  if (word.ends_with('G') && !word.ends_with("NG")) word.back() = 'K';
  return word;
}

/// Korean names are written without blanks, and in passports often by syllable.
icu::UnicodeString by_syllables(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  for (int i = 0; i < text.length(); ++i) {
    out += text.charAt(i);
    out += char16_t(' ');
  }
  return out;
}

bool only_latin_or_cyrillic(std::string_view text) {
  // Lead bytes up to U+02AF (Latin and its extensions), the marks to U+036F, Cyrillic U+0400 to
  // U+04FF, Latin Extended Additional (E1 B8 to E1 BB) and General Punctuation (E2 80, E2 81).
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0xC3) continue;
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    const bool latin = byte <= 0xC9 || (byte == 0xCA && next <= 0xBF) || byte == 0xCB ||
                       byte == 0xCC || (byte == 0xCD && next <= 0xAF);
    const bool cyrillic = byte >= 0xD0 && byte <= 0xD3;
    const bool additional = byte == 0xE1 && next >= 0xB8 && next <= 0xBB;
    const bool punctuation = byte == 0xE2 && (next == 0x80 || next == 0x81);
    if (!latin && !cyrillic && !additional && !punctuation) return false;
  }
  return true;
}

/// The words of a text that is in Latin or Cyrillic letters, each as `like` says.
std::vector<LatinWord> latin_words(std::string_view text, const LatinWord& like, bool korean) {
  std::vector<LatinWord> words;
  const std::string all = normalised_words(text);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(' ', at), all.size());
    LatinWord word = like;
    const std::string part = all.substr(at, end - at);
    word.letters = folded_name(korean ? as_korean_names(part) : part);
    words.push_back(std::move(word));
    at = end + 1;
  }
  return words;
}

}  // namespace

struct Scripts::Icu {
  std::unique_ptr<icu::Transliterator> any_latin;
};

Scripts::Scripts() : icu_(std::make_unique<Icu>()) {
  UErrorCode error = U_ZERO_ERROR;
  icu_->any_latin.reset(
      icu::Transliterator::createInstance("Any-Latin; NFD; [:Mn:] Remove", UTRANS_FORWARD, error));
  ensure(U_SUCCESS(error) && icu_->any_latin, "ICU knows its own transliterations");
}
Scripts::~Scripts() = default;
Scripts::Scripts(Scripts&&) noexcept = default;
Scripts& Scripts::operator=(Scripts&&) noexcept = default;

std::vector<LatinWord> Scripts::words_of(std::string_view text, ScriptMemo* memo) const {
  if (only_latin_or_cyrillic(text)) return latin_words(text, {}, false);
  if (memo == nullptr) return transliterated(text);
  const std::string word(text);
  if (const auto known = memo->words.find(word); known != memo->words.end()) return known->second;
  auto words = transliterated(text);
  if (memo->words.size() < ScriptMemo::kWordsMax) memo->words.emplace(word, words);
  return words;
}

std::vector<LatinWord> Scripts::transliterated(std::string_view text) const {
  auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const auto script = script_of(unicode);
  LatinWord like;
  like.without_vowels = script == USCRIPT_ARABIC || script == USCRIPT_HEBREW;
  if (script == USCRIPT_ARABIC) {
    prepare_arabic(unicode);
    like.article = take_article(unicode);
  }
  if (script == USCRIPT_HANGUL) unicode = by_syllables(unicode);
  icu_->any_latin->transliterate(unicode);
  std::string latin;
  unicode.toUTF8String(latin);
  return latin_words(latin, like, script == USCRIPT_HANGUL);
}

}  // namespace garita
