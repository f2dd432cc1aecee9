#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "central-sync/program/centre.h"
#include "central-sync/program/test_program.h"
#include "schema/crypto/envelope.h"
#include "schema/record/protection.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Protection : public ProgramTest {
 protected:
  Protection() { found(); }

  std::string at_unit(const std::string& name) const {
    return (folder_.path() / "unit" / name).string();
  }
  Ran make_key() { return run_in("unused", {"protection", "key", "--to", at_unit("")}); }
  Ran appoint() {
    return run({"protection", "appoint", at_unit("protection.csr"), "--out", at_unit("unit.pem")});
  }
  Ran open(const std::string& file, const std::string& key = "protection.key",
           const std::string& certificate = "unit.pem") {
    return run_in("unused", {"protection", "open", file, "--key", at_unit(key), "--certificate",
                             at_unit(certificate)});
  }
  /// A referral as a station writes it, for whoever has `unit`.
  static Record referral(const RecordId& crossing, const Certificate& unit,
                         std::vector<std::string> concerns) {
    ProtectionReferral told;
    told.crossing = crossing;
    told.told.decision = DecisionKind::kRefer;
    told.told.at = SystemClock().now();
    told.told.post = post_of(crossing.station);
    told.told.document.surname = "ERIKSSON";
    told.note = concerns.empty() ? "" : "habla otro por ella";
    told.concerns = std::move(concerns);
    Referral referral;
    referral.crossing = crossing;
    referral.at = told.told.at;
    referral.post = told.told.post;
    referral.reasons = {"second_interview"};
    referral.sealed = *seal_to_certificate(*encode_protection(told), unit);
    return referral;
  }
};

TEST_F(Protection, TheUnitsKeyIsMadeAtTheUnitAndNeverIsAtTheCentre) {
  const auto made = make_key();
  ASSERT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(std::filesystem::status(at_unit("protection.key")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(make_key().status, 3) << "one that is there stays";
  const auto appointed = appoint();
  ASSERT_EQ(appointed.status, 0) << appointed.err;
  EXPECT_EQ(appointed.out, "protection 1\n");
  const auto unit = *Certificate::load(at_unit("unit.pem"));
  EXPECT_EQ(unit.role(), CertificateRole::kProtectionUnit);
  EXPECT_EQ(unit.public_key()->der(),
            PrivateKey::load(at_unit("protection.key"))->public_key().der());
  for (const auto& file : std::filesystem::directory_iterator(data() + "/keys"))
    EXPECT_THAT(file.path().filename().string(), Not(HasSubstr("protection")));
  EXPECT_THAT(run({"bulletin", "publish", "protection", at_unit("unit.pem")}).err,
              HasSubstr("protection appoint"));
  const auto enrolment = enrolled("NORTE");
  ASSERT_EQ(enrolment.bulletins.size(), 1U) << "a new post knows the unit from the start";
  EXPECT_EQ(read_bulletin(enrolment.bulletins.front())->channel, "protection");
}

TEST_F(Protection, WhatPostsSealIsReadByTheUnitAndByNobodyAtTheCentre) {
  ASSERT_EQ(make_key().status, 0);
  ASSERT_EQ(appoint().status, 0);
  const auto unit = *Certificate::load(at_unit("unit.pem"));
  auto station = joined("NORTE");
  const RecordId crossing{station.id(), 1, Lane::kMovement, 1};
  const Instant now = SystemClock().now();
  station.write(referral(crossing, unit, {}), now, Lane::kUrgent);
  station.write(referral(crossing, unit, {"others_speak_for"}), now, Lane::kUrgent);
  const auto stick = written("stick.garita", stick_of(station, Lane::kUrgent));
  ASSERT_EQ(run({"import", stick, "--to", folder_.path().string()}).status, 0);

  const auto file = (folder_.path() / "sealed.ndjson").string();
  const auto exported = run({"protection", "export", "--out", file, "--why", "weekly"});
  ASSERT_EQ(exported.status, 0) << exported.err;
  EXPECT_EQ(exported.out, "2\n") << "those without a concern hide those with one";
  const auto text = *read_file(file, 1 << 20);
  for (const auto& shown : {text, run({"status", "--json"}).out, run({"quarantine"}).out,
                            run({"crossings", "--json"}).out}) {
    EXPECT_THAT(shown, Not(HasSubstr("others_speak_for")));
    EXPECT_THAT(shown, Not(HasSubstr("habla otro")));
  }
  EXPECT_EQ(run({"protection", "export", "--out", file, "--why", " "}).status, 2);

  const auto opened = open(file);
  ASSERT_EQ(opened.status, 0) << opened.err;
  const auto told = nlohmann::json::parse(opened.out);
  EXPECT_EQ(told["crossing"], crossing.text());
  EXPECT_EQ(told["concerns"], nlohmann::json({"others_speak_for"}));
  EXPECT_EQ(told["note"], "habla otro por ella");
  EXPECT_EQ(told["traveller"]["surname"], "ERIKSSON");
}

TEST_F(Protection, AnotherKeyOpensNothingAndSaysSo) {
  ASSERT_EQ(make_key().status, 0);
  ASSERT_EQ(appoint().status, 0);
  const auto unit = *Certificate::load(at_unit("unit.pem"));
  const auto sealed = *seal_to_certificate(bytes_of(std::string_view("x")), unit);
  const auto seal = std::filesystem::path(data()) / "keys";
  const auto file = written("sealed.ndjson", "{\"sealed\":\"" + to_base64(sealed) + "\"}\n[]\n");
  const auto by_centre = run_in("unused", {"protection", "open", file, "--key", seal / "seal.key",
                                           "--certificate", seal / "seal.pem"});
  EXPECT_EQ(by_centre.status, 1);
  EXPECT_THAT(by_centre.err, HasSubstr("line 1: "));
  EXPECT_THAT(by_centre.err, HasSubstr("line 2: it is no sealed referral"));
  EXPECT_EQ(by_centre.out, "");
  const auto mixed =
      run_in("unused", {"protection", "open", file, "--key", at_unit("protection.key"),
                        "--certificate", seal / "seal.pem"});
  EXPECT_THAT(mixed.err, HasSubstr("is not of the key in"));
}

}  // namespace
}  // namespace garita::central::testing
