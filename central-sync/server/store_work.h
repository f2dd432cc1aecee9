#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "central-sync/intake/intake.h"
#include "schema/wire/centre_session.h"

namespace garita::central {

/// What a connection asks of the store, as plain calls on the store's thread. One for each
/// connection; it remembers which receipts that connection has given.
class StoreWork {
 public:
  StoreWork(IntakeStore& store, const PrivateKey& centre_key)
      : store_(store), centre_key_(centre_key) {}

  /// The station of this certificate. Remedy: reject, when it is not the one that was issued to
  /// it. A revoked one is found, and is for the caller to refuse.
  [[nodiscard]] Result<KnownStation> station_of(const Certificate& certificate);
  [[nodiscard]] Result<Welcome> welcome(const Hello& hello,
                                        std::chrono::milliseconds heartbeat_every, Instant now);
  [[nodiscard]] Result<Accepted> take(const KnownStation& station, ByteView batch, Instant now);
  /// Everything else that a station sends to be kept. Remedy: reject, as accept_claim; else as the
  /// store.
  [[nodiscard]] Result<void> keep(const KnownStation& station, const CentreIntent& intent,
                                  Instant now);

  /// What has changed since the last time.
  struct News {
    bool revoked = false;
    std::vector<Receipt> receipts;
    std::vector<Bulletin> bulletins;
  };
  [[nodiscard]] Result<News> news(const StationId& station,
                                  const std::map<std::string, std::uint64_t>& offered, Instant now);

 private:
  IntakeStore& store_;
  const PrivateKey& centre_key_;
  std::map<JournalId, std::pair<std::uint64_t, std::uint64_t>> receipted_;  ///< held, opened
};

}  // namespace garita::central
