#include "schema/matching/name_index.h"

#include <algorithm>

#include "schema/matching/name_index_image.h"
#include "schema/matching/name_index_view.h"
#include "schema/vocabulary/text.h"

namespace garita {

using name_index::Numbers;
using name_index::Section;

namespace {

Failure damaged(const std::string& what) {
  return fail(Remedy::kRepair, "the index of names is damaged: " + what);
}

constexpr std::array<std::string_view, name_index::kSections> kSectionNames = {
    "words",     "letters",      "entries of words", "entries", "spellings of entries",
    "spellings", "births",       "ids of entries",   "ids",     "groups of keys",
    "keys",      "words of keys"};

/// Numbers that say where things begin: from 0, never back, to `end`.
bool are_places(const Numbers& numbers, std::size_t count, std::size_t end) {
  if (numbers.size() < count + 1 || numbers[0] != 0 || numbers[count] != end) return false;
  for (std::size_t i = 0; i < count; ++i)
    if (numbers[i] > numbers[i + 1]) return false;
  return true;
}

bool are_below(const Numbers& numbers, std::uint32_t mask, std::size_t limit) {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if ((numbers[i] & mask) >= limit) return false;
  return true;
}

/// Checks what the sections say about each other. After it no look-up leaves the image.
class Checker {
 public:
  Checker(std::size_t entries, std::size_t words, std::size_t key_bits,
          const std::array<ByteView, name_index::kSections>& sections)
      : entries_(entries), words_(words), key_bits_(key_bits), sections_(sections) {}

  /// The first section that is wrong; empty where none is.
  [[nodiscard]] std::string_view wrong() const {
    if (!words_hold()) return name(Section::kWordsAt);
    if (!entries_hold()) return name(Section::kEntries);
    if (!spellings_hold()) return name(Section::kSpelled);
    if (!births_hold()) return name(Section::kBirths);
    if (!ids_hold()) return name(Section::kIds);
    if (!keys_hold()) return name(Section::kKeys);
    return {};
  }

 private:
  static std::string_view name(Section section) {
    return kSectionNames.at(static_cast<std::size_t>(section));
  }
  [[nodiscard]] ByteView bytes(Section section) const {
    return sections_[static_cast<std::size_t>(section)];
  }
  [[nodiscard]] Numbers numbers(Section section) const { return Numbers(bytes(section)); }

  [[nodiscard]] bool words_hold() const {
    const auto at = numbers(Section::kWordsAt);
    const auto letters = bytes(Section::kLetters);
    if (at.size() < words_ + 1 || !are_places(at, words_, at[words_])) return false;
    if (at[words_] > letters.size() || at[words_] + 8 <= letters.size()) return false;
    for (std::size_t i = 0; i < at[words_]; ++i)
      if (letters[i] < 'A' || letters[i] > 'Z') return false;
    std::string_view before;
    for (std::size_t i = 0; i < words_; ++i) {
      const auto word = text_of(letters.subspan(at[i], at[i + 1] - at[i]));
      if (word.empty() || word.size() > kWordLettersMax || word <= before) return false;
      before = word;
    }
    return true;
  }

  [[nodiscard]] bool entries_hold() const {
    const auto at = numbers(Section::kEntriesAt);
    const auto entries = numbers(Section::kEntries);
    if (at.size() < words_ + 1 || at[words_] > entries.size()) return false;
    if (!are_places(at, words_, at[words_]) ||
        !are_below(entries, ~0U, std::max<std::size_t>(1, entries_)))
      return false;
    for (std::size_t word = 0; word < words_; ++word)
      for (std::size_t i = at[word] + std::size_t{1}; i < at[word + 1]; ++i)
        if (entries[i - 1] >= entries[i]) return false;
    return entries_ > 0 || at[words_] == 0;
  }

  [[nodiscard]] bool spellings_hold() const {
    const auto at = numbers(Section::kSpelledAt);
    const auto spelled = numbers(Section::kSpelled);
    if (at.size() < entries_ + 1 || at[entries_] > spelled.size()) return false;
    if (!are_places(at, entries_, at[entries_])) return false;
    for (std::size_t i = 0; i < entries_; ++i)
      if (at[i + 1] - at[i] > kNameWordsMax) return false;
    for (std::size_t i = 0; i < at[entries_]; ++i) {
      const std::uint32_t part = (spelled[i] >> name_index::kPartShift) & 3U;
      if ((spelled[i] & (name_index::kWordsMax - 1)) >= words_ || part > 2 ||
          (spelled[i] >> name_index::kSpelledBits) != 0)
        return false;
    }
    return true;
  }

  [[nodiscard]] bool births_hold() const {
    const auto births = bytes(Section::kBirths);
    if (births.size() != entries_ * name_index::kBirthBytes) return false;
    for (std::size_t i = 0; i < births.size(); i += name_index::kBirthBytes) {
      const int first = births[i] | (births[i + 1] << 8);
      const int last = births[i + 2] | (births[i + 3] << 8);
      const int nation = births[i + 6] | (births[i + 7] << 8);
      if (first > 9999 || last > 9999 || last < first || births[i + 4] > 12 || births[i + 5] > 31 ||
          nation >= name_index::kNationalities)
        return false;
    }
    return true;
  }

  [[nodiscard]] bool ids_hold() const {
    const auto at = numbers(Section::kIdsAt);
    return at.size() >= entries_ + 1 && at[entries_] <= bytes(Section::kIds).size() &&
           are_places(at, entries_, at[entries_]);
  }

  [[nodiscard]] bool keys_hold() const {
    const auto at = numbers(Section::kKeysAt);
    const auto keys = numbers(Section::kKeys);
    const auto words = numbers(Section::kKeyWords);
    const std::size_t groups = std::size_t{1} << key_bits_;
    if (at.size() < groups + 1 || keys.size() != words.size()) return false;
    if (at[groups] > keys.size() || !are_places(at, groups, at[groups])) return false;
    return words_ == 0 ? keys.size() == 0 : are_below(words, ~0U, words_);
  }

  std::size_t entries_;
  std::size_t words_;
  std::size_t key_bits_;
  const std::array<ByteView, name_index::kSections>& sections_;
};

Result<std::array<ByteView, name_index::kSections>> sections_of(ByteView image) {
  if (image.size() < name_index::kHeaderBytes) return damaged("it is cut short");
  if (!std::equal(name_index::kMagic.begin(), name_index::kMagic.end(), image.begin()))
    return damaged("it does not begin like one");
  const auto version = name_index::number32(image.data() + 8);
  if (version != name_index::kVersion)
    return damaged("its version is " + std::to_string(version) + ", this program reads 1");
  if (name_index::number32(image.data() + 12) != name_index::kSections)
    return damaged("it has another number of sections");
  std::array<ByteView, name_index::kSections> sections;
  const auto* begins = image.data() + name_index::kSectionsAt;
  if (name_index::number64(begins + 8 * name_index::kSections) != image.size())
    return damaged("it has another length than it says");
  for (std::size_t i = 0; i < name_index::kSections; ++i) {
    const auto begin = name_index::number64(begins + 8 * i);
    const auto end = name_index::number64(begins + 8 * (i + 1));
    if (begin < name_index::kHeaderBytes || begin > end || end > image.size())
      return damaged("where '" + std::string(kSectionNames[i]) + "' lies");
    sections[i] = image.subspan(begin, end - begin);
  }
  return sections;
}

}  // namespace

NameIndex::NameIndex(std::unique_ptr<NameIndexImage> image) : image_(std::move(image)) {}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;

Result<NameIndex> NameIndex::open(ByteView image) {
  GARITA_TRY(sections, sections_of(image));
  const auto sum = name_index::checksum_of(image.subspan(name_index::kCountsAt));
  if (sum != name_index::number64(image.data() + name_index::kChecksumAt))
    return damaged("its checksum is another");
  const auto entries = name_index::number64(image.data() + name_index::kCountsAt);
  const auto words = name_index::number64(image.data() + name_index::kCountsAt + 8);
  const auto key_bits = name_index::number64(image.data() + name_index::kCountsAt + 16);
  if (entries > name_index::kEntriesMax || words > name_index::kWordsMax ||
      key_bits > name_index::kKeyBitsMax)
    return damaged("it holds more than an index takes");
  const auto wrong = Checker(entries, words, key_bits, sections).wrong();
  if (!wrong.empty()) return damaged("its " + std::string(wrong));
  auto opened = std::make_unique<NameIndexImage>();
  opened->entries = entries;
  opened->words = words;
  opened->key_bits = key_bits;
  opened->sections = sections;
  opened->births.resize(entries);
  for (std::uint32_t entry = 0; entry < entries; ++entry)
    opened->births[entry] = NameIndexImage::birth_code(opened->birth(entry));
  return NameIndex(std::move(opened));
}

std::size_t NameIndex::size() const { return image_->entries; }

std::string_view NameIndex::id_of(std::uint32_t entry) const {
  ensure(entry < image_->entries, "an entry is one of the index's");
  const auto at = image_->numbers(Section::kIdsAt);
  return text_of(image_->bytes(Section::kIds).subspan(at[entry], at[entry + 1] - at[entry]));
}

Described NameIndex::described(std::uint32_t entry, const NameReader& reader) const {
  ensure(entry < image_->entries, "an entry is one of the index's");
  return image_->described(
      entry, [&](const KeptWord& kept, std::uint32_t) { return reader.word_of(kept); });
}

}  // namespace garita
