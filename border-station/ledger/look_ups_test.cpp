#include "border-station/ledger/look_ups.h"

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

class LookUpsKept : public LedgerTest {
 protected:
  LookUp look_up(const std::string& inspection, const std::string& subject) {
    return {inspection, OfficerId("agarcia"), subject, clock_.now()};
  }
  /// As a process would that starts now: "one agarcia document ab;".
  std::string left() {
    auto ledger = open();
    std::string text;
    const auto kept = *look_ups_left(ledger);
    for (const auto& one : kept)
      text += one.inspection + " " + one.officer.value() + " " + one.subject + ";";
    return text;
  }
};

TEST_F(LookUpsKept, AreThereAfterAStartUntilTheyEnd) {
  auto ledger = open();
  EXPECT_EQ(left(), "");
  ASSERT_TRUE(keep_look_up(ledger, look_up("one", "document ab"), {}));
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(keep_look_up(ledger, look_up("two", "no document"), {}));
  EXPECT_EQ(left(), "one agarcia document ab;two agarcia no document;");
  ASSERT_TRUE(keep_look_up(ledger, look_up("one", "document cd"), {"one"}));
  EXPECT_EQ(left(), "two agarcia no document;one agarcia document cd;") << "another document";
  ASSERT_TRUE(keep_look_up(ledger, look_up("three", "document ef"), {"one", "nothing"}));
  EXPECT_EQ(left(), "two agarcia no document;three agarcia document ef;");
  ASSERT_TRUE(end_look_ups(ledger, {"two", "three"}));
  EXPECT_EQ(left(), "");
}

TEST_F(LookUpsKept, KeepTheirHitsUntilTheyAreToldAsRecords) {
  auto ledger = open();
  HitLeft hit;
  hit.at = clock_.now();
  hit.post = ledger.place().post;
  hit.officer = OfficerId("agarcia");
  hit.document.surname = "HERRERASCAN";
  hit.seen = {"A-1", "document"};
  hit.inspection = "one";
  auto one = look_up("one", "document ab");
  one.hits = {hit, hit};
  one.hits[1].seen.reference = "A-2";
  ASSERT_TRUE(keep_look_up(ledger, one, {}));
  ASSERT_TRUE(keep_look_up(ledger, look_up("two", "document cd"), {}));
  EXPECT_EQ(every_byte_below(country_.folder).find("HERRERASCAN"), std::string::npos);
  const auto kept = look_ups_left(ledger)->at(0);
  EXPECT_EQ(kept.subject, "document ab");
  EXPECT_EQ(kept.hits, one.hits);
  ASSERT_TRUE(ledger.append_left("one", kept.hits));
  EXPECT_EQ(left(), "two agarcia document cd;");
  const auto told = *ledger.urgent_since(Instant{}, 10);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].what, Record(one.hits[1])) << "newest first";
  EXPECT_EQ(told[1].what, Record(one.hits[0]));
}

TEST_F(LookUpsKept, SayOfNobodyByNameWhoLooked) {
  auto ledger = open();
  ASSERT_TRUE(
      keep_look_up(ledger, {"one", OfficerId("agarciascan"), "document ab", clock_.now()}, {}));
  EXPECT_EQ(every_byte_below(country_.folder).find("agarciascan"), std::string::npos);
}

}  // namespace
}  // namespace garita::station
