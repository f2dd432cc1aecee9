#include "document-reader/reading/reading.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

Reading sample() {
  ReadDocument document;
  document.mrz = ReadMrz{*parse_mrz({"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                                     "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
                                    kToday),
                         0.5,
                         {{0.25F, 1.0F}},
                         true};
  const std::string pass = "M1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J001A0025 100^104SEAL";
  document.barcodes = {
      {"QRCode", "text", {0, 255, 7}, "unknown"},
      interpreted("Aztec", pass, copy_of(bytes_of(pass)), {kToday, nullptr}),
      interpreted("PDF417", "x", copy_of(bytes_of("@\n\x1e\rANSI 636006")), {kToday, nullptr})};
  document.findings = {
      {"low_confidence", FindingSeverity::kWarning, "x"},
      {"barcode_differs", FindingSeverity::kFail, "sex", {{"mrz", "F"}, {"vds", "M"}}}};
  return {{document, {}}, 12.5, 10};
}

TEST(Reading, IsReadAsItWasWritten) {
  const auto back = reading_from_json(to_json(sample(), std::nullopt), kToday);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, sample());
}

TEST(Reading, WhereTheZoneStandsIsReadAsItWasWritten) {
  Reading reading = sample();
  reading.documents[0].mrz->geometry =
      ZoneGeometry{.corners = {{{10.5, 20}, {450, 22}, {449.5, 70}, {10, 68}}},
                   .pitch_px = 10.125,
                   .capital_px = 11.5,
                   .baselines = {{{{10, 31.5}, {450, 33.5}}}, {{{10, 68}, {449.5, 70}}}}};
  const auto json = to_json(reading, std::nullopt);
  EXPECT_NE(json.find(R"("geometry":{"corners":[[10.5,20.0],[450.0,22.0],[449.5,70.0],)"
                      R"([10.0,68.0]],"pitch_px":10.125,"capital_px":11.5,)"
                      R"("baselines":[[[10.0,31.5],[450.0,33.5]],[[10.0,68.0],[449.5,70.0]]]})"),
            std::string::npos)
      << json;
  const auto back = reading_from_json(json, kToday);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, reading);
}

TEST(Reading, AZoneWithAnUncertainFieldIsNotValidThoughItsCheckDigitsHold) {
  Reading reading = sample();
  reading.documents[0].mrz->uncertain_fields = {"surname"};
  EXPECT_TRUE(reading.documents[0].mrz->mrz.valid());
  const auto json = to_json(reading, std::nullopt);
  EXPECT_NE(json.find(R"("valid":false)"), std::string::npos);
  EXPECT_NE(json.find(R"("uncertain_fields":["surname"])"), std::string::npos);
  const auto back = reading_from_json(json, kToday);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, reading);
}

TEST(Reading, NumbersBeyondAllMeasureAreTakenAsTheLargestThereAre) {
  const auto reading =
      reading_from_json(R"({"elapsed_ms":1e53,"cpu_ms":-1e53,"documents":[{"mrz":{"lines":[)"
                        R"("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",)"
                        R"("L898902C36UTO7408122F1204159ZE184226B<<<<<10"],"confidence":1e300,)"
                        R"("character_confidence":[[1e30,-7]]}}]})",
                        kToday);
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->elapsed_ms, 1e9);
  EXPECT_EQ(reading->cpu_ms, -1e9);
  EXPECT_EQ(reading->documents[0].mrz->character_confidence[0], (std::vector<float>{1, 0}));
  const auto json = to_json(*reading, std::nullopt);
  EXPECT_NE(json.find(R"("elapsed_ms":1000000000.0)"), std::string::npos) << json;
  EXPECT_EQ(to_json(*reading_from_json(json, kToday), std::nullopt), json);
}

TEST(Reading, WhatWasRoundedOnceStaysAsItIs) {
  for (const char* said :
       {R"({"elapsed_ms":-2.5,"documents":[]})", R"({"cpu_ms":-0.0004,"documents":[]})"}) {
    const auto json = to_json(*reading_from_json(said, kToday), std::nullopt);
    EXPECT_EQ(to_json(*reading_from_json(json, kToday), std::nullopt), json);
  }
}

TEST(Reading, JsonHasTheKeysOfTheContract) {
  EXPECT_EQ(
      to_json(*sample().documents[0].mrz),
      R"({"mrz":{"format":"TD3","lines":["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",)"
      R"("L898902C36UTO7408122F1204159ZE184226B<<<<<10"],"valid":true,"confidence":0.5,)"
      R"("character_confidence":[[0.25,1.0]],"corrected":true,"checks":[)"
      R"({"name":"document_number","ok":true},{"name":"birth_date","ok":true},)"
      R"({"name":"expiry_date","ok":true},{"name":"optional_data","ok":true},)"
      R"({"name":"composite","ok":true}],"fields":{"document_code":"P","issuing_state":"UTO",)"
      R"("document_number":"L898902C3","surname":"ERIKSSON","given_names":"ANNA MARIA",)"
      R"("nationality":"UTO","birth_date":"1974-08-12","sex":"F","expiry_date":"2012-04-15",)"
      R"("optional_data":"ZE184226B"},"birth_century":"only_plausible"}})");
}

TEST(Reading, JsonSaysWhatIsOnlyPlausibleAndHintsAreNoFields) {
  ReadMrz read;
  read.mrz = *parse_mrz({"IDYTOA123456784<<<<<<<<<<<<<<<", "1502300<3<<<<<<D<<<<<<<<<<<<<4",
                         "MUELLER<SCHMIDT<<JOERG<KARLHEI"},
                        kToday);
  EXPECT_EQ(to_json(read),
            R"({"mrz":{"format":"TD1","lines":["IDYTOA123456784<<<<<<<<<<<<<<<",)"
            R"("1502300<3<<<<<<D<<<<<<<<<<<<<4","MUELLER<SCHMIDT<<JOERG<KARLHEI"],)"
            R"("valid":false,"confidence":0.0,"character_confidence":[],"corrected":false,)"
            R"("checks":[{"name":"document_number","ok":true},{"name":"birth_date","ok":false},)"
            R"({"name":"expiry_date","ok":false},{"name":"composite","ok":false}],)"
            R"("fields":{"document_code":"ID","issuing_state":"YTO","document_number":"A12345678",)"
            R"("surname":"MUELLER SCHMIDT","given_names":"JOERG KARLHEI","nationality":"D",)"
            R"("sex":"X"},"remarks":[{"code":"unknown_code","field":"issuing_state"},)"
            R"({"code":"no_date","field":"birth_date"},{"code":"no_date","field":"expiry_date"},)"
            R"({"code":"may_be_truncated","field":"given_names"}],)"
            R"("name_hints":[{"printed":"MUELLER","may_be":["MÜLLER"]},)"
            R"({"printed":"JOERG","may_be":["JÖRG"]}]}})");
  read.mrz = *parse_mrz({"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                         "L898902C36UTO2008122F3204159ZE184226B<<<<<10"},
                        kToday);
  const auto json = to_json(read);
  EXPECT_NE(json.find(R"("birth_century":"younger_of_two","otherwise_born":"1920-08-12"})"),
            std::string::npos)
      << json;
}

TEST(Reading, ABarcodeSaysItsFieldsInTheContractsKeys) {
  const auto barcodes = sample().documents[0].barcodes;
  EXPECT_EQ(to_json(barcodes[0], "a.bin"),
            R"({"file":"a.bin","symbology":"QRCode","text":"text","bytes":"AP8H",)"
            R"("kind":"unknown","fields":{}})");
  EXPECT_EQ(
      to_json(barcodes[1], std::nullopt),
      R"({"symbology":"Aztec",)"
      R"("text":"M1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J001A0025 100^104SEAL",)"
      R"("bytes":"TTFFUklLU1NPTi9BTk5BICAgICAgIEVBQkMxMjMgVVRPVVRQWFggMDgzNCAzMjZKMDAxQTAwMjUgMTAw)"
      R"(XjEwNFNFQUw=","kind":"bcbp","fields":{"surname":"ERIKSSON","given_names":"ANNA",)"
      R"("electronic_ticket_indicator":"E","security_type":"1","security_length":"4",)"
      R"("security_data":"SEAL","legs":[{"pnr":"ABC123","from_airport":"UTO","to_airport":"UTP",)"
      R"("operating_carrier":"XX","flight_number":"0834","flight_day":"326","compartment":"J",)"
      R"("seat":"001A","check_in_sequence":"0025","passenger_status":"1",)"
      R"("flight_date":"2026-11-22","flight_year_basis":"today"}]},)"
      R"("seal":{"signer":"XX","verdict":"unknown_signer",)"
      R"("reason":"the security data are kept, no airline's key is known to check them"}})");
}

TEST(Reading, ABarcodeThatCannotBeReadKeepsItsBytesAndSaysWhy) {
  const auto damaged = sample().documents[0].barcodes[2];
  EXPECT_EQ(damaged.kind, "aamva");
  EXPECT_TRUE(damaged.payload.fields.empty());
  ReadDocument document;
  add_barcode(document, sample().documents[0].barcodes[1]);
  add_barcode(document, damaged);
  EXPECT_EQ(document.findings,
            (std::vector<ReadingFinding>{{"payload_unread", FindingSeverity::kWarning,
                                          "aamva: no version of two digits at byte 15"}}));
  EXPECT_EQ(document.barcodes.at(1).bytes, damaged.bytes);
}

TEST(Reading, ABarcodeIsComparedWithTheZoneItStandsBeside) {
  auto document = sample().documents[0];
  document.findings.clear();
  const std::string pass = "M1RIVAS/ANA           EABC123 UTOUTPXX 0834 326J001A0025 100";
  add_barcode(document, interpreted("Aztec", pass, copy_of(bytes_of(pass)), {kToday, nullptr}));
  EXPECT_EQ(document.findings,
            (std::vector<ReadingFinding>{{"barcode_differs",
                                          FindingSeverity::kWarning,
                                          "surname",
                                          {{"mrz", "ERIKSSON"}, {"bcbp", "RIVAS"}}}}));
}

TEST(Reading, AZoneThatWasReadElsewhereIsWhatBarcodesAreComparedWith) {
  auto document = sample().documents[0];
  const ReadingFinding glare{"glare", FindingSeverity::kWarning};
  document.findings = {{"check_digit_failed", FindingSeverity::kFail, "birth_date"}, glare};
  document.barcodes.clear();
  const std::string pass = "M1RIVAS/ANA           EABC123 UTOUTPXX 0834 326J001A0025 100";
  add_barcode(document, interpreted("Aztec", pass, copy_of(bytes_of(pass)), {kToday, nullptr}));
  ASSERT_EQ(document.findings.size(), 3U);
  const std::vector<std::string> lines{"P<UTORIVAS<<ANA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
                                       "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"};
  put_zone(document, {*parse_mrz(lines, kToday), 1.0, {}, false});
  EXPECT_EQ(document.mrz->mrz.lines, lines);
  EXPECT_EQ(document.barcodes.size(), 1U);
  EXPECT_EQ(document.findings, std::vector<ReadingFinding>{glare})
      << "of the picture, whatever was read since";
}

TEST(Reading, WhatAProcessSaysOfABarcodeIsReadAnewFromItsBytes) {
  // Bytes of "M1ERIKSSON…" with another name, kind and verdict beside them.
  auto json = to_json(sample(), std::nullopt);
  const auto put = [&](const std::string& from, const std::string& to) {
    const auto at = json.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    json.replace(at, from.size(), to);
  };
  put(R"("kind":"bcbp","fields":{"surname":"ERIKSSON")",
      R"("kind":"vds","fields":{"surname":"SMITH")");
  put(R"("verdict":"unknown_signer")", R"("verdict":"valid")");
  const auto back = reading_from_json(json, kToday);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, sample());
}

TEST(Reading, WhatAProcessSaysIsNotMerelyBelieved) {
  const auto refusal = [](std::string_view json) {
    const auto reading = reading_from_json(json, kToday);
    return reading ? "taken" : reading.error().message;
  };
  EXPECT_EQ(refusal("{"), "a reading is not the JSON that it should be");
  EXPECT_EQ(refusal(R"({"documents":[{"mrz":{"lines":["P<"]}}]})"),
            "1 line (characters: 2): a zone has two lines of 44 or 36, or three of 30");
  EXPECT_EQ(refusal(R"({"documents":[{"mrz":{}}]})"),
            "a reading is not the JSON that it should be");
  const auto with_barcode = [](const std::string& symbology, const std::string& text,
                               const std::string& bytes) {
    return R"({"documents":[{"barcodes":[{"symbology":")" + symbology + R"(","text":")" + text +
           R"(","bytes":")" + bytes + R"("}]}]})";
  };
  EXPECT_EQ(refusal(with_barcode("QRCode", "x", "eA==")), "taken");
  EXPECT_EQ(refusal(with_barcode("QRCode", "x", "?")), "text that is no base64");
  EXPECT_EQ(refusal(with_barcode(std::string(33, 'Q'), "x", "eA==")),
            "a barcode that no symbol holds");
  EXPECT_EQ(refusal(with_barcode("QRCode", std::string(3 * kPayloadBytesMax + 1, 'x'), "eA==")),
            "a barcode that no symbol holds");
  EXPECT_EQ(refusal(with_barcode("QRCode", "x", std::string(4 * (kPayloadBytesMax / 3 + 1), 'A'))),
            "a barcode that no symbol holds");
  std::string many = R"({"documents":[{"barcodes":[{})";
  for (int i = 0; i < 32; ++i) many += ",{}";
  EXPECT_EQ(refusal(many + "]}]}"), "too many barcodes");
  EXPECT_EQ(refusal(std::string(kReadingJsonBytesMax + 1, ' ')), "a reading is too large");
}

}  // namespace
}  // namespace garita::reader
