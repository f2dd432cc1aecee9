#include "document-reader/page/picture.h"

namespace garita::reader {

bool is_readable(const GreyPicture& picture) {
  const auto fits = [](int side_px) {
    return side_px >= kPictureSidePxMin && side_px <= kPictureSidePxMax;
  };
  return fits(picture.width_px) && fits(picture.height_px) &&
         picture.pixels.size() == static_cast<std::size_t>(picture.width_px) *
                                      static_cast<std::size_t>(picture.height_px);
}

}  // namespace garita::reader
