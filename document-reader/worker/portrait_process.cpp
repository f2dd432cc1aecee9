#include "document-reader/worker/portrait_process.h"

#include "schema/alerts/alert_picture.h"

namespace garita::reader {
namespace {

/// A refusal may be longer than a picture.
constexpr std::size_t kAnswerBytesMax = kListedPictureBytesMax + 4096;

}  // namespace

PortraitProcess::PortraitProcess(std::filesystem::path program)
    : process_(std::move(program), "--portraits", ConfinedProcess::kAnswerWithin) {}

Result<Bytes> PortraitProcess::portrait(ByteView picture) {
  GARITA_TRY(jpeg, process_.ask(picture, kAnswerBytesMax));
  if (!check_listed_picture(bytes_of(jpeg)))
    return process_.lost("said something that is no picture");
  return copy_of(bytes_of(jpeg));
}

}  // namespace garita::reader
