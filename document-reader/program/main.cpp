#include <CLI/CLI.hpp>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "document-reader/program/commands.h"
#include "document-reader/program/worker.h"

int main(int argc, char** argv) {
  namespace reader = garita::reader;
  constexpr int kWrongUsage = 2;
  CLI::App app("Reads travel documents: machine readable zones and barcodes", "garita-reader");
  app.set_version_flag("--version", std::string("garita-reader ") + GARITA_VERSION);
  bool as_worker = false;
  app.add_flag("--worker", as_worker,
               "serve one client on standard input and output, confined (for garita-station)");

  bool json = false;
  std::vector<std::string> paths;
  std::string light = "white";
  auto* const read = app.add_subcommand("read", "read pictures (PNG, JPEG, TIFF, BMP, WebP, PNM)");
  read->add_flag("--json", json, "one JSON object a line");
  read->add_option("--light", light, "the light of the picture")
      ->check(CLI::IsMember({"white", "ir", "uv"}));
  read->add_option("FILE", paths, "pictures, or folders of pictures")->required();

  std::string zone_file;
  auto* const mrz = app.add_subcommand("mrz", "parse machine readable zones that are text");
  mrz->add_flag("--json", json, "one JSON object a line");
  mrz->add_option("FILE", zone_file, "zones parted by blank lines; absent: standard input");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? reader::kDone : kWrongUsage;
  }
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::setNumThreads(1);
  if (as_worker) return reader::serve_as_worker();
  const auto output = json ? reader::Output::kJson : reader::Output::kText;
  if (read->parsed()) return reader::read_pictures(paths, output);
  if (mrz->parsed()) return reader::read_zones_as_text(zone_file, output);
  std::cerr << app.help();
  return kWrongUsage;
}
