#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "central-sync/program/command_line.h"
#include "central-sync/store/test_country.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/clock.h"
#include "schema/wire/bundle.h"

namespace garita::central::testing {

/// What a command said, and how it ended.
struct Ran {
  int status = 0;
  std::string out;
  std::string err;
};

/// garita-central over a data directory of its own, run in this process.
class ProgramTest : public ::testing::Test {
 protected:
  Ran run(std::vector<std::string> words, const std::string& input = "") {
    return run_in(data(), std::move(words), input);
  }
  static Ran run_in(const std::string& folder, std::vector<std::string> words,
                    const std::string& input = "") {
    words.insert(words.begin(), "garita-central");
    words.insert(words.end(), {"--data", folder});
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const auto status =
        run_command_line(static_cast<int>(argv.size()), argv.data(), {in, out, err});
    return {static_cast<int>(status), out.str(), err.str()};
  }
  std::string data() const { return (folder_.path() / "centre").string(); }
  std::string written(const std::string& name, const std::string& content) {
    const auto file = folder_.path() / name;
    std::ofstream(file) << content;
    return file.string();
  }
  void found() { ASSERT_EQ(run({"init", "--country", "UTO", "--exercise"}).status, 0); }
  Enrolment enrolled(const std::string& post, const std::string& border = "land") {
    std::vector<std::string> words{"enrol", post,     "--border",
                                   border,  "--zone", "America/Guatemala"};
    if (border != kOffice) words.insert(words.end(), {"--directions", "entry,exit"});
    const auto ran = run(words);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return *parse_enrolment(ran.out);
  }
  /// The post's next station, with its certificate, which came on a stick.
  TestStation joined(const std::string& post, const std::string& border = "land") {
    const auto enrolment = enrolled(post, border);
    const auto name = enrolment.station.value();
    const auto signing = CertificateRequest::make(station_key_, name).pem();
    const auto request =
        written(name + ".request",
                to_json(EnrolmentRequest{enrolment.token, enrolment.station, signing, signing}));
    const auto answer = (folder_.path() / (name + ".answer")).string();
    EXPECT_EQ(run({"enrol", "--request", request, "--out", answer}).status, 0);
    seal_ = Certificate::from_pem(enrolment.seal_certificate)->pem();
    return {enrolment.station, *Certificate::from_pem(seal_), station_key_};
  }
  /// Another disk of it, with a key of its own where somebody else made it.
  TestStation copy_of_station(const std::string& station, const PrivateKey& key) const {
    return {StationId(station), *Certificate::from_pem(seal_), key};
  }
  /// Writes somebody's entry; `ago` before now.
  static void admit(TestStation& station, const std::string& who, std::chrono::minutes ago) {
    const Instant at = SystemClock().now().minus(ago);
    station.write(entry(post_of(station.id()).value(), at, who), at);
  }
  /// What the station has written since, as the bytes of a stick.
  static std::string stick_of(TestStation& station, Lane lane = Lane::kMovement) {
    BundleWriter bundle;
    EXPECT_TRUE(bundle.add(station.wrapped_key()));
    EXPECT_TRUE(bundle.add(BatchFrame{encode(*station.take(lane))}));
    return std::string(text_of(bundle.bytes()));
  }

  TemporaryFolder folder_;
  PrivateKey station_key_ = PrivateKey::generate();
  std::string seal_;
};

}  // namespace garita::central::testing
