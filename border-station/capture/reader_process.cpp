#include "border-station/capture/reader_process.h"

#include <utility>

namespace garita::station {

std::filesystem::path reader_beside_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path() / "garita-reader";
}

ReaderProcess::ReaderProcess(std::filesystem::path reader,
                             std::vector<SealCertificate> seal_signers)
    : worker_(std::move(reader)), trust_(std::move(seal_signers)) {}

Result<reader::Reading> ReaderProcess::read(ByteView picture, Date today) {
  // Seals are judged here, from their bytes: what the confined process says of them is not asked.
  auto reading = worker_.read(picture, {today, &trust_});
  if (!reading && reading.error().remedy == Remedy::kReject) {
    return fail(Remedy::kAskOfficer, "the picture cannot be read: " + reading.error().message);
  }
  return reading;
}

}  // namespace garita::station
