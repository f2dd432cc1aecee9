#include "schema/stay/policy.h"

#include <gmock/gmock.h>

#include <ctime>

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

TEST(PolicyPack, SaysHowLongSomebodyMayBeInsideWhoEnteredBeforeThePostsWentLive) {
  struct Case {
    const char* what;
    const char* rule;
    const char* pack;
    int days;
  };
  const Case cases[] = {
      {"what the rule gives", "kind = \"fixed_days\"\ndays = 30\n", "", 30},
      {"extensions up to their total", "kind = \"granted_days\"\ncap = 90\ntotal_days_max = 180\n",
       "", 180},
      {"so many extensions of so many days",
       "kind = \"granted_days\"\ncap = 90\nextension_days_max = 30\nextensions_max = 2\n", "", 150},
      {"no more than the total",
       "kind = \"granted_days\"\ncap = 90\nextension_days_max = 90\nextensions_max = 3\n"
       "total_days_max = 200\n",
       "", 200},
      {"no end", "kind = \"until_date\"\n", "", 366},
      {"no end, until an event", "kind = \"until_event\"\nevent = \"end of studies\"\n", "", 366},
      {"nobody overstays", "kind = \"unlimited\"\n", "", 366},
      {"no end, and the pack says how long", "kind = \"unlimited\"\n", "go_live_days = 730\n", 730},
      {"or how short", "kind = \"unlimited\"\n", "go_live_days = 45\n", 45},
      {"shorter than a rule with an end", "kind = \"fixed_days\"\ndays = 90\n",
       "go_live_days = 45\n", 90},
  };
  for (const auto& each : cases) {
    const auto pack = PolicyPack::from_toml(
        std::string("name = \"t\"\nversion = \"1\"\ncountry = \"UTO\"\n") + each.pack +
        "[[rule]]\nid = \"r\"\ncitation = \"-\"\neffective_from = 1990-01-01\n" + each.rule);
    ASSERT_TRUE(pack) << each.what << ": " << pack.error().message;
    EXPECT_EQ(pack->longest_stay_days(), each.days) << each.what;
  }
  EXPECT_FALSE(
      PolicyPack::from_toml("go_live_days = 0\n" + std::string(kHead) + std::string(kVisitor)));
  EXPECT_TRUE(
      PolicyPack::from_toml("go_live_days = 1\n" + std::string(kHead) + std::string(kVisitor)));
}

TEST(PolicyPack, KnowsANationalityByEitherCodeOfItsState) {
  auto text =
      std::string(kHead) + with("effective_from = 2026-03-01\ninstead_of = [\"visitor\"]\n");
  text.replace(text.find("\"SLV\""), 5, "\"DEU\"");
  const auto pack = *PolicyPack::from_toml(text);
  for (const auto& [nationality, rule] :
       {std::pair("D", "near"), std::pair("DEU", "near"), std::pair("DNK", "visitor")})
    EXPECT_EQ(
        pack.rule_for({CountryCode(nationality), "P", "visitor"}, *Date::from_iso("2026-04-01"))
            ->id,
        rule);
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

TEST(PolicyPack, ARingIsNamedByARuleInItAndNotByOneBehindIt) {
  const auto rule = [](const std::string& id, const std::string& instead_of) {
    return "[[rule]]\nid = \"" + id + "\"\nkind = \"unlimited\"\ncitation = \"x\"\n" +
           "effective_from = 2026-01-01\ninstead_of = [\"" + instead_of + "\"]\n";
  };
  EXPECT_THAT(refusal(kVisitor.data() + rule("first", "a") + rule("a", "b") +
                      rule("b", "c\", \"visitor") + rule("c", "a") + rule("c2", "visitor")),
              testing::MatchesRegex("rule [abc] comes before itself.*"));
}

/// A pack of `count` rules for everybody, each instead of the one before, or of all before.
std::string chain(int count, bool of_all) {
  std::string pack(kHead);
  std::string all;
  for (int i = 0; i < count; ++i) {
    const std::string id = "r" + std::to_string(i);
    pack += "[[rule]]\nid=\"" + id +
            "\"\nkind=\"unlimited\"\ncitation=\"x\"\neffective_from=2026-01-01\n";
    if (i > 0)
      pack += "instead_of=[" + (of_all ? all : all.substr(all.rfind('"', all.size() - 2))) + "]\n";
    all += (i > 0 ? "," : "") + ("\"" + id + "\"");
  }
  return pack;
}

TEST(PolicyPack, OfTheGreatestSizeIsReadInASecondOrTwo) {
  const auto processor_seconds = [](const std::string& text, const std::string& first) {
    const auto began = std::clock();
    const auto pack = PolicyPack::from_toml(text);
    EXPECT_TRUE(pack) << pack.error().message;
    const Audience anybody{CountryCode("GTM"), "P", "visitor"};
    for (int i = 0; pack && i < 1000; ++i) {
      EXPECT_EQ(pack->rule_for(anybody, *Date::from_iso("2026-05-05"))->id, first);
    }
    return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  };
  // Under a sanitizer it takes some ten times as long; a search for each pair took an hour.
  EXPECT_LT(processor_seconds(chain(2000, false), "r1999"), 20);
  EXPECT_LT(processor_seconds(chain(800, true), "r799"), 20);
}

TEST(PolicyPack, LetsExitsGoByTheScanOnlyWhereItSaysSo) {
  const auto by_scan = [](const std::string& line) {
    const auto pack = PolicyPack::from_toml(line + std::string(kHead) + std::string(kVisitor));
    return pack ? (pack->exits_by_scan() ? "yes" : "no") : "refused";
  };
  const std::pair<const char*, const char*> cases[] = {{"", "no"},
                                                       {"exits_by_scan = true", "yes"},
                                                       {"exits_by_scan = false", "no"},
                                                       {"exits_by_scan = 1", "refused"}};
  for (const auto& [line, said] : cases) EXPECT_STREQ(by_scan(line), said) << line;
}

TEST(PolicyPack, WantsAPhotoAtEntryOnlyWhereItSaysSo) {
  const auto photo = [](const std::string& line) {
    const auto pack = PolicyPack::from_toml(line + std::string(kHead) + std::string(kVisitor));
    return pack ? (pack->photo_at_entry() ? "yes" : "no") : "refused";
  };
  const std::pair<const char*, const char*> cases[] = {{"", "no"},
                                                       {"photo_at_entry = true", "yes"},
                                                       {"photo_at_entry = false", "no"},
                                                       {"photo_at_entry = \"yes\"", "refused"}};
  for (const auto& [line, said] : cases) EXPECT_STREQ(photo(line), said) << line;
}

TEST(PolicyPack, WantsApprovalOfWhatItNames) {
  const auto approval = [](const std::string& line) {
    const auto pack = PolicyPack::from_toml(line + std::string(kHead) + std::string(kVisitor));
    if (!pack) return "refused: " + pack.error().message;
    std::string text;
    for (const auto matter : pack->approval())
      text += std::string(approval_matter_name(matter)) + ";";
    return text;
  };
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"approval = [\"alert\", \"void\", \"void\"]", "void;alert;"},
      {"approval = [\"correction\", \"check_digit\"]", "correction;check_digit;"},
      {"approval = [\"voids\"]", "refused: `approval`: there is no voids"},
      {"approval = []", "refused: `approval` is no list of texts"},
      {"approval = true", "refused: `approval` is no list of texts"}};
  for (const auto& [line, said] : cases) EXPECT_EQ(approval(line), said) << line;
}

TEST(PolicyPack, RefusesWhatItCannotRead) {
  const struct {
    const char* rules;
    const char* says;
  } cases[] = {
      {"", "1 to 2000"},
      {"[[rule]]\nkind = \"fixed_days\"", "no `id`"},
      {"[[rule]]\nid = \"a\"\ncitation = \"x\"\neffective_from = 2026-01-01\nkind = \"fixed_days\"",
       "`days` is missing, which belongs to fixed_days"},
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
