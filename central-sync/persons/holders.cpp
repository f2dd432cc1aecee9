#include "central-sync/persons/holders.h"

#include <algorithm>

namespace garita::central {

std::optional<OtherHolder> other_holder(std::span<const Showing> shown, const RecordId& record,
                                        const Matcher& matcher) {
  const auto own = std::ranges::find(shown, record, &Showing::record);
  if (own == shown.end()) return std::nullopt;
  if (!keys_of(own->holder).name) return std::nullopt;
  const auto described = description_of(own->holder);
  const Showing* before = nullptr;
  const Showing* after = nullptr;
  for (auto each = shown.begin(); each != shown.end(); ++each) {
    if (each == own || !keys_of(each->holder).name) continue;
    const auto other = description_of(each->holder);
    if (!matcher.are_two_people(*described, *other)) return std::nullopt;
    if (each < own) before = &*each;
    if (each > own && after == nullptr) after = &*each;
  }
  if (before != nullptr) return OtherHolder{before->record, own->record, own->at};
  if (after != nullptr) return OtherHolder{own->record, after->record, after->at};
  return std::nullopt;
}

}  // namespace garita::central
