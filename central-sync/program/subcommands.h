#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "central-sync/program/commands.h"

namespace garita::central {

inline constexpr const char* kJsonLines = "one JSON object a line";
inline constexpr const char* kWhyRecorded = "the reason, kept in the journal";

/// A reason that is none would stand in the journal for good: what is wrong with it, or "".
inline std::string check_why(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos ? "a reason is not empty" : "";
}

/// Makes subcommands; the one that was named runs after the whole line was read.
class Subcommands {
 public:
  template <typename Options>
  using Runner = ExitStatus (*)(const Options&, const Terminal&);

  explicit Subcommands(const Terminal& terminal) : terminal_(terminal) {}

  template <typename Options>
  std::pair<CLI::App*, std::shared_ptr<Options>> add(CLI::App& parent, const std::string& name,
                                                     const std::string& text,
                                                     Runner<Options> runner) {
    auto options = std::make_shared<Options>();  // shared with the callback that reads it
    auto* command = parent.add_subcommand(name, text);
    command->add_option("--data", options->data, "the centre's folder")->required();
    command->callback([this, options, runner] {
      chosen_ = [this, options, runner] { return runner(*options, terminal_); };
    });
    return {command, options};
  }

  [[nodiscard]] const Terminal& terminal() const { return terminal_; }
  ExitStatus run_chosen() const { return chosen_(); }

 private:
  const Terminal& terminal_;
  std::function<ExitStatus()> chosen_;
};

/// `stays evaluate`, `explain`, `replay`, which need no centre, and `import`.
void add_stays(CLI::App& app, Subcommands& commands);
/// `names score`, `search` and `index`, which need none.
void add_names(CLI::App& app, Subcommands& commands);

}  // namespace garita::central
