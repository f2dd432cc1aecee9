#include "border-station/desk/open_inspections.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/cross_check.h"

namespace garita::station {
namespace {

/// Nothing where it is the zone's own. Of whom a number alone tells them apart the name is the
/// zone's, which is looked up anyway.
std::optional<PresentedDocument> beside_zone(const reader::MrzFields& zone,
                                             const reader::MrzFields& other) {
  const auto differs = reader::differing_holders(zone, other);
  if (differs.empty()) return std::nullopt;
  auto document = presented_document(other);
  const auto is_number = [](const auto& each) { return each.field == "document_number"; };
  if (std::ranges::all_of(differs, is_number)) {
    document.surname.clear();
    document.given_names.clear();
  }
  return document;
}

}  // namespace

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

std::vector<PresentedDocument> named_beside(const reader::ReadDocument& read) {
  std::vector<PresentedDocument> named;
  const auto told = reader::documents_of_barcodes(read);
  if (!read.mrz) {
    for (const auto& other : told)
      if (&other != &told.front()) named.push_back(presented_document(other.fields));
    return named;
  }
  const auto add = [&](const reader::MrzFields& other) {
    auto document = beside_zone(read.mrz->mrz.fields, other);
    if (document) named.push_back(*std::move(document));
  };
  for (const auto& other : told) add(other.fields);
  for (const auto& zone : read.zones_of_other_lights) add(zone.fields);
  return named;
}

std::vector<std::string> contradictions_in(const reader::ReadDocument& read) {
  std::vector<std::string> codes;
  for (const auto& finding : read.findings) {
    // Of a check digit it is asked by its name.
    if (finding.severity != reader::FindingSeverity::kFail || finding.code == "check_digit_failed")
      continue;
    if (std::ranges::find(codes, finding.code) == codes.end()) codes.push_back(finding.code);
  }
  return codes;
}

OpenInspection& OpenInspections::add(OpenInspection inspection) {
  inspections_.push_back(std::move(inspection));
  make_room();
  make_room_for_pictures();
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

bool OpenInspections::decided_since(
    Instant moment, const std::function<bool(const OpenInspection&)>& wanted) const {
  return std::ranges::any_of(inspections_, [&](const OpenInspection& held) {
    return held.taken && held.taken->recorded.written.at >= moment && wanted(held);
  });
}

std::vector<OpenInspection*> OpenInspections::undecided_since(Instant moment) {
  std::vector<OpenInspection*> undecided;
  for (auto& held : inspections_)
    if (!held.taken && held.looked_at < moment) undecided.push_back(&held);
  return undecided;
}

std::vector<OpenInspection*> OpenInspections::waiting_for_names() {
  std::vector<OpenInspection*> waiting;
  for (auto& held : inspections_) {
    const auto searched = held.examined.situation.names_searched;
    const bool waits =
        searched != NamesSearched::kOfThisList && searched != NamesSearched::kNotHere;
    if (waits && !held.taken) waiting.push_back(&held);
  }
  return waiting;
}

/// Whoever reads one after the other loses their own, and not what lies on another's desk.
std::deque<OpenInspection>::iterator OpenInspections::oldest_of_whoever_has_most() {
  std::map<OfficerId, std::size_t> open;
  for (const auto& held : inspections_) ++open[held.looked_at_by];
  const auto most = std::ranges::max_element(open, {}, [](const auto& one) { return one.second; });
  return std::ranges::find(inspections_, most->first, &OpenInspection::looked_at_by);
}

void OpenInspections::make_room() {
  while (inspections_.size() > kInspectionsMax) {
    const auto before_newest = std::prev(inspections_.end());
    auto first = std::find_if(inspections_.begin(), before_newest,
                              [](const auto& held) { return held.taken.has_value(); });
    if (first == before_newest) first = oldest_of_whoever_has_most();
    if (!first->taken && gives_way_) gives_way_(*first);
    inspections_.erase(first);
  }
}

void OpenInspections::make_room_for_pictures() {
  const auto bytes_of_pictures = [](const OpenInspection& held) {
    std::size_t bytes = held.picture ? held.picture->size() : 0;
    for (const auto& other : held.other_lights) bytes += other->size();
    return bytes;
  };
  std::size_t bytes = 0;
  for (const auto& held : inspections_) bytes += bytes_of_pictures(held);
  for (auto& held : inspections_) {
    if (bytes <= kPictureBytesMax || &held == &inspections_.back()) return;
    bytes -= bytes_of_pictures(held);
    held.picture.reset();
    held.other_lights.clear();
  }
}

}  // namespace garita::station
