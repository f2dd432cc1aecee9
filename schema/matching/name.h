#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/matching/name_words.h"
#include "schema/matching/scripts.h"
#include "schema/matching/spelling.h"

namespace garita {

/// Of a name only so many bytes and words are read; no travel document holds more.
inline constexpr std::size_t kNameBytesMax = 512;
inline constexpr std::size_t kNameWordsMax = 12;

/// Where a word stands: known of "SURNAME, Given" and "SURNAME<<GIVEN" alone.
enum class NamePart : std::uint8_t { kUnknown, kSurname, kGiven };

struct NameWord {
  Spelling spelling;
  /// The stretch of the text that it stands in, as it is there; several words of one stretch have
  /// the same. "": of a name that was not read from a text.
  std::string written;
  WordKind kind = WordKind::kName;
  NamePart part = NamePart::kUnknown;
  bool common = false;          ///< borne by very many
  bool initial = false;         ///< one letter, which stands for a name
  bool without_vowels = false;  ///< from a script that does not write them
  bool may_be_cut = false;      ///< the last word where a field may have ended
};

/// A name made ready to be compared. Words in the order they were written.
struct Name {
  std::vector<NameWord> words;
};

/// What of a word has to be kept to make a NameWord again: for an index of names.
struct KeptWord {
  std::string letters;
  NamePart part = NamePart::kUnknown;
  bool without_vowels = false;
  bool may_be_cut = false;
};

/// Reads names. Safe to share between threads.
class NameReader {
 public:
  NameReader() : NameReader(NameWords::shipped()) {}
  explicit NameReader(NameWords words) : words_(std::move(words)) {}

  /// `text`: UTF-8 in any script; "Given Surname", "SURNAME, Given" or as a machine readable zone
  /// has it, "SURNAME<<GIVEN". Digits inside of a word are letters that were misread. Never fails:
  /// what says nothing gives no words.
  /// `memo` makes many names quicker; it is one thread's.
  [[nodiscard]] Name read(std::string_view text, ScriptMemo* memo = nullptr) const;
  [[nodiscard]] NameWord word_of(KeptWord kept) const;
  [[nodiscard]] const NameWords& words() const { return words_; }

 private:
  struct Reading {
    Name name;
    std::string_view written;  ///< the text as it came, place by place the one that is read
    ScriptMemo* memo = nullptr;
  };
  void take_words(std::string_view text, NamePart part, Reading& reading) const;
  void take_word(const LatinWord& latin, NamePart part, Name& name) const;
  void join_company(Name& name) const;

  NameWords words_;
  Scripts scripts_;
};

}  // namespace garita
