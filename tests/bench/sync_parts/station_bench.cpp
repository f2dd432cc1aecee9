// What a station's ledger costs, beside the disk's own; tests/bench/README.md says what is printed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "schema/journal/batch.h"
#include "schema/wire/message.h"
#include "tests/bench/figures.h"
#include "tests/bench/sync_parts/travellers.h"

namespace garita::tests {
namespace {

using station::DataDirectory;
using station::Ledger;
using station::NewDecision;
using Steady = std::chrono::steady_clock;

double microseconds_since(Steady::time_point began) {
  return std::chrono::duration<double, std::micro>(Steady::now() - began).count();
}

/// Goes on as the machine's, from another moment.
class ShiftedClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return system_.now().plus(shift_); }
  void shift(std::chrono::milliseconds by) { shift_ = by; }

 private:
  SystemClock system_;
  std::chrono::milliseconds shift_{0};
};

/// What this process has given to write() so far.
std::uint64_t bytes_written() {
  std::ifstream in("/proc/self/io");
  std::string name;
  std::uint64_t value = 0;
  while (in >> name >> value)
    if (name == "wchar:") return value;
  return 0;
}

/// The last decision that the station took, as the pattern of more.
Result<Crossing> model_of(Ledger& ledger) {
  GARITA_TRY(recent, ledger.recent_decisions(1));
  if (recent.empty() || !recent.front().crossing)
    return fail(Remedy::kReject, "the station has recorded nothing yet that could be repeated");
  return *recent.front().crossing;
}

NewDecision decision_of(const Crossing& model, std::uint64_t number) {
  NewDecision decision;
  decision.crossing = model;
  decision.crossing.reference.clear();
  decision.crossing.document = traveller(model.document, number);
  return decision;
}

/// A file that grows by appends, each on the disk before the next.
class AppendedFile {
 public:
  AppendedFile(const std::filesystem::path& path, std::size_t bytes)
      : path_(path),
        descriptor_(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)),
        content_(bytes, 0x5a) {}
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
  ~AppendedFile() {
    ::close(descriptor_);
    std::filesystem::remove(path_);
  }
  /// Microseconds that it took.
  double append() {
    const auto began = Steady::now();
    const bool done = ::write(descriptor_, content_.data(), content_.size()) ==
                          static_cast<ssize_t>(content_.size()) &&
                      ::fdatasync(descriptor_) == 0;
    ensure(done, "the disk of a benchmark has room");
    return microseconds_since(began);
  }

 private:
  std::filesystem::path path_;
  int descriptor_;
  Bytes content_;
};

/// Prints: bytes a decision, then in microseconds p50, p99 and CPU of a decision, and p50 and p99
/// of an append.
Result<void> measure_decisions(Ledger& ledger, const std::filesystem::path& data, int count) {
  GARITA_TRY(model, model_of(ledger));
  constexpr int kWarmUp = 200;
  const auto before = bytes_written();
  for (int i = 0; i < kWarmUp; ++i) GARITA_CHECK(ledger.append_decision(decision_of(model, i)));
  const std::size_t bytes = (bytes_written() - before) / kWarmUp;
  AppendedFile file(data / "appended.bench", bytes);
  std::vector<double> ours;
  std::vector<double> disks;
  double cpu = 0;
  for (int i = 0; i < count; ++i) {
    auto decision = decision_of(model, kWarmUp + i);
    const double cpu_before = cpu_ms();
    const auto began = Steady::now();
    GARITA_CHECK(ledger.append_decision(std::move(decision)));
    ours.push_back(microseconds_since(began));
    cpu += cpu_ms() - cpu_before;
    disks.push_back(file.append());
  }
  std::printf("%zu %.1f %.1f %.1f %.1f %.1f\n", bytes, percentile(ours, 50), percentile(ours, 99),
              cpu * 1000 / count, percentile(disks, 50), percentile(disks, 99));
  return {};
}

/// Prints: crossings, then bytes of frames and of ciphertext a crossing, `in_a_batch` to a batch.
Result<void> measure_wire(Ledger& ledger, std::size_t in_a_batch) {
  const JournalId movement{ledger.place().station, ledger.incarnation(), Lane::kMovement};
  std::uint64_t after = 0;
  std::size_t crossings = 0;
  std::size_t framed = 0;
  std::size_t sealed = 0;
  for (;;) {
    GARITA_TRY(entries, ledger.entries_after(movement, after, in_a_batch, SIZE_MAX));
    if (entries.size() < in_a_batch) break;
    after = entries.back().header.sequence;
    crossings += entries.size();
    for (const auto& entry : entries) sealed += entry.ciphertext.size();
    const auto batch = make_batch(std::move(entries), ledger.identity().station_key);
    framed += encode_frame(BatchFrame{encode(batch)}).size();
  }
  if (crossings == 0) return fail(Remedy::kReject, "the station has not recorded a batch yet");
  std::printf("%zu %.1f %.1f\n", crossings, double(framed) / double(crossings),
              double(sealed) / double(crossings));
  return {};
}

struct Filling {
  std::uint64_t count = 150'000;
  int days = 30;
  std::size_t picture_bytes = 0;  ///< of a document, with each crossing; 0: none
};

/// Crossings of the last days, as if the post had worked on without a link. Prints: how many, CPU
/// microseconds each.
Result<void> fill(Ledger& ledger, ShiftedClock& clock, const Filling& wanted) {
  GARITA_TRY(model, model_of(ledger));
  const auto span =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::days(wanted.days));
  const double began = cpu_ms();
  for (std::uint64_t i = 0; i < wanted.count; ++i) {
    clock.shift(-span + span * i / wanted.count);
    auto decision = decision_of(model, 1'000'000 + i);
    // As little as a JPEG is there anything in it to compress.
    if (wanted.picture_bytes > 0)
      decision.pictures.push_back({PictureKind::kDocument, random_bytes(wanted.picture_bytes)});
    GARITA_TRY(written, ledger.append_decision(std::move(decision)));
    if (written.pictures != station::PicturesKept::kAll)
      return fail(Remedy::kRetry, "there is no room for the pictures");
  }
  std::printf("%llu %.1f\n", static_cast<unsigned long long>(wanted.count),
              (cpu_ms() - began) * 1000 / double(wanted.count));
  return {};
}

}  // namespace

int run_station_bench(int argc, char** argv) {
  CLI::App app{"What an enrolled station's ledger costs; nothing else may serve it meanwhile"};
  std::filesystem::path data;
  int decisions = 2000;
  std::size_t in_a_batch = 20;
  Filling filling;
  app.add_option("--data", data, "the station's folder")->required();
  app.require_subcommand(1);
  app.fallthrough();
  auto* decision = app.add_subcommand("decision", "a decision, until it is durable");
  decision->add_option("--count", decisions)->check(CLI::Range(100, 1'000'000));
  auto* wire = app.add_subcommand("wire", "bytes of a crossing on the wire");
  wire->add_option("--batch", in_a_batch)->check(CLI::Range(1, 250));
  auto* filled = app.add_subcommand("fill", "crossings of many days, not sent");
  filled->add_option("--count", filling.count)->check(CLI::Range(1, 10'000'000));
  filled->add_option("--days", filling.days)->check(CLI::Range(0, 3650));
  filled->add_option("--picture-bytes", filling.picture_bytes, "with each; 0: no picture")
      ->check(CLI::Range(std::size_t{0}, kEvidencePictureBytesMax));
  CLI11_PARSE(app, argc, argv);
  ShiftedClock clock;
  auto ledger = Ledger::open(DataDirectory(data), clock, station::bulletin_readers());
  Result<void> done;
  if (!ledger) {
    done = Failure(ledger.error());
  } else if (*decision) {
    done = measure_decisions(*ledger, data, decisions);
  } else if (*wire) {
    done = measure_wire(*ledger, in_a_batch);
  } else {
    done = fill(*ledger, clock, filling);
  }
  if (done) return 0;
  std::cerr << "station_bench: " << done.error().message << "\n";
  return 1;
}

}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run_station_bench(argc, argv); }
