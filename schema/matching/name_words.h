#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita {

/// What a word of a name is, as far as the word alone can tell.
enum class WordKind : std::uint8_t { kName, kParticle, kTitle, kCompany };

/// How two different words may stand for one name.
enum class Kinship : std::uint8_t { kNone, kShortForm, kSameName };

/// What is known about words of names: particles, titles, words of companies, names that very many
/// bear, short forms, one name in several languages. words/names.txt says the form of the text.
/// Words are in the form of name letters (folded_name() of one word of normalised_words()).
class NameWords {
 public:
  /// Remedy: reject, with the number of the line.
  [[nodiscard]] static Result<NameWords> parse(std::string_view text);
  /// What the program ships.
  [[nodiscard]] static NameWords shipped();

  [[nodiscard]] WordKind kind_of(const std::string& letters) const;
  [[nodiscard]] bool is_common(const std::string& letters) const;
  /// Symmetric. Words that are alike letter by letter have none.
  [[nodiscard]] Kinship kinship(const std::string& a, const std::string& b) const;
  /// Every word that has a kinship with `letters`.
  [[nodiscard]] std::vector<std::string> kin_of(const std::string& letters) const;

 private:
  /// Groups a word stands in: of a short form the full name's own group has one `head`.
  struct Place {
    std::uint16_t group = 0;
    bool head = false;
  };
  [[nodiscard]] Result<void> take(std::string_view text);
  [[nodiscard]] Result<void> take_line(std::string_view line);
  void take_short_forms(const std::vector<std::string>& words);
  void take_same_names(const std::vector<std::string>& words);
  [[nodiscard]] std::uint16_t new_group(bool clique, const std::vector<std::string>& words);

  struct Group {
    bool clique = false;  ///< each stands for each; else the first for the others
    std::vector<std::string> words;
  };
  std::unordered_map<std::string, WordKind> kinds_;
  std::unordered_set<std::string> common_;
  std::unordered_map<std::string, std::vector<Place>> places_;
  std::vector<Group> groups_;
};

/// The text of words/names.txt, put into the program when it is built.
[[nodiscard]] std::string_view shipped_name_words();

}  // namespace garita
