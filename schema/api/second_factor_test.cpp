#include "schema/api/second_factor.h"

#include <gtest/gtest.h>

#include "schema/api/log_in.h"
#include "schema/api/officers.h"

namespace garita {
namespace {

TEST(SecondFactor, IsOpenedWithItsListsKeyAndForItsOfficerAlone) {
  const Secret key = random_secret(kSecondFactorsKeyBytes);
  const Secret telephone = random_secret(20);
  const auto sealed = seal_second_factor(key, OfficerId("jefa"), telephone);
  EXPECT_TRUE(equal_in_constant_time(open_second_factor(key, OfficerId("jefa"), sealed)->view(),
                                     telephone.view()));
  EXPECT_FALSE(open_second_factor(key, OfficerId("ramos"), sealed)) << "moved to another account";
  EXPECT_FALSE(
      open_second_factor(random_secret(kSecondFactorsKeyBytes), OfficerId("jefa"), sealed));
}

std::string keys_of(const std::string& list) {
  const auto keys = second_factor_keys(bytes_of(list));
  if (!keys) return "refused";
  std::string text;
  for (const auto& [station, sealed] : *keys)
    text += station.value() + "=" + std::string(text_of(sealed)) + " ";
  return text;
}

TEST(SecondFactor, ItsKeyIsInTheListForEachStation) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"officers":[]})", ""},
      {R"({"second_factor_keys":{"NORTE-01":"YQ==","SUR-01":"Yg=="}})", "NORTE-01=a SUR-01=b "},
      {R"({"second_factor_keys":[]})", "refused"},
      {R"({"second_factor_keys":{"NORTE-01":7}})", "refused"},
      {R"({"second_factor_keys":{"NORTE-01":"?"}})", "refused"},
  };
  for (const auto& [list, said] : cases) EXPECT_EQ(keys_of(list), said) << list;
}

TEST(SecondFactor, StandsBesideTheOfficerInTheList) {
  const auto read = [](const std::string& second) {
    return parse_officers(
        bytes_of(R"({"officers":[{"id":"a","roles":["officer"],"verifier":"v")" + second + "}]}"));
  };
  EXPECT_TRUE(read("")->front().second_factor.empty());
  EXPECT_EQ(text_of(read(R"(,"second_factor":"YQ==")")->front().second_factor), "a");
  EXPECT_FALSE(read(R"(,"second_factor":"?")"));
  EXPECT_FALSE(read(R"(,"second_factor":7)"));
}

TEST(SecondFactor, ItsCodeMayComeWithSpacesAndNeedNotCome) {
  const auto code = [](const std::string& more) {
    const auto read = parse_credentials(R"({"officer":"a","password":"b")" + more + "}");
    return read ? read->code : "refused";
  };
  EXPECT_EQ(code(""), "");
  EXPECT_EQ(code(R"(,"code":"123 456")"), "123456");
  EXPECT_EQ(code(R"(,"code":123456)"), "refused");
  EXPECT_EQ(code(R"(,"code":"12345678901234567")"), "refused");
}

}  // namespace
}  // namespace garita
