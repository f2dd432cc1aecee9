#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace garita {

/// A word of a name in Latin letters, A-Z, and what was lost on the way.
struct LatinWord {
  std::string letters;          ///< folded_name() of what the word is in Latin letters
  bool without_vowels = false;  ///< it came from a script that does not write them
  bool article = false;         ///< it began with the Arabic article, which `letters` leaves out
};

/// What Scripts found out about words, for who reads many names: transliteration is dear, and words
/// come again. It stops to learn at kWordsMax.
struct ScriptMemo {
  static constexpr std::size_t kWordsMax = 200'000;
  std::unordered_map<std::string, std::vector<LatinWord>> words;
};

/// Words of any script in Latin letters: Latin and Cyrillic by the tables of ICAO Doc 9303-3
/// (normalise.h), everything else by ICU's transliterations. Safe to share between threads.
class Scripts {
 public:
  Scripts();
  ~Scripts();
  Scripts(Scripts&&) noexcept;
  Scripts& operator=(Scripts&&) noexcept;

  /// The words of `text`, UTF-8 without blanks at which to part. Damaged bytes vanish. Several,
  /// where the script sets no blanks between words.
  [[nodiscard]] std::vector<LatinWord> words_of(std::string_view text,
                                                ScriptMemo* memo = nullptr) const;

 private:
  [[nodiscard]] std::vector<LatinWord> transliterated(std::string_view text) const;

  struct Icu;
  std::unique_ptr<Icu> icu_;
};

}  // namespace garita
