#include "border-station/stays/open_stays.h"

#include <algorithm>
#include <memory>

#include "border-station/lists/keyed_list.h"
#include "schema/journal/codec.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr KeyedList kLayout("open stay", "open stay", "open stays key");

Bytes encode_stay(const OpenStayEntry& entry) {
  ByteWriter out;
  out.blob(bytes_of(entry.entered.iso()));
  out.blob(bytes_of(entry.until ? entry.until->iso() : std::string()));
  return out.take();
}

Result<ListedStay> decode_stay(ByteView bytes) {
  constexpr std::size_t kDateBytesMax = 10;
  ByteReader in(bytes);
  const std::string entered(text_of(in.blob(kDateBytesMax)));
  const std::string until(text_of(in.blob(kDateBytesMax)));
  GARITA_CHECK(in.end("an open stay"));
  ListedStay stay;
  GARITA_TRY(first_day, Date::from_iso(entered));
  stay.entered = first_day;
  if (until.empty()) return stay;
  GARITA_TRY(last_day, Date::from_iso(until));
  stay.until = last_day;
  return stay;
}

}  // namespace

Result<ReadBulletin> read_open_stays(Ledger& ledger, const Bulletin& bulletin) {
  ListTables tables(ledger, kOpenStaysChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  const auto sealed = std::make_shared<SealedRows>();
  GARITA_CHECK(for_each_open_stay(text_of(bulletin.content), [&](const OpenStayRow& row) {
    if (const auto* key = std::get_if<OpenStaysKey>(&row)) {
      if (key->station == ledger.place().station) kLayout.add_key(ledger, *sealed, key->sealed);
      return;
    }
    const auto& entry = std::get<OpenStayEntry>(row);
    kLayout.add_row(ledger, *sealed, entry.reference, encode_stay(entry));
  }));
  std::ranges::sort(sealed->keys);
  return tables.reading(bulletin, sealed);
}

Result<std::optional<ListedStay>> find_open_stay(ListTables& stays, std::string_view document_key) {
  if (document_key.empty()) return std::optional<ListedStay>();
  auto& ledger = stays.ledger();
  GARITA_TRY(list, stays.view());
  GARITA_TRY(held, ledger.held_bulletin(kOpenStaysChannel));
  if (!held) return std::optional<ListedStay>();
  GARITA_TRY(key, kLayout.key(ledger, list));
  if (!key) return std::optional<ListedStay>();
  GARITA_TRY(row, kLayout.row(ledger, list, open_stay_reference(*key, document_key)));
  if (!row) return std::optional<ListedStay>();
  GARITA_TRY(stay, decode_stay(row->view()));
  stay.list_issued_at = held->issued_at;
  return std::optional<ListedStay>(stay);
}

}  // namespace garita::station
