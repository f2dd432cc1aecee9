#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace garita::reader {

/// A folder of its own for each test, gone with it.
class Program : public testing::Test {
 protected:
  Program() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-reader-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    errors_ = folder_.string() + "-errors";
  }
  ~Program() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::remove(errors_);
  }

  struct Ran {
    int status = -1;
    std::string out;
    std::string err;
  };
  Ran run(const std::string& arguments) const {
    const std::string command = "cd " + folder_.string() + " && " GARITA_BIN_DIR "/garita-reader " +
                                arguments + " 2>" + errors_.string();
    auto* const pipe = ::popen(command.c_str(), "r");
    Ran ran;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
      ran.out.append(buffer.data(), got);
    }
    ran.status = WEXITSTATUS(::pclose(pipe));
    std::ifstream error(errors_);
    ran.err.assign(std::istreambuf_iterator<char>(error), {});
    return ran;
  }
  std::vector<nlohmann::json> objects(const Ran& ran) const {
    std::vector<nlohmann::json> found;
    for (std::istringstream lines(ran.out); std::getline(lines, line_);) {
      found.push_back(nlohmann::json::parse(line_));
    }
    return found;
  }
  void write(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  /// A drawn passport, valid; program_test.cpp defines it.
  void write_specimen(const std::string& name) const;

  std::filesystem::path folder_;
  std::filesystem::path errors_;

 private:
  mutable std::string line_;
};

}  // namespace garita::reader
