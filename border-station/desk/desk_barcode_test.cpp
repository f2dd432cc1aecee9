#include <filesystem>
#include <fstream>
#include <thread>

#include "border-station/desk/desk_fixture.h"
#include "tests/support/licences/drawn_licence.h"
#include "tests/support/sealed_visas/sealed_visas.h"

namespace garita::station {
namespace {

/// A card without a machine readable zone, whose barcode says what is on it.
class DeskBarcodes : public DeskTest {
 protected:
  DeskBarcodes() {
    start_with_reader();
    publish_all();
    log_in();
  }
  json read_card(const tests::LicenceOrder& order = {}) {
    return read_picture(tests::drawn_licence(order));
  }
  json read_picture(const Bytes& picture) {
    const auto read = ask("POST", "/api/readings?direction=entry", std::string(text_of(picture)),
                          "image/x-portable-graymap");
    EXPECT_EQ(read.status, 201) << read.body;
    return json::parse(read.body);
  }
  /// What a frame of a camera showed, or that it opened a form to be confirmed.
  std::string frame(const Bytes& picture) {
    const auto seen = ask("POST", "/api/readings?direction=entry&frame=yes",
                          std::string(text_of(picture)), "image/x-portable-graymap");
    const json body = json::parse(seen.body);
    if (seen.status == 200) return body["sight"];
    const bool contradicted = body["findings"].dump().find("barcode_differs") != std::string::npos;
    if (!body.value("to_confirm", false)) return seen.body;
    return contradicted ? "to confirm, contradicted" : "to confirm";
  }
  static json with_revision(const json& inspection) {
    json decision = kAdmit;
    decision["revision"] = inspection["revision"];
    return decision;
  }
  static std::string digit(const json& inspection, const std::string& name) {
    for (const auto& check : inspection["checks"])
      if (check["code"] == "check_digit_" + name) return check["state"];
    return "none";
  }
  Response enter(const json& inspection, const json& document) {
    const auto id = inspection["id"].get<std::string>();
    return ask("PUT", "/api/inspections/" + id + "/document", json{{"document", document}}.dump());
  }
};

TEST_F(DeskBarcodes, FillInWhatTheySayAndTheOfficerConfirmsIt) {
  const json read = read_card();
  EXPECT_EQ(read["to_confirm"], true);
  EXPECT_EQ(read["document"], (json{{"document_code", "D"},
                                    {"issuing_state", "USA"},
                                    {"document_number", "900000017"},
                                    {"surname", "QUETZAL"},
                                    {"given_names", "IXCHEL"},
                                    {"birth_date", "1990-03-15"},
                                    {"sex", "F"},
                                    {"expiry_date", "2031-03-15"}}));
  EXPECT_EQ(read["sources"]["surname"], (json{{"source", "barcode"}, {"barcodes", {"aamva"}}}));
  for (const auto* kind : {"admit", "refer", "refuse"})
    EXPECT_EQ(pointers(decide(read, {{"decision", kind}})).substr(0, 24),
              "/document not_confirmed;")
        << kind;

  json document = read["document"];
  EXPECT_EQ(pointers(enter(read, document)), "/document/nationality missing; ")
      << "no licence says it";
  document["nationality"] = "GTM";
  document["given_names"] = "IXCHEL MARIA";
  const auto entered = enter(read, document);
  ASSERT_EQ(entered.status, 200) << entered.body;
  const json confirmed = json::parse(entered.body);
  EXPECT_FALSE(confirmed.contains("to_confirm"));
  EXPECT_EQ(confirmed["checks"].dump().find("check_digit"), std::string::npos)
      << "none is printed, so none is missed";
  EXPECT_EQ(confirmed["sources"]["surname"]["source"], "barcode");
  EXPECT_EQ(confirmed["sources"]["given_names"]["source"], "typed");
  EXPECT_EQ(confirmed["sources"]["nationality"]["source"], "typed");
  EXPECT_EQ(decide(confirmed, kAdmit).status, 201);
}

TEST_F(DeskBarcodes, ThatNameSomebodyElseAreToldLookedUpAndDoNotCount) {
  publish("alerts",
          "reference,instruction,action,issuer,number\nB-1,Stop,refer,USA,900000017\n"
          "C-1,Stop,refer,UTO,X1234567\n");
  const json read = read_card({.beside = std::string(kCleanZone)});
  EXPECT_EQ(read["document"]["surname"], "QUETZAL") << "not what anybody can print";
  EXPECT_EQ(read["sources"]["surname"],
            (json{{"source", "barcode"}, {"barcodes", {"aamva"}}, {"uncertain", true}}));
  EXPECT_EQ(hits_shown(read), "B-1; C-1 beside; ");
  std::string told;
  for (const auto& finding : read["findings"])
    if (finding["code"] == "barcode_differs" && finding["severity"] == "fail")
      told += finding["detail"].get<std::string>() + " " +
              finding["values"][0]["value"].get<std::string>() + "/" +
              finding["values"][1]["value"].get<std::string>() + "; ";
  EXPECT_EQ(told,
            "surname QUETZAL/MUSTER; birth_date 1990-03-15/1970-01-01; "
            "document_number 900000017/X1234567; ");

  json document = read["document"];
  document["nationality"] = "GTM";
  const json confirmed = json::parse(enter(read, document).body);
  EXPECT_EQ(hits_shown(confirmed), "B-1; C-1 beside; ") << "nothing is typed away";
  EXPECT_EQ(pointers(decide(confirmed, kAdmit)),
            "#question/override-reading missing; #question/alert-2 missing; "
            "#question/alert-3 missing; ");
}

TEST_F(DeskBarcodes, ThatNameSomebodyWhomTheSecondLineAloneIsToldOfShowNothingAndAreTold) {
  publish("alerts", "reference,instruction,action,issuer,number\nS-1,Tell,inform,UTO,X1234567\n");
  const json left = read_card({.beside = std::string(kCleanZone)});
  EXPECT_EQ(left.dump().find("S-1"), std::string::npos);
  const auto id = left["id"].get<std::string>();
  ASSERT_EQ(ask("DELETE", "/api/inspections/" + id).status, 204);
  const json read = read_card({.beside = std::string(kCleanZone)});
  json document = read["document"];
  document["nationality"] = "GTM";
  const json confirmed = json::parse(enter(read, document).body);
  EXPECT_EQ(confirmed.dump().find("S-1"), std::string::npos);
  EXPECT_EQ(pointers(decide(confirmed, kAdmit)), "#question/override-reading missing; ");
  json because = kAdmit;
  because["answers"] = {{{"question", "override-reading"}, {"answer", "read_by_eye"}}};
  const auto decided = decide(confirmed, because);
  ASSERT_EQ(decided.status, 201) << decided.body;
  const auto id_of_it = RecordId::parse(json::parse(decided.body)["record"].get<std::string>());
  const auto kept = uplink_->decision(*id_of_it);
  const auto& context = (*kept)->crossing->context;
  ASSERT_EQ(context.failed_checks.size(), 1U);
  EXPECT_EQ(context.failed_checks[0], "barcode_differs");
  EXPECT_EQ(context.answers.back().answer, "read_by_eye");
  std::string told;
  const auto urgent = *uplink_->urgent_since(Instant{}, 100);
  for (const auto& record : urgent) {
    if (const auto* hit = std::get_if<Hit>(&record.what))
      told += hit->seen.reference + " " + hit->answer + "; ";
    if (const auto* hit = std::get_if<HitLeft>(&record.what))
      told += hit->seen.reference + (hit->shown ? " shown " : " silent ") +
              hit->document.document_number + "; ";
  }
  EXPECT_EQ(told, "S-1 not_shown; S-1 silent X1234567; ");
}

TEST_F(DeskBarcodes, ThatNameSomebodyElseAreLookedUpInAListThatComesLater) {
  const json read = read_card({.beside = std::string(kCleanZone)});
  EXPECT_EQ(hits_shown(read), "");
  publish("alerts", "reference,instruction,action,issuer,number\nC-1,Stop,refer,UTO,X1234567\n");
  json document = read["document"];
  document["nationality"] = "GTM";
  EXPECT_EQ(hits_shown(json::parse(enter(read, document).body)), "C-1 beside; ");
}

TEST_F(DeskBarcodes, ThatNameSomebodyElseAreLookedUpInEachListThatComesBeforeTheDecision) {
  const json read = read_card({.beside = std::string(kCleanZone)});
  json document = read["document"];
  document["nationality"] = "GTM";
  json confirmed = json::parse(enter(read, document).body);
  for (const std::string instruction : {"Stop", "Do not let go"}) {
    publish("alerts", "reference,instruction,action,issuer,number\nC-1," + instruction +
                          ",refer,UTO,X1234567\n");
    EXPECT_EQ(problem_of_answer(decide(confirmed, with_revision(confirmed))),
              "409 inspection-changed");
    confirmed = json::parse(ask("GET", "/api/inspections/" + read["id"].get<std::string>()).body);
    EXPECT_EQ(confirmed["alerts"][1]["instruction"], instruction);
  }
}

TEST_F(DeskBarcodes, ThatFilledInAFormAreLookedUpInNamesThatComeLater) {
  publish("alerts",
          "reference,action,surname,given_names,birth_date,instruction\n"
          "N-1,refer,QUETZALL,IXCHEL,1990-03-15,Stop\n");
  const auto ready = std::exchange(names_, nullptr);
  const json read = read_card();
  json document = read["document"];
  document.update({{"nationality", "GTM"}, {"surname", "LUNA"}, {"given_names", "FLOR"}});
  const auto entered = enter(read, document);
  ASSERT_EQ(entered.status, 200) << entered.body;
  EXPECT_EQ(hits_shown(json::parse(entered.body)), "");
  names_ = ready;
  desk_->tick();
  const auto id = read["id"].get<std::string>();
  EXPECT_EQ(hits_shown(json::parse(ask("GET", "/api/inspections/" + id).body)), "N-1 beside; ");
}

TEST_F(DeskBarcodes, AreConfirmedByAZoneThatAReaderReadsOrAnOfficerTypes) {
  const struct {
    std::string how, source, of_field;
    EvidenceClass evidence;
  } cases[] = {{"?scanned=yes", "mrz_text", "mrz", EvidenceClass::kOfficerScan},
               {"", "typed", "typed", EvidenceClass::kOfficerTyped}};
  for (const auto& each : cases) {
    const json read = read_card();
    const auto target = "/api/inspections/" + read["id"].get<std::string>() + "/document";
    const auto zone = ask("PUT", target + each.how, std::string(kCleanZone), "text/plain");
    ASSERT_EQ(zone.status, 200) << zone.body;
    const json confirmed = json::parse(zone.body);
    EXPECT_FALSE(confirmed.contains("to_confirm"));
    EXPECT_EQ(confirmed["has_picture"], true);
    EXPECT_EQ(confirmed["source"], each.source);
    EXPECT_EQ(confirmed["document"]["surname"], "MUSTER");
    EXPECT_EQ(confirmed["sources"]["surname"]["source"], each.of_field);
    EXPECT_EQ(digit(confirmed, "document_number"), "ok");
    const auto decided = decide(confirmed, kAdmit);
    ASSERT_EQ(decided.status, 201) << decided.body;
    const auto record = RecordId::parse(json::parse(decided.body)["record"].get<std::string>());
    EXPECT_EQ((*uplink_->decision(*record))->crossing->evidence, each.evidence) << each.how;
  }
}

TEST_F(DeskBarcodes, GiveWayToASwipedZoneThatIsComparedWithAllOfThem) {
  publish("alerts", "reference,instruction,action,issuer,number\nB-1,Stop,refer,USA,900000017\n");
  const json read = read_card({.beside = std::string(kCleanZone)});
  const auto target = "/api/inspections/" + read["id"].get<std::string>() + "/document";
  const json swiped =
      json::parse(ask("PUT", target + "?scanned=yes", std::string(kCleanZone), "text/plain").body);
  std::string told;
  for (const auto& finding : swiped["findings"])
    if (finding["code"] != "too_small")
      told += finding["code"].get<std::string>() + " " + finding.value("detail", "") + "; ";
  EXPECT_EQ(told,
            "barcode_differs surname; barcode_differs given_names; barcode_differs birth_date; ")
      << "the licence's alone: the other one is that zone";
  EXPECT_EQ(hits_shown(swiped), "B-1 beside; ");
}

TEST_F(DeskBarcodes, OfALicenceForgiveNoOtherDocumentItsCheckDigits) {
  const std::pair<std::string, std::string> cases[] = {
      {"D", "none"}, {"P", "not_done"}, {"ID", "not_done"}};
  const json read = read_card();
  json document = read["document"];
  document["nationality"] = "GTM";
  for (const auto& [code, state] : cases) {
    document["document_code"] = code;
    EXPECT_EQ(digit(json::parse(enter(read, document).body), "document_number"), state) << code;
  }
}

TEST_F(DeskBarcodes, OfADocumentThatPrintsCheckDigitsMissThem) {
  const json read = read_picture(tests::drawn_symbol(copy_of(bytes_of(kCleanZone))));
  EXPECT_EQ(read["sources"]["surname"], (json{{"source", "barcode"}, {"barcodes", {"mrz"}}}));
  const auto entered = enter(read, read["document"]);
  ASSERT_EQ(entered.status, 200) << entered.body;
  EXPECT_EQ(digit(json::parse(entered.body), "document_number"), "not_done");
}

TEST_F(DeskBarcodes, OfACameraOpenTheFormOnceWhereNoZoneIsRead) {
  const auto card = tests::drawn_licence();
  EXPECT_EQ(frame(card), "once");
  EXPECT_EQ(frame(card), "once");
  EXPECT_EQ(frame(card), "once") << "its zone is waited for";
  EXPECT_EQ(frame(card), "to confirm");
  EXPECT_EQ(frame(card), "same_traveller");
  const auto other = tests::drawn_licence({.number = "900000018"});
  for (int i = 1; i < Shutter::kBarcodeAloneFrames; ++i) EXPECT_EQ(frame(other), "once");
  EXPECT_EQ(frame(other), "to confirm");
}

TEST_F(DeskBarcodes, OfACameraThatContradictOneAnotherOpenTheFormWithThat) {
  const auto card = tests::drawn_licence({.beside = std::string(kCleanZone)});
  for (int i = 1; i < Shutter::kBarcodeAloneFrames; ++i) EXPECT_EQ(frame(card), "once");
  EXPECT_EQ(frame(card), "to confirm, contradicted");
  EXPECT_EQ(frame(card), "same_traveller");
  EXPECT_EQ(frame(tests::drawn_licence()), "same_traveller") << "the other one is covered";
}

TEST_F(DeskBarcodes, OfACameraOpenTheFormThoughOneBesideThemIsReadNowAndThen) {
  const auto card = tests::drawn_licence();
  const auto with_another = tests::drawn_licence({.beside = std::string(kCleanZone)});
  for (int i = 1; i < Shutter::kBarcodeAloneFrames; ++i)
    EXPECT_EQ(frame(i % 2 == 1 ? card : with_another), "once");
  EXPECT_EQ(frame(with_another), "to confirm, contradicted");
}

TEST_F(DeskBarcodes, OfAScannerOpenTheFormOnce) {
  const auto folder = country_.folder / "drop";
  std::filesystem::create_directory(folder);
  start_with_reader(*DropFolder::open(folder));
  log_in();
  const auto scan = [&](const Bytes& picture) {
    std::ofstream(folder / "a.pgm", std::ios::binary) << text_of(picture);
    for (int i = 0; i < 200 && std::filesystem::exists(folder / "a.pgm"); ++i) {
      desk_->look_at_drop_folder();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "a.pgm")) << "it was looked at";
    const auto taken = ask("POST", "/api/drops/next?direction=entry");
    if (taken.status != 201) return std::to_string(taken.status);
    const json read = json::parse(taken.body);
    return read["document"]["document_number"].get<std::string>() +
           (read.value("to_confirm", false) ? " to confirm" : "");
  };
  EXPECT_EQ(scan(tests::drawn_licence()), "900000017 to confirm");
  EXPECT_EQ(scan(tests::drawn_licence()), "204") << "another picture of the same card";
  EXPECT_EQ(scan(tests::drawn_licence({.number = "900000018"})), "900000018 to confirm");
}

TEST_F(DeskBarcodes, AreLookedUpAtOnceAndAHitIsNotTypedAway) {
  publish("alerts", "reference,instruction,issuer,number\nB-1,Stop,USA,900000017\n");
  const json read = read_card();
  ASSERT_EQ(read["alerts"][0]["reference"], "B-1");
  json document = read["document"];
  document["nationality"] = "GTM";
  document["document_number"] = "900000018";
  const json typed = json::parse(enter(read, document).body);
  EXPECT_EQ(typed["alerts"][0]["reference"], "B-1");
  EXPECT_EQ(typed["alerts"][0]["earlier_reading"], true);
}

}  // namespace
}  // namespace garita::station
