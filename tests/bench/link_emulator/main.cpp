// A bad link between two networks on this machine, which has no netem. README.md of tests/bench
// says how it is used: it prints where the ends are, obeys "up", "down" and "counts" on its
// standard input, and ends with it.
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>

#include "tests/bench/link_emulator/link_model.h"
#include "tests/bench/link_emulator/two_networks.h"

namespace garita::tests {
namespace {

/// What callers take for "this machine cannot", as automake does.
constexpr int kExitSkipped = 77;
constexpr std::size_t kCommandBytesMax = 64;
/// How late the schedule may be.
constexpr LinkTime kLookEvery = std::chrono::milliseconds(20);

struct Options {
  LinkShape shape;
  LinkSchedule schedule;
  std::uint64_t seed = 1;
};

LinkTime now() { return std::chrono::steady_clock::now().time_since_epoch(); }

/// Both directions and the commands, in one loop.
class Emulator {
 public:
  Emulator(TwoNetworks networks, const Options& options)
      : networks_(std::move(networks)),
        schedule_(options.schedule),
        up_(options.shape, options.seed),
        down_(options.shape, options.seed + 1) {}

  void run() {
    tell_where();
    while (!ended_) {
      wait();
      follow_schedule();
      carry(networks_.post, up_, networks_.centre);
      carry(networks_.centre, down_, networks_.post);
    }
    tell_counts();
  }

 private:
  void tell_where() const {
    std::printf(
        "{\"post\": {\"network\": \"/proc/%d/fd/%d\", \"address\": \"%s\"}, "
        "\"centre\": {\"network\": \"/proc/%d/fd/%d\", \"address\": \"%s\"}}\n",
        getpid(), networks_.post.network.get(), networks_.post.address.c_str(), getpid(),
        networks_.centre.network.get(), networks_.centre.address.c_str());
    std::fflush(stdout);
  }

  static void tell(const char* name, const LinkCounts& counts, const char* end) {
    std::printf(
        "\"%s\": {\"offered\": %llu, \"lost\": %llu, \"overflow\": %llu, \"cut\": %llu, "
        "\"delivered\": %llu, \"delivered_bytes\": %llu}%s",
        name, static_cast<unsigned long long>(counts.offered),
        static_cast<unsigned long long>(counts.lost),
        static_cast<unsigned long long>(counts.overflow),
        static_cast<unsigned long long>(counts.cut),
        static_cast<unsigned long long>(counts.delivered),
        static_cast<unsigned long long>(counts.delivered_bytes), end);
  }
  void tell_counts() const {
    std::printf("{");
    tell("up", up_.counts(), ", ");
    tell("down", down_.counts(), "}\n");
    std::fflush(stdout);
  }

  /// Until a packet, a command, an arrival or the schedule.
  void wait() {
    std::array<pollfd, 3> files{pollfd{networks_.post.device.get(), POLLIN, 0},
                                pollfd{networks_.centre.device.get(), POLLIN, 0},
                                pollfd{STDIN_FILENO, POLLIN, 0}};
    LinkTime span = kLookEvery;
    for (const auto* link : {&up_, &down_})
      if (const auto next = link->next_arrival()) span = std::min(span, *next - now());
    span = std::max(span, LinkTime{0});
    const timespec timeout{0, static_cast<long>(span.count())};
    ppoll(files.data(), files.size(), &timeout, nullptr);
    if (files[2].revents != 0) read_commands();
  }

  void read_commands() {
    std::array<char, kCommandBytesMax> space{};
    const auto count = ::read(STDIN_FILENO, space.data(), space.size());
    if (count <= 0) {
      ended_ = true;  // whoever started it is gone
      return;
    }
    commands_.append(space.data(), static_cast<std::size_t>(count));
    for (auto end = commands_.find('\n'); end != std::string::npos; end = commands_.find('\n')) {
      obey(commands_.substr(0, end));
      commands_.erase(0, end + 1);
    }
    if (commands_.size() > kCommandBytesMax) commands_.clear();
  }

  void obey(const std::string& command) {
    if (command == "up" || command == "down") {
      wanted_up_ = command == "up";
      follow_schedule();
      std::printf("%s\n", command.c_str());
      std::fflush(stdout);
    } else if (command == "counts") {
      tell_counts();
    } else {
      std::fprintf(stderr, "link_emulator: '%s' is no command\n", command.c_str());
    }
  }

  void follow_schedule() {
    const bool is_up = wanted_up_ && schedule_.is_up(now() - began_);
    up_.set_up(is_up);
    down_.set_up(is_up);
  }

  static void carry(const NetworkEnd& from, LinkDirection& link, const NetworkEnd& to) {
    // Not for ever: who floods one end does not keep the other direction waiting.
    constexpr int kAtOnce = 64;
    for (int i = 0; i < kAtOnce; ++i) {
      Bytes packet = read_packet(from);
      if (packet.empty()) break;
      link.offer(std::move(packet), now());
    }
    while (const auto arrived = link.take(now())) write_packet(to, *arrived);
  }

  TwoNetworks networks_;
  LinkSchedule schedule_;
  LinkDirection up_;
  LinkDirection down_;
  LinkTime began_ = now();
  std::string commands_;
  bool wanted_up_ = true;
  bool ended_ = false;
};

LinkTime milliseconds_of(double value) { return LinkTime{std::llround(value * 1e6)}; }

}  // namespace

int run_emulator(int argc, char** argv) {
  CLI::App app{"A link of a chosen quality between two networks of its own"};
  double delay_ms = 300;
  double jitter_ms = 0;
  double loss_percent = 0;
  double kbit = 64;
  double up_s = 0;
  double down_s = 0;
  Options options;
  app.add_option("--delay-ms", delay_ms, "one way")->check(CLI::Range(0.0, 60'000.0));
  app.add_option("--jitter-ms", jitter_ms, "added to the delay, at most")
      ->check(CLI::Range(0.0, 60'000.0));
  app.add_option("--loss-percent", loss_percent, "of the packets, each way")
      ->check(CLI::Range(0.0, 100.0));
  app.add_option("--kbit", kbit, "a second, each way; 0: no limit")->check(CLI::Range(0.0, 1e6));
  app.add_option("--queue", options.shape.queue_packets_max, "packets that may wait")
      ->check(CLI::Range(1, 4096));
  app.add_option("--up-s", up_s, "carries for so long, then --down-s nothing, and again")
      ->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--down-s", down_s, "0: always up")->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--seed", options.seed, "of the losses");
  CLI11_PARSE(app, argc, argv);
  options.shape.delay = milliseconds_of(delay_ms);
  options.shape.jitter = milliseconds_of(jitter_ms);
  options.shape.loss = loss_percent / 100;
  options.shape.bits_per_second = static_cast<std::uint64_t>(kbit * 1000);
  options.schedule = {milliseconds_of(up_s * 1000), milliseconds_of(down_s * 1000)};
  auto networks = make_two_networks();
  if (!networks) {
    std::cerr << "link_emulator: " << networks.error().message << "\n";
    return kExitSkipped;
  }
  Emulator(*std::move(networks), options).run();
  return 0;
}

}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run_emulator(argc, argv); }
