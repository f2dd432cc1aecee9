// How many lines of machine readable zones a second of CPU parses.
//   mrz_bench [--zones FILE]      also writes the zones that were parsed, for a peer to parse
// Standard output: a line a set (name, lines a CPU second; a tab between); the rest on standard
// error.
#include <benchmark/benchmark.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "document-reader/mrz/mrz.h"
#include "document-reader/mrz/text_zones.h"

namespace garita::tests {
namespace {

using Lines = std::vector<std::string>;

constexpr int kZones = 512;
const Date kToday = *Date::from_iso("2026-11-24");

std::string letters(std::mt19937& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('A' + random() % 26);
  return text;
}

/// Somebody who is nobody, on a document of that format.
Lines zone_of(reader::MrzFormat format, std::mt19937& random) {
  reader::MrzFields fields;
  fields.document_code = format == reader::MrzFormat::kTd3 ? "P" : "ID";
  fields.issuing_state = "UTO";
  fields.nationality = "UTO";
  fields.document_number = letters(random, 2) + std::to_string(1'000'000 + random() % 9'000'000);
  fields.surname = letters(random, 4 + random() % 9) + " " + letters(random, 3 + random() % 4);
  fields.given_names = letters(random, 3 + random() % 8);
  fields.birth_date =
      PartialDate::from_date(kToday.minus(std::chrono::days(static_cast<int>(random() % 30'000))));
  fields.expiry_date =
      PartialDate::from_date(kToday.plus(std::chrono::days(static_cast<int>(random() % 3'000))));
  fields.sex = random() % 2 == 0 ? "F" : "M";
  if (format == reader::MrzFormat::kTd3) fields.optional_data = letters(random, 9);
  const auto lines = reader::compose_mrz(format, fields);
  ensure(lines.has_value(), "the fields fit the format");
  return *lines;
}

std::vector<Lines> zones_of(reader::MrzFormat format) {
  std::mt19937 random(20261124);
  std::vector<Lines> zones;
  for (int i = 0; i < kZones; ++i) zones.push_back(zone_of(format, random));
  return zones;
}

std::string text_of(const std::vector<Lines>& zones) {
  std::string text;
  for (const auto& zone : zones) {
    for (const auto& line : zone) text += line + "\n";
    text += "\n";
  }
  return text;
}

void parse_all(benchmark::State& state, const std::vector<Lines>& zones) {
  std::int64_t lines = 0;
  for (auto _ : state) {
    for (const auto& zone : zones) {
      const auto mrz = reader::parse_mrz(zone, kToday);
      benchmark::DoNotOptimize(mrz);
      lines += static_cast<std::int64_t>(zone.size());
    }
  }
  state.SetItemsProcessed(lines);
}

/// From the text of a file, as garita-reader mrz has it.
void part_and_parse(benchmark::State& state, const std::string& text) {
  std::int64_t lines = 0;
  for (auto _ : state) {
    reader::TextZones zones;
    for (const auto& zone : zones.feed(text)) {
      const auto mrz = reader::parse_mrz(*zone.lines, kToday);
      benchmark::DoNotOptimize(mrz);
      lines += static_cast<std::int64_t>(zone.lines->size());
    }
  }
  state.SetItemsProcessed(lines);
}

/// Prints what Google Benchmark prints, and keeps the rates for the table.
class Keeper : public benchmark::ConsoleReporter {
 public:
  Keeper() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      std::cout << run.run_name.function_name << "\t" << run.counters.at("items_per_second").value
                << "\n";
    }
    ConsoleReporter::ReportRuns(runs);
  }
};

int run(int argc, char** argv) {
  CLI::App app{"mrz_bench: lines of machine readable zones parsed a second of CPU"};
  std::string file;
  app.add_option("--zones", file, "write the passports' zones here, for a peer");
  CLI11_PARSE(app, argc, argv);
  const auto passports = zones_of(reader::MrzFormat::kTd3);
  const auto cards = zones_of(reader::MrzFormat::kTd1);
  const auto text = text_of(passports);
  if (!file.empty()) std::ofstream(file) << text;
  const auto add = [](const char* name, auto measure) {
    benchmark::RegisterBenchmark(name, measure)->MinTime(1.0);
  };
  add("passports", [&](benchmark::State& state) { parse_all(state, passports); });
  add("cards", [&](benchmark::State& state) { parse_all(state, cards); });
  add("passports out of a text", [&](benchmark::State& state) { part_and_parse(state, text); });
  Keeper keeper;
  keeper.SetOutputStream(&std::cerr);  // standard output has the rates alone
  keeper.SetErrorStream(&std::cerr);
  benchmark::RunSpecifiedBenchmarks(&keeper);
  return 0;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
