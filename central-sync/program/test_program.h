#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "central-sync/program/command_line.h"
#include "central-sync/store/test_country.h"
#include "schema/record/enrolment.h"

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
  Enrolment enrolled(const std::string& post) {
    const auto ran = run({"enrol", post, "--directions", "entry,exit", "--border", "land", "--zone",
                          "America/Guatemala"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    return *parse_enrolment(ran.out);
  }

  TemporaryFolder folder_;
};

}  // namespace garita::central::testing
