#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document-reader/page/picture.h"

namespace garita::reader {

/// A picture of ../shared/data/mrz beside the source tree. They belong to their issuers and are no
/// part of the project.
struct PublishedSpecimen {
  std::string file;  ///< its path
  std::string name;  ///< as the table has it
  std::string zone;  ///< the lines as printed, `|` between them; empty: there is none
  std::string condition;
};

/// Those with a zone, and those without. Empty where the folder is not there.
[[nodiscard]] std::vector<PublishedSpecimen> published_specimens();
[[nodiscard]] std::vector<PublishedSpecimen> published_without_zone();

/// Its pixels as they lie in the file, turned clockwise. Ends the process where the file is
/// damaged.
[[nodiscard]] GreyPicture picture_of(const PublishedSpecimen& specimen, int quarter_turns);

}  // namespace garita::reader
