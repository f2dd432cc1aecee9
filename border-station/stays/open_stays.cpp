#include "border-station/stays/open_stays.h"

#include <algorithm>
#include <memory>

#include "schema/crypto/envelope.h"
#include "schema/journal/codec.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kStayColumn = "open stay";
constexpr std::string_view kKeyColumn = "open stays key";
constexpr std::string_view kHashKind = "open stay";
constexpr std::uint8_t kStay = 1;
constexpr std::uint8_t kKey = 2;
constexpr std::string_view kOwnKey = "key";

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

/// The one row in force under a key; the first where there are several.
Result<std::optional<Secret>> row_under(const Ledger& ledger, ListTables::View& list,
                                        std::string_view key, std::uint8_t kind) {
  std::optional<Secret> opened;
  const auto column = kind == kKey ? kKeyColumn : kStayColumn;
  GARITA_CHECK(list.find(ledger.look_up_hash(kHashKind, key),
                         [&](const ListTables::Found& found) -> Result<bool> {
                           if (found.kind != kind) return true;
                           GARITA_TRY(content, ledger.open_column(column, found.sealed));
                           opened = std::move(content);
                           return false;
                         }));
  return opened;
}

}  // namespace

Result<ReadBulletin> read_open_stays(Ledger& ledger, const Bulletin& bulletin) {
  ListTables tables(ledger, kOpenStaysChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  const auto sealed = std::make_shared<SealedRows>();
  const auto add = [&](std::string_view key, std::uint8_t kind, Bytes row) {
    sealed->rows.push_back(std::move(row));
    sealed->keys.push_back({ledger.look_up_hash(kHashKind, key), kind, sealed->rows.size()});
  };
  GARITA_CHECK(for_each_open_stay(text_of(bulletin.content), [&](const OpenStayRow& row) {
    if (const auto* key = std::get_if<OpenStaysKey>(&row)) {
      if (key->station != ledger.place().station) return;
      add(kOwnKey, kKey, ledger.seal_column(kKeyColumn, key->sealed));
      return;
    }
    const auto& entry = std::get<OpenStayEntry>(row);
    add(entry.reference, kStay, ledger.seal_column(kStayColumn, encode_stay(entry)));
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
  GARITA_TRY(envelope, row_under(ledger, list, kOwnKey, kKey));
  if (!envelope) return std::optional<ListedStay>();
  const auto& identity = ledger.identity();
  GARITA_TRY(key,
             open_envelope(envelope->view(), identity.station_key, identity.station_certificate));
  GARITA_TRY(row, row_under(ledger, list, open_stay_reference(key, document_key), kStay));
  if (!row) return std::optional<ListedStay>();
  GARITA_TRY(stay, decode_stay(row->view()));
  stay.list_issued_at = held->issued_at;
  return std::optional<ListedStay>(stay);
}

}  // namespace garita::station
