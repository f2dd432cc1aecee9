#include "central-sync/server/store_work.h"

namespace garita::central {

Result<KnownStation> StoreWork::station_of(const Certificate& certificate) {
  GARITA_TRY(name, parse_station_id(certificate.common_name()));
  GARITA_TRY(known, store_.known_station(name));
  if (!known || known->certificate != certificate) {
    return fail(Remedy::kReject, "the certificate is not the one that was issued to the station");
  }
  return *std::move(known);
}

Result<Welcome> StoreWork::welcome(const Hello& hello, std::chrono::milliseconds heartbeat_every,
                                   Instant now) {
  const auto noted = store_.in_transaction([&]() -> Result<void> {
    GARITA_CHECK(store_.note_hello(hello, now));
    return store_.note_contact(hello.station, now);
  });
  if (!noted) return Failure(noted.error());
  Welcome welcome;
  welcome.clock = now;
  welcome.heartbeat_every = heartbeat_every;
  GARITA_TRY(held, store_.positions(hello.station));
  welcome.held = std::move(held);
  return welcome;
}

Result<Receipt> StoreWork::take(const KnownStation& station, ByteView batch, Instant now) {
  GARITA_TRY(accepted, accept_batch(store_, station, batch, centre_key_, now));
  receipted_[accepted.receipt.journal] = {accepted.receipt.held, accepted.receipt.opened};
  return std::move(accepted.receipt);
}

Result<StoreWork::News> StoreWork::news(const StationId& station,
                                        const std::map<std::string, std::uint64_t>& offered,
                                        Instant now) {
  News news;
  GARITA_TRY(known, store_.known_station(station));
  news.revoked = !known || known->revoked_at.has_value();
  if (news.revoked) return news;
  GARITA_TRY(bulletins, store_.bulletins_above(offered));
  news.bulletins = std::move(bulletins);
  GARITA_TRY(positions, store_.positions(station));
  for (const auto& [journal, head] : positions) {
    GARITA_TRY(opened, store_.opened_of(journal));
    if (receipted_[journal] == std::pair(head.sequence, opened)) continue;
    GARITA_TRY(receipt, receipt_for(store_, journal, centre_key_, now));
    receipted_[journal] = {receipt.held, receipt.opened};
    news.receipts.push_back(std::move(receipt));
  }
  return news;
}

}  // namespace garita::central
