#include "schema/http/server.h"

#include "schema/http/engine.h"

namespace garita {

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              const ServerIdentity& identity, const Router& router,
                                              const Assets& assets) {
  auto engine = std::make_unique<Engine>(options, router, assets);
  GARITA_CHECK(engine->listen(identity));
  return std::unique_ptr<Server>(new Server(std::move(engine)));
}

Server::Server(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return engine_->port(); }
ServerFigures Server::figures() const { return engine_->figures(); }
void Server::stop() { engine_->stop(); }

std::string metrics_text(const ServerFigures& figures) {
  std::string text;
  const auto line = [&](std::string_view name, std::string_view kind, std::uint64_t value) {
    const std::string full = "garita_http_" + std::string(name);
    const std::string plain = full.substr(0, full.find('{'));
    const std::string type = "# TYPE " + plain + " " + std::string(kind) + "\n";
    if (text.find(type) == std::string::npos) text += type;
    text += full + " " + std::to_string(value) + "\n";
  };
  line("answers_total{class=\"2xx\"}", "counter", figures.answers_2xx);
  line("answers_total{class=\"3xx\"}", "counter", figures.answers_3xx);
  line("answers_total{class=\"4xx\"}", "counter", figures.answers_4xx);
  line("answers_total{class=\"5xx\"}", "counter", figures.answers_5xx);
  line("connections_total", "counter", figures.connections);
  line("connections_refused_total", "counter", figures.connections_refused);
  line("connections_open", "gauge", figures.connections_open);
  line("event_clients", "gauge", figures.event_clients);
  return text;
}

}  // namespace garita
