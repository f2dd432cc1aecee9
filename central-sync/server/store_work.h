#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "central-sync/intake/intake.h"
#include "central-sync/server/deliveries.h"
#include "schema/wire/centre_session.h"

namespace garita::central {

/// What became of an intent.
struct StoreReply {
  /// What the session is to be told, where the session lives; empty: nothing.
  std::function<void(CentreSession&, Instant now)> tell;
  std::uint64_t quarantined = 0;  ///< records that were put aside
};

/// What a connection asks of the store, as plain calls on the store's thread. One for each
/// connection; it remembers which receipts that connection has given.
class StoreWork {
 public:
  StoreWork(IntakeStore& store, Deliveries& deliveries, const PrivateKey& centre_key)
      : store_(store), deliveries_(deliveries), centre_key_(centre_key) {}

  /// The station of this certificate. Remedy: reject, when it is not the one that was issued to
  /// it. A revoked one is found, and is for the caller to refuse.
  [[nodiscard]] Result<KnownStation> station_of(const Certificate& certificate);
  /// Does what the session wants of the store. `wall` is the centre's clock.
  [[nodiscard]] StoreReply fulfil(const KnownStation& station, const CentreIntent& intent,
                                  std::chrono::milliseconds heartbeat_every, Instant wall);

  /// What has changed since the last time.
  struct News {
    bool revoked = false;
    std::vector<Receipt> receipts;
    std::vector<SharedDelivery> bulletins;
    std::optional<PutAside> put_aside;
    /// All but that it was revoked.
    void tell(CentreSession& session, Instant now) const;
  };
  [[nodiscard]] Result<News> news(const StationId& station, const BulletinStanding& standing,
                                  Instant now);

 private:
  [[nodiscard]] Result<Welcome> welcome(const Hello& hello,
                                        std::chrono::milliseconds heartbeat_every, Instant now);
  [[nodiscard]] Result<Accepted> take(const KnownStation& station, ByteView batch, Instant now);
  [[nodiscard]] StoreReply take_after_gone(const KnownStation& station, const BatchAfterGone& batch,
                                           Instant now);
  [[nodiscard]] Result<void> keep(const KnownStation& station, const CentreIntent& intent,
                                  Instant now);

  /// Those of a station's bulletins that this centre does not know in that version of that moment:
  /// it was set back to a backup, and they are of the time that it lost.
  [[nodiscard]] Result<std::set<std::string>> foreign_of(const Holdings& holdings);
  /// Whether `version` may take the place of what the station holds of the channel. Of what this
  /// centre does not know a higher number may, and what was signed later.
  [[nodiscard]] Result<bool> may_replace(const BulletinStanding& standing,
                                         const std::string& channel, std::uint64_t version);
  [[nodiscard]] Result<std::vector<SharedDelivery>> bulletins_for(const KnownStation& known,
                                                                  const BulletinStanding& standing,
                                                                  Instant now);
  /// The version of a list that the station is brought to: the one that it is on its way to, while
  /// that can still be reached, so that a slow link ends one though newer ones are published
  /// meanwhile; else `newest`.
  [[nodiscard]] Result<std::uint64_t> goal_of(const StationId& station,
                                              const BulletinStanding& standing,
                                              const std::string& channel, std::uint64_t newest,
                                              Instant now);
  /// The next sections that a station lacks for a version of a long list; none: the head itself may
  /// go, or what lacks is on its way or was refused.
  struct Sections {
    std::vector<SharedDelivery> next;
    bool complete = true;
  };
  [[nodiscard]] Result<Sections> sections_for(const StationId& station,
                                              const BulletinStanding& standing,
                                              const Deliveries::Wanted& list, Instant now);

  IntakeStore& store_;
  Deliveries& deliveries_;
  const PrivateKey& centre_key_;
  std::optional<PutAside> put_aside_said_;
  std::map<JournalId, std::pair<std::uint64_t, std::uint64_t>> receipted_;  ///< held, opened
};

}  // namespace garita::central
