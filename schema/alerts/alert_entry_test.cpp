#include "schema/alerts/alert_entry.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

constexpr std::string_view kList =
    "reference,issuer,number,surname,given_names,birth_date,nationality,valid_until,instruction\n"
    "A-1,UTO,L898902C3,,,,,,\"Seize, and call the duty officer\"\n"
    "A-2,,,MÜLLER,ANNA,1974-08-12,D,,Second line\n"
    "A-4,,,SMITH,,1980-XX-XX,,,Any Smith of 1980\n";

std::string parsed(std::string_view csv) {
  const auto entries = parse_alerts(csv);
  if (!entries) return entries.error().message;
  return std::to_string(entries->size()) + " entries";
}

TEST(AlertList, IsReadOrRefusedWithTheLineAndNothingOfAPerson) {
  EXPECT_EQ(parsed(kList), "3 entries");
  EXPECT_EQ(parsed("reference,instruction,issuer,number\n"), "0 entries");
  EXPECT_EQ(parsed("reference,issuer,number\nA,UTO,X\n"), "no column instruction");
  EXPECT_EQ(parsed("reference,instruction,issuer,number\n,B,UTO,X\n"),
            "line 2: reference is missing");
  EXPECT_EQ(parsed("reference,instruction,surname\nA,B,SMITH\n"),
            "line 2: neither issuer and number, nor surname and birth_date");
  EXPECT_EQ(parsed("reference,instruction,surname,birth_date\nA,B,SMITH,1999-99-99\n"),
            "line 2: birth_date is no date");
  EXPECT_EQ(parsed("reference,instruction,issuer,number,action\nA,B,UTO,X,arrest\n"),
            "line 2: action is none of detain, refer, protect, inform");
}

TEST(AlertList, SaysWhatIsToBeDone) {
  const auto entries = *parse_alerts(
      "reference,instruction,issuer,number,action\nA,Hold,UTO,X,detain\nB,Tell us,UTO,Y,inform\n"
      "C,As it says,UTO,Z,\n");
  EXPECT_EQ(entries.at(0).action, AlertAction::kDetain);
  EXPECT_EQ(entries.at(1).action, AlertAction::kInform);
  EXPECT_EQ(entries.at(2).action, AlertAction::kAsWritten);
}

}  // namespace
}  // namespace garita
