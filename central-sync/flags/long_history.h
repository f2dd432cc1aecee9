#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "central-sync/flags/neighbourhood.h"

namespace garita::central {

/// What is remembered of somebody who crosses often, so that one crossing more costs what stands
/// around it and not all that they have. Voids, once read, stay as they are.
class LongHistory {
 public:
  explicit LongHistory(const PersonHistory& history);

  /// By what flags are judged: a number that is another one wherever anything of the country is
  /// another, from 1, and how far rules reach under its pack.
  struct Standards {
    int number;
    Reaches& reaches;
  };

  /// Of a history with one movement more, at its end, than when it was judged last: what of it
  /// bears on the difference (history_around()), without reviews. Absent: the whole is to be
  /// judged; it counts as judged by these standards from now on.
  [[nodiscard]] std::optional<PersonHistory> around_last(const PersonHistory& history,
                                                         const Standards& standards);
  /// The same for a history that has no movement more: whether nothing is to be judged anew.
  [[nodiscard]] bool stands(const PersonHistory& history, const Standards& standards);

 private:
  /// Whether it was judged by them before.
  bool judge(const PersonHistory& history, const Standards& standards);
  void take(const PersonHistory& history);
  void take_last(const std::vector<Known<Movement>>& movements);
  void note_audiences(const PersonHistory& history, const Standards& standards);

  std::set<std::string> gone_;  ///< what is taken back
  std::size_t taken_ = 0;       ///< so many of the movements, the first, are known
  /// Those that nobody took back, by time and then reference, as indices.
  std::vector<std::uint32_t> by_time_;
  std::size_t place_ = 0;  ///< of the one taken last in by_time_
  /// Whether two documents may contradict each other: hold_for_contradictions().
  bool may_be_two_ = false;
  std::set<CountryCode> nationalities_;
  std::size_t noted_ = 0;  ///< so many of the movements, the first, are among the audiences
  std::vector<Audience> audiences_;
  Reach reach_;        ///< of all audiences
  int judged_by_ = 0;  ///< the number of the standards; 0: not known
  CountryCode judged_as_;
};

}  // namespace garita::central
