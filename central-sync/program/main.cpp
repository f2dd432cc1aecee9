#include <csignal>
#include <exception>
#include <iostream>

#include "central-sync/program/command_line.h"
#include "schema/crypto/process_memory.h"

int main(int argc, char** argv) {
  garita::keep_memory_private();
  // Whoever reads our output may go away; that is no reason to die in the middle of a commit.
  std::signal(SIGPIPE, SIG_IGN);
  const garita::central::Terminal terminal{std::cin, std::cout, std::cerr};
  try {
    return static_cast<int>(garita::central::run_command_line(argc, argv, terminal));
  } catch (const std::exception& error) {
    std::cerr << "garita-central: " << error.what() << '\n';
  }
  return static_cast<int>(garita::central::ExitStatus::kSomeFailed);
}
