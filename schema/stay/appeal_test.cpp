#include "schema/stay/appeal.h"

#include <gtest/gtest.h>

#include "schema/stay/policy.h"

namespace garita {
namespace {

const std::string kRule =
    "\n[[rule]]\nid = \"v\"\nkind = \"fixed_days\"\ndays = 9\neffective_from = 2020-01-01\n"
    "citation = \"a law\"\n";

/// "es/en/fr", "-" where there is none, or why it is refused, by both.
std::string read(const std::string& table) {
  const std::string pack = "name = \"n\"\nversion = \"1\"\ncountry = \"ZEN\"\n" + table + kRule;
  const auto words = appeal_of(pack);
  const auto whole = PolicyPack::from_toml(pack);
  EXPECT_EQ(words.has_value(), whole.has_value()) << "what a post refuses is not published";
  if (!words) {
    EXPECT_EQ(words.error().message, whole.error().message);
    return words.error().message;
  }
  return *words ? (*words)->es + "/" + (*words)->en + "/" + (*words)->fr : "-";
}

TEST(Appeal, IsSaidInEachLanguageOrNotAtAll) {
  EXPECT_EQ(read(""), "-");
  EXPECT_EQ(read("[appeal]\nes = \"Aquí\"\nen = \"Here\"\nfr = \"Ici\"\nsource = \"Act, s. 9\"\n"),
            "Aquí/Here/Ici");
}

TEST(Appeal, ThatIsHalfSaidIsRefused) {
  const std::string missing = "`appeal`: `fr` is missing, or no text of one line and 1000 bytes";
  const std::string two = "[appeal]\nes = \"Aquí\"\nen = \"Here\"\n";
  EXPECT_EQ(read(two), missing);
  EXPECT_EQ(read(two + "fr = 7\n"), missing);
  EXPECT_EQ(read(two + "fr = \"a\\nb\"\n"), missing);
  EXPECT_EQ(read(two + "fr = \"" + std::string(1001, 'x') + "\"\n"), missing);
  EXPECT_EQ(read("[appeal]\nht = \"Isit\"\n"), "`appeal`: there is no key ht");
  EXPECT_EQ(read("appeal = \"Here\"\n"), "`appeal` is no table");
}

}  // namespace
}  // namespace garita
