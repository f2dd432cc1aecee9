#include "tests/simulation/order_watch.h"

#include <algorithm>

#include "schema/journal/batch.h"

namespace garita::tests {

void OrderWatch::told(const std::vector<JournalPosition>& journals) {
  for (const auto& [journal, head] : journals)
    if (journal.lane == Lane::kUrgent) urgent_[journal] = head.sequence;
}

void OrderWatch::hears(ByteView bytes) {
  down_.set_limit(kBatchBytesMax + 1);
  down_.add(bytes);
  for (auto message = down_.next(); message && *message; message = down_.next()) {
    const auto* welcome = std::get_if<Welcome>(&**message);
    if (welcome == nullptr) continue;
    for (const auto& [journal, head] : welcome->held) sent_[journal] = head.sequence;
  }
}

void OrderWatch::says(ByteView bytes) {
  up_.set_limit(kBatchBytesMax + 1);
  up_.add(bytes);
  for (auto message = up_.next(); message && *message; message = up_.next()) {
    const auto* frame = std::get_if<BatchFrame>(&**message);
    if (frame == nullptr) continue;
    const auto batch = read_batch(frame->batch);
    ensure(batch.has_value(), "a station sends batches that can be read");
    sent(batch->journal(), batch->last());
  }
}

void OrderWatch::sent(const JournalId& journal, std::uint64_t last) {
  auto& so_far = sent_[journal];
  so_far = std::max(so_far, last);
  if (journal.lane == Lane::kUrgent) return;
  for (const auto& [urgent, known] : urgent_) {
    if (sent_[urgent] >= known) continue;
    overtaken_.push_back("urgent record " + std::to_string(sent_[urgent] + 1) + " of " +
                         urgent.station.value() + ":" + std::to_string(urgent.incarnation) +
                         " waited while lane " + std::string(lane_name(journal.lane)) +
                         " was sent");
  }
}

}  // namespace garita::tests
