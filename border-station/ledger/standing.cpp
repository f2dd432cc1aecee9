#include "border-station/ledger/ledger_state.h"

namespace garita::station {

Result<Backlog> Ledger::backlog() {
  GARITA_TRY(unsent, this->unsent());
  return Backlog{unsent.records, unsent.oldest_at, disk_free_bytes().value_or(0)};
}

Result<std::vector<Holding>> Ledger::holdings() {
  std::vector<Holding> all;
  GARITA_TRY(bulletins, held_bulletins());
  for (const auto& held : bulletins) all.push_back({held.channel, held.version, held.issued_at});
  GARITA_TRY(apart, sections_apart());
  for (const auto& [name, version] : apart) {
    GARITA_TRY(held, held_bulletin(name));
    if (held) all.push_back({held->channel, held->version, held->issued_at});
  }
  return all;
}

Result<StationStanding> Ledger::standing() {
  StationStanding standing;
  standing.station = place().station;
  standing.incarnation = incarnation();
  standing.made_at = now();
  standing.software = kStationSoftware;
  GARITA_TRY(backlog, this->backlog());
  standing.backlog = backlog;
  GARITA_TRY(held, holdings());
  standing.held = std::move(held);
  standing.sign(identity().station_key);
  return standing;
}

}  // namespace garita::station
