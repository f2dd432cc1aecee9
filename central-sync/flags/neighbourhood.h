#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>

#include "central-sync/flags/evaluate.h"

namespace garita::central {

/// How far one presence says something about the term of a later one, by the rules that somebody
/// may be under.
struct Reach {
  int absence_days = 0;  ///< a term goes on where fewer lie between them
  int window_days = 0;   ///< a window counts what lies within so many
  /// A term goes on, whatever lies between, for whoever goes to one of them and comes from one.
  std::set<CountryCode> states;

  void widen(const Reach& other);
};

/// The reach of each audience's rules, worked out when it is first asked for. The pack outlives it.
class Reaches {
 public:
  /// Null: no pack is in force.
  explicit Reaches(const PolicyPack* pack) : pack_(pack) {}

  /// Of all rules that some day of entry has for the audience.
  [[nodiscard]] const Reach& of(const Audience& audience);
  /// Whose nationals are under no rule; absent: no pack is in force.
  [[nodiscard]] std::optional<CountryCode> country() const;

 private:
  [[nodiscard]] Reach worked_out(const Audience& audience) const;

  const PolicyPack* pack_;
  std::map<std::tuple<CountryCode, std::string, std::string>, Reach> known_;
};

/// What of a person's history bears on how the flags differ with and without one movement: those
/// around it, from where the ones before say nothing of what comes to where it says nothing of the
/// ones after. Evaluated with it and without it, this gives other flags exactly where the whole
/// history does, and the same ones; so do the same reviews put beside both. `order`: indices into
/// `history.movements`, by time and then reference, each reference once, without what is voided;
/// `at`: where in `order` the movement stands; `reach`: of all audiences of the person. No two
/// documents contradict each other, with the movement or without it. Neither protection nor a
/// permit stands among their decisions.
[[nodiscard]] PersonHistory history_around(const PersonHistory& history,
                                           std::span<const std::uint32_t> order, std::size_t at,
                                           const Reach& reach);

}  // namespace garita::central
