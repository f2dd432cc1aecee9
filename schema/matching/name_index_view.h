#pragma once

#include "schema/matching/name_index.h"
#include "schema/matching/name_index_image.h"

// What an opened image is, for name_index.cpp and name_index_search.cpp.
namespace garita {

struct NameIndexImage {
  std::size_t entries = 0;
  std::size_t words = 0;
  std::size_t key_bits = 0;
  std::array<ByteView, name_index::kSections> sections;
  /// Of each entry its birth as birth_code(): small enough to stay near the core.
  std::vector<std::uint16_t> births;

  static constexpr unsigned kNoYear = 0;
  static constexpr unsigned kSomeYears = 255;  ///< a span, or outside of 1851 to 2104
  /// Low byte: the year; high byte: month and day, which now and then are the same for two days.
  [[nodiscard]] static std::uint16_t birth_code(const Birth& birth) {
    constexpr int kBefore = 1850;
    if (!birth.known()) return kNoYear;
    const int year = birth.year_first - kBefore;
    const bool plain =
        birth.year_first == birth.year_last && year > int(kNoYear) && year < int(kSomeYears);
    const unsigned day = (birth.month * 31 + birth.day) % 256;
    return static_cast<std::uint16_t>((plain ? unsigned(year) : kSomeYears) | (day << 8U));
  }

  [[nodiscard]] ByteView bytes(name_index::Section section) const {
    return sections[static_cast<std::size_t>(section)];
  }
  [[nodiscard]] name_index::Numbers numbers(name_index::Section section) const {
    return name_index::Numbers(bytes(section));
  }

  [[nodiscard]] std::string_view word(std::uint32_t word) const {
    const auto at = numbers(name_index::Section::kWordsAt);
    return text_of(bytes(name_index::Section::kLetters).subspan(at[word], at[word + 1] - at[word]));
  }
  /// How many entries have the word.
  [[nodiscard]] std::uint32_t count_of(std::uint32_t word) const {
    const auto at = numbers(name_index::Section::kEntriesAt);
    return at[word + 1] - at[word];
  }
  [[nodiscard]] Birth birth(std::uint32_t entry) const {
    const auto* at = bytes(name_index::Section::kBirths).data() + name_index::kBirthBytes * entry;
    return {at[0] | (at[1] << 8), at[2] | (at[3] << 8), at[4], at[5]};
  }
  /// `word_of(KeptWord, spelled)` makes each word; the same number is the same word.
  [[nodiscard]] Described described(std::uint32_t entry, auto word_of) const {
    Described listed;
    const auto at = numbers(name_index::Section::kSpelledAt);
    const auto spelled = numbers(name_index::Section::kSpelled);
    for (std::size_t i = at[entry]; i < at[entry + 1]; ++i)
      listed.name.words.push_back(
          word_of(KeptWord{std::string(word(spelled[i] & (name_index::kWordsMax - 1))),
                           static_cast<NamePart>((spelled[i] >> name_index::kPartShift) & 3U),
                           (spelled[i] & name_index::kWithoutVowels) != 0,
                           (spelled[i] & name_index::kMayBeCut) != 0},
                  spelled[i]));
    listed.birth = birth(entry);
    if (const auto nation = nationality(entry); nation != 0)
      listed.nationality = CountryCode(name_index::nationality_code(nation));
    return listed;
  }
  [[nodiscard]] std::uint16_t nationality(std::uint32_t entry) const {
    const auto* at = bytes(name_index::Section::kBirths).data() + name_index::kBirthBytes * entry;
    return static_cast<std::uint16_t>(at[6] | (at[7] << 8));
  }
};

}  // namespace garita
