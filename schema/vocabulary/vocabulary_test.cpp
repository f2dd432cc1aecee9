#include <gtest/gtest.h>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/state_codes.h"

namespace garita {
namespace {

std::string reread(std::string_view text) {
  const auto date = Date::from_iso(text);
  return date ? date->iso() : "rejected: " + date.error().message;
}

// Doc 9303-3, section 5; ISO 3166-3 for what is no more.
TEST(CountryCode, OfOneStateAreEqualAndOfAnotherAreNot) {
  const struct {
    const char* a;
    const char* b;
    bool same;
  } cases[] = {
      {"D", "DEU", true},    {"ROM", "ROU", true},  {"ZAR", "COD", true},  {"TMP", "TLS", true},
      {"BUR", "MMR", true},  {"GTM", "GTM", true},  {"", "", true},        {"D", "DNK", false},
      {"GBD", "GBR", false}, {"GBN", "GBO", false}, {"YUG", "SRB", false}, {"SUN", "RUS", false},
      {"UNK", "RKS", false}, {"XXA", "XXB", false}, {"D", "", false},
  };
  for (const auto& [a, b, same] : cases) {
    EXPECT_EQ(CountryCode(a) == CountryCode(b), same) << a << " " << b;
    EXPECT_EQ(!(CountryCode(a) < CountryCode(b)) && !(CountryCode(b) < CountryCode(a)), same);
    EXPECT_EQ(one_code_of(a) == one_code_of(b), same) << a << " " << b;
  }
  EXPECT_EQ(CountryCode("DEU").value(), "DEU") << "as it was written";
  EXPECT_EQ(one_code_of("DEU"), "D") << "as the keys of records have it";
}

TEST(Date, ExistsOrIsRejected) {
  EXPECT_EQ(reread("2024-02-29"), "2024-02-29");
  EXPECT_EQ(reread("2023-02-29"), "rejected: there is no day 2023-2-29");
  EXPECT_EQ(reread("2023-2-9"), "rejected: a date is written YYYY-MM-DD");
  EXPECT_EQ(reread("2023-1a-09"), "rejected: a date is written YYYY-MM-DD");
  EXPECT_EQ(reread("0000-01-01"), "rejected: there is no day 0-1-1");
  EXPECT_EQ(reread(""), "rejected: a date is written YYYY-MM-DD");
}

TEST(Date, CountsDaysAcrossLeapYears) {
  const auto eve = *Date::from_iso("2024-02-28");
  EXPECT_EQ(eve.plus(std::chrono::days(2)).iso(), "2024-03-01");
  EXPECT_EQ(days_between(eve, *Date::from_iso("2025-02-28")).count(), 366);
  EXPECT_EQ(Date::from_iso("9999-12-31")->plus(std::chrono::days(1)).iso(), "9999-12-31");
}

TEST(PartialDate, KeepsWhatIsUnknown) {
  const auto reread_partial = [](std::string_view text) {
    const auto date = PartialDate::from_text(text);
    return date ? date->text() : "rejected";
  };
  EXPECT_EQ(reread_partial("1980-XX-XX"), "1980-XX-XX");
  EXPECT_EQ(reread_partial("XXXX-XX-XX"), "XXXX-XX-XX");
  EXPECT_EQ(reread_partial("1980-07-XX"), "1980-07-XX");
  EXPECT_EQ(reread_partial("1980-02-31"), "rejected");
  EXPECT_EQ(reread_partial("1980-13-XX"), "rejected");
  EXPECT_EQ(PartialDate::from_text("1980-02-XX")->latest()->iso(), "1980-02-29");
  EXPECT_EQ(PartialDate::from_text("1980-XX-XX")->earliest()->iso(), "1980-01-01");
  EXPECT_FALSE(PartialDate::from_text("1980-XX-XX")->complete());
}

TEST(Instant, IsWrittenAsRfc3339) {
  const auto rewritten = [](std::string_view text) {
    const auto moment = Instant::from_rfc3339(text);
    return moment ? moment->rfc3339() : "rejected";
  };
  EXPECT_EQ(rewritten("2026-11-24T08:15:00Z"), "2026-11-24T08:15:00Z");
  EXPECT_EQ(rewritten("2026-11-24T08:15:00.5Z"), "2026-11-24T08:15:00.500Z");
  EXPECT_EQ(rewritten("2026-11-24T08:15:00-06:00"), "2026-11-24T14:15:00Z");
  EXPECT_EQ(rewritten("1969-12-31T23:59:59.999Z"), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(rewritten("2026-11-24 08:15:00Z"), "rejected");
  EXPECT_EQ(rewritten("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(rewritten("9999-12-31T23:59:59-00:01"), "rejected") << "in the year 10000";
  EXPECT_EQ(rewritten("0001-01-01T00:00:00+00:01"), "rejected");
  EXPECT_EQ(rewritten("2026-11-24T24:15:00Z"), "rejected");
  EXPECT_EQ(rewritten("2026-11-24T08:15:00"), "rejected");
  EXPECT_EQ(rewritten("2026-11-24T08:15:00.Z"), "rejected");
}

TEST(Zone, TheLegalDayIsThePostsLocalDay) {
  const auto guatemala = *Zone::named("America/Guatemala");
  const auto before_midnight = *Instant::from_rfc3339("2026-01-06T05:59:59Z");
  EXPECT_EQ(guatemala.local_day(before_midnight).iso(), "2026-01-05");
  EXPECT_EQ(guatemala.local_time(before_midnight), "23:59");
  EXPECT_EQ(guatemala.end_of(*Date::from_iso("2026-01-05")).rfc3339(), "2026-01-06T06:00:00Z");
  EXPECT_FALSE(Zone::named("America/Atlantis"));
}

TEST(Ids, ARecordStandsWhereItsIdSays) {
  const auto reread_id = [](std::string_view text) {
    const auto id = RecordId::parse(text);
    return id ? id->text() : "rejected";
  };
  EXPECT_EQ(reread_id("PASO-01-02:1:movement:42"), "PASO-01-02:1:movement:42");
  EXPECT_EQ(reread_id("PASO-01-02:0:movement:42"), "rejected");
  EXPECT_EQ(reread_id("PASO-01-02:1:pictures:42"), "rejected");
  EXPECT_EQ(reread_id("PASO-01-02:1:movement:18446744073709551616"), "rejected");
  EXPECT_EQ(reread_id("paso-01-02:1:movement:1"), "rejected");
  EXPECT_EQ(post_of(*parse_station_id("PASO-01-02")).value(), "PASO-01");
}

}  // namespace
}  // namespace garita
