#include "central-sync/program/console.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "central-sync/directorate/directorate.h"
#include "central-sync/directorate/web/directorate_pages.h"
#include "central-sync/program/own_journal.h"
#include "schema/crypto/envelope.h"
#include "schema/http/server.h"
#include "schema/http/token_file.h"

namespace garita::central {
namespace {

/// Accounts and the audit journal, behind one lock: the console's handlers run on several threads.
class Desk {
 public:
  Desk(std::unique_ptr<CentralDatabase> database, OwnJournal journal, const Clock& clock)
      : database_(std::move(database)), journal_(std::move(journal)), clock_(clock) {}

  static Result<std::unique_ptr<Desk>> open(const Layout& layout, const Clock& clock) {
    GARITA_TRY(place, database_of(layout));
    GARITA_TRY(database, open_store(place, StoreMode::kOpen));
    GARITA_TRY(journal, OwnJournal::open(*database, layout));
    return std::make_unique<Desk>(std::move(database), std::move(journal), clock);
  }

  std::optional<Account> find(const OfficerId& id) {
    const std::lock_guard lock(mutex_);
    const auto officers = database_->book().officers();
    if (!officers) return std::nullopt;
    const auto found = std::find_if(officers->begin(), officers->end(),
                                    [&](const OfficerRow& row) { return row.officer == id; });
    if (found == officers->end()) return std::nullopt;
    Account account{found->officer,  found->name,   {},
                    found->verifier, found->active, found->second_factor.value_or(Bytes())};
    for (const auto& name : found->roles)
      if (const auto role = parse_role_text(name)) account.roles.add(*role);
    return account;
  }

  Result<void> write(const AuditNote& note) {
    const std::lock_guard lock(mutex_);
    GARITA_CHECK(journal_.write(note, Lane::kAudit, clock_.now()));
    return {};
  }

  Result<RecordId> decide(const IdentityDecision& decision, const AuditNote& note) {
    const std::lock_guard lock(mutex_);
    return journal_.write_noted(decision, note, clock_.now());
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<CentralDatabase> database_;
  OwnJournal journal_;
  const Clock& clock_;
};

/// As the table of officers has it, sealed to the centre: the key is there only while it is used.
Result<Secret> open_second_factor(const Layout& layout, const Account& account) {
  GARITA_TRY(seal, load_credential(layout, kSealKey));
  return open_envelope(account.second_factor, seal.key, seal.certificate);
}

Assets carried_pages() {
  Assets assets;
  for (const auto& page : directorate_pages())
    assets.add(std::string(page.path), std::string(text_of(page.bytes)));
  return assets;
}

/// DATA/keys/metrics.token, made when it is not there: what a monitoring system brings.
Result<std::string> metrics_token(const Layout& layout) {
  return load_or_make_token(layout.keys() / "metrics.token");
}

}  // namespace

/// In this order, since each uses those above it: the server goes first.
struct Console::Parts {
  std::unique_ptr<Desk> desk;
  std::unique_ptr<Directorate> directorate;
  Router router;
  Assets assets;
  std::unique_ptr<Server> server;
};

Console::Console(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Console::~Console() = default;
std::uint16_t Console::port() const { return parts_->server->port(); }

Result<std::unique_ptr<Console>> Console::start(const Layout& layout, const Clock& clock,
                                                const ServeOptions& options) {
  auto parts = std::make_unique<Parts>();
  GARITA_TRY(desk, Desk::open(layout, clock));
  parts->desk = std::move(desk);
  GARITA_TRY(place, database_of(layout));
  GARITA_TRY(store, open_reading(place));
  Desk& shared = *parts->desk;
  GARITA_TRY(token, metrics_token(layout));
  parts->directorate = std::make_unique<Directorate>(DirectorateParts{
      std::move(store), [&shared](const OfficerId& id) { return shared.find(id); },
      [&shared](const AuditNote& note) { return shared.write(note); },
      [&shared](const IdentityDecision& decision, const AuditNote& note) {
        return shared.decide(decision, note);
      },
      clock, std::move(token),
      [layout](const Account& account) { return open_second_factor(layout, account); }});
  parts->directorate->add_routes(parts->router);
  parts->assets = carried_pages();
  GARITA_TRY(credential, load_credential(layout, kConsoleKey));
  GARITA_TRY(authority, load_certificate(layout, kAuthorityKey));
  ServerOptions wanted;
  wanted.address = options.address;
  wanted.port = options.console_port;
  GARITA_TRY(server, Server::start(wanted, {credential.key, credential.certificate, authority},
                                   parts->router, parts->assets));
  parts->server = std::move(server);
  parts->directorate->add_metrics(
      [&running = *parts->server] { return metrics_text(running.figures()); });
  return std::unique_ptr<Console>(new Console(std::move(parts)));
}

}  // namespace garita::central
