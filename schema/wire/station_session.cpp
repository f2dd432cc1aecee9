#include "schema/wire/station_session.h"

#include <algorithm>

namespace garita {

namespace intent = station_intent;

namespace {

/// A batch is a part of what may be under way, so that answers come often enough to learn from.
constexpr std::size_t kBatchBytesLeast = std::size_t{4} * 1024;

/// Pictures come last: 10,000 of them must not keep an audit note.
int rank_of(Lane lane) { return lane == Lane::kEvidence ? 99 : static_cast<int>(lane); }

}  // namespace

std::chrono::milliseconds intent::CentreTime::error_bound(Instant own) const {
  return std::max(own - clock, clock.plus(round_trip) - own);
}

StationSession::StationSession(Hello hello, WireTimings timings, Instant now,
                               std::optional<Receipted> receipted)
    : timings_(timings),
      station_(hello.station),
      version_min_(hello.version_min),
      version_max_(hello.version_max),
      bulletins_(hello.bulletins),
      receipted_(std::move(receipted)),
      greeted_(now),
      last_heard_(now) {
  for (const auto& part : hello.parts) parts_[part.channel] = part;
  // The centre is known by its certificate before the first frame.
  frames_.set_limit(kCentreFrameBytesMax);
  for (const auto& [journal, head] : hello.journals) {
    journals_[journal] = {head.sequence, head.sequence, 0};
  }
  send(hello, now);
}

void StationSession::send(const Message& message, Instant) {
  const Bytes frame = encode_frame(message);
  output_.insert(output_.end(), frame.begin(), frame.end());
}

void StationSession::close(RefusalCode code, const std::string& detail, Instant now) {
  if (state_ == State::kClosed) return;
  const Goodbye goodbye{code, detail};
  send(goodbye, now);
  state_ = State::kClosed;
  intents_.push_back(intent::Closed{goodbye, false});
}

void StationSession::stop(Instant now) { close(RefusalCode::kStopping, "", now); }

void StationSession::receive(ByteView bytes, Instant now) {
  if (closed()) return;
  last_heard_ = now;
  waiting_bytes_ += bytes.size();
  if (waiting_bytes_ > kWaitingBytesMax) {
    return close(RefusalCode::kUnexpected, "more at once than may be under way", now);
  }
  frames_.add(bytes);
  while (!closed()) {
    const auto message = frames_.next();
    if (!message) return close(RefusalCode::kMalformed, message.error().message, now);
    if (!*message) return;
    handle(**message, now);
  }
}

void StationSession::handle(const Message& message, Instant now) {
  if (const auto* goodbye = std::get_if<Goodbye>(&message)) {
    state_ = State::kClosed;
    intents_.push_back(intent::Closed{*goodbye, true});
    return;
  }
  if (const auto* greeting = std::get_if<Welcome>(&message)) {
    if (state_ == State::kGreeting) return welcome(*greeting, now);
  } else if (state_ == State::kOpen) {
    if (const auto* ping = std::get_if<Ping>(&message)) return send(Pong{ping->number}, now);
    if (const auto* pong = std::get_if<Pong>(&message)) {
      if (ping_sent_ && pong->number == ping_number_) {
        round_trip_ = now - *ping_sent_;
        pacing_.round_trip(round_trip_);
        ping_sent_.reset();
      }
      return;
    }
    if (const auto* held = std::get_if<Receipt>(&message)) {
      receipt(*held, now);
      return ask_for_more(now);
    }
    if (const auto* part = std::get_if<BulletinPart>(&message)) return bulletin_part(*part, now);
    if (const auto* asked = std::get_if<SectionsAsked>(&message)) {
      return intents_.push_back(intent::WantHoldings{asked->channel});
    }
    if (const auto* aside = std::get_if<PutAside>(&message)) {
      return intents_.push_back(intent::KeepPutAside{*aside});
    }
    if (const auto* aside = std::get_if<AsideUpTo>(&message)) {
      return aside_told(aside->position, now);
    }
    if (const auto* told = std::get_if<TimeTold>(&message)) return time_told(*told, now);
  }
  close(RefusalCode::kUnexpected, "a frame that does not belong here", now);
}

void StationSession::bulletin_part(const BulletinPart& part, Instant now) {
  // A version that is not above the one held is a repetition: said again, not taken again. A centre
  // that knows when what is held was signed sends it on purpose.
  const std::uint64_t held = bulletins_[part.channel];
  if (version_ < kHoldingsVersion && part.version <= held)
    return send(BulletinHeld{part.channel, held}, now);
  auto& passed_on = parts_[part.channel];
  if (part.stream != passed_on.stream) passed_on = {part.channel, part.stream, 0};
  // What is not the next comes again: something before it could not be stored.
  if (part.offset != passed_on.bytes) return;
  passed_on.bytes += static_cast<std::uint32_t>(part.content.size());
  intents_.push_back(intent::KeepBulletinPart{part});
}

void StationSession::part_kept(const PartHeld& held, Instant now) {
  if (state_ == State::kOpen) send(held, now);
}

void StationSession::part_lost(const PartHeld& held) { parts_[held.channel] = held; }

void StationSession::time_told(const TimeTold& told, Instant now) {
  if (!time_awaited_ || told.number != time_number_) return;
  time_awaited_ = false;
  intents_.push_back(intent::CentreTime{told.clock, now - time_asked_});
}

void StationSession::ask_for_time(Instant now) {
  time_asked_ = now;
  time_awaited_ = true;
  send(TimeAsked{++time_number_}, now);
}

void StationSession::welcome(const Welcome& welcome, Instant now) {
  if (welcome.version < version_min_ || welcome.version > version_max_) {
    return close(RefusalCode::kVersion, "a welcome of a version that was not offered", now);
  }
  state_ = State::kOpen;
  version_ = welcome.version;
  if (version_ >= kHoldingsVersion) intents_.push_back(intent::WantHoldings{});
  round_trip_ = now - greeted_;
  pacing_.round_trip(round_trip_);
  time_asked_ = now;
  heartbeat_every_ = std::clamp(welcome.heartbeat_every, kHeartbeatLeast, kHeartbeatMost);
  intents_.push_back(intent::CentreTime{welcome.clock, round_trip_});
  const bool complete = welcome.held.size() < kJournalsMax;
  for (auto& [id, journal] : journals_) {
    journal.sent = 0;
    // Of so many journals that not all are named, what stands in the receipts is held.
    if (complete || !receipted_) continue;
    const auto proved = receipted_->find(id);
    if (proved == receipted_->end()) continue;
    journal.held = journal.sent = std::min(journal.known, proved->second);
  }
  for (const auto& [id, head] : welcome.held) {
    if (id.station != station_) {
      return close(RefusalCode::kUnexpected, "the welcome is for another station", now);
    }
    auto& journal = journals_[id];
    if (head.sequence > journal.known) {
      intents_.push_back(intent::CentreIsAhead{id, head.sequence});
    }
    journal.held = std::min(head.sequence, journal.known);
    journal.sent = journal.held;
    if (!receipted_) continue;
    const auto proved = receipted_->find(id);
    journal.sent = std::min(journal.held, proved == receipted_->end() ? 0 : proved->second);
  }
  intents_.push_back(intent::CentreHolds{welcome.held, welcome.clock, complete});
  intents_.push_back(intent::Opened{});
  tick(now);
}

void StationSession::receipt(const Receipt& receipt, Instant now) {
  const auto found = journals_.find(receipt.journal);
  if (found == journals_.end()) return;
  auto& journal = found->second;
  const auto answered = std::erase_if(in_flight_, [&](const InFlight& batch) {
    const bool held = batch.journal == receipt.journal && batch.last <= receipt.held;
    if (held) pacing_.answered(batch.bytes, now - batch.sent);
    return held;
  });
  // What is put aside has one receipt for each batch too, which names none of it. One that says
  // that more is held is about something else. That more has been read may be said with an answer
  // or apart from any, so that from then on nothing is learnt from how long answers take.
  const bool is_news = answered > 0 || receipt.held != journal.held;
  journal.held = std::max(journal.held, std::min(receipt.held, journal.known));
  if (std::exchange(journal.opened, receipt.opened) != receipt.opened && !journal.aside_asked)
    journal.in_step = false;
  // The first batch is answered by how much is put aside.
  if (journal.is_aside && !journal.aside_asked && !is_news) answered_aside(receipt.journal, now);
  intents_.push_back(intent::KeepReceipt{receipt});
}

void StationSession::aside_told(const JournalPosition& position, Instant now) {
  const auto found = journals_.find(position.journal);
  if (found != journals_.end() && found->second.aside_asked) {
    answered_aside(position.journal, now);
    // Of a journal of which nothing is put aside receipts name what is sent.
    found->second.is_aside = position.head.sequence > 0;
    found->second.in_step = true;
  }
  intents_.push_back(intent::CompareAside{position});
}

void StationSession::answered_aside(const JournalId& journal, Instant now) {
  const auto oldest = std::ranges::find(in_flight_, journal, &InFlight::journal);
  if (oldest == in_flight_.end()) return;
  if (journals_.at(journal).in_step) pacing_.answered(oldest->bytes, now - oldest->sent);
  in_flight_.erase(oldest);
}

/// Urgent first; older incarnations before newer ones.
const JournalId* StationSession::next_journal() const {
  const JournalId* next = nullptr;
  for (const auto& [id, journal] : journals_) {
    if (journal.sent >= journal.known || journal.given_up) continue;
    if (next == nullptr || std::pair(rank_of(id.lane), id.incarnation) <
                               std::pair(rank_of(next->lane), next->incarnation)) {
      next = &id;
    }
  }
  return next;
}

/// How many bytes of a lane may follow what is under way. An urgent record waits for nothing but
/// urgent ones.
std::size_t StationSession::room_for(Lane lane) const {
  std::size_t under_way = 0;
  for (const auto& batch : in_flight_) {
    if (lane != Lane::kUrgent || batch.journal.lane == Lane::kUrgent) under_way += batch.bytes;
  }
  const std::size_t window = lane == Lane::kEvidence ? pacing_.bulk_window() : pacing_.window();
  return window - std::min(under_way, window);
}

void StationSession::ask_for_more(Instant) {
  if (state_ != State::kOpen || batch_wanted_) return;
  const JournalId* next = next_journal();
  if (next == nullptr || in_flight_.size() >= kBatchesInFlightMax) return;
  // That something is gone is said in a lane behind it: when that is heard, what follows is there.
  if (journals_.at(*next).aside_asked) return;
  const std::size_t room = room_for(next->lane);
  if (room == 0) return;
  const std::size_t part = std::max(pacing_.window() / 4, kBatchBytesLeast);
  batch_wanted_ = true;
  intents_.push_back(intent::WantBatch{*next, journals_.at(*next).sent, std::min(room, part),
                                       version_ >= kGoneVersion});
}

void StationSession::give_batch(std::optional<OutgoingBatch> batch, Instant now) {
  batch_wanted_ = false;
  if (closed() || !batch) return;
  for (const auto& key : batch->keys) send(key, now);
  auto& journal = journals_[batch->journal];
  journal.sent = std::max(journal.sent, batch->last);
  journal.known = std::max(journal.known, batch->last);
  in_flight_.push_back({batch->journal, batch->last, batch->batch.size(), now});
  if (batch->gone) {
    journal.is_aside = journal.aside_asked = true;
    send(BatchAfterGone{*std::move(batch->gone), std::move(batch->batch)}, now);
  } else {
    send(BatchFrame{std::move(batch->batch)}, now);
  }
  ask_for_more(now);
}

void StationSession::give_up(const JournalId& journal) {
  batch_wanted_ = false;
  journals_[journal].given_up = true;
}

void StationSession::put_aside_up_to(const JournalId& journal, std::uint64_t sequence,
                                     Instant now) {
  const auto found = journals_.find(journal);
  if (found == journals_.end()) return;
  found->second.aside_asked = false;
  found->second.sent = std::max(found->second.sent, std::min(sequence, found->second.known));
  ask_for_more(now);
}

void StationSession::put_aside(const JournalId& journal, Instant now) {
  std::erase_if(in_flight_, [&](const InFlight& batch) { return batch.journal == journal; });
  ask_for_more(now);
}

void StationSession::journals_changed(const std::vector<JournalPosition>& journals, Instant now) {
  for (const auto& [id, head] : journals) {
    auto& journal = journals_[id];
    journal.known = std::max(journal.known, head.sequence);
  }
  ask_for_more(now);
}

void StationSession::give_claim(const Claim& claim, const Backlog& backlog, Instant now) {
  claim_wanted_ = false;
  if (state_ != State::kOpen) return;
  send(claim, now);
  send(backlog, now);
}

void StationSession::give_holdings(const Holdings& holdings, Instant now) {
  if (state_ == State::kOpen) send(holdings, now);
}

void StationSession::bulletin_kept(const Holding& kept, Instant now) {
  if (version_ >= kHoldingsVersion) return give_holdings({"", {kept}}, now);
  auto& held = bulletins_[kept.channel];
  held = std::max(held, kept.version);
  if (state_ == State::kOpen) send(BulletinHeld{kept.channel, held}, now);
}

void StationSession::tick(Instant now) {
  if (closed()) return;
  if (state_ == State::kGreeting) {
    if (now - greeted_ > timings_.greeting_within) {
      close(RefusalCode::kSilent, "no welcome", now);
    }
    return;
  }
  const auto patience = std::max(timings_.dead_after, round_trip_ * 8);
  if (ping_sent_ && now - *ping_sent_ > patience && now - last_heard_ > patience) {
    return close(RefusalCode::kSilent, "nothing heard", now);
  }
  const bool quiet = now - last_heard_ >= timings_.ping_after;
  if (!ping_sent_ && (quiet || !in_flight_.empty())) {
    ping_sent_ = now;
    send(Ping{++ping_number_}, now);
  }
  if (!claim_wanted_ && (!last_claim_ || now - *last_claim_ >= heartbeat_every_)) {
    claim_wanted_ = true;
    last_claim_ = now;
    intents_.push_back(intent::WantClaim{});
  }
  if (!time_awaited_ && now - time_asked_ >= heartbeat_every_) ask_for_time(now);
  ask_for_more(now);
}

Bytes StationSession::take_output() { return std::exchange(output_, {}); }

std::vector<StationIntent> StationSession::take_intents() {
  waiting_bytes_ = 0;
  return std::exchange(intents_, {});
}

}  // namespace garita
