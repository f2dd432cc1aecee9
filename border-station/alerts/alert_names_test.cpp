#include "border-station/alerts/alert_names.h"

#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "border-station/alerts/alert_list.h"
#include "border-station/alerts/names_keeper.h"
#include "border-station/ledger/test_country.h"
#include "border-station/lists/list_tables.h"

namespace garita::station {
namespace {

constexpr std::string_view kList =
    "reference,surname,given_names,birth_date,nationality,valid_until,instruction,action\n"
    "B-1,GARCIA LOPEZ,ANA MARIA,1980-02-29,GTM,,Call the duty officer,detain\n"
    "B-2,HABIB,YUSUF ABDUL,1974-XX-XX,,,Second line,refer\n"
    "B-3,OLD,NEWS,1970-01-01,,2026-01-01,Ran out,\n";

class AlikeNames : public testing::Test {
 protected:
  AlikeNames() { publish(1, kList); }
  void publish(std::uint64_t version, std::string_view csv) {
    const auto taken = ledger_.take_bulletin(country_.bulletin("alerts", version, csv));
    EXPECT_TRUE(taken) << taken.error().message;
  }
  static AlertQuestion person(std::string_view surname, std::string_view given,
                              std::string_view birth) {
    AlertQuestion question;
    question.surname = surname;
    question.given_names = given;
    question.birth_date = *PartialDate::from_text(birth);
    question.nationality = "GTM";
    question.today = *Date::from_iso("2026-03-02");
    return question;
  }
  std::string hits(const AlertQuestion& question, const AlertNames& names) {
    std::string text;
    const auto found = *find_alerts(alerts_, question, &names);
    for (const auto& hit : found) {
      text += (text.empty() ? "" : ", ") + hit.entry.reference + " " +
              std::string(matched_by_name(hit.matched_by));
    }
    return text;
  }
  [[nodiscard]] std::filesystem::path file() const { return directory_.path() / "alerts.names"; }
  NamesKeeper keeper() {
    return NamesKeeper(*Ledger::open(directory_, clock_, {}), file(),
                       [](const Error& error) { ADD_FAILURE() << error.message; });
  }
  static void wait_for(NamesKeeper& keeper, std::uint64_t version) {
    for (int i = 0; i < 1000; ++i) {
      if (keeper.current() && keeper.current()->version() == version) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "the names of list " << version << " never came";
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, {{"alerts", read_alerts}});
  ListTables alerts_{ledger_, kAlertsChannel};
};

TEST_F(AlikeNames, AreFoundWhereWordsAreDroppedTurnedOrMisspelt) {
  const auto names = *AlertNames::build(ledger_);
  EXPECT_EQ(names.version(), 1U);
  EXPECT_EQ(hits(person("GARCIA LOPEZ", "ANA MARIA", "1980-02-29"), names), "B-1 name_birth_date")
      << "once";
  EXPECT_EQ(hits(person("LOPEZ GARCIA", "ANA MARIA", "1980-02-29"), names), "B-1 name_alike");
  EXPECT_EQ(hits(person("GARSIA", "ANA MARIA", "1980-02-29"), names), "B-1 name_alike");
  EXPECT_EQ(hits(person("HABBIB", "YOUSSEF", "1974-05-17"), names), "B-2 name_alike");
  EXPECT_EQ(hits(person("GARCIA LOPEZ", "ANA MARIA", "1950-07-11"), names), "")
      << "another generation";
  EXPECT_EQ(hits(person("MENDOZA", "LUIS", "1980-02-29"), names), "") << "a birth date alone";
  EXPECT_EQ(hits(person("OLDD", "NEWS", "1970-01-01"), names), "") << "it ran out";
}

TEST_F(AlikeNames, SayWhyTheyAreLikely) {
  const auto names = *AlertNames::build(ledger_);
  const auto found = *find_alerts(alerts_, person("GARSIA", "ANA MARIA", "1980-02-29"), &names);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].likeness);
  EXPECT_GT(found[0].likeness->score, 0.6);
  EXPECT_LT(found[0].likeness->score, 1.0);
  EXPECT_EQ(found[0].likeness->birth, BirthAgreement::kSameDay);
  EXPECT_FALSE(found[0].likeness->reasons.empty());
  EXPECT_EQ(found[0].entry.action, AlertAction::kDetain);
}

TEST_F(AlikeNames, OfAListThatChangedSinceAreLookedAtAgain) {
  const auto names = *AlertNames::build(ledger_);
  publish(2,
          "reference,surname,given_names,birth_date,instruction\n"
          "C-1,MENDOZA,LUIS,1980-02-29,Stop\n");
  while (*drop_former_rows(ledger_)) continue;
  EXPECT_EQ(hits(person("GARSIA", "ANA MARIA", "1980-02-29"), names), "")
      << "whoever was there is no longer listed";
  EXPECT_EQ(hits(person("MENDOZA", "LUIS", "1980-02-29"), names), "C-1 name_birth_date")
      << "what is exact is there at once";
}

TEST_F(AlikeNames, AreKeptSealedAndLoadedAtAStart) {
  const auto names = *AlertNames::build(ledger_);
  ASSERT_TRUE(names.keep(ledger_, file()));
  const auto kept = every_byte_below(country_.folder);
  for (const auto* clear : {"GARCIA", "GARSIA", "HABIB", "LOPEZ"}) {
    EXPECT_EQ(kept.find(clear), std::string::npos) << clear;
  }
  const auto loaded = *AlertNames::load(ledger_, file());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->version(), 1U);
  EXPECT_EQ(loaded->size(), names.size());
  EXPECT_EQ(hits(person("GARSIA", "ANA MARIA", "1980-02-29"), *loaded), "B-1 name_alike");
}

TEST_F(AlikeNames, OfADamagedFileAreNone) {
  const auto names = *AlertNames::build(ledger_);
  EXPECT_FALSE(*AlertNames::load(ledger_, file())) << "nothing is there";
  ASSERT_TRUE(names.keep(ledger_, file()));
  const auto size = std::filesystem::file_size(file());
  for (const auto at : {std::uintmax_t(0), std::uintmax_t(10), size / 2, size - 1}) {
    ASSERT_TRUE(names.keep(ledger_, file()));
    std::fstream stream(file(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char was = static_cast<char>(stream.get());
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(static_cast<char>(was ^ 0x40));
    stream.close();
    EXPECT_FALSE(*AlertNames::load(ledger_, file())) << at;
  }
  ASSERT_TRUE(names.keep(ledger_, file()));
  std::filesystem::resize_file(file(), size / 2);
  EXPECT_FALSE(*AlertNames::load(ledger_, file())) << "cut";
}

TEST_F(AlikeNames, FollowTheListInForceAndAreThereAfterAStart) {
  {
    auto kept = keeper();
    ASSERT_TRUE(kept.start());
    EXPECT_FALSE(kept.current()) << "nothing was kept yet";
    wait_for(kept, 1);
    publish(2,
            "reference,surname,given_names,birth_date,instruction\n"
            "C-1,MENDOZA,LUIS,1980-02-29,Stop\n");
    wait_for(kept, 2);
    EXPECT_EQ(hits(person("MENDOSA", "LUIS", "1980-02-29"), *kept.current()), "C-1 name_alike");
  }
  auto again = keeper();
  ASSERT_TRUE(again.start());
  ASSERT_TRUE(again.current()) << "at once";
  EXPECT_EQ(again.current()->version(), 2U);
}

}  // namespace
}  // namespace garita::station
