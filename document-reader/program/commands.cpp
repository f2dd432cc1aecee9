#include "document-reader/program/commands.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "document-reader/payload/payload_text.h"
#include "document-reader/program/input_file.h"
#include "document-reader/program/picture_file.h"
#include "document-reader/program/print_zone.h"
#include "document-reader/program/worker.h"
#include "document-reader/reading/explain.h"
#include "document-reader/reading/lights.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {
namespace {

namespace fs = std::filesystem;

void print(const ReadBarcode& barcode) {
  const auto symbol = barcode.symbology.empty() ? "" : barcode.symbology + ", ";
  print_line("barcode",
             symbol + barcode.kind + ", " + std::to_string(barcode.bytes.size()) + " bytes");
  for (const auto& field : barcode.payload.fields) print_line("  " + field.name, field.value);
  std::size_t number = 0;
  for (const auto& group : barcode.payload.groups) {
    print_line("  " + group.name, std::to_string(++number));
    for (const auto& field : group.fields) print_line("    " + field.name, field.value);
  }
  if (const auto& seal = barcode.payload.seal) {
    print_line("  seal", std::string(seal_verdict_name(seal->verdict)) + " (" + seal->reason + ")");
  }
  for (const auto& warning : barcode.payload.warnings) print_line("  warning", warning);
}

void print(const std::string& file, const Reading& reading) {
  std::cout << file << " (" << static_cast<int>(reading.elapsed_ms) << " ms)\n";
  for (const auto& document : reading.documents) {
    if (document.mrz) print_zone(*document.mrz);
    for (const auto& barcode : document.barcodes) print(barcode);
    for (const auto& finding : document.findings) {
      // Said with the zone.
      if (finding.code == "check_digit_failed") continue;
      if (finding.code == "low_confidence" && !finding.detail.empty()) continue;
      print_line(std::string(finding_severity_name(finding.severity)),
                 finding.code + (finding.detail.empty() ? "" : " (" + finding.detail + ")"));
    }
  }
}

void complain(const std::string& file, const std::string& reason) {
  std::cerr << "garita-reader: " << file << ": " << reason << "\n";
}

/// Every file in a folder, by name; what else is in it (folders, pipes) is passed over.
Result<std::vector<std::string>> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code unknown;
    if (at->is_regular_file(unknown)) files.push_back(at->path().string());
  }
  if (error) return fail(Remedy::kReject, "cannot be read: " + error.message());
  if (files.empty()) return fail(Remedy::kReject, "no file is in this folder");
  std::sort(files.begin(), files.end());
  return files;
}

/// Does it with each file that the paths mean; what fails is named. Gives the exit status.
template <typename ReadFile>
int read_all(const std::vector<std::string>& paths, ReadFile read_file) {
  int status = kDone;
  const auto read_or_complain = [&](const std::string& file) {
    const Result<void> done = read_file(file);
    if (done) return;
    complain(file, done.error().message);
    status = kSomeFailed;
  };
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      read_or_complain(path);
      continue;
    }
    const auto files = files_in(path);
    if (!files) {
      complain(path, files.error().message);
      status = kSomeFailed;
      continue;
    }
    for (const auto& file : *files) read_or_complain(file);
  }
  return status;
}

Result<void> write_steps(const GreyPicture& picture, const std::string& file,
                         const fs::path& folder) {
  for (const auto& step : explain_picture(picture, today_utc())) {
    GARITA_TRY(png, encode_png(step.picture));
    const auto path = folder / (fs::path(file).stem().string() + "-" + step.name + ".png");
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    out.close();
    if (!out) return fail(Remedy::kReject, path.string() + " cannot be written");
  }
  return {};
}

Result<void> read_one(WorkerProcess& worker, const std::string& file, const ReadOptions& options) {
  GARITA_TRY(bytes, file_bytes(file));
  GARITA_TRY(reading, worker.read(bytes, {today_utc(), options.trust}));
  expect_light(reading, options.light);
  if (options.output == Output::kJson) {
    std::cout << to_json(reading, file) << std::endl;
  } else {
    print(file, reading);
  }
  if (!options.explain_folder) return {};
  GARITA_TRY(picture, decode_picture(bytes));
  return write_steps(picture, file, *options.explain_folder);
}

/// "white=A,ir=B": which file shows the page under which light.
Result<std::vector<std::pair<std::string, std::string>>> lights_of(const std::string& page) {
  std::vector<std::pair<std::string, std::string>> lights;
  for (std::size_t at = 0; at <= page.size();) {
    const auto end = std::min(page.find(',', at), page.size());
    const auto one = page.substr(at, end - at);
    const auto equals = one.find('=');
    const auto light = one.substr(0, equals);
    const bool known = light == "white" || light == "ir" || light == "uv";
    if (!known || equals == std::string::npos || equals + 1 == one.size()) {
      return fail(Remedy::kReject, "'" + one + "' is not white=FILE, ir=FILE or uv=FILE");
    }
    for (const auto& [before, file] : lights) {
      if (before == light) return fail(Remedy::kReject, light + " is given twice");
    }
    lights.emplace_back(light, one.substr(equals + 1));
    at = end + 1;
  }
  return lights;
}

Result<void> read_payload_file(const std::string& file, std::optional<PayloadKind> kind,
                               const ReadOptions& options) {
  GARITA_TRY(bytes, file_bytes(file));
  GARITA_TRY(payload, read_payload(bytes, kind, {today_utc(), options.trust}));
  ReadBarcode content;
  content.text = text_of_payload(bytes);
  content.bytes = std::move(bytes);
  content.kind = payload_kind_name(payload.kind);
  content.payload = std::move(payload);
  if (options.output == Output::kJson) {
    std::cout << to_json(content, file) << std::endl;
  } else {
    std::cout << file << "\n";
    print(content);
  }
  return {};
}

}  // namespace

int read_pictures(const std::vector<std::string>& paths, const ReadOptions& options) {
  if (options.explain_folder) {
    std::error_code error;
    fs::create_directories(*options.explain_folder, error);
    if (error) {
      std::cerr << "garita-reader: " << *options.explain_folder << ": " << error.message() << "\n";
      return kSomeFailed;
    }
  }
  WorkerProcess worker(options.worker, options.answer_within);
  return read_all(paths, [&](const std::string& file) { return read_one(worker, file, options); });
}

int read_page(const std::string& page, const ReadOptions& options) {
  const auto lights = lights_of(page);
  if (!lights) {
    std::cerr << "garita-reader: --page: " << lights.error().message << "\n";
    return kWrongUsage;
  }
  int status = kDone;
  std::vector<LightReading> readings;
  WorkerProcess worker(options.worker, options.answer_within);
  for (const auto& [light, file] : *lights) {
    const auto bytes = file_bytes(file);
    auto reading = bytes ? worker.read(*bytes, {today_utc(), options.trust})
                         : Result<Reading>(Failure(bytes.error()));
    if (reading) {
      expect_light(*reading, light);
      readings.push_back({light, *std::move(reading)});
      continue;
    }
    complain(file, reading.error().message);
    status = kSomeFailed;
  }
  if (readings.empty()) return status;
  const auto reading = merge_lights(std::move(readings));
  if (options.output == Output::kJson) {
    std::cout << to_json(reading, page) << std::endl;
  } else {
    print(page, reading);
  }
  return status;
}

int read_payloads(const std::vector<std::string>& paths, const std::string& kind,
                  const ReadOptions& options) {
  std::optional<PayloadKind> asked;
  if (const auto known = parse_payload_kind(kind)) asked = *known;
  return read_all(paths,
                  [&](const std::string& file) { return read_payload_file(file, asked, options); });
}

}  // namespace garita::reader
