#include "border-station/desk/console.h"

#include <chrono>

#include "border-station/desk/web/desk_pages.h"

namespace garita::station {

Console::Console(DeskOptions options, Ledger ledger, std::function<LinkStatus()> link,
                 const Clock& machine_clock)
    : desk_(std::move(options), std::move(ledger), std::move(link), machine_clock) {}

Console::~Console() { stop(); }

void Console::stop() {
  drop_watch_ = {};  // asks it to end, and waits
  camera_watch_ = {};
  if (server_) server_->stop();
}

Result<std::unique_ptr<Console>> Console::start(const ConsoleOptions& options, Ledger ledger,
                                                std::function<LinkStatus()> link,
                                                const Clock& machine_clock) {
  std::unique_ptr<Console> console(
      new Console(options.desk, std::move(ledger), std::move(link), machine_clock));
  for (const PageFile& page : desk_pages()) {
    console->assets_.add(std::string(page.path), std::string(text_of(page.bytes)));
  }
  console->desk_.add_routes(console->router_);
  ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.limits.handler_threads = kDeskThreads;
  const Identity& identity = console->desk_.identity();
  const ServerIdentity own{identity.console_key, identity.console_certificate, identity.authority};
  GARITA_TRY(started, Server::start(server, own, console->router_, console->assets_));
  console->server_ = std::move(started);
  console->desk_.add_metrics(
      [&running = *console->server_] { return metrics_text(running.figures()); });
  console->drop_watch_ = std::jthread([&desk = console->desk_](const std::stop_token& ended) {
    constexpr std::chrono::milliseconds kLookEvery{150};
    while (!ended.stop_requested() && desk.look_at_drop_folder()) {
      std::this_thread::sleep_for(kLookEvery);
    }
  });
  console->camera_watch_ = std::jthread([&desk = console->desk_](const std::stop_token& ended) {
    constexpr std::chrono::milliseconds kFrameEvery{300};
    while (!ended.stop_requested() && desk.look_through_camera()) {
      std::this_thread::sleep_for(kFrameEvery);
    }
  });
  return console;
}

}  // namespace garita::station
