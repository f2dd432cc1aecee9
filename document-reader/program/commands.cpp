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
#include "document-reader/reading/read_picture.h"

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
      if (finding.code == "check_digit_failed") continue;
      print_line(std::string(finding_severity_name(finding.severity)),
                 finding.code + (finding.detail.empty() ? "" : " (" + finding.detail + ")"));
    }
  }
}

/// The files that the arguments mean: a folder is every file in it, by name.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::directory_iterator(path, error)) {
      if (entry.is_regular_file(error)) inside.push_back(entry.path().string());
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Result<GreyPicture> picture_in(const std::string& file) {
  GARITA_TRY(bytes, file_bytes(file));
  return decode_picture(bytes);
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

Result<void> read_one(const std::string& file, const ReadOptions& options) {
  GARITA_TRY(picture, picture_in(file));
  auto reading = read_picture(picture, today_utc());
  judge_barcodes(reading, {today_utc(), options.trust});
  if (options.output == Output::kJson) {
    std::cout << to_json(reading, file) << std::endl;
  } else {
    print(file, reading);
  }
  if (!options.explain_folder) return {};
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
  int status = kDone;
  for (const auto& file : files_of(paths)) {
    const auto done = read_one(file, options);
    if (done) continue;
    std::cerr << "garita-reader: " << file << ": " << done.error().message << "\n";
    status = kSomeFailed;
  }
  return status;
}

int read_page(const std::string& page, const ReadOptions& options) {
  const auto lights = lights_of(page);
  if (!lights) {
    std::cerr << "garita-reader: --page: " << lights.error().message << "\n";
    return kWrongUsage;
  }
  int status = kDone;
  std::vector<LightReading> readings;
  for (const auto& [light, file] : *lights) {
    const auto picture = picture_in(file);
    if (picture) {
      readings.push_back({light, read_picture(*picture, today_utc())});
      continue;
    }
    std::cerr << "garita-reader: " << file << ": " << picture.error().message << "\n";
    status = kSomeFailed;
  }
  if (readings.empty()) return status;
  auto reading = merge_lights(std::move(readings));
  judge_barcodes(reading, {today_utc(), options.trust});
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
  int status = kDone;
  for (const auto& file : files_of(paths)) {
    const auto done = read_payload_file(file, asked, options);
    if (done) continue;
    std::cerr << "garita-reader: " << file << ": " << done.error().message << "\n";
    status = kSomeFailed;
  }
  return status;
}

}  // namespace garita::reader
