// Why a flag is gone where no decision and no exit in time took it away.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/test_visitor.h"

namespace garita::central::testing {
namespace {

/// In since 5 January for 30 days, and everything is known.
Visitor overstayer() {
  Visitor who;
  who.in("a", "2026-01-05T16:00:00Z").complete("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");
  return who;
}

struct Case {
  const char* name;
  FlagKind kind;
  std::function<void(Visitor&)> before;
  std::function<void(Visitor&)> then;
  const char* reason;
};

TEST(Clearing, SaysWhatItWasAndNeverThatPoliciesChangedWhereNoneDid) {
  const auto nothing = [](Visitor&) {};
  const Case cases[] = {
      {"in again as somebody at home", FlagKind::kOverstayOpen, nothing,
       [](Visitor& who) { who.in("b", "2026-02-09T16:00:00Z").last_states("UTO"); }, "national"},
      {"out as somebody at home", FlagKind::kOverstayOpen, nothing,
       [](Visitor& who) {
         who.out("b", "2026-02-09T16:00:00Z", "2026-02-09T16:00:00Z").last_states("UTO");
       },
       "national"},
      {"at home, and never entered as a visitor", FlagKind::kOverstayOpen, nothing,
       [](Visitor& who) {
         who.in("b", "2026-02-09T16:00:00Z").last_states("UTO");
         who.take_back("a", "2026-02-09T16:00:00Z");
       },
       "voided"},
      {"an exit of somebody at home", FlagKind::kExitWithoutEntry,
       [](Visitor& who) {
         who.history().movements.clear();
         who.out("x", "2026-01-20T16:00:00Z", "2026-01-20T16:00:00Z");
       },
       [](Visitor& who) { who.in("b", "2026-02-09T16:00:00Z").last_states("UTO"); }, "national"},
      {"an exit that was none, of somebody at home", FlagKind::kExitWithoutEntry,
       [](Visitor& who) {
         who.history().movements.clear();
         who.out("x", "2026-01-20T16:00:00Z", "2026-01-20T16:00:00Z");
       },
       [](Visitor& who) {
         who.in("b", "2026-02-09T16:00:00Z").last_states("UTO");
         who.take_back("x", "2026-02-09T16:00:00Z");
       },
       "voided"},
  };
  for (const auto& each : cases) {
    auto who = overstayer();
    each.before(who);
    const auto before = who.at("2026-02-08T12:00:00Z");
    const auto is_it = [&](const Flag& flag) { return flag.kind == each.kind; };
    const auto gone = std::ranges::find_if(before.flags, is_it);
    ASSERT_NE(gone, before.flags.end()) << each.name << ": " << told(before);
    each.then(who);
    const auto after = who.at("2026-02-10T12:00:00Z");
    ASSERT_TRUE(std::ranges::none_of(after.flags, is_it)) << each.name << ": " << told(after);
    EXPECT_EQ(clearing_reason(*gone, after), each.reason) << each.name;
  }
}

}  // namespace
}  // namespace garita::central::testing
