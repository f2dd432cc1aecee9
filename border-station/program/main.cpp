#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "border-station/program/commands.h"
#include "schema/crypto/process_memory.h"
#include "schema/record/record.h"
#include "schema/vocabulary/text.h"

namespace {

using garita::station::Format;

/// Of a word that is none, so much is repeated.
constexpr std::size_t kWordBytesShown = 40;

void log_to_standard_error() {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("garita-station"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
}

/// The options of every subcommand, filled by what the command line says.
struct CommandLine {
  std::string data;
  bool json = false;
  garita::station::EnrolOptions enrol;
  garita::station::RecordOptions record;
  garita::station::DecideOptions decide;
  garita::station::ServeOptions serve;
  std::string bundle_folder;
  std::vector<std::string> bundles;

  [[nodiscard]] Format format() const { return json ? Format::kJson : Format::kText; }
};

CLI::App* add_command(CLI::App& app, CommandLine& line, const char* name, const char* what) {
  CLI::App* command = app.add_subcommand(name, what);
  command->add_option("--data", line.data, "the station's data directory")->required();
  return command;
}

void add_json(CLI::App* command, CommandLine& line) {
  command->add_flag("--json", line.json, "one JSON object a line");
}

void describe_serve(CLI::App& app, CommandLine& line) {
  auto* serve = add_command(app, line, "serve", "serve the desk and keep the link to the centre");
  serve->add_option("--desk-port", line.serve.desk_port, "port of the desk console")
      ->capture_default_str();
  serve->add_option("--desk-address", line.serve.desk_address, "address to listen on")
      ->capture_default_str();
  serve->add_option("--centre", line.serve.centres, "HOST:PORT, in place of the enrolment's");

  serve
      ->add_option(
          "--trust", line.serve.trust,
          "a folder with certificates (PEM, DER) of those whose digital seals are believed")
      ->check(CLI::ExistingDirectory);
  serve
      ->add_option(
          "--drop", line.serve.drop,
          "a folder in which a scanner leaves pictures, best in memory (tmpfs): each is read "
          "by the desk that waits, and deleted; NAME.white.png, NAME.ir.png and NAME.uv.png are "
          "one page under three lights")
      ->check(CLI::ExistingDirectory);
  serve->add_option("--camera", line.serve.camera,
                    "a camera of the station's own: a video device's number or path, or a film in "
                    "Motion JPEG; a document before it goes to the desk that waits");
  serve
      ->add_option("--lock-after", line.serve.lock_after_minutes,
                   "minutes without a key after which a desk's page locks (15)")
      ->check(CLI::Range(1, 120));
  serve
      ->add_option("--neighbour", line.serve.neighbour,
                   "the State across the border here, as in the machine readable zone (SLV): "
                   "proposed where travellers come from or go to")
      ->check([](const std::string& code) {
        const bool letters = std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
        return letters && !code.empty() && code.size() <= 3 ? "" : "is no State's code";
      });
}

void describe(CLI::App& app, CommandLine& line) {
  app.set_version_flag("--version", "garita-station " GARITA_VERSION);
  app.require_subcommand(1);

  auto* enrol = add_command(app, line, "enrol", "enrol this station with its country's centre");
  enrol->add_option("FILE", line.enrol.file, "the enrolment file, or the centre's answer")
      ->required();
  enrol->add_option("--centre", line.enrol.centres, "HOST:PORT, in place of the file's");

  describe_serve(app, line);
  add_json(add_command(app, line, "status", "journals, unsent records, bulletins, clock, disk"),
           line);

  auto* record = add_command(app, line, "record", "record decisions given as JSON, one a line");
  add_json(record, line);
  record->add_option("FILE", line.record.file, "a file, or - for standard input")->required();

  auto* decide = add_command(app, line, "decide",
                             "at an office: record what was decided about persons' status");
  add_json(decide, line);
  decide
      ->add_option("FILE", line.decide.files,
                   "JSON, a decision a file; - is standard input. Kinds: " +
                       garita::status_kind_names() + "; confirm and clear are the centre's")
      ->required();

  auto* out = add_command(app, line, "export", "write unconfirmed records to removable media");
  out->add_option("--to", line.bundle_folder, "the folder to write to")->required();
  auto* in = add_command(app, line, "import", "take receipts and bulletins from bundle files");
  in->add_option("FILE", line.bundles, "bundle files")->required();

  auto* words = app.add_subcommand("vocabulary", "the words that decisions are made of");
  words->add_flag("--json", line.json, "one JSON object");
}

/// What was typed in place of a subcommand; "" where nothing was.
std::string unknown_subcommand(const CLI::App& app) {
  if (!app.get_subcommands().empty()) return "";
  const auto rest = app.remaining();
  return rest.empty() || rest.front().starts_with('-') ? "" : rest.front();
}

int run(const CLI::App& app, CommandLine& line) {
  using namespace garita::station;
  const auto chosen = [&app](const char* name) { return app.got_subcommand(name); };
  if (chosen("enrol")) {
    line.enrol.data = line.data;
    return run_enrol(line.enrol);
  }
  if (chosen("serve")) {
    line.serve.data = line.data;
    return run_serve(line.serve);
  }
  if (chosen("record")) {
    line.record.data = line.data;
    line.record.format = line.format();
    return run_record(line.record);
  }
  if (chosen("decide")) {
    line.decide.data = line.data;
    line.decide.format = line.format();
    return run_decide(line.decide);
  }
  if (chosen("export")) return run_export(line.data, line.bundle_folder);
  if (chosen("import")) return run_import(line.data, line.bundles);
  if (chosen("status")) return run_status(line.data, line.format());
  return run_vocabulary(line.format());
}

}  // namespace

int main(int argc, char** argv) {
  garita::keep_memory_private();
  CLI::App app("garita-station: a border post's station, with or without a network");
  CommandLine line;
  describe(app, line);
  try {
    app.parse(argc, argv);
    log_to_standard_error();
    return run(app, line);
  } catch (const CLI::ParseError& error) {
    const auto unknown = unknown_subcommand(app);
    if (error.get_exit_code() != 0 && !unknown.empty()) {
      std::cerr << "garita-station: there is no subcommand '"
                << garita::as_one_line(unknown, kWordBytesShown)
                << "'; --help names those that there are\n";
      return garita::station::kExitWrongUsage;
    }
    return app.exit(error) == 0 ? garita::station::kExitDone : garita::station::kExitWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "garita-station: " << error.what() << "\n";
    return garita::station::kExitSomeFailed;
  }
}
