#include "document-reader/program/input_file.h"

#include <fstream>

#include "document-reader/program/limits.h"

namespace garita::reader {

Result<Bytes> file_bytes(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return fail(Remedy::kReject, fs::exists(path, error) ? "not a file" : "no such file");
  }
  const auto size = fs::file_size(path, error);
  if (!error && size > kFileBytesMax) {
    return fail(Remedy::kReject, "too large: " + std::to_string(size) + " bytes, at most " +
                                     std::to_string(kFileBytesMax));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Remedy::kReject, "cannot be opened");
  Bytes bytes(static_cast<std::size_t>(size));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace garita::reader
