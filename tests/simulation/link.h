#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "tests/simulation/machines.h"
#include "tests/simulation/order_watch.h"

namespace garita::tests {

/// What a link does to what is sent on it.
struct LinkNature {
  Span latency_min{20};
  Span latency_max{700};
  double split = 0.3;  ///< chance that a write arrives in two pieces
};

/// One connection between a station's process and one of the centre's: both ends of the real
/// session code, and bytes under way. Bytes arrive in order, whole or in pieces, late, or not at
/// all; each end may be gone without the other's knowing.
class Link : public std::enable_shared_from_this<Link> {
 public:
  struct Parties {
    Agenda& agenda;
    StationMachine& station;
    CentreMachine& centre;
    CentreProcess& process;  ///< of the centre: the one that answered
    Dice& dice;
  };
  Link(Parties parties, LinkNature nature) : parties_(parties), nature_(nature) {}

  /// Greets. False: one of the two cannot, or the centre does not want this station.
  bool open();
  /// What both ends do when time passes.
  void tick();
  /// Nothing arrives for so long.
  void stall(Span span);
  /// A part of what is under way still arrives, then each end learns that it is over, or does not.
  void cut();
  /// Ends of a process that died.
  void station_died();
  void centre_died();

  [[nodiscard]] const CentreProcess& process() const { return parties_.process; }
  /// Urgent records that waited for others, in words.
  [[nodiscard]] const std::vector<std::string>& overtaken() const { return order_.overtaken(); }
  [[nodiscard]] bool has_station() const { return station_ != nullptr; }
  [[nodiscard]] bool has_centre() const { return centre_ != nullptr; }

 private:
  struct StationEnd {
    explicit StationEnd(station::Ledger& ledger) : work(ledger) {}
    station::LedgerWork work;
    std::optional<StationSession> session;
  };
  struct CentreEnd {
    CentreEnd(CentreProcess& process, const PrivateKey& key, central::KnownStation who)
        : work(*process.intake, process.deliveries, key), known(std::move(who)) {}
    central::StoreWork work;
    central::KnownStation known;
    std::optional<CentreSession> session;
    Instant looked;
  };
  enum class Way { kUp, kDown };

  void pump_station();
  void answer(const StationIntent& intent);
  void pump_centre();
  void answer(const CentreIntent& intent);
  void look();
  void send(Way way, Bytes bytes);
  void deliver(Way way, const Bytes& bytes);
  void end_after_what_was_sent(Way way);

  Parties parties_;
  LinkNature nature_;
  std::unique_ptr<StationEnd> station_;
  std::unique_ptr<CentreEnd> centre_;
  Instant arrives_[2];  ///< the last piece of each way
  Instant stalled_until_;
  bool cut_ = false;
  OrderWatch order_;
};

}  // namespace garita::tests
