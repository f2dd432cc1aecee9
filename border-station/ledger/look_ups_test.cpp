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

TEST_F(LookUpsKept, SayOfNobodyByNameWhoLooked) {
  auto ledger = open();
  ASSERT_TRUE(
      keep_look_up(ledger, {"one", OfficerId("agarciascan"), "document ab", clock_.now()}, {}));
  EXPECT_EQ(every_byte_below(country_.folder).find("agarciascan"), std::string::npos);
}

}  // namespace
}  // namespace garita::station
