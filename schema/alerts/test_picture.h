#pragma once

#include <string>
#include <string_view>

#include "schema/vocabulary/bytes.h"

namespace garita {

/// What stands before the scan: a baseline frame of one component, and the scan's header.
inline std::string test_picture_head(int width_px = 96, int height_px = 128) {
  const auto two = [](int number) {
    return std::string{static_cast<char>(number >> 8), static_cast<char>(number)};
  };
  return "\xFF\xD8\xFF\xC0" + two(11) + "\x08" + two(height_px) + two(width_px) +
         std::string("\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0", 14);
}

/// Of the form that a listed person's picture has (schema/alerts/alert_picture.h); no decoder would
/// make anything of it. `shows` without 0xFF.
inline Bytes test_picture(std::string_view shows, int width_px = 96, int height_px = 128) {
  return copy_of(
      bytes_of(test_picture_head(width_px, height_px) + std::string(shows) + "\xFF\xD9"));
}

/// What a test_picture() of the usual size shows.
inline std::string shown_by(std::string_view picture) {
  const auto head = test_picture_head().size();
  return std::string(picture.substr(head, picture.size() - head - 2));
}

}  // namespace garita
