#include "border-station/desk/desk_audit.h"

#include <functional>
#include <sstream>

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

class LookUps : public DeskAuditTest {
 protected:
  LookUps() {
    publish_all();
    log_in();
    put_aside(read(kCleanZone));
    const std::string first = notes();
    const auto at = first.find(kDocument);
    EXPECT_NE(at, std::string::npos) << first;
    clean_ = first.substr(at, kDocument.size() + kReferenceDigits);
  }
  void put(const json& inspection, std::string_view zone) {
    const auto target = "/api/inspections/" + inspection["id"].get<std::string>() + "/document";
    EXPECT_EQ(ask("PUT", target, std::string(zone), "text/plain").status, 200);
  }
  void put_aside(const json& inspection) {
    EXPECT_EQ(ask("DELETE", "/api/inspections/" + inspection["id"].get<std::string>()).status, 204);
  }
  void refer(const json& inspection) {
    const json draft{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
    EXPECT_EQ(decide(inspection, draft).status, 201);
  }
  void wait(std::chrono::seconds time) {
    clock_.advance(time);
    desk_->tick();
    desk_->tick();
  }
  /// What is noted of documents from there on: "put_aside"; with "*" of another than the clean one.
  std::string noted_from(std::size_t begin) {
    constexpr std::string_view kAction = "agarcia document_";
    std::string said;
    std::istringstream lines(notes().substr(begin));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_EQ(line.find("X1234567"), std::string::npos) << line;
      if (!line.starts_with(kAction)) continue;
      const auto end = line.find(": ");
      said += (said.empty() ? "" : " ") + line.substr(kAction.size(), end - kAction.size());
      if (!line.substr(end).starts_with(clean_)) said += "*";
    }
    return said;
  }

  static constexpr std::string_view kDocument = ": document ";
  static constexpr std::size_t kReferenceDigits = 32;
  std::string clean_;
};

TEST_F(LookUps, ThatLedToNoRecordAreNotedOnceWithoutTheNumber) {
  using std::chrono::seconds;
  const std::pair<std::string, std::function<void(const json&)>> cases[] = {
      {"put_aside", [&](const json& opened) { put_aside(opened); }},
      {"", [&](const json& opened) { refer(opened); }},
      {"",
       [&](const json& opened) {
         wait(seconds(59));
         refer(opened);
         wait(seconds(61));
       }},
      {"looked_at",
       [&](const json& opened) {
         wait(seconds(61));
         put_aside(opened);
       }},
      {"replaced",
       [&](const json& opened) {
         put(opened, kZone);
         put(opened, kZone);
         refer(opened);
       }},
      {"",
       [&](const json& opened) {
         put(opened, kCleanZone);
         refer(opened);
       }},
      {"replaced looked_at*",
       [&](const json& opened) {
         put(opened, kZone);
         wait(seconds(61));
       }},
      {"left_undecided",
       [&](const json&) {
         start();
         log_in();
       }},
  };
  for (const auto& [expected, act] : cases) {
    const auto before = notes().size();
    act(read(kCleanZone));
    EXPECT_EQ(noted_from(before), expected);
  }
}

TEST_F(LookUps, ThatAKillEndsAreNotedAtTheNextStart) {
  const auto begin = notes().size();
  const auto at = clock_.now().rfc3339();
  const json replaced = read(kCleanZone);
  put(replaced, kZone);
  refer(read(kCleanZone));
  put_aside(read(kCleanZone));
  static_cast<void>(read(kCleanZone));
  EXPECT_EQ(noted_from(begin), "replaced put_aside");
  const auto killed = notes().size();
  clock_.advance(std::chrono::seconds(20));
  {
    // The process is gone, and nothing of it runs any more: another begins on the same disk.
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    Desk next(
        {directory_.path() / "reader", ""}, *std::move(ledger), [this] { return link_; }, clock_);
    EXPECT_EQ(noted_from(killed), "left_undecided* left_undecided");
    EXPECT_NE(notes().find("(looked at " + at + ")", killed), std::string::npos) << notes();
  }
  const auto noted = notes().size();
  auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
  Desk third(
      {directory_.path() / "reader", ""}, *std::move(ledger), [this] { return link_; }, clock_);
  EXPECT_EQ(noted_from(noted), "") << "once";
}

TEST_F(LookUps, ThatGiveWayToNewerOnesAreNoted) {
  const auto before = notes().size();
  static_cast<void>(read(kCleanZone));
  for (std::size_t i = 0; i < OpenInspections::kInspectionsMax; ++i) static_cast<void>(read(kZone));
  EXPECT_EQ(noted_from(before), "left_undecided");
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
