#include "border-station/ledger/ledger_state.h"
#include "schema/journal/codec.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kEnds =
    "SELECT channel, stream, sum(size) FROM bulletin_part GROUP BY channel ORDER BY channel"
    " LIMIT 16";  // as many as a greeting lists
constexpr std::string_view kEnd =
    "SELECT stream, sum(size) FROM bulletin_part WHERE channel = ?1 GROUP BY stream";
constexpr std::string_view kAll =
    "SELECT part_sealed FROM bulletin_part WHERE channel = ?1 ORDER BY start";
constexpr std::string_view kPut =
    "INSERT INTO bulletin_part (channel, start, stream, version, base, total, size, part_sealed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr std::string_view kDrop = "DELETE FROM bulletin_part WHERE channel = ?1";

constexpr std::string_view kDropWhole =
    "DELETE FROM bulletin_part WHERE channel IN"
    " (SELECT channel FROM bulletin_part GROUP BY channel HAVING sum(size) = max(total))";

constexpr auto kPartColumn = "bulletin_part.part";

Bytes stream_column(std::uint64_t stream) {
  ByteWriter out;
  out.u64(stream);
  return out.take();
}

std::uint64_t stream_of(const Bytes& column) {
  ByteReader in(column);
  return in.u64();
}

/// What is held of a channel's stream; of another stream nothing.
Result<PartHeld> held_of(Database& database, const BulletinPart& part) {
  PartHeld held{part.channel, part.stream, 0};
  GARITA_TRY(row, database.prepare(kEnd, {part.channel}));
  GARITA_TRY(found, row.step());
  if (found && stream_of(row.blob(0)) == part.stream) {
    held.bytes = static_cast<std::uint32_t>(row.integer(1));
  }
  return held;
}

}  // namespace

Result<std::vector<PartHeld>> Ledger::held_parts() {
  GARITA_TRY(row, state_->database.prepare(kEnds));
  std::vector<PartHeld> parts;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return parts;
    parts.push_back(
        {row.text(0), stream_of(row.blob(1)), static_cast<std::uint32_t>(row.integer(2))});
  }
}

Result<void> Ledger::forget_refused_parts() {
  GARITA_CHECK(state_->database.execute(kDropWhole));
  return {};
}

Result<PartProgress> Ledger::take_part(const BulletinPart& part) {
  GARITA_TRY(held, held_of(state_->database, part));
  const bool is_next = held.bytes == part.offset && held.bytes < part.total;
  if (!is_next) return PartProgress{held, std::nullopt, std::nullopt};
  const auto end = part.offset + static_cast<std::uint32_t>(part.content.size());
  PartProgress progress{{part.channel, part.stream, end}, std::nullopt, std::nullopt};
  if (end < part.total) {
    GARITA_CHECK(keep_part(part));
    return progress;
  }
  // The last part is kept only where its bulletin was refused: what is whole and not taken must not
  // pass for that, whenever this ends in the middle.
  auto taken = take_whole(part);
  if (!taken && taken.error().remedy == Remedy::kRetry) return Failure(taken.error());
  if (!taken) progress.refused = taken.error();
  GARITA_TRY(holds, held_bulletin(part.channel));
  progress.whole = BulletinHeld{part.channel, holds ? holds->version : 0};
  return progress;
}

Result<void> Ledger::keep_part(const BulletinPart& part) {
  auto& database = state_->database;
  const Bytes sealed = seal_column(kPartColumn, part.content);
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // Whatever else was on its way in this channel is overtaken.
  if (part.offset == 0) GARITA_CHECK(database.execute(kDrop, {part.channel}));
  GARITA_TRY(put, database.execute(
                      kPut, {part.channel, part.offset, stream_column(part.stream), part.version,
                             part.base, part.total, part.content.size(), sealed}));
  ensure(put == 1, "a part is one row");
  return transaction.commit();
}

Result<Bytes> Ledger::stream_before(const BulletinPart& part) {
  Bytes stream;
  if (part.offset == 0) return stream;
  GARITA_TRY(row, state_->database.prepare(kAll, {part.channel}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return stream;
    GARITA_TRY(content, open_column(kPartColumn, row.blob(0)));
    const ByteView bytes = content.view();
    stream.insert(stream.end(), bytes.begin(), bytes.end());
  }
}

Result<void> Ledger::take_whole(const BulletinPart& part) {
  auto& database = state_->database;
  Delivery delivery{part.channel, part.version, part.base, {}, part.stream};
  GARITA_TRY(stream, stream_before(part));
  delivery.stream = std::move(stream);
  delivery.stream.insert(delivery.stream.end(), part.content.begin(), part.content.end());
  std::optional<Bulletin> base;
  if (part.base != 0) {
    GARITA_TRY(held, bulletin(part.channel));
    base = std::move(held);
  }
  auto read = read_delivery(delivery, base ? &*base : nullptr);
  const bool is_the_stream = stream_id(delivery.stream) == part.stream;
  if (!read || !is_the_stream) {
    // Not what the centre sent, or no longer of what is held here: from the beginning.
    GARITA_CHECK(database.execute(kDrop, {part.channel}));
    if (!is_the_stream) {
      return fail(Remedy::kReject, "a bulletin's parts do not belong together");
    }
    return Failure(read.error());
  }
  const auto taken = take_bulletin(*read);
  // A head may be taken once the sections that it names are here: it is no refusal for good.
  const bool for_good = !taken && !is_section_head(read->content);
  if (for_good && taken.error().remedy != Remedy::kRetry) GARITA_CHECK(keep_part(part));
  if (!taken && !for_good) GARITA_CHECK(database.execute(kDrop, {part.channel}));
  if (!taken) return Failure(taken.error());
  GARITA_CHECK(database.execute(kDrop, {part.channel}));
  return {};
}

}  // namespace garita::station
