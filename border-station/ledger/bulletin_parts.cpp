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
    "SELECT part_sealed FROM bulletin_part WHERE channel = ?1 AND stream = ?2 ORDER BY start";
constexpr std::string_view kPut =
    "INSERT INTO bulletin_part (channel, start, stream, version, base, total, size, part_sealed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr std::string_view kDrop = "DELETE FROM bulletin_part WHERE channel = ?1";

constexpr std::string_view kDropWhole =
    "DELETE FROM bulletin_part WHERE channel IN"
    " (SELECT channel FROM bulletin_part GROUP BY channel HAVING sum(size) = max(total))";

// Of what waits and is not of this channel, what has not moved for longest: rows are numbered as
// they come. What was refused takes no room.
constexpr std::string_view kWaiting =
    "SELECT total(length(part_sealed)) FROM bulletin_part WHERE channel <> ?1";
constexpr std::string_view kLongestUnmoved =
    "SELECT channel FROM bulletin_part WHERE channel <> ?1 GROUP BY channel"
    " HAVING sum(size) < max(total) ORDER BY max(rowid) LIMIT 1";

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

/// Whether a stream that begins with this part is of nothing new.
bool begins_in_vain(const std::optional<HeldBulletin>& standing, const BulletinPart& part) {
  if (!standing || part.offset > 0) return false;
  ByteReader in(part.content);
  return is_held_already(*standing, part.version, in.instant(), BulletinWay::kLink);
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

/// A part that changed nothing. Where its bulletin, or one that does not give way to it, came by
/// another way meanwhile, that is said, and the centre sends no more of it: what was held of it
/// went with that.
Result<PartProgress> Ledger::not_the_next(const BulletinPart& part, const PartHeld& held) {
  PartProgress progress{held, std::nullopt, std::nullopt, std::nullopt};
  GARITA_TRY(holds, held_bulletin(part.channel));
  if (holds && holds->version >= part.version && held.bytes == 0) {
    progress.whole = BulletinHeld{part.channel, holds->version};
  }
  return progress;
}

Result<PartProgress> Ledger::take_part(const BulletinPart& part) {
  GARITA_TRY(held, held_of(state_->database, part));
  const bool is_next = held.bytes == part.offset && held.bytes < part.total;
  if (!is_next) return not_the_next(part, held);
  const auto room = check_room(part.channel, part.total);
  if (!room) return PartProgress{held, std::nullopt, std::nullopt, room.error()};
  const auto end = part.offset + static_cast<std::uint32_t>(part.content.size());
  if (end < part.total) return keep_part(part);
  GARITA_TRY(before, stream_before(part));
  // Another process took what was held since: the whole would lack its beginning.
  if (before.size() != part.offset) {
    return not_the_next(part, {part.channel, part.stream, 0});
  }
  PartProgress progress{{part.channel, part.stream, end}, std::nullopt, std::nullopt, std::nullopt};
  // The last part is kept only where its bulletin was refused: what is whole and not taken must not
  // pass for that, whenever this ends in the middle.
  const auto bulletin = read_whole(part, std::move(before));
  if (bulletin) {
    // Packed it may be short: what it takes here is another matter.
    const auto room_for_it = check_room(part.channel, bulletin->content.size());
    if (!room_for_it) return PartProgress{held, std::nullopt, std::nullopt, room_for_it.error()};
  }
  const auto taken = bulletin ? take_whole(part, *bulletin) : Failure(bulletin.error());
  if (!taken && taken.error().remedy == Remedy::kRetry) return Failure(taken.error());
  if (!taken) progress.refused = taken.error();
  GARITA_TRY(holds, held_bulletin(part.channel));
  progress.whole = BulletinHeld{part.channel, holds ? holds->version : 0};
  return progress;
}

Result<PartProgress> Ledger::keep_part(const BulletinPart& part) {
  auto& database = state_->database;
  const Bytes sealed = seal_column(kPartColumn, part.content);
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // An import takes what is on its way from under us: without its beginning a stream is nothing.
  GARITA_TRY(standing, held_bulletin(part.channel));
  GARITA_TRY(held, held_of(database, part));
  if (begins_in_vain(standing, part) || held.bytes != part.offset) return not_the_next(part, held);
  // Whatever else was on its way in this channel is overtaken.
  if (part.offset == 0) GARITA_CHECK(database.execute(kDrop, {part.channel}));
  GARITA_CHECK(make_way_for(part));
  GARITA_CHECK(put(part, part.offset, part.content.size(), sealed));
  GARITA_CHECK(transaction.commit());
  const auto size = static_cast<std::uint32_t>(part.content.size());
  return PartProgress{
      {part.channel, part.stream, part.offset + size}, std::nullopt, std::nullopt, std::nullopt};
}

/// Keeps what waits within its bound, inside the transaction that keeps `part`.
Result<void> Ledger::make_way_for(const BulletinPart& part) {
  auto& database = state_->database;
  while (true) {
    GARITA_TRY(waiting, database.prepare(kWaiting, {part.channel}));
    GARITA_TRY(summed, waiting.step());
    ensure(summed, "an aggregate gives a row");
    const auto others = static_cast<std::uint64_t>(waiting.real(0));
    if (others + part.offset + part.content.size() <= kWaitingPartsBytesMax) return {};
    GARITA_TRY(unmoved, database.prepare(kLongestUnmoved, {part.channel}));
    GARITA_TRY(found, unmoved.step());
    if (!found) return {};
    const std::string channel = unmoved.text(0);
    GARITA_CHECK(database.execute(kDrop, {channel}));
  }
}

/// A row of a stream: what is kept from `start` on.
Result<void> Ledger::put(const BulletinPart& part, std::uint32_t start, std::size_t size,
                         const Bytes& sealed) {
  GARITA_TRY(kept,
             state_->database.execute(kPut, {part.channel, start, stream_column(part.stream),
                                             part.version, part.base, part.total, size, sealed}));
  ensure(kept == 1, "a part is one row");
  return {};
}

Result<Bytes> Ledger::stream_before(const BulletinPart& part) {
  Bytes stream;
  if (part.offset == 0) return stream;
  GARITA_TRY(row, state_->database.prepare(kAll, {part.channel, stream_column(part.stream)}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return stream;
    GARITA_TRY(content, open_column(kPartColumn, row.blob(0)));
    const ByteView bytes = content.view();
    stream.insert(stream.end(), bytes.begin(), bytes.end());
  }
}

/// That a bulletin was refused, which needs nothing of it but how long it was: what anybody at the
/// centre's end of the link could make must not fill the disk.
Result<void> Ledger::keep_refusal(const BulletinPart& part) {
  auto& database = state_->database;
  const Bytes nothing = seal_column(kPartColumn, {});
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_CHECK(database.execute(kDrop, {part.channel}));
  GARITA_CHECK(put(part, 0, part.total, nothing));
  return transaction.commit();
}

/// Fails where the parts make no bulletin, and drops them.
Result<Bulletin> Ledger::read_whole(const BulletinPart& part, Bytes before) {
  Delivery delivery{part.channel, part.version, part.base, std::move(before), part.stream};
  delivery.stream.insert(delivery.stream.end(), part.content.begin(), part.content.end());
  std::optional<Bulletin> base;
  if (part.base != 0) {
    GARITA_TRY(held, bulletin(part.channel));
    base = std::move(held);
  }
  auto read = read_delivery(delivery, base ? &*base : nullptr);
  const bool is_the_stream = stream_id(delivery.stream) == part.stream;
  if (read && is_the_stream) return read;
  // Not what the centre sent, or no longer of what is held here: from the beginning.
  GARITA_CHECK(state_->database.execute(kDrop, {part.channel}));
  if (!is_the_stream) {
    return fail(Remedy::kReject, "a bulletin's parts do not belong together");
  }
  return Failure(read.error());
}

Result<void> Ledger::take_whole(const BulletinPart& part, const Bulletin& bulletin) {
  auto& database = state_->database;
  const auto taken = take_bulletin(bulletin, BulletinWay::kLink);
  // A head may be taken once the sections that it names are here: it is no refusal for good.
  const bool for_good = !taken && !is_section_head(bulletin.content);
  if (for_good && taken.error().remedy != Remedy::kRetry) GARITA_CHECK(keep_refusal(part));
  if (!taken && !for_good) GARITA_CHECK(database.execute(kDrop, {part.channel}));
  if (!taken) return Failure(taken.error());
  GARITA_CHECK(database.execute(kDrop, {part.channel}));
  return {};
}

}  // namespace garita::station
