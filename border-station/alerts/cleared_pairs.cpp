#include "border-station/alerts/cleared_pairs.h"

#include <algorithm>
#include <memory>

#include "border-station/lists/keyed_list.h"
#include "schema/journal/codec.h"
#include "schema/journal/sections.h"
#include "schema/openstays/cleared_list.h"

namespace garita::station {
namespace {

constexpr KeyedList kLayout("cleared pair listed", "cleared pair listed", "cleared pairs key");

Bytes encode_clearing(const ClearedPairEntry& entry) {
  ByteWriter out;
  out.blob(bytes_of(entry.crossing.text()));
  out.u64(static_cast<std::uint64_t>(entry.at.milliseconds));
  return out.take();
}

Result<Clearing> decode_clearing(ByteView bytes) {
  constexpr std::size_t kIdBytesMax = 100;
  ByteReader in(bytes);
  const std::string crossing(text_of(in.blob(kIdBytesMax)));
  const auto at = in.u64();
  GARITA_CHECK(in.end("a cleared pair"));
  GARITA_TRY(record, RecordId::parse(crossing));
  return Clearing{std::move(record), Instant{static_cast<std::int64_t>(at)}};
}

}  // namespace

Result<ReadBulletin> read_cleared_pairs(Ledger& ledger, const Bulletin& bulletin) {
  ListTables tables(ledger, kClearedPairsChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  const auto sealed = std::make_shared<SealedRows>();
  GARITA_CHECK(for_each_cleared_pair(text_of(bulletin.content), [&](const ClearedPairRow& row) {
    if (const auto* key = std::get_if<OpenStaysKey>(&row)) {
      if (key->station == ledger.place().station) kLayout.add_key(ledger, *sealed, key->sealed);
      return;
    }
    const auto& entry = std::get<ClearedPairEntry>(row);
    kLayout.add_row(ledger, *sealed, entry.reference, encode_clearing(entry));
  }));
  std::ranges::sort(sealed->keys);
  return tables.reading(bulletin, sealed);
}

Result<std::optional<Clearing>> find_cleared_pair(ListTables& pairs, const Digest& pair) {
  const auto& ledger = pairs.ledger();
  GARITA_TRY(list, pairs.view());
  GARITA_TRY(key, kLayout.key(ledger, list));
  if (!key) return std::optional<Clearing>();
  GARITA_TRY(row, kLayout.row(ledger, list, cleared_pair_reference(*key, pair)));
  if (!row) return std::optional<Clearing>();
  GARITA_TRY(clearing, decode_clearing(row->view()));
  return std::optional(std::move(clearing));
}

Result<bool> tells_of_cleared_pairs(ListTables& pairs) {
  GARITA_TRY(list, pairs.view());
  GARITA_TRY(key, kLayout.key(pairs.ledger(), list));
  return key.has_value();
}

}  // namespace garita::station
