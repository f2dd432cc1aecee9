#include "border-station/desk/desk_audit.h"

#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

class DeskAuditTest : public DeskTest {
 protected:
  /// The centre's view of lane audit, a note a line: "agarcia logged_in: SUBJECT (REASON)".
  std::string notes() {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), Lane::kAudit};
    std::string text;
    const auto entries = *uplink_->entries_after(journal, 0, 1000, SIZE_MAX);
    for (const auto& entry : entries) {
      const auto wrapped = uplink_->wrapped_key(journal.incarnation, entry.header.epoch);
      const auto key = unwrap_epoch_key((*wrapped)->wrapped, country_.seal_key, country_.seal);
      const auto record = decode_record(*open_entry(entry, *key));
      const auto& note = std::get<AuditNote>(*record);
      text += note.officer.value() + " " + note.action + ": " + note.subject;
      if (!note.reason.empty()) text += " (" + note.reason + ")";
      text += "\n";
    }
    return text;
  }
  void log_out() { EXPECT_EQ(ask("DELETE", "/api/session").status, 204); }
};

TEST_F(DeskAuditTest, SaysWhoCameAndWent) {
  publish_all();
  EXPECT_EQ(ask("POST", "/api/session", R"({"officer":"agarcia","password":"guess"})").status, 401);
  EXPECT_EQ(ask("POST", "/api/session", R"({"officer":"my secret","password":"x"})").status, 401);
  log_in();
  EXPECT_EQ(ask("POST", "/api/session/lock").status, 204);
  log_in();
  log_out();
  EXPECT_EQ(notes(),
            "agarcia log_in_refused: 10.0.0.7 (wrong password)\n"
            " log_in_refused: 10.0.0.7 (nobody is called so)\n"
            "agarcia logged_in: 10.0.0.7\n"
            "agarcia session_locked: \n"
            "agarcia session_unlocked: 10.0.0.7\n"
            "agarcia logged_out: 10.0.0.7\n");
}

TEST_F(DeskAuditTest, GuessesDoNotFillTheJournal) {
  publish_all();
  for (int i = 0; i < 60; ++i) {
    const json guess{{"officer", "guess" + std::to_string(i)}, {"password", "x"}};
    static_cast<void>(ask("POST", "/api/session", guess.dump()));
  }
  const std::string noted = notes();
  EXPECT_EQ(std::count(noted.begin(), noted.end(), '\n'), RefusedLogIns::kNotedAnHour);
}

TEST_F(DeskAuditTest, ALookAtADocumentThatLedToNoRecordIsOnRecordWithoutItsNumber) {
  publish_all();
  log_in();
  const std::string put_aside = read(kCleanZone)["id"];
  EXPECT_EQ(ask("DELETE", "/api/inspections/" + put_aside).status, 204);
  static_cast<void>(read(kCleanZone));
  const json decided = read(kZone);
  EXPECT_EQ(decide(decided, {{"decision", "refer"}, {"grounds", {"alert_hit"}}}).status, 201);
  clock_.advance(std::chrono::hours(1) + std::chrono::seconds(1));
  desk_->tick();
  desk_->tick();
  const std::string noted = notes();
  EXPECT_EQ(noted.find("X1234567"), std::string::npos) << noted;
  const std::string first = "agarcia document_put_aside: document ";
  ASSERT_NE(noted.find(first), std::string::npos) << noted;
  const std::string hash = noted.substr(noted.find(first) + first.size(), 32);
  EXPECT_NE(noted.find("agarcia document_left_undecided: document " + hash + "\n"),
            std::string::npos)
      << "the same document has the same reference: " << noted;
  EXPECT_EQ(noted.find("document_left_undecided"), noted.rfind("document_left_undecided"));
}

TEST_F(DeskAuditTest, ACorrectionIsOnRecordOnce) {
  publish_all();
  log_in();
  const json decided = json::parse(decide(read(kCleanZone), kAdmit).body);
  const std::string record = decided["record"];
  const auto correct = [&] {
    return ask("POST", "/api/decisions/" + record + "/correction",
               json{{"reason", "Read twice."}}.dump())
        .status;
  };
  ASSERT_EQ(correct(), 201);
  EXPECT_EQ(correct(), 200);
  const std::string noted = notes();
  const std::string line = "agarcia record_corrected: " + record + "\n";
  EXPECT_NE(noted.find(line), std::string::npos) << noted;
  EXPECT_EQ(noted.find(line), noted.rfind(line));
}

}  // namespace
}  // namespace garita::station
