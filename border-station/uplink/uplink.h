#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "border-station/ledger/link_status.h"
#include "schema/record/enrolment.h"
#include "schema/wire/station_session.h"

namespace garita::station {

struct UplinkOptions {
  /// HOST:PORT, tried in turn; empty: those of the enrolment.
  std::vector<std::string> centres;
  WireTimings timings;
  /// For TCP connections to one address, of which another one is begun as often as the second says
  /// while nobody answers. Where there are several addresses it is short, so that the others get
  /// their turn, but for every fourth attempt, and where there is one always four times as long,
  /// for a link on which an answer takes so.
  std::chrono::milliseconds connect_within{4'000};
  std::chrono::milliseconds dial_again_every{1'000};
  std::chrono::milliseconds handshake_within{15'000};
  /// Waits between attempts grow from the first to the second, each shortened by up to half at
  /// random, so that a country's posts do not come back in one moment; to the third where a centre
  /// answered, and refused. Where an attempt ended because nobody answered it has waited long
  /// enough.
  std::chrono::milliseconds retry_first{500};
  std::chrono::milliseconds retry_max{2'000};
  std::chrono::milliseconds retry_refused_max{30'000};
  /// How often the ledger is asked whether another process wrote.
  std::chrono::milliseconds look_every{200};
};

/// Opens the ledger for the uplink's own thread.
using OpenLedger = std::function<Result<Ledger>()>;

/// Carries the journals to the centre and its receipts and bulletins back, whenever there is a
/// link: its own threads, one for the network and one for the ledger. Safe to share.
class Uplink {
 public:
  /// `clock` outlives it. Nothing happens before start().
  Uplink(UplinkOptions options, OpenLedger open_ledger, const Clock& clock);
  Uplink(const Uplink&) = delete;
  Uplink& operator=(const Uplink&) = delete;
  /// Stops.
  ~Uplink();

  /// Remedy: repair, when the ledger does not open or the keys are no use.
  [[nodiscard]] Result<void> start();
  /// Says goodbye and returns when the threads have ended.
  void stop();
  [[nodiscard]] LinkStatus status() const;

 private:
  class Driver;
  std::unique_ptr<Driver> driver_;
};

/// Carries an enrolment's request to the first centre that answers and gives what it said.
/// `authority` is the one that the enrolment file names. Remedy: retry, when nobody answers;
/// reject, with the centre's word.
[[nodiscard]] Result<EnrolmentAnswer> enrol_over_link(const std::vector<std::string>& centres,
                                                      const Certificate& authority,
                                                      const EnrolmentRequest& request);

/// HOST and PORT out of "centre.example:7410", "127.0.0.1:7410" or "[::1]:7410". Remedy: reject.
[[nodiscard]] Result<std::pair<std::string, std::string>> split_address(std::string_view address);

}  // namespace garita::station
