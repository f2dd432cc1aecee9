#include "schema/wire/transfers.h"

#include <algorithm>
#include <limits>

#include "schema/journal/sections.h"

namespace garita {
namespace {

constexpr std::size_t kPartBytesLeast = std::size_t{4} * 1024;
/// A part that a station could not store is not confirmed: it gets another.
constexpr std::chrono::seconds kLostAfter{30};
constexpr std::uint64_t kNothing = std::numeric_limits<std::int64_t>::max();

}  // namespace

void Transfers::begin(const Hello& hello) {
  held_ = hello.bulletins;
  held_.insert(hello.sections.begin(), hello.sections.end());
  offered_ = held_;
  std::erase_if(held_, [](const auto& channel) { return !is_bulletin_name(channel.first); });
  for (const auto& part : hello.parts) begun_[part.channel] = part;
}

void Transfers::offer(SharedDelivery delivery) {
  const std::string& channel = delivery->channel;
  auto& offered = offered_[channel];
  if (delivery->version <= offered || transfers_.contains(channel)) return;
  offered = delivery->version;
  const auto done = done_.find(channel);
  if (done != done_.end() && done->second == delivery->id) return;
  Transfer transfer;
  const auto begun = begun_.find(channel);
  if (begun != begun_.end() && begun->second.stream == delivery->id) {
    if (begun->second.bytes >= delivery->stream.size()) return;
    transfer.held = transfer.sent = transfer.furthest = begun->second.bytes;
  }
  transfer.stood = held_[channel];
  transfer.delivery = delivery;
  transfers_.emplace(channel, std::move(transfer));
}

void Transfers::part_held(const PartHeld& held, Instant now) {
  const auto found = transfers_.find(held.channel);
  if (found == transfers_.end() || found->second.delivery->id != held.stream) return;
  auto& transfer = found->second;
  // A late word for what is being sent again counts as much as a new one.
  if (held.bytes > transfer.furthest) return;
  if (held.bytes < transfer.held) {
    // A stick took from the station what was on its way: from there on, as soon as what is under
    // way counts as lost.
    transfer.held = held.bytes;
    return;
  }
  transfer.held = std::max(transfer.held, held.bytes);
  transfer.sent = std::max(transfer.sent, transfer.held);
  transfer.moved = now;
  std::erase_if(under_way_, [&](const UnderWay& part) {
    const bool arrived = part.channel == held.channel && part.end <= held.bytes;
    if (arrived) pacing_.answered(part.bytes, now - part.sent);
    return arrived;
  });
}

void Transfers::bulletin_held(const BulletinHeld& held) {
  if (!is_bulletin_name(held.channel)) return;
  auto& stands = held_[held.channel];
  stands = std::max(stands, held.version);
  settle(held.channel, stands);
}

void Transfers::holdings(const Holdings& said, const std::set<std::string>& foreign) {
  for (const auto& held : said.held) {
    if (!is_bulletin_name(held.channel)) continue;
    settle(held.channel, held.version);
    if (foreign.contains(held.channel)) {
      foreign_[held.channel] = held;
      held_[held.channel] = 0;
      if (!transfers_.contains(held.channel)) offered_[held.channel] = 0;
    } else {
      foreign_.erase(held.channel);
      held_[held.channel] = held.version;
      auto& offered = offered_[held.channel];
      offered = std::max(offered, held.version);
    }
  }
  if (!said.list.empty()) sections_said_.insert(said.list);
}

/// A channel's bulletin came whole, or another way: the station stands at this version now.
void Transfers::settle(const std::string& channel, std::uint64_t stands) {
  const auto found = transfers_.find(channel);
  if (found == transfers_.end()) return;
  const auto& transfer = found->second;
  const bool whole = transfer.held == transfer.delivery->stream.size();
  if (!whole && stands < transfer.delivery->version) return;
  // A stick brought another version meanwhile, on which the change did not stand: once more, from
  // there.
  if (stands > transfer.stood && stands < transfer.delivery->version) {
    offered_[channel] = stands;
  }
  if (whole) done_[channel] = transfer.delivery->id;
  transfers_.erase(found);
  std::erase_if(under_way_, [&](const auto& part) { return part.channel == channel; });
}

Transfers::Transfer* Transfers::next() {
  Transfer* next = nullptr;
  const auto left = [](const Transfer& transfer) {
    return transfer.delivery->stream.size() - transfer.sent;
  };
  for (auto& [channel, transfer] : transfers_) {
    if (left(transfer) == 0) continue;
    if (next == nullptr || left(transfer) < left(*next)) next = &transfer;
  }
  return next;
}

void Transfers::send_again_what_got_lost(Instant now) {
  for (auto& [name, transfer] : transfers_) {
    if (transfer.sent == transfer.held || now - transfer.moved < kLostAfter) continue;
    transfer.sent = transfer.held;
    transfer.moved = now;
    std::erase_if(under_way_,
                  [&channel = name](const auto& part) { return part.channel == channel; });
  }
}

std::vector<BulletinPart> Transfers::parts(Instant now) {
  send_again_what_got_lost(now);
  std::vector<BulletinPart> parts;
  std::size_t bytes = 0;
  for (const auto& part : under_way_) bytes += part.bytes;
  while (bytes < pacing_.bulk_window()) {
    Transfer* transfer = next();
    if (transfer == nullptr) break;
    const auto& delivery = *transfer->delivery;
    const std::size_t wanted =
        std::clamp(pacing_.bulk_window() / 4, kPartBytesLeast, kPartBytesMax);
    const std::size_t size = std::min(wanted, delivery.stream.size() - transfer->sent);
    BulletinPart part{delivery.channel,
                      delivery.version,
                      delivery.base,
                      delivery.id,
                      static_cast<std::uint32_t>(delivery.stream.size()),
                      transfer->sent,
                      {}};
    part.content = copy_of(ByteView(delivery.stream).subspan(transfer->sent, size));
    if (transfer->sent == transfer->held) transfer->moved = now;
    transfer->sent += static_cast<std::uint32_t>(size);
    transfer->furthest = std::max(transfer->furthest, transfer->sent);
    under_way_.push_back({delivery.channel, transfer->sent, size, now});
    bytes += size;
    parts.push_back(std::move(part));
  }
  return parts;
}

BulletinStanding Transfers::standing() const {
  BulletinStanding standing{offered_, held_, foreign_, sections_said_, 0};
  for (const auto& [channel, transfer] : transfers_) {
    standing.offered[channel] = kNothing;
    standing.bytes_left += transfer.delivery->stream.size() - transfer.sent;
  }
  return standing;
}

}  // namespace garita
