#pragma once

#include "central-sync/program/commands.h"

namespace garita::central {

/// Reads the command line of garita-central (design/contracts) and runs the command.
ExitStatus run_command_line(int argc, const char* const* argv, const Terminal& terminal);

}  // namespace garita::central
