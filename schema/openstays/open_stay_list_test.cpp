#include "schema/openstays/open_stay_list.h"

#include <gmock/gmock.h>

namespace garita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Secret key_of(std::uint8_t byte) { return Secret(Bytes(kOpenStaysKeyBytes, byte)); }
Date day(const char* iso) { return *Date::from_iso(iso); }

std::vector<OpenStayRow> read(std::string_view csv) {
  std::vector<OpenStayRow> rows;
  const auto done = for_each_open_stay(csv, [&](OpenStayRow row) { rows.push_back(row); });
  EXPECT_TRUE(done) << done.error().message;
  return rows;
}

std::string refusal(const std::string& row) {
  const auto done = for_each_open_stay(open_stays_header() + row + "\n", nullptr);
  return done ? "read" : done.error().message;
}

TEST(OpenStays, ReadBackAsTheyWereWritten) {
  const OpenStayEntry limited{open_stay_reference(key_of(1), "UTO|L898902C3"), day("2026-03-01"),
                              day("2026-05-29")};
  const OpenStayEntry unlimited{open_stay_reference(key_of(1), "UTO|X1"), day("2026-03-02"), {}};
  const OpenStaysKey key{*parse_station_id("PASO-01-01"), Bytes{1, 2, 3}};
  const auto csv = open_stays_header() + csv_row(limited) + csv_row(key) + csv_row(unlimited);
  EXPECT_THAT(read(csv),
              ElementsAre(OpenStayRow(limited), OpenStayRow(key), OpenStayRow(unlimited)));
}

TEST(OpenStays, AReferenceIsOfOneDocumentUnderOneKey) {
  const auto reference = open_stay_reference(key_of(1), "UTO|L898902C3");
  EXPECT_EQ(reference, open_stay_reference(key_of(1), "UTO|L898902C3"));
  EXPECT_NE(reference, open_stay_reference(key_of(2), "UTO|L898902C3"));
  EXPECT_NE(reference, open_stay_reference(key_of(1), "UTO|L898902C4"));
  EXPECT_EQ(reference.size(), 22U);
  EXPECT_THAT(reference, testing::Not(HasSubstr("898")));
}

TEST(OpenStays, ABadRowIsNamedByItsLine) {
  const std::string reference(22, 'a');
  EXPECT_EQ(refusal(reference + ",2026-03-01,,"), "read");
  EXPECT_EQ(refusal(",2026-03-01,,"), "line 2: reference is neither a document's nor a station's");
  EXPECT_EQ(refusal("L898902C3,2026-03-01,,"),
            "line 2: reference is neither a document's nor a station's");
  EXPECT_EQ(refusal(reference + ",yesterday,,"), "line 2: entered is no date");
  EXPECT_EQ(refusal(reference + ",2026-03-01,soon,"), "line 2: until is no date");
  EXPECT_THAT(refusal("station:nobody,,,AAAA"), HasSubstr("line 2: "));
  EXPECT_EQ(refusal("station:PASO-01-01,,,?"), "line 2: sealed_key is no base64");
  EXPECT_EQ(refusal("station:PASO-01-01,,,"), "line 2: sealed_key is no base64");
  const auto no_column = for_each_open_stay("reference,until\n", nullptr);
  EXPECT_EQ(no_column.error().message, "no column entered");
}

}  // namespace
}  // namespace garita
