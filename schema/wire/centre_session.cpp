#include "schema/wire/centre_session.h"

#include <algorithm>
#include <utility>

#include "schema/journal/sections.h"

namespace garita {

namespace intent = centre_intent;

CentreSession::CentreSession(StationId peer, WireTimings timings, Instant now)
    : timings_(timings), peer_(std::move(peer)), began_(now), last_heard_(now) {}

void CentreSession::send(const Message& message) {
  const Bytes frame = encode_frame(message);
  output_.insert(output_.end(), frame.begin(), frame.end());
}

void CentreSession::refuse(RefusalCode code, const std::string& detail, Instant) {
  if (closed()) return;
  const Goodbye goodbye{code, detail};
  send(goodbye);
  state_ = State::kClosed;
  intents_.push_back(intent::Closed{goodbye, false});
}

void CentreSession::receive(ByteView bytes, Instant now) {
  if (closed()) return;
  last_heard_ = now;
  waiting_bytes_ += bytes.size();
  if (waiting_bytes_ > kWaitingBytesMax) {
    return refuse(RefusalCode::kUnexpected, "more at once than may be under way", now);
  }
  frames_.add(bytes);
  while (!closed()) {
    const auto message = frames_.next();
    if (!message) return refuse(RefusalCode::kMalformed, message.error().message, now);
    if (!*message) return;
    handle(**message, now);
  }
}

void CentreSession::greeted(const Hello& hello, Instant now) {
  if (hello.station != peer_) {
    return refuse(RefusalCode::kUnknownStation, "the certificate names another station", now);
  }
  const auto version = common_version(hello.version_min, hello.version_max, kWireVersion);
  if (!version) {
    return refuse(RefusalCode::kVersion,
                  "this centre speaks version " + std::to_string(kWireVersion) + " and two before",
                  now);
  }
  version_ = *version;
  knows_holdings_ = version_ < kHoldingsVersion;  // the greeting says all that there is to come
  state_ = State::kWelcoming;
  frames_.set_limit(kStationFrameBytesMax);
  transfers_.begin(hello);
  intents_.push_back(intent::Greeted{hello});
}

void CentreSession::handle(const Message& message, Instant now) {
  if (const auto* goodbye = std::get_if<Goodbye>(&message)) {
    state_ = State::kClosed;
    intents_.push_back(intent::Closed{*goodbye, true});
    return;
  }
  if (state_ == State::kGreeting) {
    if (const auto* hello = std::get_if<Hello>(&message)) return greeted(*hello, now);
    return refuse(RefusalCode::kUnexpected, "a conversation begins with hello", now);
  }
  if (const auto* ping = std::get_if<Ping>(&message)) return send(Pong{ping->number});
  if (const auto* pong = std::get_if<Pong>(&message)) {
    if (ping_sent_ && pong->number == ping_number_) {
      round_trip_ = now - *ping_sent_;
      transfers_.round_trip(round_trip_);
      ping_sent_.reset();
    }
    return;
  }
  if (const auto* key = std::get_if<WrappedEpochKey>(&message)) {
    if (key->station != peer_) {
      return refuse(RefusalCode::kUnexpected, "an epoch key of another station", now);
    }
    intents_.push_back(intent::KeepEpochKey{*key});
  } else if (const auto* batch = std::get_if<BatchFrame>(&message)) {
    intents_.push_back(intent::TakeBatch{batch->batch});
  } else if (const auto* after = std::get_if<BatchAfterGone>(&message)) {
    intents_.push_back(intent::TakeBatchAfterGone{*after});
  } else if (const auto* claim = std::get_if<Claim>(&message)) {
    intents_.push_back(intent::TakeClaim{*claim});
  } else if (const auto* held = std::get_if<BulletinHeld>(&message)) {
    transfers_.bulletin_held(*held);
    intents_.push_back(intent::NoteBulletinHeld{*held});
  } else if (const auto* said = std::get_if<Holdings>(&message)) {
    if (!is_due(*said)) {
      return refuse(RefusalCode::kUnexpected, "holdings that nothing was asked for", now);
    }
    intents_.push_back(intent::CompareHoldings{*said});
  } else if (const auto* part = std::get_if<PartHeld>(&message)) {
    transfers_.part_held(*part, now);
    send_parts(now);
  } else if (const auto* backlog = std::get_if<Backlog>(&message)) {
    intents_.push_back(intent::NoteBacklog{*backlog});
  } else if (const auto* asked = std::get_if<TimeAsked>(&message)) {
    intents_.push_back(intent::TellTime{asked->number});
  } else {
    refuse(RefusalCode::kUnexpected, "a frame that does not belong here", now);
  }
}

void CentreSession::welcome(Welcome welcome, Instant) {
  if (state_ != State::kWelcoming) return;
  state_ = State::kOpen;
  welcome.version = version_;
  send(welcome);
}

void CentreSession::receipted(const Receipt& receipt, Instant) {
  if (state_ == State::kOpen) send(receipt);
}

void CentreSession::offer(SharedDelivery delivery, Instant now) {
  if (state_ != State::kOpen || !knows_holdings_) return;
  transfers_.offer(std::move(delivery));
  send_parts(now);
}

void CentreSession::holdings_compared(const Holdings& said, const std::set<std::string>& foreign,
                                      Instant now) {
  if (state_ != State::kOpen) return;
  knows_holdings_ = true;
  transfers_.holdings(said, foreign);
  for (const auto& channel : foreign) {
    if (!is_list_channel(channel) || !sections_asked_.insert(channel).second) continue;
    send(SectionsAsked{channel});
  }
  send_parts(now);
}

bool CentreSession::is_due(const Holdings& said) {
  if (!said.list.empty())
    return sections_asked_.contains(said.list) && sections_said_.insert(said.list).second;
  if (!std::exchange(greeting_said_, true)) return true;
  // A bulletin came to its end, which may be said of each part that came twice.
  return said.held.size() == 1 && ++bulletins_ended_ <= parts_sent_;
}

void CentreSession::put_aside(const PutAside& aside, Instant) {
  if (state_ == State::kOpen && version_ >= kHoldingsVersion) send(aside);
}

void CentreSession::aside_up_to(const JournalPosition& position, Instant) {
  if (state_ == State::kOpen) send(AsideUpTo{position});
}

void CentreSession::send_parts(Instant now) {
  if (state_ != State::kOpen) return;
  for (auto& part : transfers_.parts(now)) {
    send(std::move(part));
    ++parts_sent_;
  }
}

void CentreSession::told_time(std::uint64_t number, Instant clock, Instant) {
  if (state_ == State::kOpen) send(TimeTold{number, clock});
}

void CentreSession::tick(Instant now) {
  if (closed()) return;
  if (state_ == State::kGreeting) {
    if (now - began_ > timings_.greeting_within) refuse(RefusalCode::kSilent, "no hello", now);
    return;
  }
  const auto patience = std::max(timings_.dead_after, round_trip_ * 8);
  if (ping_sent_ && now - *ping_sent_ > patience && now - last_heard_ > patience) {
    return refuse(RefusalCode::kSilent, "nothing heard", now);
  }
  // The station asks first; the centre's own ping finds links that are open in one direction.
  if (!ping_sent_ && now - last_heard_ >= timings_.ping_after * 2) {
    ping_sent_ = now;
    send(Ping{++ping_number_});
  }
  send_parts(now);
}

Bytes CentreSession::take_output() { return std::exchange(output_, {}); }

std::vector<CentreIntent> CentreSession::take_intents() {
  waiting_bytes_ = 0;
  return std::exchange(intents_, {});
}

}  // namespace garita
