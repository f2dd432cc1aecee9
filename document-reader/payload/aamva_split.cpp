#include <algorithm>
#include <vector>

#include "document-reader/payload/aamva_elements.h"
#include "document-reader/payload/aamva_layout.h"
#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

constexpr std::size_t kValueBytesMax = 200;
/// Values beyond this are ever less likely: the standard's longest usual one is a surname's 40.
constexpr std::size_t kValueBytesUsual = 40;
constexpr int kCostOfWrongForm = 20;
constexpr int kCostNone = 1'000'000;

struct Place {
  std::size_t at = 0;
  const AamvaSpec* spec = nullptr;
  int cost = kCostNone;  ///< of reading from here to the end
  std::size_t next = 0;  ///< index of the place where this element's value ends
};

/// Every place where an element may begin, and the end.
std::vector<Place> places_of(std::string_view text, int version) {
  std::vector<Place> places;
  for (std::size_t at = 0; at + 3 <= text.size(); ++at) {
    const auto* const spec = find_aamva_spec(text.substr(at, 3), version);
    if (spec != nullptr) places.push_back({at, spec});
  }
  places.push_back({text.size(), nullptr, 0});
  return places;
}

/// Who has no middle name has that element empty; the other texts say something.
int cost_of_nothing(const AamvaSpec& spec) {
  const bool text = spec.form == AamvaForm::kName || spec.form == AamvaForm::kText;
  if (!text || spec.rarity > 0) return 0;
  return spec.id == "DAD" ? 2 : 4;
}

/// What it costs to believe that `spec` has this value: usual elements are a gain, so that none is
/// swallowed by the text before it; rare ones ("DAN" in "DANIEL") are only a way out.
int cost_of(const AamvaSpec& spec, std::string_view value) {
  int cost = 2 * spec.rarity - 3;
  if (!is_of_form(value, spec.form)) cost += kCostOfWrongForm;
  if (value.empty()) cost += cost_of_nothing(spec);
  if (value.size() > kValueBytesUsual)
    cost += static_cast<int>(value.size() - kValueBytesUsual) / 8;
  return cost;
}

std::string_view value_between(std::string_view text, const Place& from, const Place& to) {
  return trimmed(text.substr(from.at + 3, to.at - from.at - 3));
}

void find_cheapest_next(std::string_view text, std::vector<Place>& places, std::size_t index) {
  auto& place = places[index];
  for (auto next = index + 1; next < places.size(); ++next) {
    const auto& end = places[next];
    if (end.at < place.at + 3) continue;
    if (end.at - place.at > kValueBytesMax && place.cost < kCostNone) return;
    const int cost = cost_of(*place.spec, value_between(text, place, end)) + end.cost;
    if (cost >= place.cost) continue;
    place.cost = cost;
    place.next = next;
  }
}

}  // namespace

std::vector<AamvaElement> split_by_ids(std::string_view text, int version) {
  auto places = places_of(text, version);
  for (auto index = places.size() - 1; index-- > 0;) find_cheapest_next(text, places, index);
  std::vector<AamvaElement> elements;
  for (std::size_t index = 0; places[index].spec != nullptr; index = places[index].next) {
    const auto& place = places[index];
    elements.push_back(
        {std::string(place.spec->id), std::string(value_between(text, place, places[place.next]))});
  }
  return elements;
}

}  // namespace garita::reader
