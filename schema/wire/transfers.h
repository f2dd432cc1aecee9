#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/wire/message.h"
#include "schema/wire/pacing.h"

namespace garita {

/// One for all stations that get the same.
using SharedDelivery = std::shared_ptr<const Delivery>;

/// How a station stands with bulletins.
struct BulletinStanding {
  /// Of which version on something may be offered, by channel.
  std::map<std::string, std::uint64_t> offered;
  /// What the station holds, by channel: what a change can stand on.
  std::map<std::string, std::uint64_t> held;
  /// What it holds that this centre did not publish, or does not know any more: nothing can stand
  /// on that, and it counts as nothing in the two above.
  std::map<std::string, Holding> foreign;
  /// The lists of which it has said all sections.
  std::set<std::string> sections_said;
  /// Of what is on its way, what was not sent yet.
  std::size_t bytes_left = 0;
  bool said = false;  ///< whether the station has said what it holds: nothing is offered before
};

/// The centre's bulletins on their way to one station, one of each channel at a time, in parts that
/// the station confirms. What is small goes first, and no more is under way than lets a receipt
/// pass. Pure.
class Transfers {
 public:
  /// What the station said in its greeting.
  void begin(const Hello& hello);
  /// On its way from now on, unless something of the channel is, or the station has all of this
  /// stream already and refused it.
  void offer(SharedDelivery delivery);
  void part_held(const PartHeld& held, Instant now);
  /// A version below one that it said before, or of no channel, changes nothing.
  void bulletin_held(const BulletinHeld& held);
  /// The station's newest word, whatever it said before; `foreign` are those, by name, that the
  /// centre does not know.
  void holdings(const Holdings& said, const std::set<std::string>& foreign);
  void round_trip(std::chrono::milliseconds span) { pacing_.round_trip(span); }

  /// The parts that may go now.
  [[nodiscard]] std::vector<BulletinPart> parts(Instant now);

  [[nodiscard]] BulletinStanding standing() const;

 private:
  struct Transfer {
    SharedDelivery delivery;
    std::uint32_t held = 0;  ///< bytes that the station confirmed
    std::uint32_t sent = 0;
    std::uint32_t furthest = 0;  ///< the most that was ever sent
    std::uint64_t stood = 0;     ///< what the station held of the channel when it began
    Instant moved;               ///< when it last went on
  };
  struct UnderWay {
    std::string channel;
    std::uint32_t end = 0;
    std::size_t bytes = 0;
    Instant sent;
  };
  [[nodiscard]] Transfer* next();
  void settle(const std::string& channel, std::uint64_t stands);
  void send_again_what_got_lost(Instant now);

  std::map<std::string, std::uint64_t> held_;
  std::map<std::string, std::uint64_t> offered_;
  std::map<std::string, Holding> foreign_;
  std::set<std::string> sections_said_;
  /// The last stream of each channel that was sent whole: taken or refused, it is not sent again.
  std::map<std::string, std::uint64_t> done_;
  std::map<std::string, PartHeld> begun_;  ///< by the greeting
  std::map<std::string, Transfer> transfers_;
  std::vector<UnderWay> under_way_;
  Pacing pacing_;
};

}  // namespace garita
