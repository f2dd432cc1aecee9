#pragma once

#include <map>
#include <string>
#include <string_view>

namespace garita::central {

/// The words of names as somebody's records have them. Descriptions are compared, and kept, without
/// accents and in capitals, so that every spelling of a name is one; whoever reads the reasons sees
/// the words that stand in the documents.
class RecordedWords {
 public:
  /// A surname or given names. Of several ways to write a word the longest counts, since an accent
  /// is a byte more, and of those the last in order, since capitals come first.
  void add(std::string_view name);
  /// "word_alike GARCIA~GARSIA 0.93; birth_same 1980-02-29" with the words that are known.
  [[nodiscard]] std::string in(std::string_view reasons) const;

 private:
  [[nodiscard]] std::string in_value(std::string_view value) const;

  std::map<std::string, std::string, std::less<>> written_;  ///< by normalised_words()
};

}  // namespace garita::central
