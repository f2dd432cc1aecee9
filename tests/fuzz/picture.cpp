// Any bytes as a picture file: what is decoded has the pixels that its sides say, within the
// limits. The codecs are Debian's; this looks for the edge between them and us.
#include "document-reader/program/limits.h"
#include "document-reader/program/picture_file.h"

namespace garita::reader {
namespace {

// Larger ones are decoded the same way and take long.
constexpr std::int64_t kPixelsMax = 256 * 1024;

void take(ByteView file) {
  const auto header = picture_header(file);
  if (!header) return;
  ensure(header->width_px > 0 && header->height_px > 0, "a header gives a size or is refused");
  if (header->width_px > kPixelsMax || header->height_px > kPixelsMax ||
      header->width_px * header->height_px > kPixelsMax) {
    return;
  }
  const SmallPicture limits{64, 64, std::size_t{24} * 1024};
  const auto small = small_jpeg(file, limits);
  ensure(!small || small->size() <= limits.bytes_max, "what is made small is small");
  const auto picture = decode_picture(file);
  if (!picture) {
    ensure(!picture.error().message.empty(), "a refusal has its reason");
    return;
  }
  ensure(is_readable(*picture), "what is decoded can be looked at");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take({data, size});
  return 0;
}
