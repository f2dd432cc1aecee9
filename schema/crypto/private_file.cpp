#include "schema/crypto/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace garita {
namespace {

/// A file descriptor that closes itself.
class OpenFile {
 public:
  OpenFile(const std::filesystem::path& file, int flags)
      : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] bool good() const { return descriptor_ >= 0; }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string reason() { return std::strerror(errno); }

bool write_all(int descriptor, ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_all(int descriptor, const std::function<ByteView()>& next_piece) {
  for (ByteView piece = next_piece(); !piece.empty(); piece = next_piece()) {
    if (!write_all(descriptor, piece)) return false;
  }
  return true;
}

/// Why it cannot be written; absent where it is.
std::optional<std::string> write_durably(const std::filesystem::path& file,
                                         const std::function<ByteView()>& next_piece) {
  const OpenFile out(file, O_WRONLY | O_CREAT | O_EXCL);
  const bool written = out.good() && write_all(out.get(), next_piece) && ::fsync(out.get()) == 0;
  return written ? std::nullopt : std::optional(reason());
}

}  // namespace

Result<void> save_private_file(const std::filesystem::path& file, ByteView content) {
  return save_private_file(file, [&content] { return std::exchange(content, ByteView()); });
}

Result<void> save_private_file(const std::filesystem::path& file,
                               const std::function<ByteView()>& next_piece) {
  // The process's number keeps two writers apart; what a killed one left behind is overwritten.
  const std::filesystem::path fresh = file.string() + ".new-" + std::to_string(::getpid());
  ::unlink(fresh.c_str());
  if (const auto why = write_durably(fresh, next_piece)) {
    ::unlink(fresh.c_str());
    return fail(Remedy::kRetry, "cannot write " + file.string() + ": " + *why);
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) {
    const std::string why = reason();
    ::unlink(fresh.c_str());
    return fail(Remedy::kRetry, "cannot replace " + file.string() + ": " + why);
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const OpenFile directory(folder, O_RDONLY | O_DIRECTORY);
  if (!directory.good() || ::fsync(directory.get()) != 0) {
    return fail(Remedy::kRetry, "cannot make " + file.string() + " durable: " + reason());
  }
  return {};
}

Result<Secret> load_private_file(const std::filesystem::path& file, std::size_t bytes_max) {
  const OpenFile in(file, O_RDONLY);
  if (!in.good()) return fail(Remedy::kRepair, "cannot read " + file.string() + ": " + reason());
  // One byte more than allowed tells a file of the greatest size from a larger one.
  Secret buffer(bytes_max + 1);
  std::size_t size = 0;
  while (size < buffer.size()) {
    const ssize_t got = ::read(in.get(), buffer.writable().data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Remedy::kRepair, "cannot read " + file.string() + ": " + reason());
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > bytes_max) return fail(Remedy::kRepair, file.string() + " is larger than it may be");
  return Secret::copy_of(buffer.view().first(size));
}

}  // namespace garita
