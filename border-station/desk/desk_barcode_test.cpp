#include "border-station/desk/desk_fixture.h"
#include "tests/support/licences/drawn_licence.h"

namespace garita::station {
namespace {

/// A card without a machine readable zone, whose barcode says what is on it.
class DeskBarcodes : public DeskTest {
 protected:
  DeskBarcodes() {
    router_ = {};
    desk_.emplace(
        DeskOptions{.reader = std::filesystem::path(GARITA_BIN_DIR) / "garita-reader",
                    .metrics_token = "",
                    .names = [this] { return names_; }},
        *Ledger::open(directory_, clock_, bulletin_readers()), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
    publish_all();
    log_in();
  }
  json read_card() {
    const auto picture = tests::drawn_licence();
    const auto read = ask("POST", "/api/readings?direction=entry", std::string(text_of(picture)),
                          "image/x-portable-graymap");
    EXPECT_EQ(read.status, 201) << read.body;
    return json::parse(read.body);
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
