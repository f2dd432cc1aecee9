#pragma once

#include <memory>
#include <string>
#include <thread>

#include "border-station/desk/desk.h"
#include "schema/http/server.h"

namespace garita::station {

struct ConsoleOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7420;
  DeskOptions desk;
};

/// The desk console as officers open it: its pages and its interface, over HTTPS.
class Console {
 public:
  /// `identity` is used during the call alone; `machine_clock` outlives it. Remedy: retry when the
  /// address is taken, else repair.
  [[nodiscard]] static Result<std::unique_ptr<Console>> start(const ConsoleOptions& options,
                                                              Ledger ledger,
                                                              std::function<LinkStatus()> link,
                                                              const Clock& machine_clock);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  ~Console();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// Tells open pages what has changed; about once a second.
  void tick() { desk_.tick(); }
  /// Lets answers under way be finished.
  void stop();

 private:
  Console(DeskOptions options, Ledger ledger, std::function<LinkStatus()> link,
          const Clock& machine_clock);

  Desk desk_;
  Router router_;
  Assets assets_;
  std::unique_ptr<Server> server_;
  std::jthread drop_watch_;    ///< looks at the drop folder; ends before what it looks with
  std::jthread camera_watch_;  ///< the same for the station's own camera
};

}  // namespace garita::station
