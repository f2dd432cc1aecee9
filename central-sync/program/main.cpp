#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>

#include <csignal>
#include <exception>
#include <iostream>

#include "central-sync/program/command_line.h"
#include "schema/crypto/process_memory.h"

// jemalloc's (its manual, "TUNING"): a rebuild, which allows it (answers.cpp), looks people up all
// over gigabytes, and takes 5 % less where memory comes in pages of 2 MB.
extern "C" {
const char* malloc_conf = "thp:always";
}

namespace {

/// As a station's: with the offset of the machine's zone, so that logs of both can be laid
/// together.
void log_to_standard_error() {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("garita-central"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
}

}  // namespace

int main(int argc, char** argv) {
  garita::keep_memory_private();
  ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  // Whoever reads our output may go away; that is no reason to die in the middle of a commit.
  std::signal(SIGPIPE, SIG_IGN);
  const garita::central::Terminal terminal{std::cin, std::cout, std::cerr};
  try {
    log_to_standard_error();
    return static_cast<int>(garita::central::run_command_line(argc, argv, terminal));
  } catch (const std::exception& error) {
    std::cerr << "garita-central: " << error.what() << '\n';
  }
  return static_cast<int>(garita::central::ExitStatus::kSomeFailed);
}
