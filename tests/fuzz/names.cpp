// Names in any bytes: a line is a name and a birth, parted by a tab. Any two of them have a score,
// the same both ways, and equal ones are one.
#include "schema/matching/score.h"
#include "schema/vocabulary/bytes.h"

namespace garita {
namespace {

Described described(const NameReader& reader, std::string_view line) {
  const std::size_t tab = std::min(line.find('\t'), line.size());
  Described out;
  out.name = reader.read(line.substr(0, tab));
  ensure(out.name.words.size() <= kNameWordsMax, "a name has so many words at most");
  const auto birth = Birth::from_text(line.substr(std::min(tab + 1, line.size())));
  if (!birth) return out;
  out.birth = *birth;
  ensure(Birth::from_text(birth->text()) == *birth, "what a birth says is read again");
  return out;
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  static const NameReader kReader;
  const auto text = text_of({data, size});
  const std::size_t end = std::min(text.find('\n'), text.size());
  const auto a = described(kReader, text.substr(0, end));
  const auto b = described(kReader, text.substr(std::min(end + 1, text.size())));
  const auto& words = kReader.words();
  const auto found = score(a, b, words);
  ensure(found.value >= 0 && found.value <= 1, "a score is from 0 to 1");
  ensure(found.value == score_value(b, a, words), "a score is the same both ways");
  if (!a.name.words.empty()) ensure(score_value(a, a, words) == 1, "equal names score 1");
  return 0;
}
