#include "schema/stay/policy.h"

#include <gmock/gmock.h>

namespace garita {
namespace {

constexpr std::string_view kHead = R"(
name = "Utopia"
version = "2026-1"
country = "UTO"
[groups]
near = ["GTM", "SLV"]
)";

constexpr std::string_view kVisitor = R"(
[[rule]]
id = "visitor"
kind = "granted_days"
cap = 90
effective_from = 2026-01-01
citation = "Aliens Act, section 5"
)";

std::string refusal(const std::string& rules) {
  const auto pack = PolicyPack::from_toml(std::string(kHead) + rules);
  return pack ? "accepted" : pack.error().message;
}

std::string with(const std::string& extra, const std::string& id = "near") {
  return std::string(kVisitor) + "[[rule]]\nid = \"" + id +
         "\"\nkind = \"fixed_days\"\ndays = 30\ngroups = [\"near\"]\ncitation = \"x\"\n" + extra;
}

TEST(PolicyPack, ChoosesTheRuleOfTheEntrysDayAndAudience) {
  const auto pack = PolicyPack::from_toml(std::string(kHead) + with(R"(
effective_from = 2026-03-01
effective_to = 2026-06-30
instead_of = ["visitor"]
document_types = ["P"]
)"));
  ASSERT_TRUE(pack) << pack.error().message;
  const auto chosen = [&](const char* nationality, const char* document, const char* day) {
    const auto* rule =
        pack->rule_for({CountryCode(nationality), document, "visitor"}, *Date::from_iso(day));
    return rule ? rule->id : "none";
  };
  EXPECT_EQ(chosen("GTM", "P", "2026-03-01"), "near");
  EXPECT_EQ(chosen("GTM", "PD", "2026-06-30"), "near");
  EXPECT_EQ(chosen("GTM", "P", "2026-07-01"), "visitor");
  EXPECT_EQ(chosen("GTM", "ID", "2026-04-01"), "visitor");
  EXPECT_EQ(chosen("MEX", "P", "2026-04-01"), "visitor");
  EXPECT_EQ(chosen("GTM", "P", "2025-12-31"), "none");
  EXPECT_EQ(pack->longest_stay_days(), 90);
}

TEST(PolicyPack, RefusesRulesThatContradictAndNamesBoth) {
  EXPECT_THAT(refusal(with("effective_from = 2026-03-01\n")),
              testing::AllOf(testing::HasSubstr("visitor"), testing::HasSubstr("near"),
                             testing::HasSubstr("both apply")));
  EXPECT_EQ(refusal(with("effective_from = 2026-03-01\ninstead_of = [\"visitor\"]\n")), "accepted");
  EXPECT_THAT(refusal(with("effective_from = 2026-03-01\n", "visitor")),
              testing::HasSubstr("stands twice"));
  EXPECT_THAT(refusal(with("effective_from = 2026-03-01\ninstead_of = [\"nobody\"]\n")),
              testing::HasSubstr("nobody"));
  EXPECT_THAT(refusal(with("effective_from = 2026-03-01\ninstead_of = [\"near\"]\n")),
              testing::HasSubstr("before itself"));
}

TEST(PolicyPack, RefusesWhatItCannotRead) {
  const struct {
    const char* rules;
    const char* says;
  } cases[] = {
      {"", "1 to 2000"},
      {"[[rule]]\nkind = \"fixed_days\"", "no `id`"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\neffective_from = 2026-01-01\nkind = \"fixed_days\"",
       "`days` belongs"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\neffective_from = 2026-01-01\nkind = "
       "\"fixed_days\"\n"
       "days = 0",
       "number of days"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\neffective_from = 2026-01-01\nkind = \"someday\"",
       "no kind someday"},
      {"[[rule]]\nid = \"a\"\nkind = \"unlimited\"\neffective_from = 2026-01-01", "citation"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\nkind = \"unlimited\"", "effective_from"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\nkind = \"unlimited\"\neffective_from = "
       "\"2026-01-01\"",
       "no date"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\nkind = \"unlimited\"\neffective_from = 2026-01-02\n"
       "effective_to = 2026-01-01",
       "before"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\nkind = \"unlimited\"\neffective_from = 2026-01-02\n"
       "groups = [\"far\"]",
       "no group far"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\nkind = \"unlimited\"\neffective_from = 2026-01-02\n"
       "nationality = [\"GTM\"]",
       "no key `nationality`"},
      {"[[rule", "line"},
  };
  for (const auto& each : cases) EXPECT_THAT(refusal(each.rules), testing::HasSubstr(each.says));
}

}  // namespace
}  // namespace garita
