#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "border-station/crossing/counter.h"
#include "document-reader/mrz/mrz.h"

namespace garita::station {

/// What was found of a traveller by readings that a later one of the same inspection took the place
/// of, or beside what counts. A hit or a wrong digit is answered, not typed away.
class EarlierReadings {
 public:
  /// `replaced` is no longer what lies on the desk. `zone`: the one that was read there.
  void add(const Examined& replaced, const std::optional<reader::Mrz>& zone = std::nullopt);
  /// `beside` was read together with what lies on the desk, and does not count: its hits do.
  void add_hits(const Examined& beside);
  /// Puts what was found into `examined`, and inspects it anew: every hit that it does not have
  /// itself, and each wrong digit in whose place no right one was typed. Nobody types a composite
  /// digit with fields: the printed one is right where it is that of the fields as they are now.
  void put_into(Examined& examined) const;

 private:
  /// As Examined and its Situation hold them, in the same order.
  std::vector<ListHit> seen_;
  std::vector<AlertHit> hits_;
  std::vector<AlertHit> silent_hits_;
  std::set<std::string> wrong_digits_;
  std::optional<reader::Mrz> zone_;
};

}  // namespace garita::station
