#include "tests/simulation/link.h"

namespace garita::tests {
namespace {

constexpr Span kHeartbeatEvery{20'000};
constexpr Span kLookEvery{1'000};

}  // namespace

bool Link::open() {
  auto& [agenda, station, centre, process, dice] = parties_;
  if (!station.is_up() || !process.is_up()) return false;
  const PrivateKey& key = centre.country.centre().centre_key();
  const auto& certificate = station.uplink->identity().station_certificate;
  // What the TLS server does once hands are shaken.
  central::StoreWork asked(*process.intake, process.deliveries, key);
  auto known = asked.station_of(certificate);
  if (!known || known->revoked_at) return false;
  station_ = std::make_unique<StationEnd>(*station.uplink);
  auto receipted = station_->work.receipted();
  auto hello = station_->work.hello();
  if (!receipted || !hello) {
    station_.reset();
    return false;
  }
  centre_ = std::make_unique<CentreEnd>(process, key, *std::move(known));
  centre_->session.emplace(station.enrolled.id, WireTimings(), agenda.now());
  station_->session.emplace(*std::move(hello), WireTimings(), agenda.now(), *std::move(receipted));
  pump_station();
  return true;
}

void Link::tick() {
  if (station_) pump_station();
  if (centre_) pump_centre();
}

void Link::stall(Span span) { stalled_until_ = parties_.agenda.now().plus(span); }

void Link::pump_station() {
  const Instant now = parties_.agenda.now();
  const auto positions = station_->work.positions();
  if (!positions) return station_died();
  auto& session = *station_->session;
  order_.told(*positions);
  session.journals_changed(*positions, now);
  for (const auto& intent : station_->work.postponed(now)) answer(intent);
  session.tick(now);
  for (auto intents = session.take_intents(); !intents.empty(); intents = session.take_intents()) {
    for (const auto& intent : intents) answer(intent);
  }
  if (parties_.station.disk.is_dead()) return;
  auto output = session.take_output();
  order_.says(output);
  send(Way::kUp, std::move(output));
  if (!session.closed()) return;
  end_after_what_was_sent(Way::kUp);
  station_.reset();
}

void Link::answer(const StationIntent& intent) {
  const Instant now = parties_.agenda.now();
  const auto reply = station_->work.fulfil(intent, now);
  const auto* kept = std::get_if<station_intent::KeepReceipt>(&intent);
  if (kept != nullptr && !reply.error) {
    parties_.station.receipts[kept->receipt.journal] = kept->receipt;
  }
  if (reply.tell) reply.tell(*station_->session, now);
}

void Link::pump_centre() {
  auto& session = *centre_->session;
  session.tick(parties_.agenda.now());
  for (auto intents = session.take_intents(); !intents.empty(); intents = session.take_intents()) {
    for (const auto& intent : intents) answer(intent);
  }
  if (session.open()) look();
  if (parties_.centre.is_dead(parties_.process)) return;
  send(Way::kDown, session.take_output());
  if (!session.closed()) return;
  end_after_what_was_sent(Way::kDown);
  centre_.reset();
}

void Link::answer(const CentreIntent& intent) {
  const Instant now = parties_.agenda.now();
  const Instant wall = parties_.centre.clock.now();
  auto& session = *centre_->session;
  if (const auto* asked = std::get_if<centre_intent::TellTime>(&intent)) {
    session.told_time(asked->number, wall, now);
  } else if (!std::holds_alternative<centre_intent::Closed>(intent)) {
    const auto reply = centre_->work.fulfil(centre_->known, intent, kHeartbeatEvery, wall);
    if (reply.tell) reply.tell(session, now);
  }
}

void Link::look() {
  const Instant now = parties_.agenda.now();
  if (now - centre_->looked < kLookEvery) return;
  centre_->looked = now;
  auto& session = *centre_->session;
  const auto news =
      centre_->work.news(centre_->known.station, session.standing(), parties_.centre.clock.now());
  if (!news) return;
  if (news->revoked) return session.refuse(RefusalCode::kRevoked, "revoked", now);
  news->tell(session, now);
}

void Link::send(Way way, Bytes bytes) {
  if (bytes.empty() || cut_) return;
  auto& dice = parties_.dice;
  const auto pieces = dice.chance(nature_.split) ? 2 : 1;
  const auto first =
      pieces == 1
          ? bytes.size()
          : static_cast<std::size_t>(dice.between(0, 1) * static_cast<double>(bytes.size()));
  const ByteView all(bytes);
  for (const auto& piece : {all.first(first), all.subspan(first)}) {
    const Span latency(
        static_cast<std::int64_t>(dice.between(static_cast<double>(nature_.latency_min.count()),
                                               static_cast<double>(nature_.latency_max.count()))));
    auto& last = arrives_[static_cast<int>(way)];
    const Instant soonest = std::max(parties_.agenda.now(), stalled_until_).plus(latency);
    last = std::max(last, soonest);
    if (piece.empty()) continue;
    parties_.agenda.at(last, [self = shared_from_this(), way, copied = copy_of(piece)] {
      if (!self->cut_) self->deliver(way, copied);
    });
  }
}

void Link::deliver(Way way, const Bytes& bytes) {
  const Instant now = parties_.agenda.now();
  if (now < stalled_until_) {
    parties_.agenda.at(stalled_until_, [self = shared_from_this(), way, bytes] {
      if (!self->cut_) self->deliver(way, bytes);
    });
    return;
  }
  if (way == Way::kUp && centre_) {
    centre_->session->receive(bytes, now);
    pump_centre();
  } else if (way == Way::kDown && station_) {
    order_.hears(bytes);
    station_->session->receive(bytes, now);
    pump_station();
  }
}

void Link::end_after_what_was_sent(Way way) {
  parties_.agenda.at(arrives_[static_cast<int>(way)].plus(Span(1)),
                     [self = shared_from_this(), way] {
                       if (way == Way::kUp) self->centre_.reset();
                       if (way == Way::kDown) self->station_.reset();
                     });
}

void Link::cut() {
  cut_ = true;
  if (parties_.dice.chance(0.5)) station_.reset();
  if (parties_.dice.chance(0.5)) centre_.reset();
}

void Link::station_died() {
  station_.reset();
  // The kernel of a machine that lives says so; one without power does not.
  if (parties_.dice.chance(0.5)) centre_.reset();
}

void Link::centre_died() {
  centre_.reset();
  if (parties_.dice.chance(0.5)) station_.reset();
}

}  // namespace garita::tests
