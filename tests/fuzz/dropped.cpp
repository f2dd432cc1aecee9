// Any bytes as a file that a scanner leaves: whatever the reader takes for a picture is not set
// aside as none.
#include "border-station/capture/drop_folder.h"
#include "document-reader/program/picture_file.h"

namespace garita::station {
namespace {

void take(std::string_view file) {
  const bool begins = begins_as_picture(file);
  const bool ends = ends_as_picture(file);
  const auto header = reader::picture_header(bytes_of(file));
  if (!header) return;
  ensure(begins, "what has a picture's header begins as a picture");
  ensure(!ends || header->format != "PNG" || !header->ends_early, "what ends is whole");
}

}  // namespace
}  // namespace garita::station

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::station::take(garita::text_of({data, size}));
  return 0;
}
