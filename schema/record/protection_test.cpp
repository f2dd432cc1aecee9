#include "schema/record/protection.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

ProtectionReferral referral(std::vector<std::string> concerns, std::string note) {
  ProtectionReferral made;
  made.crossing = *RecordId::parse("PASO-01-01:1:movement:7");
  made.told.decision = DecisionKind::kRefer;
  made.told.at = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  made.told.post = PostCode("PASO-01");
  made.told.document.surname = "ERIKSSON";
  made.concerns = std::move(concerns);
  made.note = std::move(note);
  return made;
}

TEST(ProtectionReferral, ComesBackAsItWasTold) {
  const auto told = referral({"papers_kept", "afraid_or_hurt"}, "el acompañante contesta");
  EXPECT_EQ(*decode_protection(*encode_protection(told)), told);
}

TEST(ProtectionReferral, IsAsLongWhateverIsTold) {
  for (const auto& [concerns, note] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, ""},
           {{"needs_care"}, ""},
           {{"asks_for_protection", "child_without_adult", "child_ill_at_ease", "others_speak_for",
             "papers_kept", "journey_owed", "afraid_or_hurt", "needs_care"},
            std::string(500, 'n')}}) {
    EXPECT_EQ(encode_protection(referral(concerns, note))->size(), kProtectionBlockBytes);
  }
  // One too long for that takes the next size, and no other.
  for (std::size_t length = 500; length <= 1800; ++length) {
    const auto size = encode_protection(referral({"needs_care"}, std::string(length, 'n')))->size();
    EXPECT_EQ(size % kProtectionBlockBytes, 0U) << length;
  }
}

TEST(ProtectionReferral, CarriesNothingOfTheOfficersLists) {
  auto told = referral({"needs_care"}, "");
  told.told.context.hits.push_back({"ZEN-7", "document"});
  told.told.context.answers.push_back({"child", "alone", ""});
  const auto back = *decode_protection(*encode_protection(told));
  EXPECT_TRUE(back.told.context.hits.empty());
  EXPECT_TRUE(back.told.context.answers.empty());
}

TEST(ProtectionReferral, RefusesWhatIsNone) {
  EXPECT_FALSE(decode_protection(bytes_of(std::string_view("\xff\xff"))));
  EXPECT_FALSE(decode_protection({}));
  auto whole = *encode_protection(referral({"needs_care"}, ""));
  whole.resize(whole.size() / 2);
  EXPECT_FALSE(decode_protection(whole));
  EXPECT_FALSE(encode_protection(referral({"needs_care"}, std::string(2001, 'n'))));
}

}  // namespace
}  // namespace garita
