#include "border-station/desk/desk_fixture.h"
#include "schema/record/record.h"

namespace garita::station {
namespace {

class TypedZone : public DeskTest {
 protected:
  json read_exit(const std::string& how) {
    const Response response =
        ask("POST", "/api/readings?direction=exit" + how, std::string(kCleanZone), "text/plain");
    EXPECT_EQ(response.status, 201) << response.body;
    return json::parse(response.body);
  }
  /// Of the last crossing, as the centre opens it.
  EvidenceClass evidence_class() {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), Lane::kMovement};
    const auto entries = *uplink_->entries_after(journal, 0, 100, SIZE_MAX);
    const auto wrapped = *uplink_->wrapped_key(1, entries.back().header.epoch);
    const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
    return std::get<Crossing>(*decode_record(*open_entry(entries.back(), key))).evidence;
  }
};

TEST_F(TypedZone, IsNoScan) {
  publish("policies", "exits_by_scan = true\n" + std::string(kPolicies));
  publish("alerts", kAlerts);
  publish_officers(true);
  log_in();
  const json scanned = read(kCleanZone);
  EXPECT_EQ(scanned["sources"]["surname"], (json{{"source", "mrz"}})) << "nothing was recognised";
  ASSERT_EQ(decide(scanned, kAdmit).status, 201);
  EXPECT_EQ(evidence_class(), EvidenceClass::kOfficerScan) << "a reader that types its lines";
  EXPECT_TRUE(read_exit("").contains("exit_by_scan"));
  const json typed = read_exit("&typed=yes");
  EXPECT_FALSE(typed.contains("exit_by_scan")) << typed;
  EXPECT_EQ(typed["source"], "typed");
  EXPECT_EQ(typed["sources"]["surname"]["source"], "typed");
  EXPECT_EQ(typed["reading"]["mrz"]["format"], "TD3") << "its digits are marked all the same";
  ASSERT_EQ(decide(typed, {{"decision", "admit"}}).status, 201);
  EXPECT_EQ(evidence_class(), EvidenceClass::kOfficerTyped);
}

TEST_F(TypedZone, OverAListedDocumentKeepsWhatTheNewestListSaysOfThat) {
  publish_all();
  log_in();
  json other = read(kZone)["document"];
  other.update({{"surname", "QUETZAL"}, {"given_names", "IXCHEL"}});
  const struct {
    std::string_view list, body, type;
  } cases[] = {{"A-17,refer,UTO,L898902C3,,,", kCleanZone, "text/plain"},
               {"A-17,refer,,,ERIKSSON,ANNA MARIA,1974-08-12", "", "application/json"}};
  for (const auto& each : cases) {
    const auto publish_with = [&](const std::string& instruction) {
      publish("alerts",
              "reference,action,issuer,number,surname,given_names,birth_date,instruction\n" +
                  std::string(each.list) + "," + instruction + "\n");
    };
    publish_with("Look twice");
    const auto target = "/api/inspections/" + read(kZone)["id"].get<std::string>();
    const std::string typed =
        each.body.empty() ? json{{"document", other}}.dump() : std::string(each.body);
    const json shown =
        json::parse(ask("PUT", target + "/document", typed, std::string(each.type)).body);
    EXPECT_EQ(shown["alerts"][0]["instruction"], "Look twice");
    publish_with("Do not let go");
    json admit = kAdmit;
    admit["revision"] = shown["revision"];
    EXPECT_EQ(problem_of_answer(decide(shown, admit)), "409 inspection-changed") << each.list;
    const json now = json::parse(ask("GET", target).body);
    EXPECT_EQ(now["alerts"][0]["instruction"], "Do not let go") << each.list;
    EXPECT_EQ(now["alerts"][0].value("earlier_reading", false), true) << now["alerts"];
  }
}

/// Documents that lie on the desk one after the other, in one inspection.
class ReplacedDocuments : public DeskTest {
 protected:
  ReplacedDocuments() {
    publish_all();
    router_ = {};
    desk_.emplace(
        DeskOptions{.reader = directory_.path() / "reader",
                    .metrics_token = "",
                    .names =
                        [this] {
                          ++asked_for_names_;
                          return names_;
                        }},
        *Ledger::open(directory_, clock_, bulletin_readers()), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
    log_in();
  }
  Response enter(const json& inspection, const std::string& number) {
    json document = inspection["document"];
    document["document_number"] = number;
    return ask("PUT", "/api/inspections/" + inspection["id"].get<std::string>() + "/document",
               json{{"document", document}}.dump());
  }

  int asked_for_names_ = 0;  ///< with each look-up, so many times
};

TEST_F(ReplacedDocuments, AreSoManyAndOneThatLayThereBeforeIsNoneMore) {
  std::set<int> look_ups;
  for (const std::string number : {"X1234567", "NOBODY"}) {
    publish("alerts",
            "reference,instruction,action,issuer,number\nS-1,Tell,inform,UTO," + number + "\n");
    const int before = asked_for_names_;
    const json first = read(kCleanZone);
    for (int i = 0; i < 20; ++i)
      EXPECT_EQ(enter(first, i % 2 == 0 ? "N1" : "X1234567").status, 200);
    for (std::size_t i = 1; i < kQuestionsMax; ++i)
      EXPECT_EQ(enter(first, "N" + std::to_string(i)).status, 200) << i;
    EXPECT_EQ(problem_of_answer(enter(first, "ONEMORE")), "409 too-many-documents");
    EXPECT_EQ(json::parse(enter(first, "N1").body)["document"]["document_number"], "N1");
    EXPECT_EQ(problem_of_answer(enter(first, "ONEMORE")), "409 too-many-documents");
    look_ups.insert(asked_for_names_ - before);
  }
  EXPECT_EQ(look_ups.size(), 1U) << "a silent hit makes no answer slower";
}

TEST_F(ReplacedDocuments, StayAsTheyWereWhereALookUpFails) {
  ASSERT_EQ(decide(read(kCleanZone), kAdmit).status, 201);
  const json first = read(kCleanZone);
  const auto target = "/api/inspections/" + first["id"].get<std::string>();
  const auto put = [&] {
    return ask("PUT", target + "/document?scanned=yes", std::string(kZone), "text/plain");
  };
  const json shown = json::parse(ask("GET", target).body);
  // What the post decided of whom lay there before: of the other nothing is known.
  ASSERT_TRUE(uplink_->database().execute(
      "UPDATE trip SET crossing_sealed = CAST(crossing_sealed || x'00' AS BLOB)"));
  EXPECT_EQ(problem_of_answer(put()), "500 not-available");
  ASSERT_TRUE(uplink_->database().execute(
      "UPDATE trip SET crossing_sealed = substr(crossing_sealed, 1, length(crossing_sealed) - 1)"));
  EXPECT_EQ(json::parse(ask("GET", target).body), shown);
  EXPECT_EQ(json::parse(put().body)["reading"]["mrz"]["fields"]["surname"], "ERIKSSON");
}

}  // namespace
}  // namespace garita::station
