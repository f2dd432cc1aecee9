#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace garita::tests {

/// Where a word stands in clear.
struct ClearText {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::string word;  ///< as it was asked for
  std::string form;  ///< utf8, utf8_upper_case, utf8_lower_case, mrz, utf16le, …
};

/// Looks through every file under `folder` (SQLite's -wal, -shm and -journal, temporary and hidden
/// files, whatever its name) for each of `words`: as it is, in upper and lower case, as the machine
/// readable zone spells it (NUÑEZ as NUNEZ, spaces as `<`), each in UTF-8 and in UTF-16LE; and for
/// a date 1990-05-17 also as 900517. Words shorter than four bytes would stand anywhere by chance
/// and are not looked for: then the test itself is at fault, and the process ends. Files that
/// vanish while they are being read (a journal that is committed) are passed over; call it again
/// when everything has ended.
[[nodiscard]] std::vector<ClearText> find_clear_text(const std::filesystem::path& folder,
                                                     const std::vector<std::string>& words);

/// One line a place, for a test's message.
[[nodiscard]] std::string report_of(const std::vector<ClearText>& found);

}  // namespace garita::tests
