#include "schema/journal/statements.h"

#include <zstd.h>

#include <algorithm>
#include <array>

#include "schema/journal/codec.h"
#include "schema/journal/sections.h"

namespace garita {
namespace {

constexpr std::array<std::string_view, 9> kChannels{"alerts",     "alert-pictures", "cleared-pairs",
                                                    "policies",   "officers",       "trust",
                                                    "open-stays", "messages",       "protection"};
constexpr int kCompressionLevel = 6;

void put(ByteWriter& out, const JournalId& journal) {
  out.text8(journal.station.value());
  out.u32(journal.incarnation);
  out.u8(static_cast<std::uint8_t>(journal.lane));
}

Bytes head_statement(const JournalId& journal, const JournalHead& head) {
  ByteWriter out;
  out.raw(bytes_of("garita head 1\n"));
  put(out, journal);
  out.u64(head.sequence);
  out.raw(head.hash);
  return out.take();
}

void put(ByteWriter& out, const Claim& claim) {
  out.text8(claim.station.value());
  out.u32(claim.incarnation);
  out.instant(claim.complete_until);
  out.u64(claim.last_sequence);
  out.raw(claim.last_hash);
  out.instant(claim.made_at);
  out.i64(claim.clock_error_bound.count());
}

Bytes claim_statement(const Claim& claim) {
  ByteWriter out;
  out.raw(bytes_of("garita claim 1\n"));
  put(out, claim);
  return out.take();
}

void put(ByteWriter& out, const Receipt& receipt) {
  put(out, receipt.journal);
  out.u64(receipt.held);
  out.raw(receipt.held_hash);
  out.u64(receipt.opened);
  out.instant(receipt.at);
}

Bytes receipt_statement(const Receipt& receipt) {
  ByteWriter out;
  out.raw(bytes_of("garita receipt 1\n"));
  put(out, receipt);
  return out.take();
}

void put(ByteWriter& out, const Gone& gone) {
  put(out, gone.journal);
  out.u64(gone.first);
  out.u64(gone.last);
}

Bytes gone_statement(const Gone& gone) {
  ByteWriter out;
  out.raw(bytes_of("garita gone 1\n"));
  put(out, gone);
  return out.take();
}

Bytes bulletin_statement(const Bulletin& bulletin) {
  ByteWriter out;
  out.raw(bytes_of("garita bulletin 1\n"));
  out.text8(bulletin.channel);
  out.u64(bulletin.version);
  out.instant(bulletin.issued_at);
  out.raw(sha256(bulletin.content));
  return out.take();
}

void signature_into(ByteReader& in, Bytes& signature) {
  signature = copy_of(in.raw(kSignatureBytes));
}

}  // namespace

SignedHead SignedHead::make(const JournalId& journal, const JournalHead& head,
                            const PrivateKey& station_key) {
  return {journal, head, station_key.sign(head_statement(journal, head))};
}

bool SignedHead::verify(const PublicKey& station) const {
  return verify_signature(station, head_statement(journal, head), signature);
}

void Claim::sign(const PrivateKey& station_key) {
  signature = station_key.sign(claim_statement(*this));
}

bool Claim::verify(const PublicKey& station_key) const {
  return verify_signature(station_key, claim_statement(*this), signature);
}

Bytes encode(const Claim& claim) {
  ByteWriter out;
  put(out, claim);
  out.raw(claim.signature);
  return out.take();
}

Result<Claim> read_claim(ByteView bytes) {
  ByteReader in(bytes);
  Claim claim;
  claim.station = in.station();
  claim.incarnation = in.u32();
  claim.complete_until = in.instant();
  claim.last_sequence = in.count();
  claim.last_hash = in.digest();
  claim.made_at = in.instant();
  const auto bound_ms = in.i64();
  if (bound_ms < 0 || bound_ms > Instant::kLastMilliseconds) in.wrong("has an impossible bound");
  if (in.good()) claim.clock_error_bound = std::chrono::milliseconds(bound_ms);
  if (claim.incarnation == 0) in.wrong("has no incarnation");
  signature_into(in, claim.signature);
  GARITA_CHECK(in.end("a claim"));
  return claim;
}

void Receipt::sign(const PrivateKey& centre_key) {
  signature = centre_key.sign(receipt_statement(*this));
}

bool Receipt::verify(const PublicKey& centre) const {
  return verify_signature(centre, receipt_statement(*this), signature);
}

Bytes encode(const Receipt& receipt) {
  ByteWriter out;
  put(out, receipt);
  out.raw(receipt.signature);
  return out.take();
}

Result<Receipt> read_receipt(ByteView bytes) {
  ByteReader in(bytes);
  Receipt receipt;
  receipt.journal.station = in.station();
  receipt.journal.incarnation = in.u32();
  receipt.journal.lane = in.lane();
  receipt.held = in.count();
  receipt.held_hash = in.digest();
  receipt.opened = in.count();
  receipt.at = in.instant();
  if (receipt.journal.incarnation == 0) in.wrong("has no incarnation");
  if (receipt.opened > receipt.held) in.wrong("opened more than it holds");
  signature_into(in, receipt.signature);
  GARITA_CHECK(in.end("a receipt"));
  return receipt;
}

void Gone::sign(const PrivateKey& station_key) {
  signature = station_key.sign(gone_statement(*this));
}

bool Gone::verify(const PublicKey& station_key) const {
  return verify_signature(station_key, gone_statement(*this), signature);
}

Bytes encode(const Gone& gone) {
  ByteWriter out;
  put(out, gone);
  out.raw(gone.signature);
  return out.take();
}

Result<Gone> read_gone(ByteView bytes) {
  ByteReader in(bytes);
  Gone gone;
  gone.journal.station = in.station();
  gone.journal.incarnation = in.u32();
  gone.journal.lane = in.lane();
  gone.first = in.count();
  gone.last = in.count();
  if (gone.journal.incarnation == 0) in.wrong("has no incarnation");
  if (gone.first == 0 || gone.last < gone.first) in.wrong("names no records");
  signature_into(in, gone.signature);
  GARITA_CHECK(in.end("a statement of records that are gone"));
  return gone;
}

bool is_channel(std::string_view name) {
  return std::find(kChannels.begin(), kChannels.end(), name) != kChannels.end();
}

void Bulletin::sign(const PrivateKey& bulletins_key) {
  signature = bulletins_key.sign(bulletin_statement(*this));
}

bool Bulletin::verify(const PublicKey& bulletins) const {
  return verify_signature(bulletins, bulletin_statement(*this), signature);
}

Bytes encode(const Bulletin& bulletin) {
  ensure(bulletin.content.size() <= kBulletinBytesMax, "a bulletin is published within its limit");
  Bytes packed(ZSTD_compressBound(bulletin.content.size()));
  const auto size = ZSTD_compress(packed.data(), packed.size(), bulletin.content.data(),
                                  bulletin.content.size(), kCompressionLevel);
  ensure(ZSTD_isError(size) == 0, "zstd takes any bytes when there is room for its bound");
  ByteWriter out;
  out.text8(bulletin.channel);
  out.u64(bulletin.version);
  out.instant(bulletin.issued_at);
  out.blob(ByteView(packed).first(size));
  out.raw(bulletin.signature);
  return out.take();
}

Result<Instant> read_bulletin_moment(ByteView beginning) {
  ByteReader in(beginning);
  static_cast<void>(in.text8());
  static_cast<void>(in.count());
  const Instant issued_at = in.instant();
  if (!in.good()) return fail(Remedy::kReject, "a bulletin is cut off");
  return issued_at;
}

Result<Bulletin> read_bulletin(ByteView bytes) {
  ByteReader in(bytes);
  Bulletin bulletin;
  bulletin.channel = in.text8();
  bulletin.version = in.count();
  bulletin.issued_at = in.instant();
  const auto packed = in.blob(kBulletinBytesMax + 1024);
  signature_into(in, bulletin.signature);
  if (in.good() && !is_bulletin_name(bulletin.channel)) in.wrong("is of no channel that is known");
  if (in.good() && bulletin.version == 0) in.wrong("has no version");
  GARITA_CHECK(in.end("a bulletin"));
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
      size > kBulletinBytesMax) {
    return fail(Remedy::kReject, "a bulletin is not compressed as it should be");
  }
  bulletin.content.resize(static_cast<std::size_t>(size));
  const auto done = ZSTD_decompress(bulletin.content.data(), bulletin.content.size(), packed.data(),
                                    packed.size());
  if (ZSTD_isError(done) != 0 || done != bulletin.content.size()) {
    return fail(Remedy::kReject, "a bulletin is not compressed as it should be");
  }
  return bulletin;
}

Bytes encode(const WrappedEpochKey& key) {
  ByteWriter out;
  out.text8(key.station.value());
  out.u32(key.incarnation);
  out.u32(key.epoch);
  out.blob(key.wrapped);
  return out.take();
}

Result<WrappedEpochKey> read_wrapped_epoch_key(ByteView bytes) {
  ByteReader in(bytes);
  WrappedEpochKey key;
  key.station = in.station();
  key.incarnation = in.u32();
  key.epoch = in.u32();
  key.wrapped = copy_of(in.blob(kWrappedKeyBytesMax));
  if (key.incarnation == 0) in.wrong("has no incarnation");
  GARITA_CHECK(in.end("an epoch key"));
  return key;
}

}  // namespace garita
