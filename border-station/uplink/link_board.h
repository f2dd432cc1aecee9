#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "border-station/uplink/trouble.h"
#include "schema/vocabulary/clock.h"

// For the .cpp files of this folder alone.
namespace garita::station {

/// Where it stands how the link stands: for the desk (from any thread), for the log, and for the
/// ledger, which keeps it over a restart.
class LinkBoard {
 public:
  /// `clock` outlives it.
  explicit LinkBoard(const Clock& clock) : clock_(clock) {}

  /// As the station knew it when it ended.
  void begin_with(LinkStatus before);
  [[nodiscard]] LinkStatus status() const;

  void note_up(const std::string& address);
  /// Logged when it is news: a link that stays down for the same reason is said once.
  void note_trouble(const std::string& address, const Trouble& trouble);
  /// The last word of this process.
  void note_stopped();
  void note_contact();
  /// `refused`: why the newest bulletin of the channel was not taken; "" when it was.
  void note_bulletin(const std::string& channel, const std::string& refused);
  /// Why bulletins cannot be stored at the moment; "" when they can.
  void note_no_room(const std::string& why);

  /// Whether the ledger keeps that something was not taken.
  [[nodiscard]] bool says_refusals() const;
  /// What the ledger keeps: of what another process took meanwhile, from a stick, it says no more
  /// that it was refused.
  void note_taken_elsewhere(const LinkStatus& in_ledger);

  /// What the ledger should keep now, if it differs enough from what it keeps.
  [[nodiscard]] std::optional<LinkStatus> to_keep() const;
  void note_kept(const LinkStatus& status);

 private:
  void change(LinkPhase phase);
  void say(const std::string& name, const std::string& why);

  const Clock& clock_;
  mutable std::mutex mutex_;  ///< guards all below
  LinkStatus status_;
  LinkStatus kept_;
  std::map<std::string, LinkReason> said_;  ///< by address
};

}  // namespace garita::station
