#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::station {

/// What was wrong with a file that a scanner left.
enum class DropFault {
  kNotAPicture,  ///< set aside: it may be anything
  kTooLarge,     ///< a picture over the limit, deleted
  kUnreadable,   ///< it cannot be read or deleted: somebody has to look after the folder
};
/// "not_a_picture", "too_large", "unreadable".
[[nodiscard]] std::string_view drop_fault_name(DropFault fault);

/// A picture of a page under one light: "white", "ir" or "uv".
struct LitPicture {
  std::string light;
  std::string file;  ///< the whole file
};
/// What shows one page; each light at most once.
using Page = std::vector<LitPicture>;

/// A folder in which a scanner leaves pictures. A picture is taken into memory when it is complete,
/// and deleted at once: none of a traveller's stays there. What is no picture is moved to the
/// folder `not-read` within. Only regular files are looked at, and no link is followed; names that
/// begin with a dot or end in ".tmp" or ".part" are a scanner's own. NAME.white.png, NAME.ir.png
/// and NAME.uv.png (or .jpg, .tif, …) are one page under three lights, which comes as one; any
/// other name is a page by itself. Belongs to one thread.
class DropFolder {
 public:
  /// Complete when it has not changed for this long and ends as its format does;
  static constexpr std::chrono::milliseconds kQuietFor{400};
  /// or, cut short by whoever wrote it, after this long.
  static constexpr std::chrono::milliseconds kPatience{8'000};
  /// A page of several lights waits so long for the next one, and no longer than the patience.
  static constexpr std::chrono::milliseconds kLightsWithin{1'500};
  static constexpr std::size_t kPagesGatheredMax =
      4;  ///< beyond, the first by name waits no longer
  /// Of a page, all its lights together.
  static constexpr std::size_t kPictureBytesMax = std::size_t{20} * 1024 * 1024;
  static constexpr std::size_t kPicturesEachTime = 2;
  static constexpr std::size_t kFilesEachTime = 500;  ///< that are looked at
  static constexpr std::size_t kSetAsideMax = 100;    ///< beyond, what is no picture is deleted

  /// Remedy: repair, when it is no folder that this program may write to.
  [[nodiscard]] static Result<DropFolder> open(std::filesystem::path folder);

  struct Found {
    std::vector<Page> pages;  ///< oldest name first
    std::vector<DropFault> faults;
  };
  /// What is complete by now: called again and again. `now`: of a steady clock.
  [[nodiscard]] Found look(std::chrono::milliseconds now);

 private:
  struct Seen {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed;
    std::chrono::milliseconds since{0};
    bool unreadable = false;  ///< said already
  };
  /// A page of which other lights may come.
  struct Gathered {
    Page page;
    std::chrono::milliseconds last{0};  ///< when a light was last taken
  };
  explicit DropFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void take(const std::filesystem::path& file, Seen& seen, std::chrono::milliseconds now,
            Found& found);
  void gather(const std::string& name, LitPicture picture, std::chrono::milliseconds now,
              Found& found);
  void release(std::chrono::milliseconds now, Found& found);
  void set_aside(const std::filesystem::path& file, Seen& seen, Found& found);
  void say_unreadable(Seen& seen, Found& found);

  std::filesystem::path folder_;
  std::map<std::string, Seen> seen_;          ///< by name
  std::map<std::string, Gathered> gathered_;  ///< by the page's name
  std::size_t taken_ = 0;                     ///< at this look
};

/// Whether the file begins as a picture does (PNG, JPEG, TIFF, BMP, WebP, PNM).
[[nodiscard]] bool begins_as_picture(std::string_view file);
/// Whether it ends as its format says; true where the format does not say.
[[nodiscard]] bool ends_as_picture(std::string_view file);

}  // namespace garita::station
