// Zones out of a stream of any bytes, and documents out of any fields: the pieces in which a stream
// comes do not matter, faults say where, hints spell what is printed, and what is composed holds
// and is read back for good.
#include "document-reader/mrz/text_zones.h"

#include <array>

#include "document-reader/mrz/mrz.h"
#include "document-reader/mrz/name_hints.h"
#include "document-reader/mrz/remarks.h"
#include "schema/matching/normalise.h"
#include "schema/vocabulary/bytes.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-03-02");
constexpr std::size_t kFields = 12;
constexpr std::size_t kLinesMax = 4;
constexpr std::size_t kCharactersMax = 90;

void take_hints(const MrzFields& fields) {
  for (const auto& hint : name_hints(fields)) {
    ensure(!hint.may_be.empty() && hint.may_be.size() <= kSpellingsMax, "hints are few");
    for (const auto& spelling : hint.may_be) {
      ensure(folded_name(normalised_words(spelling)) == folded_name(normalised_words(hint.printed)),
             "a spelling is printed as the word is");
    }
  }
}

void take_zone(const TextZone& zone) {
  if (!zone.lines) return ensure(!zone.lines.error().message.empty(), "a fault says what it is");
  ensure(!zone.lines->empty() && zone.lines->size() <= kLinesMax, "a zone has few lines");
  for (const auto& line : *zone.lines) {
    ensure(!line.empty() && line.size() <= kCharactersMax, "a line is bounded");
  }
  const auto mrz = parse_mrz(*zone.lines, kToday);
  if (!mrz) return;
  static_cast<void>(remarks_on(*mrz));
  take_hints(mrz->fields);
}

/// The zones of the stream when it comes in pieces of that many bytes.
std::vector<TextZone> zones_of(std::string_view text, std::size_t piece_bytes) {
  TextZones zones;
  std::vector<TextZone> all;
  for (; !text.empty(); text.remove_prefix(std::min(piece_bytes, text.size()))) {
    for (auto& zone : zones.feed(text.substr(0, piece_bytes))) all.push_back(std::move(zone));
  }
  for (auto& zone : zones.finish()) all.push_back(std::move(zone));
  return all;
}

bool alike(const TextZone& a, const TextZone& b) {
  if (a.number != b.number || a.first_line != b.first_line) return false;
  if (!a.lines || !b.lines) return !a.lines && !b.lines && a.lines.error() == b.lines.error();
  return *a.lines == *b.lines;
}

void take_stream(std::string_view text) {
  const auto whole = zones_of(text, text.size() + 1);
  const auto pieces = zones_of(text, 1);
  ensure(whole.size() == pieces.size(), "the pieces do not matter");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    ensure(whole[i].number == i + 1 && alike(whole[i], pieces[i]), "the pieces do not matter");
    take_zone(whole[i]);
  }
}

/// The format and a field a line.
void take_fields(std::string_view text) {
  std::array<std::string, kFields> lines;
  for (auto& line : lines) {
    const auto end = std::min(text.find('\n'), text.size());
    line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto format = parse_format(lines[0]);
  if (!format) return;
  MrzFields fields{lines[1], lines[2], lines[3], lines[4], lines[5], lines[6],
                   {},       lines[7], {},       lines[8], lines[9]};
  if (const auto birth = PartialDate::from_text(lines[10])) fields.birth_date = *birth;
  if (const auto expiry = PartialDate::from_text(lines[11])) fields.expiry_date = *expiry;
  const auto composed = compose_mrz(*format, fields);
  if (!composed) return ensure(!composed.error().message.empty(), "a refusal says why");
  const auto read = parse_mrz(*composed, kToday);
  ensure(read && read->valid() && read->format == *format, "what is composed holds");
  const auto again = compose_mrz(*format, read->fields);
  ensure(again && *again == *composed, "what was read back is composed as it was");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = garita::text_of({data, size});
  garita::reader::take_stream(text);
  garita::reader::take_fields(text);
  return 0;
}
