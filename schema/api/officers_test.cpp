#include "schema/api/officers.h"

#include <gtest/gtest.h>

#include "schema/crypto/password.h"

namespace garita {
namespace {

/// "jefa:reviewer:off ramos:officer", or why not.
std::string read(const std::string& json) {
  const auto accounts = parse_officers(bytes_of(json));
  if (!accounts) return accounts.error().message;
  std::string text;
  for (const auto& account : *accounts) {
    text += (text.empty() ? "" : " ") + account.id.value();
    for (const Role role : account.roles.list()) text += ":" + std::string(role_text(role));
    if (!account.active) text += ":off";
  }
  return text;
}

TEST(Officers, AreReadWithTheRolesThatAreKnown) {
  EXPECT_EQ(read(R"({"officers":[]})"), "");
  EXPECT_EQ(read(R"({"officers":[{"id":"a","roles":["officer","astronaut"],"verifier":"v"},
                                 {"id":"b","roles":["reviewer"],"verifier":"v","active":false}]})"),
            "a:officer b:reviewer:off");
}

TEST(Officers, AreToldWhichHoursOnPaperTheCentreClosedAndWhatIsNoneIsPassedOver) {
  const auto closed = papers_closed(bytes_of(std::string_view(
      R"({"officers":[],"papers_closed":[7,{"record":"?","at":"2026-03-02T13:59:00Z"},
        {"record":"NORTE-01:1:movement:7","at":"yesterday"},
        {"record":"NORTE-01:1:movement:9","at":"2026-03-02T13:59:00Z"}]})")));
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed.begin()->first.text(), "NORTE-01:1:movement:9");
  EXPECT_EQ(closed.begin()->second.rfc3339(), "2026-03-02T13:59:00Z");
  for (const auto* text : {"[", "[]", R"({"officers":[]})", R"({"papers_closed":{}})"})
    EXPECT_TRUE(papers_closed(bytes_of(std::string_view(text))).empty()) << text;
}

TEST(Officers, OfAWrongListSayWhereItIsWrong) {
  EXPECT_EQ(read("\x7f\x45\x4c\x46"), "it is no JSON, from byte 1 on");
  EXPECT_EQ(read(""), "it is no JSON, from byte 1 on");
  EXPECT_EQ(read(R"({"officers":{"id":"a"}})"), "\"officers\" is no list");
  const auto ends_with = [](const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
  };
  for (const auto* first : {R"({"id":"a"})", R"({"id":7,"roles":[],"verifier":"v"})", "7",
                            R"({"id":"a","roles":"officer","verifier":"v","active":"yes"})"}) {
    EXPECT_TRUE(ends_with(read(R"({"officers":[)" + std::string(first) + "]}"), "officer 1"))
        << first;
  }
  EXPECT_TRUE(ends_with(read(R"({"officers":[{"id":"a","roles":[],"verifier":"v"},{}]})"), " 2"));
  EXPECT_TRUE(ends_with(read("[]"), "officer 1"));
}

std::string expiry(const std::string& list) {
  const auto expires_at = officers_expire_at(bytes_of(list));
  return expires_at ? expires_at->rfc3339() : "never";
}

TEST(Officers, AListSaysUntilWhenItLetsAnybodyIn) {
  EXPECT_EQ(expiry(R"({"officers":[]})"), "never");
  EXPECT_EQ(expiry(R"({"expires_at":"2026-05-31T12:00:00Z","officers":[]})"),
            "2026-05-31T12:00:00Z");
  for (const auto* wrong : {R"("soon")", "7", "null", R"("2026-02-30T12:00:00Z")"}) {
    EXPECT_EQ(read(R"({"officers":[],"expires_at":)" + std::string(wrong) + "}"),
              "\"expires_at\" is no moment as RFC 3339 has them")
        << wrong;
  }
}

TEST(Officers, OfAListThatEndsPostsAreWarnedForTwoWeeks) {
  const Instant end = *Instant::from_rfc3339("2026-05-31T12:00:00Z");
  const auto at = [&](const char* now) { return judge_expiry(end, *Instant::from_rfc3339(now)); };
  EXPECT_EQ(at("2026-05-17T11:59:59Z"), OfficersExpiry::kFar);
  EXPECT_EQ(at("2026-05-17T12:00:00Z"), OfficersExpiry::kSoon);
  EXPECT_EQ(at("2026-05-31T11:59:59Z"), OfficersExpiry::kSoon);
  EXPECT_EQ(at("2026-05-31T12:00:00Z"), OfficersExpiry::kExpired);
  EXPECT_EQ(judge_expiry(std::nullopt, end), OfficersExpiry::kFar);
}

TEST(Officers, OpenADeskWithARoleThereAndAPasswordThatCanBeChecked) {
  const std::string verifier =
      make_password_verifier("correct horse", {.memory_kib = 8, .passes = 1});
  Account account{OfficerId("a"), "A", {Role::kExaminer}, verifier, true};
  EXPECT_TRUE(opens_a_desk(account));
  account.active = false;
  EXPECT_FALSE(opens_a_desk(account));
  account.active = true;
  account.roles = {Role::kReviewer, Role::kOperations};
  EXPECT_FALSE(opens_a_desk(account));
  account.roles.add(Role::kOfficer);
  account.password_verifier = "scrypt$15$8$1$00";
  EXPECT_FALSE(opens_a_desk(account));
}

}  // namespace
}  // namespace garita
