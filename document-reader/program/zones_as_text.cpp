#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <span>

#include "document-reader/mrz/text_zones.h"
#include "document-reader/program/commands.h"
#include "document-reader/program/print_zone.h"
#include "document-reader/program/worker.h"

namespace garita::reader {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{64} * 1024;

/// A file's descriptor, or standard input's, which stays open.
class Input {
 public:
  explicit Input(const std::string& path)
      : descriptor_(path.empty() ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }

  /// What is there, `buffer` full at most; nothing at the end. A pipe gives what it has at once, so
  /// that a zone is answered when it is scanned.
  Result<std::string_view> read(std::span<char> buffer) const {
    ssize_t count = -1;
    do {
      count = descriptor_ < 0 ? -1 : ::read(descriptor_, buffer.data(), buffer.size());
    } while (count < 0 && descriptor_ >= 0 && errno == EINTR);
    if (count < 0) return fail(Remedy::kReject, std::strerror(errno));
    return std::string_view(buffer.data(), static_cast<std::size_t>(count));
  }

 private:
  int descriptor_;
};

Result<void> answer(const TextZone& zone, Output output) {
  if (!zone.lines) return fail(zone.lines.error().remedy, zone.lines.error().message);
  GARITA_TRY(mrz, parse_mrz(*zone.lines, today_utc()));
  ReadMrz read;
  read.mrz = std::move(mrz);
  // Text is certain of its characters.
  read.confidence = 1;
  for (const auto& line : read.mrz.lines) {
    read.character_confidence.emplace_back(line.size(), 1.0F);
  }
  if (output == Output::kJson) {
    std::cout << to_json(read) << "\n";
  } else {
    print_zone(read);
    std::cout << "\n";
  }
  return {};
}

}  // namespace

int read_zones_as_text(const std::string& path, Output output) {
  const std::string name = path.empty() ? "standard input" : path;
  const auto say = [&](const std::string& what) {
    std::cerr << "garita-reader: " << name << ": " << what << "\n";
    return kSomeFailed;
  };
  const Input input(path);
  std::vector<char> buffer(kChunkBytes);
  TextZones zones;
  bool any = false;
  int status = kDone;
  const auto answer_all = [&](const std::vector<TextZone>& found) {
    for (const auto& zone : found) {
      any = true;
      const auto done = answer(zone, output);
      if (done) continue;
      status = say("zone " + std::to_string(zone.number) + " (from line " +
                   std::to_string(zone.first_line) + "): " + done.error().message);
    }
    std::cout.flush();
  };
  while (true) {
    const auto bytes = input.read(buffer);
    if (!bytes) return say(bytes.error().message);
    if (bytes->empty()) break;
    answer_all(zones.feed(*bytes));
  }
  answer_all(zones.finish());
  return any ? status : say("no machine readable zone");
}

}  // namespace garita::reader
