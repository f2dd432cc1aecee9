#include <CLI/CLI.hpp>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "document-reader/program/camera.h"
#include "document-reader/program/commands.h"
#include "document-reader/program/seal_signers.h"
#include "document-reader/program/worker.h"

namespace garita::reader {
namespace {

struct Arguments {
  bool as_worker = false;
  bool as_portraits = false;
  std::string camera;
  bool json = false;
  std::vector<std::string> files;
  std::string light = "white";
  std::string page;
  std::string explain;
  std::string zone_file;
  std::string kind = "auto";
  std::string trust;

  Output output() const { return json ? Output::kJson : Output::kText; }
};

void add_trust(CLI::App& command, Arguments& arguments) {
  command
      .add_option("--trust", arguments.trust,
                  "a folder with certificates (PEM, DER) of those whose seals are believed")
      ->check(CLI::ExistingDirectory);
}

CLI::App* add_read(CLI::App& app, Arguments& arguments) {
  auto* const read = app.add_subcommand("read", "read pictures (PNG, JPEG, TIFF, BMP, WebP, PNM)");
  read->add_flag("--json", arguments.json, "one JSON object a line");
  read->add_option(
          "--light", arguments.light,
          "the light of the pictures: what is said of ir and uv ones is not to give more light")
      ->check(CLI::IsMember({"white", "ir", "uv"}));
  auto* const page =
      read->add_option("--page", arguments.page,
                       "several lights of one page as one reading: white=FILE,ir=FILE,uv=FILE");
  read->add_option("--explain", arguments.explain,
                   "also write the pictures of the intermediate steps here")
      ->excludes(page);
  add_trust(*read, arguments);
  read->add_option("FILE", arguments.files, "pictures, or folders of pictures")->excludes(page);
  return read;
}

CLI::App* add_mrz(CLI::App& app, Arguments& arguments) {
  auto* const mrz = app.add_subcommand("mrz", "parse machine readable zones that are text");
  mrz->add_flag("--json", arguments.json, "one JSON object a line");
  mrz->add_option("FILE", arguments.zone_file,
                  "zones parted by blank lines; absent: standard input");
  return mrz;
}

CLI::App* add_payload(CLI::App& app, Arguments& arguments) {
  auto* const payload = app.add_subcommand("payload", "parse contents of barcodes, one a file");
  payload->add_flag("--json", arguments.json, "one JSON object a line");
  payload->add_option("--kind", arguments.kind, "what the content is; auto: by its beginning")
      ->check(CLI::IsMember({"auto", "aamva", "bcbp", "vds", "vds-nc", "mrz"}));
  add_trust(*payload, arguments);
  payload->add_option("FILE", arguments.files, "the bytes as they stand in the symbol, or folders")
      ->required();
  return payload;
}

int run_read(const Arguments& arguments, const SealTrust* trust) {
  ReadOptions options;
  options.output = arguments.output();
  options.trust = trust;
  options.light = arguments.light;
  if (!arguments.page.empty()) return read_page(arguments.page, options);
  if (arguments.files.empty()) {
    std::cerr << "garita-reader read: FILE or --page is needed\n";
    return kWrongUsage;
  }
  if (!arguments.explain.empty()) options.explain_folder = arguments.explain;
  return read_pictures(arguments.files, options);
}

}  // namespace
}  // namespace garita::reader

int main(int argc, char** argv) {
  using namespace garita::reader;
  CLI::App app("Reads travel documents: machine readable zones and barcodes", "garita-reader");
  app.set_version_flag("--version", std::string("garita-reader ") + GARITA_VERSION);
  Arguments arguments;
  app.add_flag("--worker", arguments.as_worker,
               "serve one client on standard input and output, confined (for garita-station)");
  app.add_flag("--portraits", arguments.as_portraits,
               "the same for pictures of listed persons, made small (for garita-central)");
  app.add_option(
      "--camera", arguments.camera,
      "give one client a camera's frames, confined: a device's number or path, or a film "
      "in Motion JPEG (for garita-station)");
  const auto* const read = add_read(app, arguments);
  const auto* const mrz = add_mrz(app, arguments);
  const auto* const payload = add_payload(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUsage;
  }
  if (!arguments.camera.empty()) return serve_as_camera(arguments.camera);
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::setNumThreads(1);
  if (arguments.as_worker) return serve_as_worker();
  if (arguments.as_portraits) return serve_portraits();
  std::optional<SealTrust> trust;
  if (!arguments.trust.empty()) {
    auto loaded = load_seal_signers(arguments.trust);
    if (!loaded) {
      std::cerr << "garita-reader: --trust: " << loaded.error().message << "\n";
      return kWrongUsage;
    }
    trust = *std::move(loaded);
  }
  const SealTrust* const believed = trust ? &*trust : nullptr;
  if (read->parsed()) return run_read(arguments, believed);
  if (mrz->parsed()) return read_zones_as_text(arguments.zone_file, arguments.output());
  if (payload->parsed()) {
    ReadOptions options;
    options.output = arguments.output();
    options.trust = believed;
    return read_payloads(arguments.files, arguments.kind, options);
  }
  std::cerr << app.help();
  return kWrongUsage;
}
