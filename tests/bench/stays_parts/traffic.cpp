#include "tests/bench/stays_parts/traffic.h"

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

namespace garita::tests {
namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::uint32_t kRenewals = 900'000'000;

std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

}  // namespace

bool without_link(int post, std::int64_t day) {
  return mixed(static_cast<std::uint64_t>(day) * kTrafficPosts + static_cast<unsigned>(post)) %
             20 ==
         0;
}

namespace {

std::int64_t arrival_of(int post, std::int64_t at) {
  std::int64_t day = at / kDay;
  if (!without_link(post, day)) return at;
  while (without_link(post, day)) ++day;
  return day * kDay;
}

class Life {
 public:
  Life(std::mt19937& random, std::int64_t until) : random_(random), until_(until) {}

  void live(std::uint32_t person, std::vector<Passage>& passages) {
    std::int64_t at = until_ - kTrafficDays * kDay + span(kTrafficDays / 2.0);
    for (std::uint8_t visit = 0; at < until_; ++visit) {
      passages.push_back(passage(person, visit, Direction::kEntry, at));
      at += one_in(100) ? (91 + static_cast<std::int64_t>(random_() % 60)) * kDay : span(7);
      if (at >= until_) return;
      if (!one_in(100)) passages.push_back(passage(person, visit, Direction::kExit, at));
      if (!one_in(5) || visit == 255) {
        at += span(90);
        if (!one_in(2)) continue;
      }
      return;
    }
  }

 private:
  [[nodiscard]] bool one_in(unsigned count) { return random_() % count == 0; }
  /// As long as that on the mean, in milliseconds; a minute at least.
  [[nodiscard]] std::int64_t span(double days) {
    return 60'000 + static_cast<std::int64_t>(std::exponential_distribution<>(1 / days)(random_) *
                                              double(kDay));
  }
  Passage passage(std::uint32_t person, std::uint8_t visit, Direction direction, std::int64_t at) {
    const auto post = static_cast<std::uint8_t>(random_() % kTrafficPosts);
    return {Instant{at}, arrival_of(post, at), person, visit, post, direction};
  }

  std::mt19937& random_;
  std::int64_t until_;
};

}  // namespace

std::vector<Passage> invented_traffic(std::size_t crossings, Instant until, std::uint32_t seed) {
  std::mt19937 random(seed);
  Life life(random, until.milliseconds);
  std::vector<Passage> passages;
  passages.reserve(crossings + 512);
  for (std::uint32_t person = 0; passages.size() < crossings; ++person) life.live(person, passages);
  std::sort(passages.begin(), passages.end(), [](const Passage& a, const Passage& b) {
    return std::tie(a.arrives, a.at, a.person, a.direction) <
           std::tie(b.arrives, b.at, b.person, b.direction);
  });
  std::erase_if(passages,
                [&](const Passage& passage) { return passage.arrives >= until.milliseconds; });
  return passages;
}

namespace {

std::string document_number(std::uint32_t person) {
  std::string digits = std::to_string(person);
  return "B" + std::string(8 - std::min<std::size_t>(8, digits.size()), '0') + digits;
}

/// Lists know a year alone of many; documents have the day.
PartialDate birth_date(const InventedPerson& person, std::uint32_t number) {
  if (person.birth.size() == 10) return *PartialDate::from_text(person.birth);
  const auto born = Date::from_days_since_epoch(static_cast<int>(mixed(number) % 20'000) - 10'000);
  return *PartialDate::from_text(born.iso());
}

}  // namespace

PostCode traffic_post(int post) {
  return PostCode(std::string("P") + static_cast<char>('0' + post / 10) +
                  static_cast<char>('0' + post % 10));
}

Crossing Travellers::crossing_of(const Passage& passage) {
  while (people_.size() <= passage.person) people_.push_back(inventor_.person());
  const auto& person = people_[passage.person];
  Crossing crossing;
  TravelDocument& document = crossing.document;
  document.document_code = "P";
  document.nationality = mixed(passage.person) % 6 == 0 ? "ZEN" : person.nationality;
  document.issuing_state = document.nationality;
  document.document_number = document_number(passage.person);
  document.surname = person.surname;
  document.given_names = person.given;
  document.birth_date = birth_date(person, passage.person);
  document.sex = passage.person % 2 == 0 ? "F" : "M";
  document.expiry_date = *PartialDate::from_text("2034-01-31");
  if (passage.visit > 0 &&
      mixed(passage.person + std::uint64_t{passage.visit} * kRenewals) % 20 == 0)
    crossing.document.document_number += "R" + std::to_string(passage.visit);
  crossing.direction = passage.direction;
  crossing.at = passage.at;
  crossing.post = traffic_post(passage.post);
  crossing.officer = OfficerId("ramos");
  crossing.purpose = "holiday";
  crossing.transport = "own_vehicle";
  crossing.admission_class = "visitor";
  crossing.clock.since_boot = std::chrono::milliseconds(passage.at.milliseconds % kDay);
  crossing.clock.trusted_at = passage.at;
  return crossing;
}

}  // namespace garita::tests
