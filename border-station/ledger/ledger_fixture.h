#pragma once

#include <gtest/gtest.h>

#include "border-station/ledger/ledger.h"
#include "border-station/ledger/test_country.h"

namespace garita::station {

inline constexpr auto kNumber = "QZX4711K9";
inline constexpr auto kSurname = "HERRERASCAN";

inline NewDecision entry_of(const std::string& number = kNumber) {
  NewDecision decision;
  auto& crossing = decision.crossing;
  auto& document = crossing.document;
  document.document_code = "P";
  document.issuing_state = "UTO";
  document.document_number = number;
  document.surname = kSurname;
  document.given_names = "ANA MARIASCAN";
  document.nationality = "UTO";
  document.birth_date = *PartialDate::from_text("1974-08-12");
  document.sex = "F";
  crossing.purpose = "holiday";
  crossing.transport = "on_foot";
  crossing.admission_class = "visitor";
  crossing.granted_days = 10;
  return decision;
}

class LedgerTest : public testing::Test {
 protected:
  [[nodiscard]] Ledger open(const BulletinReaders& readers = {}) const {
    auto ledger = Ledger::open(directory_, clock_, readers);
    EXPECT_TRUE(ledger) << ledger.error().message;
    return *std::move(ledger);
  }
  /// All entries of a journal, their chain checked.
  [[nodiscard]] static std::vector<Entry> whole(Ledger& ledger, const JournalId& journal) {
    auto entries = *ledger.entries_after(journal, 0, 100'000, SIZE_MAX);
    EXPECT_TRUE(check_chain(journal, {}, entries));
    return entries;
  }
  [[nodiscard]] static JournalId movement(Ledger& ledger) {
    return {ledger.place().station, ledger.incarnation(), Lane::kMovement};
  }
  [[nodiscard]] static JournalState state_of(Ledger& ledger, Lane lane) {
    const auto journals = *ledger.journals();
    for (const auto& journal : journals) {
      if (journal.id.lane == lane && journal.id.incarnation == ledger.incarnation()) return journal;
    }
    return {};
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
};

}  // namespace garita::station
