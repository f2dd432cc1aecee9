#include "schema/vocabulary/json_keys.h"

#include <gtest/gtest.h>

#include <string>

namespace garita {
namespace {

TEST(JsonKeys, AreTakenOnceInEachObject) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"kind":"extend_until","until":"2026-04-15"})", ""},
      {R"({"kind":"extend_until","kind":"revoke"})", "the key kind comes twice"},
      {R"({"kind":"revoke","kind":"revoke"})", "the key kind comes twice"},
      {R"({"a":{"kind":1},"b":[{"kind":2},{"kind":3}],"kind":4})", ""},
      {R"({"document":{"sex":"F","sex":"M"}})", "the key sex comes twice"},
      {R"([{"x":1},{"y":1,"y":2}])", "the key y comes twice"},
      {R"({"k\u0069nd":1,"kind":2})", "the key kind comes twice"},
      {R"({"GARCIA LOPEZ":1,"GARCIA LOPEZ":2})", "a key comes twice"},
      {R"({"a":1,"a":)", "the key a comes twice"},
      {"no JSON", ""},
      {std::string(100'000, '['), ""},
      {"", ""},
  };
  for (const auto& [text, why] : cases) {
    const auto checked = check_keys_once(text);
    EXPECT_EQ(checked ? "" : checked.error().message, why) << text.substr(0, 80);
  }
}

}  // namespace
}  // namespace garita
