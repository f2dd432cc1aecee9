#include "border-station/uplink/link_board.h"

#include <spdlog/spdlog.h>

namespace garita::station {
namespace {

/// The last contact is written down this often while the link is up.
constexpr std::chrono::minutes kKeepEvery{1};

}  // namespace

void LinkBoard::begin_with(LinkStatus before) {
  const std::lock_guard lock(mutex_);
  kept_ = before;
  if (before.phase == LinkPhase::kUp) {
    before.phase = LinkPhase::kDown;
    before.since = before.last_contact;
  }
  before.reason = LinkReason::kNone;
  before.detail = "";
  status_ = std::move(before);
}

LinkStatus LinkBoard::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void LinkBoard::change(LinkPhase phase) {
  // A post that never had contact is not "down since": it has never been up.
  if (phase == LinkPhase::kDown && status_.phase == LinkPhase::kNever) return;
  if (status_.phase != phase) status_.since = clock_.now();
  status_.phase = phase;
}

void LinkBoard::note_up(const std::string& address) {
  const std::lock_guard lock(mutex_);
  spdlog::info("link up: centre {}", address);
  change(LinkPhase::kUp);
  status_.reason = LinkReason::kNone;
  status_.detail = "";
  said_.clear();
}

void LinkBoard::note_trouble(const std::string& address, const Trouble& trouble) {
  const std::lock_guard lock(mutex_);
  const LinkPhase phase = phase_of(trouble.reason);
  status_.reason = trouble.reason;
  status_.detail = "centre " + address + ": " + trouble.text;
  change(phase);
  const auto said = said_.find(address);
  if (said != said_.end() && said->second == trouble.reason) return;
  said_[address] = trouble.reason;
  spdlog::warn("link {}: {}", link_phase_name(phase), status_.detail);
}

void LinkBoard::note_stopped() {
  const std::lock_guard lock(mutex_);
  if (status_.phase == LinkPhase::kUp) change(LinkPhase::kDown);
  status_.reason = LinkReason::kNotServing;
  status_.detail = "garita-station serve was ended";
}

void LinkBoard::note_contact() {
  const std::lock_guard lock(mutex_);
  status_.last_contact = clock_.now();
}

void LinkBoard::note_bulletin(const std::string& channel, const std::string& refused) {
  const std::lock_guard lock(mutex_);
  say(channel, refused);
}

void LinkBoard::note_no_room(const std::string& why) {
  const std::lock_guard lock(mutex_);
  say("", why);
}

void LinkBoard::say(const std::string& name, const std::string& why) {
  if (why.empty()) {
    status_.refused.erase(name);
  } else {
    status_.refused[name] = why;
  }
}

bool LinkBoard::says_refusals() const {
  const std::lock_guard lock(mutex_);
  return !kept_.refused.empty();
}

void LinkBoard::note_taken_elsewhere(const LinkStatus& in_ledger) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, why] : std::map(kept_.refused)) {
    if (in_ledger.refused.contains(name)) continue;
    kept_.refused.erase(name);
    status_.refused.erase(name);
  }
}

std::optional<LinkStatus> LinkBoard::to_keep() const {
  const std::lock_guard lock(mutex_);
  const bool same = status_.phase == kept_.phase && status_.reason == kept_.reason &&
                    status_.refused == kept_.refused;
  const auto& heard = status_.last_contact;
  const bool heard_since = heard && (!kept_.last_contact ||
                                     std::chrono::abs(*heard - *kept_.last_contact) >= kKeepEvery);
  if (same && !heard_since) return std::nullopt;
  return status_;
}

void LinkBoard::note_kept(const LinkStatus& status) {
  const std::lock_guard lock(mutex_);
  kept_ = status;
}

}  // namespace garita::station
