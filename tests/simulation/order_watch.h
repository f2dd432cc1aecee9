#pragma once

#include <map>
#include <string>
#include <vector>

#include "schema/wire/message.h"

namespace garita::tests {

/// Listens to what a station sends in one conversation: no batch of another lane may go while there
/// is an urgent record that its session was told of.
class OrderWatch {
 public:
  /// What the session is told about its journals.
  void told(const std::vector<JournalPosition>& journals);
  /// What arrives from the centre: its welcome says from where on records are sent.
  void hears(ByteView bytes);
  void says(ByteView bytes);

  /// What was overtaken, in words.
  [[nodiscard]] const std::vector<std::string>& overtaken() const { return overtaken_; }

 private:
  void sent(const JournalId& journal, std::uint64_t last);

  FrameReader up_{FrameSource::kStation};
  FrameReader down_{FrameSource::kCentre};
  std::map<JournalId, std::uint64_t> urgent_;  ///< known when a batch was asked for
  std::map<JournalId, std::uint64_t> sent_;
  std::vector<std::string> overtaken_;
};

}  // namespace garita::tests
