#include "document-reader/program/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "document-reader/program/limits.h"

namespace garita::reader {
namespace {

/// A descriptor that closes itself.
class OpenFile {
 public:
  /// Without waiting: behind the name may be a pipe to which nobody writes.
  explicit OpenFile(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Failure not_read(int error) {
  if (error == ENOENT) return fail(Remedy::kReject, "no such file");
  return fail(Remedy::kReject, std::string("cannot be read: ") + std::strerror(error));
}

}  // namespace

Result<Bytes> file_bytes(const std::filesystem::path& path) {
  const OpenFile file(path);
  struct stat kind {};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &kind) != 0) return not_read(errno);
  if (!S_ISREG(kind.st_mode)) return fail(Remedy::kReject, "not a file");
  const auto size = static_cast<std::size_t>(kind.st_size);
  if (size > kFileBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(size) + " bytes, at most " +
                                     std::to_string(kFileBytesMax));
  }
  Bytes bytes(size);
  std::size_t have = 0;
  while (have < size) {
    const auto got = ::read(file.descriptor(), bytes.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return not_read(errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace garita::reader
