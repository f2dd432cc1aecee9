#include "border-station/crossing/earlier_readings.h"

#include <algorithm>

namespace garita::station {
namespace {

auto same_as(const AlertHit& hit) {
  return [&hit](const AlertHit& other) {
    return other.entry.reference == hit.entry.reference && other.matched_by == hit.matched_by;
  };
}

void add_missing(std::vector<AlertHit>& to, const std::vector<AlertHit>& from) {
  for (const auto& hit : from) {
    if (std::ranges::none_of(to, same_as(hit))) to.push_back(hit);
  }
}

/// A list that came since may say another thing of an entry, as what to do.
void refresh(std::vector<AlertHit>& hits, const std::vector<AlertHit>& newer) {
  for (auto& hit : hits) {
    const auto found = std::ranges::find_if(newer, same_as(hit));
    if (found != newer.end()) hit = *found;
  }
}

void add_missing(std::vector<ListHit>& seen, std::vector<AlertHit>& hits,
                 const std::vector<ListHit>& seen_before,
                 const std::vector<AlertHit>& hits_before) {
  for (std::size_t i = 0; i < hits_before.size(); ++i) {
    const auto there = std::ranges::find_if(hits, same_as(hits_before[i]));
    if (there == hits.end()) {
      hits.push_back(hits_before[i]);
      seen.push_back(seen_before[i]);
      seen.back().of_earlier_reading = true;
    } else if (!seen_before[i].cleared) {
      // What was cleared of one document was not of the other.
      seen[static_cast<std::size_t>(there - hits.begin())].cleared.reset();
    }
  }
}

/// Of an entry that is shown, by whichever list, nothing is silent any more.
void erase_shown(std::vector<AlertHit>& silent_hits, const std::vector<AlertHit>& shown) {
  std::erase_if(silent_hits, [&](const AlertHit& silent) {
    return std::ranges::any_of(shown, same_as(silent));
  });
}

/// Of what a composite digit runs over, the fields that an officer types.
bool is_composite_of(const std::optional<reader::Mrz>& zone, const PresentedDocument& document) {
  if (!zone) return false;
  auto fields = zone->fields;
  fields.document_number = document.document_number;
  fields.birth_date = document.birth_date;
  fields.expiry_date = document.expiry_date;
  std::set<std::string> settled;
  for (const auto& [name, holds] : document.check_digits)
    if (holds == true) settled.insert(name);
  return reader::composite_holds(*zone, fields, settled);
}

}  // namespace

void EarlierReadings::add(const Examined& replaced, const std::optional<reader::Mrz>& zone) {
  if (zone) zone_ = zone;
  add_hits(replaced);
  // A digit that was right since is no longer among those of the document.
  wrong_digits_.clear();
  if (!replaced.situation.document) return;
  for (const auto& [name, holds] : replaced.situation.document->check_digits) {
    if (holds == false) wrong_digits_.insert(name);
  }
}

void EarlierReadings::add_hits(const Examined& beside) {
  refresh(hits_, beside.hits);
  refresh(silent_hits_, beside.silent_hits);
  add_missing(seen_, hits_, beside.situation.hits, beside.hits);
  add_missing(silent_hits_, beside.silent_hits);
  erase_shown(silent_hits_, beside.hits);
}

void EarlierReadings::put_into(Examined& examined) const {
  auto& situation = examined.situation;
  add_missing(situation.hits, examined.hits, seen_, hits_);
  add_missing(examined.silent_hits, silent_hits_);
  erase_shown(examined.silent_hits, examined.hits);
  if (situation.document) {
    auto& digits = situation.document->check_digits;
    for (const auto& name : wrong_digits_) {
      const auto there = std::ranges::find(digits, name, [](const auto& one) { return one.first; });
      if (there == digits.end()) {
        const bool right = name == "composite" && is_composite_of(zone_, *situation.document);
        digits.emplace_back(name, right);
      } else if (!there->second) {
        there->second = false;
      }
    }
  }
  examined.inspection = inspect(situation);
}

}  // namespace garita::station
