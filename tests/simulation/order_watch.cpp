#include "tests/simulation/order_watch.h"

#include <algorithm>

#include "schema/journal/batch.h"

namespace garita::tests {
namespace {

/// Whoever hears nothing finds nothing: what is said here is cut short, and never garbled.
std::optional<Message> heard(FrameReader& frames) {
  auto message = frames.next();
  ensure(message.has_value(), "what one end says can be read");
  return *std::move(message);
}

}  // namespace

void OrderWatch::told(const std::vector<JournalPosition>& journals) {
  for (const auto& [journal, head] : journals)
    if (journal.lane == Lane::kUrgent) urgent_[journal] = head.sequence;
}

void OrderWatch::hears(ByteView bytes) {
  down_.set_limit(kCentreFrameBytesMax);
  down_.add(bytes);
  while (const auto message = heard(down_)) {
    if (const auto* welcome = std::get_if<Welcome>(&*message)) {
      for (const auto& [journal, head] : welcome->held) sent_[journal] = head.sequence;
    }
    // What is put aside already is passed over.
    if (const auto* aside = std::get_if<AsideUpTo>(&*message)) {
      auto& so_far = sent_[aside->position.journal];
      so_far = std::max(so_far, aside->position.head.sequence);
    }
  }
}

void OrderWatch::says(ByteView bytes) {
  up_.set_limit(kStationFrameBytesMax);
  up_.add(bytes);
  while (const auto message = heard(up_)) {
    const auto* frame = std::get_if<BatchFrame>(&*message);
    const auto* after_gone = std::get_if<BatchAfterGone>(&*message);
    if (frame == nullptr && after_gone == nullptr) continue;
    const auto batch = read_batch(frame != nullptr ? frame->batch : after_gone->batch);
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
