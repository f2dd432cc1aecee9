#include "central-sync/store/test_country.h"

namespace garita::central::testing {

std::string fresh_place(const std::filesystem::path& folder) {
  const auto file = folder / "centre.sqlite";
  for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  return file;
}

}  // namespace garita::central::testing
