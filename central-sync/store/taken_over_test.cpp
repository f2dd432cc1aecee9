// Open stays that the centre took over from an older system.
#include <gmock/gmock.h>

#include "central-sync/projection/facts.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

Crossing taken_over(const char* number, std::string_view at) {
  auto made = entry("NORTE", utc(at), number);
  made.evidence = EvidenceClass::kTakenOver;
  made.reference = std::string("SIMMEL|") + number;
  return made;
}

/// The country is live since June 2025 and complete until 6 February 2026; STAYS and LEFT came in
/// before, by what an older system says.
class TakenOverStays : public ::testing::Test {
 protected:
  TakenOverStays() {
    const Instant known = utc("2026-02-06T12:00:00Z");
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), known, known);
    for (const auto* number : {"STAYS", "LEFT"})
      records.push_back(centre.own().write(taken_over(number, "2025-05-20T16:00:00Z"), known));
    centre.receive(centre.own(), known);
    centre.project();
  }

  std::string cases() {
    std::string text;
    const auto rows = *centre.reading().cases({});
    for (const auto& row : rows)
      text += std::string(flag_name(row.version.flag.kind)) + " " + row.person.document_number +
              " " + row.version.flag.subject + "; ";
    return text;
  }

  TestCentre centre;
  std::vector<RecordId> records;
};

TEST_F(TakenOverStays, BeginAtTheEntryAndEndByAnExitThatIsSeen) {
  EXPECT_EQ(cases(),
            "OVERSTAY_OPEN STAYS CENTRE-01:1:movement:1; OVERSTAY_OPEN LEFT "
            "CENTRE-01:1:movement:2; ");
  auto& sur = centre.station("SUR");
  const Instant left = utc("2025-06-10T16:00:00Z");
  sur.write(exit("SUR", left, "LEFT"), left);
  centre.receive(sur, utc("2026-02-06T13:00:00Z"));
  centre.project();
  EXPECT_EQ(cases(), "OVERSTAY_OPEN STAYS CENTRE-01:1:movement:1; ");
}

TEST_F(TakenOverStays, AreNoIncidentOfAnyPostAndHoldNoWatermarkBack) {
  EXPECT_TRUE(centre.reading().incidents(10)->rows.empty());
  EXPECT_TRUE((*centre.reading().counts()).behind_watermark.empty());
  const auto watermarks = *centre.reading().watermarks(utc("2026-02-06T12:00:00Z"));
  for (const auto& each : watermarks)
    EXPECT_EQ(each.complete_until, utc("2026-02-06T12:00:00Z")) << each.post.value();
}

TEST_F(TakenOverStays, AreFoundByTheOlderSystemsReferenceAlsoAfterARebuild) {
  const std::vector<std::string> asked = {"SIMMEL|STAYS", "SIMMEL|NOBODY", "SIMMEL|LEFT"};
  const auto before = *centre.reading().taken_over(asked);
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before.at("SIMMEL|LEFT").record, records[1]);
  const auto same = taken_over("STAYS", "2025-05-20T16:00:00Z");
  EXPECT_EQ(before.at("SIMMEL|STAYS").content, content_of_taken_over(same));
  EXPECT_NE(before.at("SIMMEL|STAYS").content,
            content_of_taken_over(taken_over("STAYS", "2025-05-21T16:00:00Z")));
  centre.rebuild();
  const auto after = *centre.reading().taken_over(asked);
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after.at("SIMMEL|STAYS").content, before.at("SIMMEL|STAYS").content);
  const auto known = *centre.reading().how_known({records[0].text(), "SUR-01:1:movement:9"});
  EXPECT_EQ(known, (std::map<std::string, HowKnown>{
                       {records[0].text(), {EvidenceClass::kTakenOver, false, "SIMMEL|STAYS"}}}));
}

TEST_F(TakenOverStays, AreStatedByTheCentreAlone) {
  auto& norte = centre.station("NORTE");
  const Instant now = utc("2026-02-06T14:00:00Z");
  auto honest = entry("NORTE", now, "HONEST");
  const auto first = norte.write(honest, now);
  norte.write(taken_over("FALSE", "2025-05-20T16:00:00Z"), now);
  norte.write(Correction{first, now, "typed_wrongly", OfficerId("ana"),
                         taken_over("HONEST", "2025-05-20T16:00:00Z")},
              now);
  centre.receive(norte, now);
  centre.project();
  const auto rows = *centre.reading().quarantine(10);
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows)
    EXPECT_EQ(row.reason, "only the centre takes stays over from an older system");
}

}  // namespace
}  // namespace garita::central::testing
