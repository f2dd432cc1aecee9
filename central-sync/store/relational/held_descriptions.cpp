#include "central-sync/store/relational/held_descriptions.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

constexpr std::size_t kBlock = std::size_t{4} << 20U;
constexpr std::size_t kAligned = 8;

/// Before the texts.
struct Head {
  std::uint32_t birth = 0;
  std::uint32_t nationality = 0;
  std::uint32_t pseudonym = 0;
  std::uint32_t name = 0;
};
static_assert(std::is_trivially_copyable_v<Head>);

// A date of birth in a word, as PartialDate::from_text takes them: the year, four bits of the
// month, five of the day; 0: not known.
constexpr unsigned kMonthAt = 5;
constexpr unsigned kYearAt = 9;

std::uint32_t packed(const PartialDate& birth) {
  const auto year = static_cast<std::uint32_t>(birth.year.value_or(0));
  return year << kYearAt | birth.month.value_or(0) << kMonthAt | birth.day.value_or(0);
}

PartialDate unpacked(std::uint32_t birth) {
  PartialDate date;
  if (const auto year = birth >> kYearAt; year != 0) date.year = static_cast<int>(year);
  if (const auto month = birth >> kMonthAt & 0xFU; month != 0) date.month = month;
  if (const auto day = birth & 0x1FU; day != 0) date.day = day;
  return date;
}

Head head_of(const PersonId& pseudonym, const Description& description) {
  return {packed(description.birth),
          static_cast<std::uint32_t>(description.nationality.value().size()),
          static_cast<std::uint32_t>(pseudonym.value().size()),
          static_cast<std::uint32_t>(description.name.size())};
}

}  // namespace

// --- descriptions

/// Whatever is longer than a block has no room in the next, which begins whole.
char* HeldDescriptions::room_for(std::size_t bytes) {
  ensure(bytes <= kBlock, "a description is short");
  if (end_ % kBlock + bytes > kBlock) end_ = (end_ / kBlock + 1) * kBlock;
  while (blocks_.size() <= end_ / kBlock)
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kBlock));
  return blocks_[end_ / kBlock].get() + end_ % kBlock;
}

void HeldDescriptions::put(std::int64_t number, const PersonId& pseudonym,
                           const Description& description) {
  const Head head = head_of(pseudonym, description);
  const std::size_t bytes = sizeof head + head.pseudonym + head.name + head.nationality;
  char* to = room_for(bytes);
  std::memcpy(to, &head, sizeof head);
  to += sizeof head;
  for (const auto* text : {&pseudonym.value(), &description.name, &description.nationality.value()})
    to = std::copy(text->begin(), text->end(), to);
  ensure(end_ / kAligned < kNone - 1, "descriptions have room");
  places_.set(number, static_cast<std::uint32_t>(end_ / kAligned));
  end_ += (bytes + kAligned - 1) / kAligned * kAligned;
}

const char* HeldDescriptions::found_at(std::int64_t number) const {
  const auto place = places_.find(number);
  ensure(place != kNone, "a description is held");
  const std::size_t at = std::size_t{place} * kAligned;
  return blocks_[at / kBlock].get() + at % kBlock;
}

PartialDate HeldDescriptions::birth_at(std::int64_t number) const {
  Head head;
  std::memcpy(&head, found_at(number), sizeof head);
  return unpacked(head.birth);
}

Described HeldDescriptions::at(std::int64_t number) const {
  const char* from = found_at(number);
  Head head;
  std::memcpy(&head, from, sizeof head);
  from += sizeof head;
  const auto text = [&from](std::size_t size) {
    const char* begin = from;
    from += size;
    return std::string(begin, size);
  };
  PersonId pseudonym(text(head.pseudonym));
  std::string name = text(head.name);
  return {std::move(pseudonym),
          {std::move(name), unpacked(head.birth), CountryCode(text(head.nationality))}};
}

void HeldDescriptions::take_back(std::int64_t number) {
  end_ = std::size_t{places_.find(number)} * kAligned;
  places_.set(number, kNone);
}

std::size_t HeldDescriptions::bytes() const { return places_.bytes() + blocks_.size() * kBlock; }

void HeldDescriptions::clear() {
  places_.clear();
  blocks_.clear();
  end_ = 0;
}

// --- keys

void KeyBearers::note(std::int64_t key) {
  if (!knows(key)) last_.set(key, NumberMap::kNone);
}

void KeyBearers::put(std::int64_t key, const Bearer& bearer) {
  ensure(bearer.description <= std::numeric_limits<std::uint32_t>::max() &&
             links_.size() < NumberMap::kNone - 1,
         "keys have room");
  links_.push_back(
      {static_cast<std::uint32_t>(bearer.description), last_.find(key), packed(bearer.birth)});
  last_.set(key, static_cast<std::uint32_t>(links_.size() - 1));
}

void KeyBearers::take_back(std::int64_t key) {
  ensure(!links_.empty() && last_.find(key) == links_.size() - 1, "it was put last");
  last_.set(key, links_.back().before);
  links_.pop_back();
}

std::vector<KeyBearers::Bearer> KeyBearers::of(std::int64_t key) const {
  std::vector<Bearer> bearers;
  for (auto link = last_.find(key); link != NumberMap::kNone; link = links_[link].before)
    bearers.push_back({links_[link].description, unpacked(links_[link].birth)});
  std::reverse(bearers.begin(), bearers.end());
  return bearers;
}

std::size_t KeyBearers::bytes() const { return last_.bytes() + links_.capacity() * sizeof(Link); }

void KeyBearers::clear() {
  last_.clear();
  links_ = {};
}

}  // namespace garita::central
