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
  document.barcodes = {{"QRCode", "text", {0, 255, 7}, "unknown"}};
  document.findings = {{"low_confidence", FindingSeverity::kWarning, "x"}};
  return {{document, {}}, 12.5, 10};
}

TEST(Reading, IsReadAsItWasWritten) {
  const auto back = reading_from_json(to_json(sample(), std::nullopt), kToday);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, sample());
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
      R"("optional_data":"ZE184226B"}}})");
}

TEST(Reading, WhatAProcessSaysIsNotMerelyBelieved) {
  const auto refusal = [](std::string_view json) {
    const auto reading = reading_from_json(json, kToday);
    return reading ? "taken" : reading.error().message;
  };
  EXPECT_EQ(refusal("{"), "a reading is not the JSON that it should be");
  EXPECT_EQ(refusal(R"({"documents":[{"mrz":{"lines":["P<"]}}]})"),
            "a zone has two lines of 44 or 36 characters, or three of 30");
  EXPECT_EQ(refusal(R"({"documents":[{"mrz":{}}]})"),
            "a reading is not the JSON that it should be");
  EXPECT_EQ(refusal(std::string(kReadingJsonBytesMax + 1, ' ')), "a reading is too large");
}

}  // namespace
}  // namespace garita::reader
