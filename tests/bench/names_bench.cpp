// An index of invented names: how long it takes to build and how much memory, and how well and fast
// it finds who was asked for in another way. tests/bench/README.md.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "border-station/alerts/alert_names.h"
#include "schema/matching/name_index.h"
#include "tests/bench/figures.h"
#include "tests/names/people.h"

namespace garita::tests {
namespace {

struct Options {
  std::size_t names = 3'000'000;
  std::size_t questions = 2000;
  std::string dump;  ///< a folder for the list and the questions, for the peer
};

constexpr std::uint32_t kPeopleSeed = 20261126;
constexpr std::uint32_t kQuestionsSeed = 5;

Described described(const NameReader& reader, const std::string& name, const std::string& birth,
                    const std::string& nationality) {
  return {reader.read(name), Birth::from_text(birth).value_or(Birth{}), CountryCode(nationality)};
}

double most_memory_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

/// Reads names on two threads, adds them in order.
Bytes build(const std::vector<InventedPerson>& people, const NameReader& reader) {
  constexpr std::size_t kPortion = 20000;
  NameIndexBuilder builder;
  const auto read = [&](std::size_t begin, std::size_t end) {
    std::vector<Described> out;
    for (std::size_t i = begin; i < std::min(end, people.size()); ++i)
      out.push_back(
          described(reader, listed_name(people[i]), people[i].birth, people[i].nationality));
    return out;
  };
  for (std::size_t at = 0; at < people.size(); at += 2 * kPortion) {
    std::vector<Described> second;
    std::thread other([&] { second = read(at + kPortion, at + 2 * kPortion); });
    const std::vector<Described> first = read(at, at + kPortion);
    other.join();
    std::size_t number = at;
    for (const std::vector<Described>* part : {&first, &std::as_const(second)})
      for (const auto& listed : *part)
        ensure(builder.add(std::to_string(number++), listed).has_value(), "they fit an index");
  }
  return builder.build();
}

struct Found {
  std::size_t asked = 0;
  std::size_t among_candidates = 0;
  std::size_t matched = 0;
};

struct Tally {
  std::array<Found, kMishaps> by_mishap{};
  std::vector<double> times;
};

Tally ask(const NameIndex& index, const std::vector<InventedPerson>& people,
          const NameReader& reader, std::size_t questions) {
  Tally tally;
  std::mt19937 random(kQuestionsSeed);
  Clerk clerk(kQuestionsSeed);
  const SearchLimits limits;
  for (std::size_t i = 0; i < questions; ++i) {
    const auto who = static_cast<std::uint32_t>(random() % people.size());
    const auto mishap = static_cast<Mishap>(i % kMishaps);
    const auto question = clerk.ask(people[who], mishap);
    const double began = cpu_ms();
    const auto query = described(reader, question.name, question.birth, question.nationality);
    const auto found = index.search(query, reader, limits);
    tally.times.push_back(cpu_ms() - began);
    auto& count = tally.by_mishap[i % kMishaps];
    ++count.asked;
    const auto candidates = index.candidates(query, reader, limits.candidates);
    if (std::find(candidates.begin(), candidates.end(), who) != candidates.end())
      ++count.among_candidates;
    for (const auto& each : found)
      if (each.entry == who && is_match(each.score)) ++count.matched;
  }
  return tally;
}

/// How many travellers who are on no list, with the whole of their birth dates, an alert list of
/// these names would stop (is_worth_a_look), and how many of those who are on it, asked for in
/// another way, it would not.
void print_stops(const NameIndex& index, const std::vector<InventedPerson>& people,
                 const NameReader& reader, std::size_t questions) {
  constexpr std::size_t kWholeDate = 10;
  const auto stops = [&](const Described& query) {
    SearchLimits limits;
    limits.results = 20;
    const auto found = index.search(query, reader, limits);
    return std::any_of(found.begin(), found.end(), [&](const FoundName& each) {
      return station::is_worth_a_look(each.score, each.birth, index.size());
    });
  };
  Inventor others(kPeopleSeed + 1);
  std::size_t strangers = 0;
  for (std::size_t asked = 0; asked < questions;) {
    const auto person = others.person();
    if (person.birth.size() != kWholeDate) continue;
    ++asked;
    const std::string name = person.surname + ", " + person.given;
    if (stops(described(reader, name, person.birth, person.nationality))) ++strangers;
  }
  std::mt19937 random(kQuestionsSeed);
  Clerk clerk(kQuestionsSeed);
  std::size_t listed = 0;
  for (std::size_t i = 0; i < questions; ++i) {
    const auto question =
        clerk.ask(people[random() % people.size()], static_cast<Mishap>(i % kMishaps));
    if (stops(described(reader, question.name, question.birth, question.nationality))) ++listed;
  }
  row("travellers who are on no list, stopped by an alert list of these",
      text("%.2f %%", 100.0 * double(strangers) / double(questions)), "-", std::nullopt);
  row("who is on it under another spelling, stopped",
      text("%.1f %%", 100.0 * double(listed) / double(questions)), "-", std::nullopt);
}

void dump(const std::string& folder, const std::vector<InventedPerson>& people,
          std::size_t questions) {
  std::filesystem::create_directories(folder);
  std::ofstream list(folder + "/list.tsv");
  for (std::size_t i = 0; i < people.size(); ++i)
    list << i << '\t' << people[i].surname << ' ' << people[i].given << '\t' << people[i].birth
         << '\n';
  std::ofstream asked(folder + "/questions.tsv");
  std::mt19937 random(kQuestionsSeed);
  Clerk clerk(kQuestionsSeed);
  for (std::size_t i = 0; i < questions; ++i) {
    const std::size_t who = random() % people.size();
    const auto question = clerk.ask(people[who], static_cast<Mishap>(i % kMishaps));
    asked << who << '\t' << question.name << '\t' << question.birth << '\n';
  }
}

void print(const Tally& tally) {
  double sum = 0;
  for (const double time : tally.times) sum += time;
  row("look-up, CPU mean", text("%.2f ms", sum / double(tally.times.size())), "-", std::nullopt);
  row("look-up, CPU p50", text("%.2f ms", percentile(tally.times, 50)), "-", std::nullopt);
  row("look-up, CPU p99", text("%.2f ms", percentile(tally.times, 99)), "at most 8 ms",
      percentile(tally.times, 99) / 8);
  Found all;
  for (std::size_t i = 0; i < kMishaps; ++i) {
    const auto& found = tally.by_mishap[i];
    all.asked += found.asked;
    all.among_candidates += found.among_candidates;
    all.matched += found.matched;
    row(std::string(" found, ") + mishap_name(static_cast<Mishap>(i)),
        text("%.1f %%", 100.0 * double(found.among_candidates) /
                            double(std::max<std::size_t>(1, found.asked))),
        text("among the first 10, as a match: %.1f %%",
             100.0 * double(found.matched) / double(std::max<std::size_t>(1, found.asked))),
        std::nullopt);
  }
  row("found among the candidates",
      text("%.1f %%", 100.0 * double(all.among_candidates) / double(all.asked)), "at least 95 %",
      double(all.among_candidates) / double(all.asked) / 0.95);
}

int measure(const Options& options) {
  Inventor inventor(kPeopleSeed);
  std::vector<InventedPerson> people;
  for (std::size_t i = 0; i < options.names; ++i) people.push_back(inventor.person());
  if (!options.dump.empty()) {
    dump(options.dump, people, options.questions);
    return 0;
  }
  const NameReader reader;
  const double before_mib = most_memory_mib();
  const double cpu_began = cpu_ms();
  const auto began = std::chrono::steady_clock::now();
  Bytes image = build(people, reader);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const std::string count = text("%.1f million names", double(options.names) / 1e6);
  row(count + ": index built", text("%.1f s", took.count()),
      text("at most 60 s; %.1f s CPU", (cpu_ms() - cpu_began) / 1e3), took.count() / 60);
  row("image", text("%.0f MiB", double(image.size()) / 1048576), "at most 600 MB",
      double(image.size()) / 6e8);
  row("most memory while building, beside the list",
      text("%.0f MiB", most_memory_mib() - before_mib), "at most 600 MB",
      (most_memory_mib() - before_mib) * 1048576 / 6e8);
  const double open_began = cpu_ms();
  const auto index = NameIndex::open(image);
  ensure(index.has_value(), "what was built opens");
  row("image opened and checked, CPU", text("%.0f ms", cpu_ms() - open_began), "-", std::nullopt);
  print(ask(*index, people, reader, options.questions));
  print_stops(*index, people, reader, options.questions);
  return 0;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) {
  garita::tests::Options options;
  CLI::App app{"names_bench: an index of invented names"};
  app.add_option("--names", options.names, "how many")->check(CLI::Range(1, 20'000'000));
  app.add_option("--questions", options.questions, "how many")->check(CLI::Range(1, 1'000'000));
  app.add_option("--dump", options.dump, "only write the list and the questions into this folder");
  CLI11_PARSE(app, argc, argv);
  return garita::tests::measure(options);
}
