#include "schema/wire/standing.h"

#include "schema/vocabulary/text.h"

namespace garita {
namespace {

constexpr std::size_t kText8BytesMax = 255;

void put(ByteWriter& out, const StationStanding& standing) {
  out.text8(standing.station.value());
  out.u32(standing.incarnation);
  out.instant(standing.made_at);
  out.text8(as_one_line(standing.software, kText8BytesMax));
  put(out, standing.backlog);
  put(out, Holdings{"", standing.held});
}

Bytes statement(const StationStanding& standing) {
  ByteWriter out;
  out.raw(bytes_of("garita standing 1\n"));
  put(out, standing);
  return out.take();
}

void put(ByteWriter& out, const CentreStanding& standing) {
  out.text8(standing.station.value());
  out.instant(standing.at);
  put(out, standing.put_aside);
}

Bytes statement(const CentreStanding& standing) {
  ByteWriter out;
  out.raw(bytes_of("garita centre standing 1\n"));
  put(out, standing);
  return out.take();
}

template <typename Standing>
Bytes encoded(const Standing& standing) {
  ByteWriter out;
  put(out, standing);
  out.raw(standing.signature);
  return out.take();
}

}  // namespace

void put(ByteWriter& out, const Backlog& backlog) {
  out.u64(backlog.records);
  out.u8(backlog.oldest_at ? 1 : 0);
  out.instant(backlog.oldest_at.value_or(Instant{}));
  out.u64(backlog.disk_free_bytes);
}

Backlog read_backlog(ByteReader& in) {
  Backlog backlog;
  backlog.records = in.count();
  const bool known = in.u8() != 0;
  const auto oldest = in.instant();
  if (known) backlog.oldest_at = oldest;
  backlog.disk_free_bytes = in.count();
  return backlog;
}

void put(ByteWriter& out, const PutAside& aside) {
  out.u32(aside.waiting);
  out.u32(aside.decided);
}

PutAside read_put_aside(ByteReader& in) {
  PutAside aside;
  aside.waiting = in.u32();
  aside.decided = in.u32();
  return aside;
}

void StationStanding::sign(const PrivateKey& station_key) {
  signature = station_key.sign(statement(*this));
}

bool StationStanding::verify(const PublicKey& station_key) const {
  return verify_signature(station_key, statement(*this), signature);
}

Bytes encode(const StationStanding& standing) { return encoded(standing); }

StationStanding read_station_standing(ByteReader& in) {
  StationStanding standing;
  standing.station = in.station();
  standing.incarnation = in.u32();
  standing.made_at = in.instant();
  standing.software = in.text8();
  standing.backlog = read_backlog(in);
  auto holdings = read_holdings(in);
  if (!holdings.list.empty()) in.wrong("is of one list alone");
  standing.held = std::move(holdings.held);
  if (standing.incarnation == 0) in.wrong("has no incarnation");
  standing.signature = copy_of(in.raw(kSignatureBytes));
  return standing;
}

void CentreStanding::sign(const PrivateKey& centre_key) {
  signature = centre_key.sign(statement(*this));
}

bool CentreStanding::verify(const PublicKey& centre) const {
  return verify_signature(centre, statement(*this), signature);
}

Bytes encode(const CentreStanding& standing) { return encoded(standing); }

CentreStanding read_centre_standing(ByteReader& in) {
  CentreStanding standing;
  standing.station = in.station();
  standing.at = in.instant();
  standing.put_aside = read_put_aside(in);
  standing.signature = copy_of(in.raw(kSignatureBytes));
  return standing;
}

}  // namespace garita
