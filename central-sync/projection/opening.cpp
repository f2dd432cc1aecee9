#include "central-sync/projection/opening.h"

#include <algorithm>

namespace garita::central {
namespace {

/// Below that a thread costs more than it saves.
constexpr std::size_t kWorthAThread = 256;
constexpr std::size_t kTogether = 64;

Opened opened_with(const Arrived& arrived, const OpeningKey& with) {
  Opened opened;
  opened.fault = with.fault;
  if (with.key == nullptr) return opened;
  const auto bytes = open_entry(std::get<Entry>(arrived.what), *with.key);
  if (!bytes) {
    opened.fault = bytes.error().message;
    return opened;
  }
  auto record = decode_record(*bytes);
  opened.cause = QuarantineCause::kUnknown;
  if (record)
    opened.record = *std::move(record);
  else
    opened.fault = record.error().message;
  return opened;
}

}  // namespace

bool is_opened(const Entry& entry) {
  return entry.header.journal.lane != Lane::kEvidence && !entry.salt.empty();
}

Opening::Opening(std::span<const Arrived> arrivals, std::span<const OpeningKey> keys,
                 const TellingTravellers& telling)
    : arrivals_(arrivals), keys_(keys), telling_(telling), opened_(arrivals.size()) {
  if (arrivals.size() >= kWorthAThread) thread_ = std::thread([this] { run(); });
}

Opening::~Opening() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Opening::open_some(std::size_t to) {
  for (; next_ < to; ++next_) {
    auto& opened = opened_[next_];
    opened = opened_with(arrivals_[next_], keys_[next_]);
    const auto* entry = std::get_if<Entry>(&arrivals_[next_].what);
    if (entry == nullptr) continue;
    opened.hash = entry_hash(*entry);
    if (opened.record) tell_traveller(entry->id(), opened);
  }
}

/// Only with the first of several records of somebody may they be new.
void Opening::tell_traveller(const RecordId& id, Opened& opened) {
  opened.traveller = traveller_in(id, *opened.record, telling_.pseudonym_secret);
  if (!opened.traveller || !opened.traveller->description) return;
  auto& traveller = *opened.traveller;
  if (described_.insert(traveller.described().value()).second)
    traveller.candidate_keys = telling_.matcher.keys_of(*traveller.description);
}

void Opening::run() {
  while (next_ < arrivals_.size()) {
    open_some(std::min(next_ + kTogether, arrivals_.size()));
    {
      const std::lock_guard lock(mutex_);
      ready_ = next_;
      if (stopping_) return;
    }
    moved_.notify_one();
  }
}

std::span<const Opened> Opening::first(std::size_t count) {
  if (!thread_.joinable()) {
    open_some(std::max(next_, count));
    return std::span(opened_).first(count);
  }
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [&] { return ready_ >= count; });
  return std::span(opened_).first(count);
}

}  // namespace garita::central
