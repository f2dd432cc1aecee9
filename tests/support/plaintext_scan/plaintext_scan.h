#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace garita::tests {

/// Where something stands in clear.
struct ClearText {
  std::filesystem::path file;
  std::uint64_t offset = 0;  ///< in what was decompressed, where `form` says so
  std::string word;          ///< as it was asked for; of a file: its name
  /// utf8, utf8_upper_case, utf8_lower_case, mrz, bytes; behind it _utf16le, _utf16be, _hex or
  /// _base64; before it "zstd " or "deflate " for each compressed stream it was found in.
  std::string form;
};

/// How much was looked through, so that a scan that saw nothing is not taken for a clean one.
struct Extent {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

/// Looks for words and for pieces of files in whatever bytes a program leaves behind.
class ClearTextScan {
 public:
  /// A name, a number, a date: as it is, in upper and lower case, as the machine readable zone
  /// spells it (NUÑEZ as NUNEZ, spaces as `<`), and a date 1990-05-17 also as 900517; each in
  /// UTF-8, UTF-16, hexadecimal digits and base64. Words shorter than four bytes would stand
  /// anywhere by chance: then the test itself is at fault, and the process ends.
  void add_word(const std::string& utf8);
  /// Windows of 64 bytes of a file's content, where they are not all alike; as bytes, hexadecimal
  /// digits and base64. A content without such a window ends the process.
  void add_content(const std::string& name, std::string_view content);

  /// Looks through bytes, and through the zstd, zlib and gzip streams that begin in them.
  [[nodiscard]] std::vector<ClearText> look_at(std::string_view bytes,
                                               const std::filesystem::path& name) const;
  /// A file, or every file under a folder: SQLite's -wal and -shm, temporary and hidden ones. What
  /// vanishes meanwhile is passed over; call it again when everything has ended.
  [[nodiscard]] std::vector<ClearText> look_through(const std::filesystem::path& place,
                                                    Extent& extent) const;

 private:
  struct Needle {
    std::string bytes;
    std::string word;
    std::string form;
  };
  void add(const std::string& bytes, const std::string& word, const std::string& form);
  void add_encoded(const std::string& bytes, const std::string& word, const std::string& form);
  void look_into(std::string_view bytes, const ClearText& at, int depth,
                 std::vector<ClearText>& found) const;

  std::vector<Needle> needles_;
  std::unordered_multimap<std::uint32_t, std::size_t> by_start_;  ///< first four bytes
  std::vector<bool> starts_ = std::vector<bool>(65'536);          ///< first two bytes
};

/// The same for every file under `folder` and some words.
[[nodiscard]] std::vector<ClearText> find_clear_text(const std::filesystem::path& folder,
                                                     const std::vector<std::string>& words);

/// One line a place, for a test's message.
[[nodiscard]] std::string report_of(const std::vector<ClearText>& found);

}  // namespace garita::tests
