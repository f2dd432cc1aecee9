// Regional offices decide about status: what they decide counts like what the centre decides, and
// no flag is raised before it is known.
#include <gmock/gmock.h>

#include "central-sync/flags/history.h"
#include "central-sync/intake/bundles.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

StatusDecision decided(StatusKind kind, const RecordId& entry, std::string_view at) {
  StatusDecision decision;
  decision.kind = kind;
  decision.at = utc(at);
  decision.entry = entry;
  decision.authority = "Oficina";
  decision.officer = OfficerId("rsolis");
  return decision;
}

/// Somebody enters at NORTE on 5 January with 30 days; OFICINA decides, both posts report.
class Offices : public ::testing::Test {
 protected:
  Offices() {
    centre.enrol("OFICINA", utc("2026-01-04T00:00:00Z"), "office");
    auto& norte = centre.station("NORTE");
    entered = norte.write(entry("NORTE", utc("2026-01-05T16:00:00Z"), "GUEST"),
                          utc("2026-01-05T16:00:00Z"));
    centre.receive(norte, utc("2026-01-05T16:01:00Z"));
    complete("OFICINA", "2026-01-05T16:02:00Z");
    for (const auto* post : {"NORTE", "SUR"}) complete(post, "2026-02-06T12:00:00Z");
    centre.project();
  }

  void complete(const std::string& post, std::string_view until) {
    centre.receive_claim(centre.station(post), utc(until), utc(until));
  }
  RecordId write(const std::string& post, const Record& record, std::string_view at) {
    auto& station = centre.station(post);
    const auto id = station.write(record, utc(at));
    centre.receive(station, utc(at));
    centre.project();
    return id;
  }
  /// "KIND state <POST …" of everything that stands.
  std::string flags_at(std::string_view now) {
    const auto view = *CountryView::at(centre.reading(), utc(now));
    const auto rows = *centre.reading().cases({CaseSelection::kCurrent, utc(now), std::nullopt});
    std::string text;
    for (const auto& [version, person] : rows) {
      const auto watermark = lowest_watermark(view.watermarks());
      const auto state = state_of(ripeness_of(version.flag), utc(now), watermark);
      text += std::string(flag_name(version.flag.kind)) + " " + std::string(state_name(state));
      if (!is_held(state)) continue;
      for (const auto& post : posts_behind(view.watermarks(), version.flag.raise_at))
        text += " <" + post.value();
    }
    return text.empty() ? "nothing" : text;
  }
  std::string put_aside() {
    std::string reasons;
    const auto rows = *centre.reading().quarantine(10);
    for (const auto& row : rows) reasons += row.reason + ";";
    return reasons;
  }

  TestCentre centre;
  RecordId entered;
};

TEST_F(Offices, AFlagWaitsForTheOfficeThatMayHaveExtendedTheStay) {
  EXPECT_EQ(flags_at("2026-02-06T12:00:00Z"), "OVERSTAY_OPEN pending_data <OFICINA");
  auto extension = decided(StatusKind::kExtendUntil, entered, "2026-01-20T15:00:00Z");
  extension.until = *Date::from_iso("2026-03-31");
  write("OFICINA", extension, "2026-02-07T08:00:00Z");
  complete("OFICINA", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "nothing") << "and it never was raised";
  const auto person = centre.reading().find_persons("GUEST", 2)->front().person;
  const auto versions = *centre.reading().case_versions(person);
  std::vector<Instant> needed;
  for (const auto& version : versions) needed.push_back(version.flag.raise_at);
  const Instant now = utc("2026-02-07T09:00:00Z");
  const auto steps = *watermark_steps_of_both(centre.reading(), needed, now);
  for (const auto& event : events_of(versions, steps, now)) EXPECT_FALSE(is_raised(event.state));
  EXPECT_EQ(put_aside(), "");
  centre.rebuild();
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "nothing");
}

TEST_F(Offices, WhereItDecidedNothingTheFlagIsRaisedOnceItSaysSo) {
  complete("OFICINA", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "OVERSTAY_OPEN probable");
}

TEST_F(Offices, ADecisionWhoseEntryHasNotComeHoldsNobodyElsesFlag) {
  const RecordId unheard = *RecordId::parse("SUR-01:1:movement:4711");
  write("OFICINA", decided(StatusKind::kProtection, unheard, "2026-01-20T15:00:00Z"),
        "2026-01-20T15:00:00Z");
  complete("OFICINA", "2026-02-07T08:05:00Z");
  centre.project();
  EXPECT_EQ(centre.reading().waiting_decisions(utc("2026-02-07T09:00:00Z"), 10)->size(), 1U);
  EXPECT_EQ(put_aside(), "");
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "OVERSTAY_OPEN probable");
  centre.rebuild();
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "OVERSTAY_OPEN probable");
}

TEST_F(Offices, AStickForOneCarriesNoListOfPersons) {
  for (const auto* channel :
       {"alerts", "alert-pictures", "cleared-pairs", "open-stays", "officers"}) {
    Bulletin bulletin;
    bulletin.channel = channel;
    bulletin.version = 1;
    bulletin.content = Bytes(20, 'x');
    bulletin.sign(centre.centre_key());
    ASSERT_TRUE(centre.database().book().put_bulletin(bulletin));
  }
  const auto carried = [&](const std::string& post) {
    std::set<std::string> channels;
    Addressee to;
    to.station = centre.station(post).id();
    const auto keep = [&](ByteView file) -> Result<void> {
      GARITA_TRY(bundle, BundleReader::open(file));
      for (auto message = bundle.next(); message && *message; message = bundle.next())
        if (const auto* bulletin = std::get_if<Bulletin>(&**message))
          channels.insert(bulletin->channel);
      return {};
    };
    EXPECT_TRUE(write_answer(centre.database().intake(), centre.centre_key(), to,
                             utc("2026-02-07T09:00:00Z"), keep));
    return channels;
  };
  EXPECT_THAT(carried("OFICINA"),
              AllOf(Contains("officers"), Not(Contains("alerts")), Not(Contains("alert-pictures")),
                    Not(Contains("cleared-pairs")), Not(Contains("open-stays"))));
  EXPECT_THAT(carried("NORTE"),
              IsSupersetOf({"alerts", "cleared-pairs", "open-stays", "officers"}));
}

TEST_F(Offices, FlagsAboutEntriesWaitForThemToo) {
  const auto left =
      write("SUR", exit("SUR", utc("2026-02-05T16:00:00Z"), "NEVER"), "2026-02-05T16:00:00Z");
  for (const auto* post : {"NORTE", "SUR"}) complete(post, "2026-02-06T12:00:00Z");
  centre.project();
  EXPECT_THAT(flags_at("2026-02-06T12:00:00Z"),
              HasSubstr("EXIT_WITHOUT_ENTRY pending_data <OFICINA"));
  write("OFICINA", decided(StatusKind::kProtection, left, "2026-02-05T10:00:00Z"),
        "2026-02-06T13:00:00Z");
  EXPECT_EQ(put_aside(), "");
}

TEST_F(Offices, ADecisionThatCameAfterItWasDeclaredCompleteIsAlarmed) {
  complete("OFICINA", "2026-02-07T08:00:00Z");
  centre.project();
  EXPECT_EQ(centre.reading().counts()->behind_watermark.size(), 0U);
  auto extension = decided(StatusKind::kExtendUntil, entered, "2026-02-01T15:00:00Z");
  extension.until = *Date::from_iso("2026-03-31");
  write("OFICINA", extension, "2026-02-07T09:00:00Z");
  EXPECT_EQ(flags_at("2026-02-07T09:00:00Z"), "nothing");
  EXPECT_EQ(centre.reading().counts()->behind_watermark.at(PostCode("OFICINA")), 1);
}

TEST_F(Offices, StateNothingElse) {
  const std::pair<Record, const char*> refused[] = {
      {entry("OFICINA", utc("2026-01-10T16:00:00Z"), "NOBODY"), "an office sees nobody cross"},
      {decided(StatusKind::kClear, entered, "2026-01-10T16:00:00Z"),
       "only the centre judges a flag"},
      {decided(StatusKind::kConfirm, entered, "2026-01-10T16:00:00Z"),
       "only the centre judges a flag"},
      {decided(StatusKind::kExtendDays, RecordId{StationId("OFICINA-01"), 1, Lane::kMovement, 1},
               "2026-01-10T16:00:00Z"),
       "OFICINA-01:1:movement:1 is the record of no entry"},
      {decided(StatusKind::kExtendDays, RecordId{StationId("NORTE-01"), 1, Lane::kUrgent, 1},
               "2026-01-10T16:00:00Z"),
       "NORTE-01:1:urgent:1 is the record of no entry"},
      {Correction{entered, utc("2026-01-10T16:00:00Z"), "wrong", OfficerId("rsolis"), std::nullopt},
       "it corrects a record of another station"},
  };
  for (const auto& [record, why] : refused) {
    write("OFICINA", record, "2026-01-10T16:00:00Z");
    EXPECT_EQ(centre.reading().quarantine(1)->front().reason, why);
  }
}

TEST_F(Offices, TakesItsOwnDecisionBack) {
  auto extension = decided(StatusKind::kExtendUntil, entered, "2026-01-20T15:00:00Z");
  extension.until = *Date::from_iso("2026-03-31");
  const auto id = write("OFICINA", extension, "2026-01-20T15:00:00Z");
  EXPECT_EQ(flags_at("2026-02-06T12:00:00Z"), "nothing") << "extended";
  write("OFICINA",
        Correction{id, utc("2026-01-21T15:00:00Z"), "another person's", OfficerId("rsolis"),
                   std::nullopt},
        "2026-01-21T15:00:00Z");
  EXPECT_EQ(flags_at("2026-02-06T12:00:00Z"), "OVERSTAY_OPEN pending_data <OFICINA");
}

TEST_F(Offices, APostMaySuspendTheFlagsOfItsOwnTravellersAndDecidesNothingElse) {
  auto referred = entry("SUR", utc("2026-01-20T15:00:00Z"), "GUEST");
  referred.direction = Direction::kExit;
  referred.decision = DecisionKind::kRefer;
  const auto crossing = write("SUR", referred, "2026-01-20T15:00:00Z");
  const std::pair<StatusDecision, bool> said[] = {
      {decided(StatusKind::kSuspend, entered, "2026-01-20T15:00:00Z"), false},
      {decided(StatusKind::kResidence, crossing, "2026-01-20T15:00:00Z"), false},
      {decided(StatusKind::kSuspend, crossing, "2026-01-20T15:00:00Z"), true},
  };
  std::size_t aside = 0;
  for (const auto& [decision, taken] : said) {
    write("SUR", decision, "2026-01-20T15:00:00Z");
    aside += taken ? 0 : 1;
    EXPECT_EQ(centre.reading().quarantine(10)->size(), aside);
  }
  EXPECT_EQ(flags_at("2026-02-06T12:00:00Z"), "nothing") << "suspended";
  centre.rebuild();
  EXPECT_EQ(flags_at("2026-02-06T12:00:00Z"), "nothing");
}

}  // namespace
}  // namespace garita::central::testing
