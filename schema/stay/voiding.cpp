#include "schema/stay/voiding.h"

#include <cstddef>
#include <map>
#include <vector>

namespace garita {
namespace {

/// Each void is decided once, after those that name it.
class Voiding {
 public:
  explicit Voiding(std::span<const Void> voids) {
    for (const auto& each : voids) statements_[each.reference].of.insert(each.of);
    for (const auto& [reference, statement] : statements_)
      for (const auto& of : statement.of) name(of);
    std::vector<std::string> decided;
    for (const auto& [reference, statement] : statements_)
      if (statement.undecided == 0) decided.push_back(reference);
    while (!decided.empty()) {
      const auto& statement = statements_.at(decided.back());
      decided.pop_back();
      for (const auto& of : statement.of) settle(of, !statement.taken_back, decided);
    }
  }

  /// The references that are taken back.
  std::set<std::string> take() { return std::move(gone_); }

 private:
  struct Statement {
    std::set<std::string> of;
    std::size_t undecided = 0;  ///< voids that name it and are not decided
    bool taken_back = false;
  };

  void name(const std::string& of) {
    const auto named = statements_.find(of);
    if (named != statements_.end()) ++named->second.undecided;
  }

  void settle(const std::string& of, bool holds, std::vector<std::string>& decided) {
    if (holds) gone_.insert(of);
    const auto named = statements_.find(of);
    if (named == statements_.end() || named->second.undecided == 0) return;
    // One that holds decides it, whatever the others are.
    Statement& statement = named->second;
    statement.undecided = holds ? 0 : statement.undecided - 1;
    statement.taken_back = holds;
    if (statement.undecided == 0) decided.push_back(of);
  }

  std::map<std::string, Statement> statements_;
  std::set<std::string> gone_;
};

}  // namespace

std::set<std::string> voided(std::span<const Void> voids) { return Voiding(voids).take(); }

}  // namespace garita
