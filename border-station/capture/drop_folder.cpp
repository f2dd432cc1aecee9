#include "border-station/capture/drop_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace garita::station {
namespace {

using namespace std::string_view_literals;

constexpr auto kNotRead = "not-read";

/// A file that is open, closed at the end.
class OpenFile {
 public:
  /// Never a link, and never waits for the other end of a pipe.
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] bool is_regular() const {
    struct stat status {};
    return descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  }
  /// At most `bytes_max`; absent when it cannot be read.
  [[nodiscard]] std::optional<std::string> content(std::size_t bytes_max) const {
    std::string all(bytes_max, '\0');
    std::size_t filled = 0;
    while (filled < all.size()) {
      const auto got = ::read(descriptor_, all.data() + filled, all.size() - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return std::nullopt;
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    all.resize(filled);
    return all;
  }

 private:
  int descriptor_;
};

bool is_scanners_own(const std::string& name) {
  return name.starts_with('.') || name.ends_with(".tmp") || name.ends_with(".part");
}

std::uint32_t little_endian(std::string_view file, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(file[at + i]);
  return value;
}

/// The names of what lies there, in order.
std::vector<std::string> names_in(const std::filesystem::path& folder, std::size_t names_max) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const bool regular = at->symlink_status(error).type() == std::filesystem::file_type::regular;
    const std::string name = at->path().filename().string();
    if (regular && !is_scanners_own(name)) names.push_back(name);
    if (names.size() == names_max) break;
  }
  std::ranges::sort(names);
  return names;
}

constexpr std::array kLights{"white"sv, "ir"sv, "uv"sv};

/// "scan-7" and "ir" of "scan-7.ir.png"; no name where the file is a page by itself.
std::pair<std::string, std::string> page_and_light(const std::filesystem::path& file) {
  const auto stem = file.stem();
  const auto light = stem.extension().string();
  const bool known = !light.empty() && std::ranges::find(kLights, light.substr(1)) != kLights.end();
  if (!known || !file.has_extension()) return {"", "white"};
  return {stem.stem().string(), light.substr(1)};
}

std::size_t bytes_of_page(const Page& page) {
  std::size_t bytes = 0;
  for (const auto& lit : page) bytes += lit.file.size();
  return bytes;
}

}  // namespace

std::string_view drop_fault_name(DropFault fault) {
  switch (fault) {
    case DropFault::kNotAPicture:
      return "not_a_picture";
    case DropFault::kTooLarge:
      return "too_large";
    case DropFault::kUnreadable:
      return "unreadable";
  }
  ensure(false, "every fault has a name");
  return "";
}

bool begins_as_picture(std::string_view file) {
  // The reader takes any blank there.
  const auto pnm = [&] {
    return file.size() > 2 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6' &&
           static_cast<unsigned char>(file[2]) <= ' ';
  };
  return file.starts_with("\x89PNG\r\n"sv) || file.starts_with("\xFF\xD8\xFF"sv) ||
         file.starts_with("II*\0"sv) || file.starts_with("MM\0*"sv) || file.starts_with("BM"sv) ||
         (file.starts_with("RIFF"sv) && file.substr(0, 12).ends_with("WEBP"sv)) || pnm();
}

bool ends_as_picture(std::string_view file) {
  // Some scanners write a little behind the end.
  constexpr std::size_t kTail = 64;
  const auto tail = file.substr(file.size() - std::min(file.size(), kTail));
  if (file.starts_with("\x89PNG"sv)) return tail.find("IEND"sv) != std::string_view::npos;
  if (file.starts_with("\xFF\xD8\xFF"sv)) return tail.find("\xFF\xD9"sv) != std::string_view::npos;
  if (file.starts_with("BM"sv) && file.size() >= 6) return file.size() >= little_endian(file, 2);
  if (file.starts_with("RIFF"sv) && file.size() >= 8) {
    return file.size() - 8 >= little_endian(file, 4);
  }
  return true;
}

Result<DropFolder> DropFolder::open(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directory(folder / kNotRead, error);
  const bool usable = std::filesystem::is_directory(folder / kNotRead, error) &&
                      ::access(folder.c_str(), R_OK | W_OK | X_OK) == 0;
  if (!usable) {
    return fail(Remedy::kRepair, folder.string() + ": no folder that this program may write to");
  }
  return DropFolder(std::move(folder));
}

DropFolder::Found DropFolder::look(std::chrono::milliseconds now) {
  Found found;
  taken_ = 0;
  std::map<std::string, Seen> still_there;
  for (const auto& name : names_in(folder_, kFilesEachTime)) {
    const auto file = folder_ / name;
    std::error_code gone;
    const auto bytes = std::filesystem::file_size(file, gone);
    const auto changed = std::filesystem::last_write_time(file, gone);
    if (gone) continue;
    const auto before = seen_.find(name);
    const bool same =
        before != seen_.end() && before->second.bytes == bytes && before->second.changed == changed;
    Seen seen = same ? before->second : Seen{bytes, changed, now, false};
    const bool quiet = bytes > 0 && now - seen.since >= kQuietFor;
    const bool room = taken_ < kPicturesEachTime;
    if (quiet && room) take(file, seen, now, found);
    still_there.emplace(name, seen);
  }
  seen_ = std::move(still_there);
  release(now, found);
  return found;
}

void DropFolder::take(const std::filesystem::path& file, Seen& seen, std::chrono::milliseconds now,
                      Found& found) {
  const OpenFile open(file);
  auto content = open.is_regular() ? open.content(kPictureBytesMax + 1) : std::nullopt;
  if (!content) return say_unreadable(seen, found);
  if (!begins_as_picture(*content)) return set_aside(file, seen, found);
  const bool too_large = content->size() > kPictureBytesMax;
  const bool whole = too_large || (content->size() == seen.bytes && ends_as_picture(*content));
  if (!whole && now - seen.since < kPatience) return;
  std::error_code error;
  if (!std::filesystem::remove(file, error)) return say_unreadable(seen, found);
  if (too_large) {
    found.faults.push_back(DropFault::kTooLarge);
    return;
  }
  ++taken_;
  auto [name, light] = page_and_light(file.filename());
  LitPicture picture{std::move(light), *std::move(content)};
  if (name.empty()) {
    found.pages.push_back({std::move(picture)});
  } else {
    gather(name, std::move(picture), now, found);
  }
}

void DropFolder::gather(const std::string& name, LitPicture picture, std::chrono::milliseconds now,
                        Found& found) {
  auto& gathered = gathered_[name];
  // The same light again: a scanner that gives every page the same name shows the next one.
  if (std::ranges::find(gathered.page, picture.light, &LitPicture::light) != gathered.page.end()) {
    found.pages.push_back(std::exchange(gathered.page, {}));
  }
  if (bytes_of_page(gathered.page) + picture.file.size() > kPictureBytesMax) {
    found.faults.push_back(DropFault::kTooLarge);
    return;
  }
  gathered.page.push_back(std::move(picture));
  gathered.last = now;
}

void DropFolder::release(std::chrono::milliseconds now, Found& found) {
  const auto being_written = [&](const std::string& name) {
    return std::ranges::any_of(
        seen_, [&](const auto& seen) { return page_and_light(seen.first).first == name; });
  };
  const auto waits = [&](const std::string& name, const Gathered& gathered) {
    const auto span = being_written(name) ? kPatience : kLightsWithin;
    return gathered.page.size() < kLights.size() && now - gathered.last < span;
  };
  for (auto at = gathered_.begin(); at != gathered_.end();) {
    const bool too_many = gathered_.size() > kPagesGatheredMax;
    if (!too_many && waits(at->first, at->second)) {
      ++at;
      continue;
    }
    found.pages.push_back(std::move(at->second.page));
    at = gathered_.erase(at);
  }
}

void DropFolder::set_aside(const std::filesystem::path& file, Seen& seen, Found& found) {
  std::error_code error;
  const auto aside = folder_ / kNotRead;
  const auto kept = names_in(aside, kSetAsideMax).size();
  auto target = aside / file.filename();
  for (int copy = 2; std::filesystem::exists(target, error); ++copy) {
    target = aside / (file.filename().string() + "." + std::to_string(copy));
  }
  if (kept < kSetAsideMax) {
    std::filesystem::rename(file, target, error);
  } else {
    std::filesystem::remove(file, error);
  }
  if (error) return say_unreadable(seen, found);
  found.faults.push_back(DropFault::kNotAPicture);
}

void DropFolder::say_unreadable(Seen& seen, Found& found) {
  if (seen.unreadable) return;
  seen.unreadable = true;
  found.faults.push_back(DropFault::kUnreadable);
}

}  // namespace garita::station
