// What a centre costs, from outside: stations without disks over real TLS, strangers, and plain
// inserts beside them. tests/bench/README.md says what is printed.
#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <chrono>
#include <deque>
#include <iostream>

#include "schema/storage/database.h"
#include "tests/bench/figures.h"
#include "tests/bench/sync_parts/fleet.h"
#include "tests/bench/sync_parts/fleet_station.h"
#include "tests/bench/sync_parts/strangers.h"

namespace garita::tests {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Steady = std::chrono::steady_clock;

struct Options {
  std::filesystem::path centre;
  std::filesystem::path fleet;
  std::uint16_t port = 0;
  std::size_t stations = 1;
  std::size_t batches = 1;
  std::size_t in_a_batch = 250;
  int every_ms = 100;
  int seconds = 10;
  std::string kind = "nobody";
  std::size_t at_once = 16;
  std::filesystem::path folder;
  std::string database;
  std::size_t rows = 100'000;
  std::size_t row_bytes = 400;
  std::size_t rows_at_once = 1000;
};

double seconds_since(Steady::time_point began) {
  return std::chrono::duration<double>(Steady::now() - began).count();
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

tcp::endpoint centre_at(const Options& options) {
  return {asio::ip::address_v4::loopback(), options.port};
}

/// The first `count` of a fleet, with the centre that they belong to.
struct Fleet {
  FleetCentre centre;
  std::vector<FleetIdentity> identities;
};

Result<Fleet> load(const Options& options) {
  GARITA_TRY(centre, load_fleet_centre(options.centre));
  GARITA_TRY(identities, load_fleet(options.fleet));
  if (identities.size() < options.stations)
    return fail(Remedy::kReject, "the fleet has fewer stations than that");
  identities.erase(identities.begin() + std::ptrdiff_t(options.stations), identities.end());
  return Fleet{std::move(centre), std::move(identities)};
}

/// Lines of the standard input, one by one, as long as there is one.
class Commands {
 public:
  Commands(asio::io_context& network, std::function<void(const std::string&)> obey)
      : input_(network, ::dup(0)), obey_(std::move(obey)) {}
  void listen() {
    asio::async_read_until(input_, buffer_, '\n', [this](boost::system::error_code error, size_t) {
      std::istream in(&buffer_);
      std::string line;
      if (error) return obey_("end");
      std::getline(in, line);
      obey_(line);
      if (line != "end") listen();
    });
  }

 private:
  asio::posix::stream_descriptor input_;
  asio::streambuf buffer_;
  std::function<void(const std::string&)> obey_;
};

/// Everything that was prepared reaches the centre. Says "ready" once all stations are connected,
/// waits for a line, then prints: records, seconds until the last receipt.
Result<void> deliver(const Options& options) {
  GARITA_TRY(fleet, load(options));
  asio::io_context network{1};
  std::deque<PreparedJournal> journals;
  std::deque<FleetStation> stations;
  std::size_t open = 0;
  std::size_t left = options.stations;
  std::deque<FleetStation::Told> told;
  // Before anybody connects: a centre waits some seconds for a handshake.
  for (const auto& identity : fleet.identities)
    journals.emplace_back(identity, fleet.centre.seal, options.batches, options.in_a_batch);
  for (auto& journal : journals) {
    auto& hears = told.emplace_back();
    auto& station = stations.emplace_back(network, fleet.identities[stations.size()],
                                          fleet.centre.authority, &journal, hears);
    hears.opened = [&open] { ++open; };
    // Once: later receipts say what was opened.
    hears.receipted = [&journal, &left, done = false](const Receipt& receipt) mutable {
      if (done || receipt.held < journal.head().head.sequence) return;
      done = true;
      --left;
    };
    station.hold_back();
    station.connect(centre_at(options));
  }
  while (open < options.stations) network.run_one();
  say("ready");
  std::string go;
  std::getline(std::cin, go);
  const auto began = Steady::now();
  for (auto& station : stations) station.journal_grew();
  while (left > 0) network.run_one();
  const std::size_t records = options.stations * options.batches * options.in_a_batch;
  say(text("%zu %.4f", records, seconds_since(began)));
  return {};
}

/// All stations are there and send heartbeats. Says "open SECONDS" once all are connected, and
/// after the command "again" once they all are again; ends on "end" or with the input.
Result<void> stay(const Options& options) {
  GARITA_TRY(fleet, load(options));
  asio::io_context network{1};
  std::size_t open = 0;
  bool awaited = true;
  auto began = Steady::now();
  const auto look = [&] {
    if (awaited && open == options.stations) {
      awaited = false;
      say(text("open %.3f", seconds_since(began)));
    }
  };
  FleetStation::Told told;
  told.opened = [&] {
    ++open;
    look();
  };
  told.lost = [&] { --open; };
  std::deque<FleetStation> stations;
  for (const auto& identity : fleet.identities)
    stations.emplace_back(network, identity, fleet.centre.authority, nullptr, told);
  Commands commands(network, [&](const std::string& line) {
    if (line == "end") network.stop();
    if (line != "again") return;
    began = Steady::now();
    awaited = true;
    look();
  });
  commands.listen();
  for (auto& station : stations) station.connect(centre_at(options));
  network.run();
  return {};
}

/// One station records something every now and then. Prints: receipts, and p50, p95, p99 and the
/// longest of the milliseconds that they took; or of how long it took to be let in at first.
Result<void> receipts(const Options& options) {
  GARITA_TRY(fleet, load(options));
  asio::io_context network{1};
  PreparedJournal journal(fleet.identities.back(), fleet.centre.seal, 1, 1);
  std::map<std::uint64_t, Steady::time_point> written;
  std::vector<double> took;
  const auto came = Steady::now();
  double let_in = -1;
  FleetStation::Told told;
  told.opened = [&] {
    if (let_in < 0) let_in = seconds_since(came) * 1000;
  };
  told.receipted = [&](const Receipt& receipt) {
    for (auto each = written.begin(); each != written.end() && each->first <= receipt.held;
         each = written.erase(each))
      took.push_back(seconds_since(each->second) * 1000);
  };
  FleetStation station(network, fleet.identities.back(), fleet.centre.authority, &journal, told);
  station.connect(centre_at(options));
  const auto until = came + std::chrono::seconds(options.seconds);
  for (auto next = came; Steady::now() < until;) {
    next += std::chrono::milliseconds(options.every_ms);
    network.run_until(next);
    if (!station.is_open()) continue;
    journal.add(1, 1);
    written.emplace(journal.head().head.sequence, Steady::now());
    station.journal_grew();
  }
  const auto unanswered = written.size();
  say(text("%zu %zu %.1f %.2f %.2f %.2f %.2f", took.size(), unanswered, let_in,
           percentile(took, 50), percentile(took, 95), percentile(took, 99),
           percentile(took, 100)));
  return {};
}

/// Prints: strangers that were dealt with, seconds.
Result<void> flood(const Options& options) {
  GARITA_TRY(centre, load_fleet_centre(options.centre));
  const auto kind = options.kind == "nobody"   ? StrangerKind::kNobody
                    : options.kind == "forger" ? StrangerKind::kForger
                                               : StrangerKind::kSilent;
  asio::io_context network{1};
  Strangers strangers(network, kind, centre.authority);
  const auto began = Steady::now();
  strangers.come(centre_at(options), options.at_once);
  network.run_for(std::chrono::seconds(options.seconds));
  say(text("%llu %.3f", static_cast<unsigned long long>(strangers.handled()),
           seconds_since(began)));
  strangers.stop();
  return {};
}

constexpr auto kTableOfFile =
    "CREATE TABLE record (post INTEGER NOT NULL, sequence INTEGER NOT NULL, body BLOB NOT NULL, "
    "UNIQUE (post, sequence)) STRICT;";
constexpr auto kTableOfServer =
    "CREATE TABLE record (post BIGINT NOT NULL, sequence BIGINT NOT NULL, body BYTEA NOT NULL, "
    "UNIQUE (post, sequence));";
constexpr std::string_view kInsert = "INSERT INTO record (post, sequence, body) VALUES ";
constexpr std::string_view kRefusing = " ON CONFLICT DO NOTHING";

/// `INSERT … VALUES (?1, ?2, ?3), …` of so many rows.
std::string insert_of(std::size_t rows) {
  std::string sql(kInsert);
  for (std::size_t i = 0; i < rows; ++i)
    sql += text("%s(?%zu, ?%zu, ?%zu)", i > 0 ? ", " : "", 3 * i + 1, 3 * i + 2, 3 * i + 3);
  return sql.append(kRefusing);
}

Result<Database> place_for_rows(const Options& options) {
  const bool at_server = !options.database.empty();
  GARITA_TRY(database, at_server ? Database::connect(options.database)
                                 : Database::open(options.folder / "plain.db"));
  GARITA_CHECK(database.run_script(at_server ? kTableOfServer : kTableOfFile));
  return database;
}

/// The least that a durable store which refuses repetitions has to do. Prints: CPU microseconds a
/// row of this process, rows a second.
Result<void> inserts(const Options& options) {
  GARITA_TRY(database, place_for_rows(options));
  const Bytes body = random_bytes(options.row_bytes);
  // What is cheapest: a row a statement in a file, and all of them in one statement at a server.
  const std::size_t of_statement = options.database.empty() ? 1 : options.rows_at_once;
  const std::string sql = insert_of(of_statement);
  const double cpu = cpu_ms();
  const auto began = Steady::now();
  for (std::size_t row = 0; row < options.rows;) {
    GARITA_TRY(transaction, WriteTransaction::begin(database));
    for (std::size_t done = 0; done < options.rows_at_once; done += of_statement) {
      std::vector<Value> values;
      for (std::size_t i = 0; i < of_statement; ++i, ++row)
        values.insert(values.end(), {row % options.stations, row / options.stations, body});
      GARITA_CHECK(database.execute(sql, values));
    }
    GARITA_CHECK(transaction.commit());
  }
  say(text("%.2f %.0f", (cpu_ms() - cpu) * 1000 / double(options.rows),
           double(options.rows) / seconds_since(began)));
  return {};
}

void add_fleet_options(CLI::App& command, Options& options) {
  command.add_option("--centre", options.centre, "the centre's folder")->required();
  command.add_option("--fleet", options.fleet, "file of the fleet")->required();
  command.add_option("--stations", options.stations)->check(CLI::Range(1, 20'000));
}

Result<void> run(CLI::App& app, Options& options) {
  const std::string name = app.get_subcommands().front()->get_name();
  if (name == "enrol") return enrol_fleet(options.centre, options.fleet, options.stations);
  if (name == "deliver") return deliver(options);
  if (name == "stay") return stay(options);
  if (name == "receipts") return receipts(options);
  if (name == "flood") return flood(options);
  return inserts(options);
}

void add_commands(CLI::App& app, Options& options) {
  add_fleet_options(*app.add_subcommand("enrol", "stations into a centre's book"), options);
  auto* delivering = app.add_subcommand("deliver", "journals that were sealed beforehand");
  auto* staying = app.add_subcommand("stay", "stations that are there, and come back");
  auto* asking = app.add_subcommand("receipts", "how long the last one of a fleet waits for them");
  for (auto* command : {delivering, staying, asking}) {
    add_fleet_options(*command, options);
    command->add_option("--port", options.port)->required();
  }
  delivering->add_option("--batches", options.batches, "of a station");
  delivering->add_option("--batch", options.in_a_batch)->check(CLI::Range(1, 250));
  asking->add_option("--every-ms", options.every_ms)->check(CLI::Range(1, 60'000));
  asking->add_option("--seconds", options.seconds);
  auto* flooding = app.add_subcommand("flood", "strangers, as fast as they can");
  flooding->add_option("--centre", options.centre)->required();
  flooding->add_option("--port", options.port)->required();
  flooding->add_option("--kind", options.kind)
      ->check(CLI::IsMember({"nobody", "forger", "silent"}));
  flooding->add_option("--at-once", options.at_once)->check(CLI::Range(1, 20'000));
  flooding->add_option("--seconds", options.seconds);
  auto* inserting = app.add_subcommand("inserts", "plain rows into a store");
  auto* place = inserting->add_option_group("where")->require_option(1);
  place->add_option("--folder", options.folder, "into SQLite there");
  place->add_option("--database", options.database, "into PostgreSQL there");
  inserting->add_option("--rows", options.rows);
  inserting->add_option("--stations", options.stations, "that they are of, in turn");
  inserting->add_option("--bytes", options.row_bytes);
  inserting->add_option("--at-once", options.rows_at_once)->check(CLI::Range(1, 20'000));
}

}  // namespace

int run_fleet_bench(int argc, char** argv) {
  CLI::App app{"A centre from outside: stations, strangers, and what a store costs at least"};
  Options options;
  app.require_subcommand(1);
  add_commands(app, options);
  CLI11_PARSE(app, argc, argv);
  const auto done = run(app, options);
  if (done) return 0;
  std::cerr << "fleet_bench: " << done.error().message << "\n";
  return 1;
}

}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run_fleet_bench(argc, argv); }
