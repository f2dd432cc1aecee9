#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace garita {

/// Of a longer word only so many letters are looked at.
inline constexpr std::size_t kWordLettersMax = 24;

/// How a word of a name is said, roughly, whichever language wrote it down: SHCH, CHTCH and SH
/// become S, KH becomes H, OU and OO become U, Y becomes I, W becomes V, doubled letters one.
/// `letters` A-Z, of which kWordLettersMax are read.
[[nodiscard]] std::string sound_of(std::string_view letters);

/// The consonants of a word as a script without vowels has them, where W and Y may be vowels:
/// MOHAMMED and MHMD give MHMD. V is F and P is B, as Arabic writes them.
[[nodiscard]] std::string consonants_of(std::string_view letters);

/// A coarser form of sound_of() that is the same for most spellings of one name, for looking up:
/// the first sound and the classes of the consonants after it.
[[nodiscard]] std::string sound_class_of(std::string_view letters);

/// The classes of consonants_of(), for looking up what came without vowels.
[[nodiscard]] std::string consonant_class_of(std::string_view letters);

/// A word in the forms that are compared.
struct Spelling {
  std::string letters;
  std::string sound;

  [[nodiscard]] static Spelling of(std::string letters) {
    auto sound = sound_of(letters);
    return {std::move(letters), std::move(sound)};
  }
};

/// How alike two words are, 0 to 1; 1 for the same letters alone, 0 for all that is below a half.
/// Errors are weighted by how easily they happen: vowels and near consonants of romanisation,
/// doubled letters, neighbours on a keyboard, letters that recognition mistakes, two letters
/// swapped. Symmetric. A word that differs in a final A alone (JUAN, JUANA; BARANOV, BARANOVA) is
/// another sex's name.
[[nodiscard]] double likeness(const Spelling& a, const Spelling& b);

/// The same where one of them came from a script that writes long vowels alone (Arabic, Hebrew):
/// its consonants, and the vowels that it has, in order.
[[nodiscard]] double likeness_of_consonants(const Spelling& without_vowels, const Spelling& whole);

}  // namespace garita
