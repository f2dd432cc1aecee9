#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "document-reader/program/program_fixture.h"
#include "tests/support/seal_signers/seal_signers.h"
#include "tests/support/sealed_visas/sealed_visas.h"
#include "tests/support/specimens/specimen.h"

namespace garita::reader {

void Program::write_specimen(const std::string& name) const {
  const auto fields = tests::fields_from_json(
      R"({"format":"TD3","document_code":"P","issuing_state":"UTO","document_number":"QZ4711085",)"
      R"("surname":"Ñandú Rivas","given_names":"Ana","nationality":"UTO","sex":"F",)"
      R"("birth_date":"1984-02-29","expiry_date":"2031-05-01"})");
  ASSERT_TRUE(fields) << fields.error().message;
  cv::imwrite((folder_ / name).string(), tests::draw_specimen(*fields));
}

namespace {

namespace fs = std::filesystem;

TEST_F(Program, LightsOfAPageAreOneReading) {
  write_specimen("ir.png");
  cv::imwrite((folder_ / "uv.png").string(), cv::Mat1b(400, 600, std::uint8_t{30}));
  const auto ran = run("read --json --page white=uv.png,ir=ir.png");
  EXPECT_EQ(ran.status, 0) << ran.err;
  const auto read = objects(ran);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].at("file"), "white=uv.png,ir=ir.png");
  EXPECT_TRUE(read[0].at("documents").at(0).at("mrz").at("valid").get<bool>());
}

TEST_F(Program, ADarkPageIsToldSoUnderWhiteLightAlone) {
  cv::imwrite((folder_ / "dark.png").string(), cv::Mat1b(400, 600, std::uint8_t{30}));
  EXPECT_NE(run("read dark.png").out.find("too_dark"), std::string::npos);
  const auto glowing = run("read --light uv dark.png");
  EXPECT_EQ(glowing.out.find("too_dark"), std::string::npos) << glowing.out;
  EXPECT_NE(glowing.out.find("no_mrz"), std::string::npos) << glowing.out;
}

TEST_F(Program, ContentsOfBarcodesSayTheirFieldsAndBadOnesAreNamed) {
  const std::string pass = "M1QUETZAL/IXCHEL      EXYZ123 GUAMADIB 6342 327Y012A0034 100";
  write("a-pass.txt", pass + "\r\n");
  write("b-card.bin", "@\n\x1e\rANSI 636006100001DL00310012DLDAQ17\nDCSQUETZAL\r");
  write("c-torn.bin", "@\n\x1e\rANSI 636006");
  write("d-link.txt", "https://example.org");
  write("e-empty.bin", "");
  const auto ran = run("payload --json . no-such-file.bin");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.err,
            "garita-reader: ./c-torn.bin: no version of two digits at byte 15\n"
            "garita-reader: no-such-file.bin: no such file\n");
  const auto read = objects(ran);
  ASSERT_EQ(read.size(), 4U);
  EXPECT_EQ(read[0].at("kind"), "bcbp");
  EXPECT_EQ(read[0].at("fields").at("legs").at(0).at("to_airport"), "MAD");
  EXPECT_EQ(read[0].at("seal").at("verdict"), "unsigned");
  EXPECT_EQ(read[1].at("fields").at("document_number"), "17");
  EXPECT_FALSE(read[1].contains("seal"));
  EXPECT_EQ(read[2].at("kind"), "unknown");
  EXPECT_EQ(read[2].at("text"), "https://example.org");
  EXPECT_EQ(read[3].at("bytes"), "");
}

TEST_F(Program, ContentsOfAnotherKindThanAskedForAreRefused) {
  write("link.txt", "https://example.org");
  const auto refusal = [&](const std::string& kind) {
    const auto ran = run("payload --json --kind " + kind + " link.txt");
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.out, "");
    return ran.err;
  };
  EXPECT_EQ(
      refusal("aamva"),
      "garita-reader: link.txt: no AAMVA header (\"ANSI \" or \"AAMVA\" before six digits) in "
      "the first 64 bytes\n");
  EXPECT_EQ(refusal("bcbp"),
            "garita-reader: link.txt: ends within the mandatory items, at byte 19\n");
  EXPECT_EQ(refusal("vds-nc"),
            "garita-reader: link.txt: visible digital seals for non-constrained environments "
            "(VDS-NC) are not read yet\n");
  const auto text = run("payload link.txt");
  EXPECT_EQ(text.status, 0);
  EXPECT_EQ(text.out, "link.txt\n  barcode: unknown, 19 bytes\n");
}

TEST_F(Program, SealsAreJudgedByTheCertificatesOfATrustFolder) {
  const tests::SealSigners signers;
  signers.make("signer", {});
  const auto key = SealSigningKey::from_pem(text_of(signers.read("signer.key")));
  ASSERT_TRUE(key.has_value());
  const auto seal = tests::sealed_visa(*key);
  write("seal.bin", text_of(seal));
  write("seal.hex", to_hex(seal) + "\n");
  write("seal.pgm", text_of(tests::drawn_symbol(seal)));
  fs::create_directory(folder_ / "trust");
  write("trust/signer.pem", text_of(signers.read("signer.pem")));
  write("trust/notes.txt", "not a certificate");

  const auto ran = run("payload --json --kind vds --trust trust seal.bin seal.hex");
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err.substr(0, 55), "garita-reader: trust/notes.txt: this is no certificate:");
  for (const auto& object : objects(ran)) {
    EXPECT_EQ(object.at("kind"), "vds");
    EXPECT_EQ(object.at("fields").at("surname"), "ERIKSSON");
    EXPECT_EQ(object.at("seal").at("signer"), "UTTS5B");
    EXPECT_EQ(object.at("seal").at("verdict"), "valid");
  }
  EXPECT_EQ(objects(ran).size(), 2U);
  const auto nobody = objects(run("payload --json seal.bin"));
  EXPECT_EQ(nobody.at(0).at("seal").at("verdict"), "unknown_signer");

  const auto verdict = [&](const std::string& arguments) {
    const auto read = objects(run("read --json " + arguments));
    return read.at(0).at("documents").at(0).at("barcodes").at(0).at("seal").at("verdict");
  };
  EXPECT_EQ(verdict("--trust trust seal.pgm"), "valid");
  EXPECT_EQ(verdict("--trust trust --page white=seal.pgm"), "valid");
  EXPECT_EQ(verdict("seal.pgm"), "unknown_signer");
  write("forged.pgm", text_of(tests::drawn_symbol(tests::forged_visa(*key))));
  EXPECT_EQ(verdict("--trust trust forged.pgm"), "invalid");
  const auto forged = run("read --trust trust forged.pgm");
  EXPECT_NE(forged.out.find("  fail: seal_invalid ("), std::string::npos) << forged.out;
}

TEST_F(Program, WrongUsageIsTwo) {
  EXPECT_EQ(run("payload --trust no-such-folder a.bin").status, 2);
  EXPECT_EQ(run("payload").status, 2);
  EXPECT_EQ(run("payload --kind pdf a.bin").status, 2);
  EXPECT_EQ(run("read --page red=a.png").status, 2);
  EXPECT_EQ(run("read --page white=a.png,white=b.png").status, 2);
  EXPECT_EQ(run("read").status, 2);
  EXPECT_EQ(run("read --light green a.png").status, 2);
  EXPECT_EQ(run("frobnicate").status, 2);
  EXPECT_EQ(run("").status, 2);
  EXPECT_EQ(run("read --help").status, 0);
}

TEST_F(Program, ExplainsEveryStepAsAPicture) {
  write_specimen("page.png");
  const auto ran = run("read --explain steps page.png");
  EXPECT_EQ(ran.status, 0) << ran.err;
  for (const char* step : {"1-candidates", "2-zone-1-flat", "3-reading"}) {
    const auto picture = cv::imread((folder_ / "steps/page-").string() + step + ".png");
    EXPECT_GT(picture.total(), 10'000U) << step;
  }
}

}  // namespace
}  // namespace garita::reader
