#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "schema/matching/name_index.h"
#include "schema/matching/name_index_image.h"
#include "schema/matching/word_keys.h"

namespace garita {

using name_index::Section;

namespace name_index {

std::uint64_t checksum_of(ByteView bytes) {
  std::uint64_t sum = 0x9E3779B97F4A7C15U ^ bytes.size();
  const auto take = [&sum](std::uint64_t value) {
    sum = (sum ^ value) * 0xD6E8FEB86659FD93U;
    sum ^= sum >> 32U;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) take(number64(bytes.data() + at));
  for (; at < bytes.size(); ++at) take(bytes[at]);
  return sum;
}

std::uint16_t nationality_number(std::string_view code) {
  unsigned number = 0;
  if (code.empty() || code.size() > 3) return 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const char c = i < code.size() ? code[i] : '@';
    if (c < '@' || c > 'Z') return 0;
    number = number * 27 + unsigned(c - '@');
  }
  return static_cast<std::uint16_t>(number);
}

std::string nationality_code(std::uint16_t number) {
  std::string code;
  for (const unsigned place : {27U * 27U, 27U, 1U}) {
    const unsigned letter = number / place % 27;
    if (letter != 0) code += static_cast<char>('@' + letter);
  }
  return code;
}

}  // namespace name_index

namespace {

using Numbers32 = std::vector<std::uint32_t>;

void put(Bytes& out, const Numbers32& numbers) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(numbers.data());
  out.insert(out.end(), bytes, bytes + numbers.size() * sizeof(std::uint32_t));
}

void put64(Bytes& out, std::size_t at, std::uint64_t value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

void free_of(auto& container) { std::decay_t<decltype(container)>().swap(container); }

}  // namespace

struct NameIndexBuilder::Lists {
  std::unordered_map<std::string, std::uint32_t> words;
  Numbers32 spelled_at{0};
  Numbers32 spelled;
  Bytes births;
  Numbers32 ids_at{0};
  std::string ids;

  [[nodiscard]] std::size_t size() const { return spelled_at.size() - 1; }
  /// The words in ascending order; `spelled` then counts in it.
  [[nodiscard]] std::vector<std::string> sort_words();
};

std::vector<std::string> NameIndexBuilder::Lists::sort_words() {
  std::vector<std::pair<std::string, std::uint32_t>> sorted(words.begin(), words.end());
  free_of(words);
  std::sort(sorted.begin(), sorted.end());
  Numbers32 places(sorted.size());
  std::vector<std::string> out;
  out.reserve(sorted.size());
  for (std::uint32_t i = 0; i < sorted.size(); ++i) {
    places[sorted[i].second] = i;
    out.push_back(std::move(sorted[i].first));
  }
  constexpr std::uint32_t kWord = name_index::kWordsMax - 1;
  for (auto& word : spelled) word = (word & ~kWord) | places[word & kWord];
  return out;
}

NameIndexBuilder::NameIndexBuilder() : lists_(std::make_unique<Lists>()) {}
NameIndexBuilder::~NameIndexBuilder() = default;

Result<void> NameIndexBuilder::add(std::string_view id, const Described& listed) {
  auto& lists = *lists_;
  if (id.size() > name_index::kIdBytesMax)
    return fail(Remedy::kReject, "an id has 256 bytes at most");
  if (lists.size() >= name_index::kEntriesMax ||
      lists.words.size() + kNameWordsMax >= name_index::kWordsMax ||
      lists.ids.size() + id.size() > std::numeric_limits<std::uint32_t>::max())
    return fail(Remedy::kReject, "there are more names than an index takes");
  for (const auto& word : listed.name.words) {
    const auto next = static_cast<std::uint32_t>(lists.words.size());
    const auto [found, fresh] = lists.words.emplace(word.spelling.letters, next);
    std::uint32_t spelled = found->second;
    spelled |= static_cast<std::uint32_t>(word.part) << name_index::kPartShift;
    if (word.without_vowels) spelled |= name_index::kWithoutVowels;
    if (word.may_be_cut) spelled |= name_index::kMayBeCut;
    lists.spelled.push_back(spelled);
  }
  lists.spelled_at.push_back(static_cast<std::uint32_t>(lists.spelled.size()));
  const Birth& birth = listed.birth;
  const std::uint16_t nation = name_index::nationality_number(listed.nationality.value());
  for (const int number : {birth.year_first, birth.year_last}) {
    lists.births.push_back(static_cast<std::uint8_t>(number & 0xFF));
    lists.births.push_back(static_cast<std::uint8_t>((number >> 8) & 0xFF));
  }
  lists.births.push_back(static_cast<std::uint8_t>(birth.month));
  lists.births.push_back(static_cast<std::uint8_t>(birth.day));
  lists.births.push_back(static_cast<std::uint8_t>(nation & 0xFFU));
  lists.births.push_back(static_cast<std::uint8_t>(nation >> 8U));
  lists.ids.append(id);
  lists.ids_at.push_back(static_cast<std::uint32_t>(lists.ids.size()));
  return {};
}

namespace {

/// Puts sections one behind the other, each at a multiple of eight, and notes where each begins.
class Writer {
 public:
  Writer() : out_(name_index::kHeaderBytes) {}

  void section(ByteView bytes) {
    begin();
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  void section(const Numbers32& numbers) {
    begin();
    put(out_, numbers);
  }

  Bytes finish(std::uint64_t entries, std::uint64_t words, std::uint64_t key_bits) {
    begin();  // the end
    std::memcpy(out_.data(), name_index::kMagic.data(), name_index::kMagic.size());
    put64(out_, 8, name_index::kVersion | (std::uint64_t{name_index::kSections} << 32U));
    put64(out_, name_index::kCountsAt, entries);
    put64(out_, name_index::kCountsAt + 8, words);
    put64(out_, name_index::kCountsAt + 16, key_bits);
    for (std::size_t i = 0; i < begins_.size(); ++i)
      put64(out_, name_index::kSectionsAt + 8 * i, begins_[i]);
    put64(out_, name_index::kChecksumAt,
          name_index::checksum_of(ByteView(out_).subspan(name_index::kCountsAt)));
    return std::move(out_);
  }

 private:
  void begin() {
    out_.resize((out_.size() + 7) / 8 * 8);
    begins_.push_back(out_.size());
  }
  Bytes out_;
  std::vector<std::uint64_t> begins_;
};

void write_words(const std::vector<std::string>& words, Writer& writer) {
  Numbers32 at{0};
  Bytes letters;
  for (const auto& word : words) {
    letters.insert(letters.end(), word.begin(), word.end());
    at.push_back(static_cast<std::uint32_t>(letters.size()));
  }
  writer.section(at);
  writer.section(letters);
}

/// For each word the entries that have it, each once.
void write_entries(const Numbers32& spelled_at, const Numbers32& spelled, std::size_t words,
                   Writer& writer) {
  constexpr std::uint32_t kWord = name_index::kWordsMax - 1;
  Numbers32 at(words + 1);
  const auto each_word = [&](auto use) {
    for (std::uint32_t entry = 0; entry + 1 < spelled_at.size(); ++entry)
      for (std::size_t i = spelled_at[entry]; i < spelled_at[entry + 1]; ++i) {
        const std::uint32_t word = spelled[i] & kWord;
        bool again = false;
        for (std::size_t k = spelled_at[entry]; k < i; ++k)
          again = again || (spelled[k] & kWord) == word;
        if (!again) use(entry, word);
      }
  };
  each_word([&](std::uint32_t, std::uint32_t word) { ++at[word + 1]; });
  std::partial_sum(at.begin(), at.end(), at.begin());
  Numbers32 entries(at.back());
  Numbers32 next(at.begin(), at.end() - 1);
  each_word([&](std::uint32_t entry, std::uint32_t word) { entries[next[word]++] = entry; });
  writer.section(at);
  writer.section(entries);
}

/// Gives how many high bits of a key tell its group: so many that a group has a few.
std::size_t write_keys(const std::vector<std::string>& words, Writer& writer) {
  constexpr std::size_t kInAGroup = 8;
  std::vector<std::uint64_t> pairs;  // key, word
  for (std::uint32_t word = 0; word < words.size(); ++word)
    for (const std::uint32_t key : word_keys(words[word]))
      pairs.push_back((std::uint64_t{key} << 32U) | word);
  std::sort(pairs.begin(), pairs.end());
  const std::size_t bits =
      std::min<std::size_t>(std::bit_width(pairs.size() / kInAGroup), name_index::kKeyBitsMax);
  Numbers32 at((std::size_t{1} << bits) + 1);
  for (const auto pair : pairs)
    ++at[name_index::key_group(static_cast<std::uint32_t>(pair >> 32U), bits) + 1];
  std::partial_sum(at.begin(), at.end(), at.begin());
  writer.section(at);
  Numbers32 column(pairs.size());
  std::transform(pairs.begin(), pairs.end(), column.begin(),
                 [](std::uint64_t pair) { return static_cast<std::uint32_t>(pair >> 32U); });
  writer.section(column);
  std::transform(pairs.begin(), pairs.end(), column.begin(),
                 [](std::uint64_t pair) { return static_cast<std::uint32_t>(pair); });
  writer.section(column);
  return bits;
}

}  // namespace

Bytes NameIndexBuilder::build() {
  auto& lists = *lists_;
  const std::size_t entries = lists.size();
  const auto words = lists.sort_words();
  Writer writer;
  write_words(words, writer);
  write_entries(lists.spelled_at, lists.spelled, words.size(), writer);
  writer.section(lists.spelled_at);
  writer.section(lists.spelled);
  free_of(lists.spelled);
  writer.section(lists.births);
  free_of(lists.births);
  writer.section(lists.ids_at);
  writer.section(bytes_of(lists.ids));
  free_of(lists.ids);
  const std::size_t key_bits = write_keys(words, writer);
  lists_ = std::make_unique<Lists>();
  return writer.finish(entries, words.size(), key_bits);
}

}  // namespace garita
