#include "border-station/stays/open_stays.h"

#include <gmock/gmock.h>

#include "border-station/ledger/test_country.h"
#include "schema/crypto/envelope.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr auto kDocument = "UTO|L898902C3";

class OpenStaysAtAPost : public testing::Test {
 protected:
  [[nodiscard]] std::string row(const char* document, const char* entered,
                                const char* until = "") const {
    OpenStayEntry entry{open_stay_reference(key_, document), *Date::from_iso(entered), {}};
    if (*until != '\0') entry.until = *Date::from_iso(until);
    return csv_row(entry);
  }
  [[nodiscard]] std::string key_row(const Ledger& of) const {
    const auto& certificate = of.identity().station_certificate;
    return csv_row(
        OpenStaysKey{of.place().station, *seal_to_certificate(key_.view(), certificate)});
  }
  void publish(std::uint64_t version, const std::string& rows) {
    const auto taken =
        ledger_.take_bulletin(country_.bulletin("open-stays", version, open_stays_header() + rows));
    EXPECT_TRUE(taken) << taken.error().message;
  }
  /// "2026-02-20 to 2026-03-21", "2026-02-20" without a limit, or "none".
  std::string stay(const char* document = kDocument) {
    const auto found = find_open_stay(stays_, document);
    if (!found) return found.error().message;
    if (!*found) return "none";
    const auto& listed = **found;
    return listed.entered.iso() + (listed.until ? " to " + listed.until->iso() : "");
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, {{"open-stays", read_open_stays}});
  ListTables stays_{ledger_, kOpenStaysChannel};
  Secret key_ = random_secret(kOpenStaysKeyBytes);
};

TEST_F(OpenStaysAtAPost, AreFoundByTheDocumentAtAPostThatNeverMetThePerson) {
  EXPECT_EQ(stay(), "none") << "no list";
  publish(1, key_row(ledger_) + row(kDocument, "2026-02-20", "2026-03-21") +
                 row("GTM|77", "2026-02-25"));
  EXPECT_EQ(stay(), "2026-02-20 to 2026-03-21");
  EXPECT_EQ(stay("GTM|77"), "2026-02-25") << "no days are counted";
  EXPECT_EQ(stay("UTO|L898902C4"), "none");
  EXPECT_EQ((*find_open_stay(stays_, kDocument))->list_issued_at.rfc3339(), "2026-03-01T00:00:00Z");
}

TEST_F(OpenStaysAtAPost, FollowTheNewestListAndItsKey) {
  publish(1, key_row(ledger_) + row(kDocument, "2026-02-20", "2026-03-21"));
  publish(2, key_row(ledger_) + row(kDocument, "2026-02-20", "2026-04-20"));
  EXPECT_EQ(stay(), "2026-02-20 to 2026-04-20") << "extended";
  key_ = random_secret(kOpenStaysKeyBytes);
  publish(3, key_row(ledger_) + row("GTM|77", "2026-02-25"));
  EXPECT_EQ(stay(), "none") << "left";
  EXPECT_EQ(stay("GTM|77"), "2026-02-25");
}

TEST_F(OpenStaysAtAPost, AStationWithoutAKeyOfItsOwnFindsNobody) {
  const auto other = *Ledger::open(country_.enrol("PASO-01-02"), clock_, {});
  publish(1, key_row(other) + row(kDocument, "2026-02-20", "2026-03-21"));
  EXPECT_EQ(stay(), "none");
}

TEST_F(OpenStaysAtAPost, AKeyThatWasSealedToAnotherIsSaid) {
  const auto other = *Ledger::open(country_.enrol("PASO-01-02"), clock_, {});
  std::string theirs = key_row(other);
  theirs.replace(theirs.find("PASO-01-02"), 10, "PASO-01-01");
  publish(1, theirs + row(kDocument, "2026-02-20", "2026-03-21"));
  EXPECT_FALSE(find_open_stay(stays_, kDocument));
}

TEST_F(OpenStaysAtAPost, OfALongListComeIntoForceWithItsHead) {
  SectionHead head;
  const auto rows =
      open_stays_header() + key_row(ledger_) + row(kDocument, "2026-02-20", "2026-03-21");
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto content = i == 7 ? rows : open_stays_header();
    const auto section = country_.bulletin(section_channel("open-stays", i), 1, content);
    ASSERT_TRUE(ledger_.take_bulletin(section));
    head.sections.at(i) = {1, 1, sha256(bytes_of(content))};
  }
  EXPECT_EQ(stay(), "none") << "its head is not here";
  ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("open-stays", 1, text_of(encode(head)))));
  EXPECT_EQ(stay(), "2026-02-20 to 2026-03-21");
}

TEST_F(OpenStaysAtAPost, ABadListIsRefusedWhole) {
  publish(1, key_row(ledger_) + row(kDocument, "2026-02-20", "2026-03-21"));
  const auto bad = country_.bulletin(
      "open-stays", 2, open_stays_header() + row("GTM|77", "2026-02-25") + "x,y,z,\n");
  const auto taken = ledger_.take_bulletin(bad);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().message,
            "bulletin open-stays: line 3: reference is neither a document's nor a station's");
  EXPECT_EQ(stay(), "2026-02-20 to 2026-03-21");
}

TEST_F(OpenStaysAtAPost, NothingOfThemStandsInAFileInClear) {
  publish(1, key_row(ledger_) + row(kDocument, "2026-02-20", "2026-03-21"));
  const auto bytes = every_byte_below(country_.folder);
  for (const auto& clear :
       {std::string("L898902C3"), std::string("2026-03-21"), open_stay_reference(key_, kDocument),
        std::string(text_of(key_.view()))}) {
    EXPECT_EQ(bytes.find(clear), std::string::npos) << clear;
  }
}

}  // namespace
}  // namespace garita::station
