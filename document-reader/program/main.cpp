#include <CLI/CLI.hpp>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "document-reader/program/commands.h"
#include "document-reader/program/worker.h"

int main(int argc, char** argv) {
  namespace reader = garita::reader;
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
  std::string page;
  auto* const page_option = read->add_option(
      "--page", page, "several lights of one page as one reading: white=FILE,ir=FILE,uv=FILE");
  std::string explain;
  read->add_option("--explain", explain, "also write the pictures of the intermediate steps here")
      ->excludes(page_option);
  auto* const files = read->add_option("FILE", paths, "pictures, or folders of pictures");
  files->excludes(page_option);

  std::string zone_file;
  auto* const mrz = app.add_subcommand("mrz", "parse machine readable zones that are text");
  mrz->add_flag("--json", json, "one JSON object a line");
  mrz->add_option("FILE", zone_file, "zones parted by blank lines; absent: standard input");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? reader::kDone : reader::kWrongUsage;
  }
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::setNumThreads(1);
  if (as_worker) return reader::serve_as_worker();
  const auto output = json ? reader::Output::kJson : reader::Output::kText;
  if (read->parsed() && !page.empty()) return reader::read_page(page, output);
  if (read->parsed() && paths.empty()) {
    std::cerr << "garita-reader read: FILE or --page is needed\n";
    return reader::kWrongUsage;
  }
  if (read->parsed()) {
    reader::ReadOptions options{output, std::nullopt};
    if (!explain.empty()) options.explain_folder = explain;
    return reader::read_pictures(paths, options);
  }
  if (mrz->parsed()) return reader::read_zones_as_text(zone_file, output);
  std::cerr << app.help();
  return reader::kWrongUsage;
}
