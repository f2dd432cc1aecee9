#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "document-reader/worker/portrait_process.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The pictures that lists of other offices name, on their way into a list of ours. They come from
/// anywhere, so that they are decoded where they can do no harm.
class ListedPictures {
 public:
  /// `reader`: garita-reader; "": the one beside this program. `out`: where the list goes; "":
  /// nowhere, and no list may name a picture.
  ListedPictures(const std::filesystem::path& reader, std::filesystem::path out);

  /// The reference of a picture that `list` names, by a path below the list's own folder, or as
  /// the reference that it has already. Remedy: reject, with the reason, of this one picture;
  /// another: nothing can go on.
  [[nodiscard]] Result<std::string> take(const std::filesystem::path& list,
                                         const std::string& name);
  /// All of a list of pictures that was made before: each has the form that the confined reader
  /// gives (check_listed_picture), and is decoded there once more, since the list may be anybody's.
  /// Its bytes stay as they are, for entries name it by them. Remedy: as for_each_picture; reject,
  /// with its reference, where one cannot be decoded; repair, when nothing can.
  [[nodiscard]] Result<void> take_list(std::string_view csv);
  /// How many entries name pictures that are in no list given.
  [[nodiscard]] std::size_t missing() const;
  /// Writes the list. Remedy: retry.
  [[nodiscard]] Result<void> keep() const;

 private:
  [[nodiscard]] Result<std::string> made_small(const std::filesystem::path& file);
  [[nodiscard]] Result<void> take_made(const std::string& reference, const Bytes& jpeg);
  [[nodiscard]] Result<void> add(ByteView jpeg);

  reader::PortraitProcess process_;
  std::filesystem::path out_;
  std::map<std::filesystem::path, std::string> references_;  ///< of files
  std::set<std::string> there_;
  std::set<std::string> named_;
  std::string rows_;
};

}  // namespace garita::central
