#include "document-reader/payload/payload.h"

#include <gtest/gtest.h>

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

using namespace std::string_view_literals;

const PayloadContext kContext{*Date::from_iso("2026-11-24"), nullptr};
constexpr std::string_view kZone =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

TEST(Payload, IsKnownByItsBeginning) {
  const auto kind = [](std::string_view text) {
    return payload_kind_name(kind_of_payload(bytes_of(text)));
  };
  EXPECT_EQ(kind("@\n\x1e\rANSI 636000090002DL00410278"), "aamva");
  EXPECT_EQ(kind("@\0\n\x1e\r\0ANSI 636000\0"
                 "090002"sv),
            "aamva")
      << "NULs between characters";
  EXPECT_EQ(kind("\xdc\x03\xd9\xc5"), "vds");
  EXPECT_EQ(kind("\xc3\x9c\x03\xc3\x99"), "vds");
  EXPECT_EQ(kind("dc03d9c5"), "unknown");
  EXPECT_EQ(kind("\xdc\x07\xd9\xc5"), "unknown");
  EXPECT_EQ(kind("I<UTOD231458907<<<<<<<<<<<<<<<"), "mrz");
  EXPECT_EQ(kind(kZone), "mrz");
  EXPECT_EQ(kind("M1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J001A0025 100"), "bcbp");
  EXPECT_EQ(kind("M1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J"), "bcbp");
  EXPECT_EQ(kind("S1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J001A0025 100"), "bcbp")
      << "to be refused as one";
  EXPECT_EQ(kind("MXERIKSSON/\xC3\x84NNA      EABC123 UTOUTPXX 0834 326J001A0025 100"), "bcbp");
  EXPECT_EQ(kind(R"({"data":{"hdr":{"is":"UTO","t":"icao.test","v":1},"msg":{}},"sig":{}})"),
            "vds-nc");
  EXPECT_EQ(kind("https://example.org"), "unknown");
  EXPECT_EQ(kind("M1 is a motorway between London/Leeds, and nothing else at all"), "unknown");
  EXPECT_EQ(kind("AMVA is no header without a number"), "unknown");
  EXPECT_EQ(kind(""), "unknown");
}

TEST(Payload, NamesOfKindsAreReadAsTheyAreWritten) {
  for (const auto* name : {"aamva", "bcbp", "vds", "vds-nc", "mrz", "unknown"}) {
    EXPECT_EQ(payload_kind_name(*parse_payload_kind(name)), name);
  }
  EXPECT_FALSE(parse_payload_kind("auto"));
}

TEST(Payload, ZonesInBarcodesSayTheirFieldsAndFailedChecks) {
  const auto read = [](std::string_view text) {
    const auto payload = read_payload(bytes_of(text), PayloadKind::kMrz, kContext);
    if (!payload) return "refused: " + payload.error().message;
    std::string said;
    for (const auto& [name, value] : payload->fields) said += name + "=" + value + "\n";
    for (const auto& warning : payload->warnings) said += "! " + warning + "\n";
    return said;
  };
  const std::string fields =
      "mrz_format=TD3\ndocument_code=P\nissuing_state=UTO\ndocument_number=L898902C3\n"
      "surname=ERIKSSON\ngiven_names=ANNA MARIA\nnationality=UTO\nbirth_date=1974-08-12\nsex=F\n"
      "expiry_date=2012-04-15\noptional_data=ZE184226B\n";
  EXPECT_EQ(read(kZone), fields);
  auto together = std::string(kZone);
  together.erase(together.find('\n'), 1);
  EXPECT_EQ(read(together), fields) << "lines without an end between them";
  EXPECT_EQ(read("\r\n " + std::string(kZone) + " \r\n"), fields);
  auto wrong = std::string(kZone);
  wrong[wrong.find("36UTO") + 1] = '7';
  EXPECT_EQ(read(wrong).substr(fields.size()),
            "! the check digit fails: document_number\n! the check digit fails: composite\n");
  EXPECT_EQ(read("P<UTO").substr(0, 8), "refused:");
}

TEST(Payload, UnknownContentHasNoFieldsAndIsNoError) {
  const auto payload = read_payload(bytes_of("https://example.org"), std::nullopt, kContext);
  ASSERT_TRUE(payload);
  EXPECT_EQ(*payload, Payload{});
}

TEST(Payload, IsRefusedInPlainWords) {
  const auto refusal = [](std::string_view text, std::optional<PayloadKind> kind) {
    const auto payload = read_payload(bytes_of(text), kind, kContext);
    return payload ? "taken" : payload.error().message;
  };
  EXPECT_EQ(refusal("{}", PayloadKind::kVdsNc),
            "visible digital seals for non-constrained environments (VDS-NC) are not read yet");
  EXPECT_EQ(refusal(std::string(kPayloadBytesMax + 1, 'x'), std::nullopt),
            "too large: 24577 bytes, at most 24576");
  EXPECT_EQ(refusal("https://example.org", PayloadKind::kAamva).substr(0, 15), "no AAMVA header");
}

TEST(Payload, TextIsUtf8WhateverTheBytesAre) {
  const auto text = [](std::string_view bytes) { return text_of_payload(bytes_of(bytes)); };
  EXPECT_EQ(text("MUÑOZ"), "MUÑOZ");
  EXPECT_EQ(text("MU\xD1OZ"), "MUÑOZ") << "ISO 8859-1";
  EXPECT_EQ(text("\xEF\xBB\xBF@"), "@") << "byte order mark";
  EXPECT_EQ(text("A\xC2\x90"
                 "B"),
            "AB")
      << "C1";
  EXPECT_EQ(text("A\0B"sv), "AB");
  EXPECT_FALSE(is_utf8("\xC0\xAF")) << "overlong";
  EXPECT_FALSE(is_utf8("\xE0\x80\xAF")) << "overlong";
  EXPECT_FALSE(is_utf8("\xF0\x80\x80\xAF")) << "overlong";
  EXPECT_FALSE(is_utf8("\xED\xA0\x80")) << "a surrogate";
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")) << "beyond U+10FFFF";
  EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));
  EXPECT_FALSE(is_utf8("A\xE2\x82")) << "cut";
  EXPECT_FALSE(is_utf8("\xE2\x28\xA1"));
  EXPECT_TRUE(is_utf8("\xF0\x9F\x9B\x82 ñ €"));
}

TEST(Payload, AFieldThatComesTwiceKeepsBothValues) {
  std::vector<PayloadField> fields;
  for (const char* value : {"a", "", "b", "c"}) add_field(fields, "tag", value);
  EXPECT_EQ(fields, (std::vector<PayloadField>{{"tag", "a"}, {"tag_2", "b"}, {"tag_3", "c"}}));
}

}  // namespace
}  // namespace garita::reader
