#include "border-station/desk/open_inspections.h"

#include <algorithm>

namespace garita::station {

std::string_view source_name(DocumentSource source) {
  switch (source) {
    case DocumentSource::kPicture:
      return "picture";
    case DocumentSource::kMrzText:
      return "mrz_text";
    case DocumentSource::kTyped:
      return "typed";
  }
  ensure(false, "every source has a name");
  return "";
}

OpenInspection& OpenInspections::add(OpenInspection inspection) {
  inspections_.push_back(std::move(inspection));
  make_room();
  return inspections_.back();
}

OpenInspection* OpenInspections::find(std::string_view id) {
  const auto found = std::ranges::find(inspections_, id, &OpenInspection::id);
  return found == inspections_.end() ? nullptr : &*found;
}

void OpenInspections::drop(std::string_view id) {
  std::erase_if(inspections_, [&](const OpenInspection& held) { return held.id == id; });
}

std::size_t OpenInspections::undecided() const {
  const auto open = [](const OpenInspection& held) { return !held.taken; };
  return static_cast<std::size_t>(std::ranges::count_if(inspections_, open));
}

void OpenInspections::make_room() {
  const auto too_much = [this] {
    std::size_t bytes = 0;
    for (const auto& held : inspections_) bytes += held.picture ? held.picture->size() : 0;
    return inspections_.size() > kInspectionsMax || bytes > kPictureBytesMax;
  };
  while (inspections_.size() > 1 && too_much()) inspections_.pop_front();
}

}  // namespace garita::station
