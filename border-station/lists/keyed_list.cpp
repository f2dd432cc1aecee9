#include "border-station/lists/keyed_list.h"

#include "schema/crypto/envelope.h"

namespace garita::station {
namespace {

constexpr std::uint8_t kRow = 1;
constexpr std::uint8_t kKey = 2;
constexpr std::string_view kOwnKey = "key";

}  // namespace

void KeyedList::add_row(const Ledger& ledger, SealedRows& rows, std::string_view reference,
                        ByteView content) const {
  rows.rows.push_back(ledger.seal_column(row_column_, content));
  rows.keys.push_back({ledger.look_up_hash(hash_kind_, reference), kRow, rows.rows.size()});
}

void KeyedList::add_key(const Ledger& ledger, SealedRows& rows, ByteView sealed) const {
  rows.rows.push_back(ledger.seal_column(key_column_, sealed));
  rows.keys.push_back({ledger.look_up_hash(hash_kind_, kOwnKey), kKey, rows.rows.size()});
}

Result<std::optional<Secret>> KeyedList::under(const Ledger& ledger, ListTables::View& list,
                                               std::string_view reference,
                                               std::uint8_t kind) const {
  std::optional<Secret> opened;
  const auto column = kind == kKey ? key_column_ : row_column_;
  GARITA_CHECK(list.find(ledger.look_up_hash(hash_kind_, reference),
                         [&](const ListTables::Found& found) -> Result<bool> {
                           if (found.kind != kind) return true;
                           GARITA_TRY(content, ledger.open_column(column, found.sealed));
                           opened = std::move(content);
                           return false;
                         }));
  return opened;
}

Result<std::optional<Secret>> KeyedList::key(const Ledger& ledger, ListTables::View& list) const {
  GARITA_TRY(envelope, under(ledger, list, kOwnKey, kKey));
  if (!envelope) return std::optional<Secret>();
  const auto& identity = ledger.identity();
  GARITA_TRY(key,
             open_envelope(envelope->view(), identity.station_key, identity.station_certificate));
  return std::optional(std::move(key));
}

Result<std::optional<Secret>> KeyedList::row(const Ledger& ledger, ListTables::View& list,
                                             std::string_view reference) const {
  return under(ledger, list, reference, kRow);
}

}  // namespace garita::station
