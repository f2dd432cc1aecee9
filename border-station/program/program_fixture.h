#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/test_country.h"
#include "schema/vocabulary/clock.h"

// For the tests of this folder alone.
namespace garita::station {

inline constexpr auto kProgram = GARITA_BIN_DIR "/garita-station";
inline constexpr auto kClean =
    R"({"direction":"entry","decision":"admit","purpose":"holiday","transport":"on_foot",)"
    R"("granted_days":10,"document":{"document_code":"P","issuing_state":"UTO",)"
    R"("document_number":"QZX4711K9","surname":"HERRERASCAN","given_names":"ANA",)"
    R"("nationality":"UTO","birth_date":"1974-08-12","sex":"F","expiry_date":"2031-04-15"}})";

inline std::string changed(std::string_view from, std::string_view to) {
  std::string text = kClean;
  text.replace(text.find(from), from.size(), to);
  return text;
}

/// What a run of the program gave.
struct Outcome {
  int status = -1;
  std::string out;
  std::string errors;
};

inline constexpr auto kNobodyIsSought = "reference,instruction,issuer,number\n";

class Program : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger().take_bulletin(country_.bulletin("alerts", 1, kNobodyIsSought)));
  }

  [[nodiscard]] Ledger ledger() const {
    return *Ledger::open(directory_, clock_, bulletin_readers());
  }

  [[nodiscard]] Outcome run(const std::string& arguments, const std::string& input = "") const {
    return run_at(directory_, arguments, input);
  }
  [[nodiscard]] Outcome run_at(const DataDirectory& directory, const std::string& arguments,
                               const std::string& input = "") const {
    static int number = 0;
    const auto base = country_.folder / ("run-" + std::to_string(++number));
    std::ofstream(base.string() + ".in") << input;
    const std::string command = std::string(kProgram) + " " + arguments + " --data " +
                                directory.path().string() + " < " + base.string() + ".in > " +
                                base.string() + ".out 2> " + base.string() + ".err";
    const int status = std::system(command.c_str());
    const auto content = [&](const char* suffix) {
      std::ifstream file(base.string() + suffix);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const Outcome done{WEXITSTATUS(status), content(".out"), content(".err")};
    for (const auto* suffix : {".in", ".out", ".err"}) {
      std::filesystem::remove(base.string() + suffix);
    }
    return done;
  }

  TestCountry country_;
  SystemClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
};

}  // namespace garita::station
