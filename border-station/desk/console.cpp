#include "border-station/desk/console.h"

#include "border-station/desk/web/desk_pages.h"
#include "schema/crypto/private_file.h"

namespace garita::station {

Console::Console(DeskOptions options, Ledger ledger, std::function<LinkStatus()> link,
                 const Clock& machine_clock)
    : desk_(std::move(options), std::move(ledger), std::move(link), machine_clock) {}

Console::~Console() { stop(); }

void Console::stop() {
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
  const Identity& identity = console->desk_.identity();
  const ServerIdentity own{identity.console_key, identity.console_certificate, identity.authority};
  GARITA_TRY(started, Server::start(server, own, console->router_, console->assets_));
  console->server_ = std::move(started);
  console->desk_.add_metrics(
      [&running = *console->server_] { return metrics_text(running.figures()); });
  return console;
}

Result<std::string> load_metrics_token(const DataDirectory& directory) {
  constexpr std::size_t kTokenBytesMax = 256;
  const auto file = directory.keys() / "metrics.token";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    GARITA_CHECK(save_private_file(file, bytes_of(make_session_token())));
  }
  GARITA_TRY(token, load_private_file(file, kTokenBytesMax));
  std::string text(text_of(token.view()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace garita::station
