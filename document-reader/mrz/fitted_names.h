#pragma once

#include <string>
#include <string_view>

namespace garita::reader {

/// Names of `room` places at most, words parted by one `<`, primary and secondary identifier by two
/// (ICAO Doc 9303-4, 4.2.3; 9303-5, 9303-6 and 9303-7 likewise). When they must be cut, the last
/// place is a letter, which says so.
/// A primary identifier that leaves room for `<<` and a letter stays whole, and the secondary one
/// is cut at the end. Otherwise the primary one gives way until the first word of the secondary one
/// fits, or a quarter of the room: its first word stays whole, the others are cut to one length.
/// `primary`, `secondary`: upper case words parted by one `<`, either may be empty. `room`: 8 or
/// more.
[[nodiscard]] std::string fitted_names(std::string_view primary, std::string_view secondary,
                                       std::size_t room);

/// One identifier in a field of its own, cut as the primary one is.
[[nodiscard]] std::string fitted_words(std::string_view words, std::size_t room);

}  // namespace garita::reader
