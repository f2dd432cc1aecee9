// Invents the lists of a large country, and asks them as a desk does; tests/bench/README.md.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "border-station/alerts/alert_names.h"
#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/stays/open_stays.h"
#include "schema/matching/normalise.h"
#include "tests/bench/desk_parts/invented_lists.h"
#include "tests/bench/figures.h"

namespace garita::tests {
namespace {

using station::DataDirectory;
using station::Ledger;
using Steady = std::chrono::steady_clock;

Date today_of(const Clock& clock) { return Zone::named("UTC")->local_day(clock.now()); }

Result<void> invent(const ListSizes& sizes, const std::filesystem::path& data,
                    const std::filesystem::path& folder) {
  const DataDirectory directory(data);
  GARITA_TRY(enrolment, load_enrolment(directory));
  GARITA_TRY(identity, load_identity(directory));
  const Date today = today_of(SystemClock());
  return write_lists(sizes, {enrolment.station, identity.station_certificate}, today, folder);
}

station::PresentedDocument presented(const DeskTraveller& traveller) {
  station::PresentedDocument document;
  document.document_code = "P";
  document.issuing_state = CountryCode("UTO");
  document.document_number = traveller.number;
  document.surname = traveller.person.surname;
  document.given_names = traveller.person.given;
  document.nationality = CountryCode("UTO");
  document.birth_date = *PartialDate::from_text(traveller.person.birth);
  document.sex = "F";
  document.expiry_date = *PartialDate::from_text("2032-02-20");
  return document;
}

/// Wall time and CPU of each call, in milliseconds.
struct Times {
  std::vector<double> wall;
  double cpu = 0;

  template <typename Call>
  Result<void> take(const Call& call) {
    const double cpu_before = cpu_ms();
    const auto began = Steady::now();
    GARITA_CHECK(call());
    wall.push_back(std::chrono::duration<double, std::milli>(Steady::now() - began).count());
    cpu += cpu_ms() - cpu_before;
    return {};
  }
  void print(const char* what) const {
    std::printf("%s\t%.2f\t%.2f\t%.2f\t%.2f\n", what, percentile(wall, 50), percentile(wall, 95),
                percentile(wall, 99), wall.empty() ? 0 : cpu / double(wall.size()));
  }
};

/// What is looked up of travellers, and how long it took.
class LookUps {
 public:
  LookUps(Ledger& ledger, std::shared_ptr<const station::AlertNames> names)
      : ledger_(ledger), names_(std::move(names)), counter_(ledger, [this] { return names_; }) {}

  Result<void> look_up(const DeskTraveller& traveller) {
    const auto document = presented(traveller);
    const auto everything = [&] { return examine(document); };
    const auto alerts = [&] { return find_exact(document); };
    const auto stay = [&] { return find_stay(traveller); };
    GARITA_CHECK(all_.take(everything));
    GARITA_CHECK(exact_.take(alerts));
    return stays_.take(stay);
  }

  /// A line a kind of look-up: p50, p95, p99 and the mean of CPU, in milliseconds. "all" is what a
  /// desk looks up of a traveller, the post's own memory included. "hits": travellers with one,
  /// and entries by a name alike.
  void print() const {
    all_.print("all");
    exact_.print("exact alerts");
    stays_.print("open stay");
    std::printf("hits\t%zu\t%zu\nnames\t%zu\t%zu\n", stopped_, names_alike_, names_->size(),
                names_->bytes());
  }

 private:
  Result<void> examine(const station::PresentedDocument& document) {
    GARITA_TRY(found, counter_.examine(Direction::kEntry, document, std::nullopt));
    stopped_ += found.hits.empty() ? 0 : 1;
    for (const auto& hit : found.hits) {
      names_alike_ += hit.matched_by == station::MatchedBy::kNameAlike ? 1 : 0;
    }
    return {};
  }
  Result<void> find_exact(const station::PresentedDocument& document) {
    GARITA_CHECK(find_alerts(ledger_, {document.issuing_state.value(), document.document_number,
                                       document.surname, document.given_names, document.birth_date,
                                       document.nationality.value(), today_of(SystemClock())}));
    return {};
  }
  Result<void> find_stay(const DeskTraveller& traveller) {
    GARITA_CHECK(station::find_open_stay(ledger_, document_key("UTO", traveller.number)));
    return {};
  }

  Ledger& ledger_;
  std::shared_ptr<const station::AlertNames> names_;
  station::Counter counter_;
  Times all_;
  Times exact_;
  Times stays_;
  std::size_t stopped_ = 0;
  std::size_t names_alike_ = 0;
};

Result<void> ask(const std::filesystem::path& data, std::size_t travellers) {
  SystemClock clock;
  const DataDirectory directory(data);
  GARITA_TRY(ledger, Ledger::open(directory, clock, station::bulletin_readers()));
  GARITA_TRY(kept, station::AlertNames::load(ledger, directory.alert_names()));
  if (!kept) return fail(Remedy::kReject, "the station has not kept the names of a list");
  LookUps look_ups(ledger, std::make_shared<const station::AlertNames>(*std::move(kept)));
  for (const auto& traveller : desk_travellers(travellers)) {
    GARITA_CHECK(look_ups.look_up(traveller));
  }
  look_ups.print();
  return {};
}

}  // namespace

int run_desk_bench(int argc, char** argv) {
  CLI::App app{"Invents long lists for an enrolled station, and asks them"};
  std::filesystem::path data;
  std::filesystem::path folder;
  ListSizes sizes;
  app.add_option("--data", data, "the station's folder")->required();
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--travellers", sizes.travellers)->check(CLI::Range(1, 1000));
  auto* invented = app.add_subcommand("invent", "lists and travellers, into files");
  invented->add_option("--out", folder)->required();
  invented->add_option("--persons", sizes.persons)->check(CLI::Range(0, 10'000'000));
  invented->add_option("--documents", sizes.documents)->check(CLI::Range(0, 99'000'000));
  invented->add_option("--stays", sizes.stays)->check(CLI::Range(0, 10'000'000));
  app.add_subcommand("ask", "what a desk looks up of each traveller");
  CLI11_PARSE(app, argc, argv);
  const auto done = *invented ? invent(sizes, data, folder) : ask(data, sizes.travellers);
  if (done) return 0;
  std::cerr << "desk_bench: " << done.error().message << "\n";
  return 1;
}

}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run_desk_bench(argc, argv); }
