#include "document-reader/payload/bcbp_dates.h"

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

constexpr std::chrono::days kDay{1};

/// Day 1 is 1 January; nothing when the year has no such day.
std::optional<Date> day_of_year(int year, int day) {
  const auto first = Date::of(year, 1, 1);
  if (!first || day < 1) return std::nullopt;
  const auto date = first->plus(std::chrono::days{day - 1});
  if (date.year() != year) return std::nullopt;
  return date;
}

/// The latest day that ends so and is not after tomorrow: clocks and zones differ.
std::optional<Date> issued(std::string_view digits, Date today) {
  const auto number = digits.size() == 4 ? number_of(digits) : std::nullopt;
  if (!number) return std::nullopt;
  const auto tomorrow = today.plus(kDay);
  for (int year = tomorrow.year(); year > tomorrow.year() - 20; --year) {
    if (year % 10 != *number / 1000) continue;
    const auto date = day_of_year(year, *number % 1000);
    if (date && *date <= tomorrow) return date;
  }
  return std::nullopt;
}

/// The first such day that is not before `from`; within eight years a leap day comes.
std::optional<Date> first_from(int day, Date from) {
  for (int year = from.year(); year <= from.year() + 8; ++year) {
    const auto date = day_of_year(year, day);
    if (date && *date >= from) return date;
  }
  return std::nullopt;
}

std::optional<Date> nearest_to(int day, Date to) {
  std::optional<Date> nearest;
  for (int year = to.year() - 4; year <= to.year() + 4; ++year) {
    const auto date = day_of_year(year, day);
    const auto distance = [&](Date one) { return std::chrono::abs(days_between(to, one)); };
    if (date && (!nearest || distance(*date) < distance(*nearest))) nearest = date;
  }
  return nearest;
}

}  // namespace

void date_flights(Payload& pass, Date today) {
  std::optional<Date> issue;
  if (const auto digits = find_field(pass.fields, "issue_day")) {
    issue = issued(*digits, today);
    if (issue) {
      add_field(pass.fields, "issue_date", issue->iso());
    } else {
      pass.warnings.emplace_back("the day of issue is no day");
    }
  }
  std::optional<Date> first_leg;
  for (auto& leg : pass.groups) {
    const auto digits = find_field(leg.fields, "flight_day");
    const auto day = digits ? number_of(*digits) : std::nullopt;
    if (!day) continue;
    std::string_view basis = "today";
    std::optional<Date> date;
    if (first_leg) {
      basis = "first_leg";
      date = nearest_to(*day, *first_leg);
    } else if (issue) {
      basis = "issue_date";
      // The pass may be issued after midnight where it is still yesterday at the airport.
      date = first_from(*day, issue->minus(kDay));
    } else {
      date = nearest_to(*day, today);
    }
    if (!date) {
      pass.warnings.emplace_back("a day of flight is no day of a year");
      continue;
    }
    if (!first_leg) first_leg = date;
    add_field(leg.fields, "flight_date", date->iso());
    add_field(leg.fields, "flight_year_basis", basis);
  }
}

}  // namespace garita::reader
