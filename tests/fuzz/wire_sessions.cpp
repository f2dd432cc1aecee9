// Both ends of the conversation, which hear one another and, between that, any bytes at any time.
// The input is a script: one byte says what happens next.
#include <algorithm>

#include "schema/journal/codec.h"
#include "schema/wire/centre_session.h"

namespace garita {
namespace {

const StationId kStation("PASO-01-01");

/// Reads what an end says as its peer would: nothing that we say may be malformed.
class Listener {
 public:
  explicit Listener(FrameSource source) : frames_(source) { frames_.set_limit(kFrameBytesMax); }
  void hear(const Bytes& bytes) {
    frames_.add(bytes);
    while (true) {
      const auto message = frames_.next();
      ensure(message.has_value(), "a session says what its peer can read");
      if (!*message) return;
    }
  }

 private:
  FrameReader frames_;
};

class Conversation {
 public:
  void run(ByteView script) {
    ByteReader in(script);
    while (in.remaining() > 0) {
      step(in);
      while (answer_station() + answer_centre() > 0) {
      }
      ensure(station_ended_ == station_.closed() && centre_ended_ == centre_.closed(),
             "who is closed says so");
      carry();
    }
  }

 private:
  static Hello hello() {
    Hello hello;
    hello.station = kStation;
    hello.journals = {{{kStation, 1, Lane::kUrgent}, {2, {}}},
                      {{kStation, 1, Lane::kMovement}, {9, {}}}};
    hello.bulletins = {{"alerts", 3}};
    return hello;
  }

  void step(ByteReader& in) {
    const auto what = in.u8();
    const std::size_t wanted = in.u16();
    const ByteView bytes = in.raw(std::min(wanted, in.remaining()));
    switch (what % 6) {
      case 0:
        return centre_.receive(bytes, now_);
      case 1:
        return station_.receive(bytes, now_);
      case 2:
        now_ = now_.plus(std::chrono::milliseconds(wanted));
        centre_.tick(now_);
        return station_.tick(now_);
      case 3:
        known_ += wanted % 4;
        return station_.journals_changed({{{kStation, 1, Lane::kMovement}, {known_, {}}}}, now_);
      case 4:
        linked_ = !linked_;
        return;
      default:
        return centre_.offer(
            std::make_shared<const Delivery>(make_delivery(
                {"policies", wanted + 1U, {}, copy_of(bytes), Bytes(kSignatureBytes)}, nullptr)),
            now_);
    }
  }

  /// How much was asked.
  std::size_t answer_station() {
    namespace intent = station_intent;
    const bool was_closed = station_ended_;
    const auto intents = station_.take_intents();
    for (const auto& asked : intents) {
      ensure(!was_closed, "an end that is closed wants nothing");
      if (const auto* want = std::get_if<intent::WantBatch>(&asked)) {
        ensure(want->bytes_max > 0 && want->bytes_max <= Pacing::kWindowMost,
               "what is wanted fits into what may be under way");
        OutgoingBatch batch{{}, want->journal, want->after + 1, Bytes(want->bytes_max / 3 + 1)};
        if (want->past_gone && want->after % 5 == 0) {
          batch.gone =
              Gone{want->journal, want->after + 1, want->after + 1, Bytes(kSignatureBytes)};
        }
        station_.give_batch(std::move(batch), now_);
      } else if (std::holds_alternative<intent::WantClaim>(asked)) {
        station_.give_claim(Claim{kStation, 1, {}, 0, {}, {}, {}, Bytes(kSignatureBytes)}, {},
                            now_);
      } else if (const auto* said = std::get_if<intent::WantHoldings>(&asked)) {
        station_.give_holdings({said->list, {{"policies", known_, now_}}}, now_);
      } else if (const auto* kept = std::get_if<intent::KeepBulletinPart>(&asked)) {
        keep(kept->part);
      } else if (const auto* time = std::get_if<intent::CentreTime>(&asked)) {
        ensure(time->round_trip.count() >= 0, "no answer comes before its question");
      } else if (const auto* aside = std::get_if<intent::CompareAside>(&asked)) {
        station_.put_aside_up_to(aside->position.journal, aside->position.head.sequence, now_);
      } else if (std::holds_alternative<intent::CentreIsAhead>(asked)) {
        station_.stop(now_);
      } else if (std::holds_alternative<intent::Closed>(asked)) {
        ensure(!station_ended_, "an end is closed once");
        station_ended_ = true;
      }
    }
    return intents.size();
  }

  void keep(const BulletinPart& part) {
    const auto end = part.offset + static_cast<std::uint32_t>(part.content.size());
    ensure(end <= part.total, "a part lies within its stream");
    station_.part_kept({part.channel, part.stream, end}, now_);
    if (end == part.total) station_.bulletin_kept({part.channel, part.version, {}}, now_);
  }

  std::size_t answer_centre() {
    namespace intent = centre_intent;
    const bool was_closed = centre_ended_;
    const auto intents = centre_.take_intents();
    for (const auto& asked : intents) {
      ensure(!was_closed, "an end that is closed wants nothing");
      if (const auto* greeted = std::get_if<intent::Greeted>(&asked)) {
        ensure(greeted->hello.station == kStation, "who speaks is whom the certificate names");
        centre_.welcome(Welcome{}, now_);
      } else if (const auto* batch = std::get_if<intent::TakeBatch>(&asked)) {
        received_ += batch->batch.size();
        centre_.receipted(
            {{kStation, 1, Lane::kMovement}, received_ % 12, {}, 0, {}, Bytes(kSignatureBytes)},
            now_);
      } else if (const auto* after = std::get_if<intent::TakeBatchAfterGone>(&asked)) {
        ensure(after->frame.gone.first <= after->frame.gone.last, "what is gone are records");
        centre_.aside_up_to({after->frame.gone.journal, {after->frame.gone.last, {}}}, now_);
      } else if (const auto* said = std::get_if<intent::CompareHoldings>(&asked)) {
        ensure(said->holdings.held.size() <= kHoldingsMax, "no more is said than a frame may");
        std::set<std::string> foreign;
        for (const auto& held : said->holdings.held)
          if (held.version % 2 == 1) foreign.insert(held.channel);
        centre_.holdings_compared(said->holdings, foreign, now_);
      } else if (const auto* tell = std::get_if<intent::TellTime>(&asked)) {
        centre_.told_time(tell->number, now_, now_);
      } else if (std::holds_alternative<intent::Closed>(asked)) {
        ensure(!centre_ended_, "an end is closed once");
        centre_ended_ = true;
      }
    }
    return intents.size();
  }

  void carry() {
    const Bytes up = station_.take_output();
    const Bytes down = centre_.take_output();
    centre_hears_.hear(up);
    station_hears_.hear(down);
    if (!linked_) return;
    centre_.receive(up, now_);
    station_.receive(down, now_);
  }

  Instant now_;
  StationSession station_{hello(), {}, Instant{}};
  CentreSession centre_{kStation, {}, Instant{}};
  Listener centre_hears_{FrameSource::kStation};
  Listener station_hears_{FrameSource::kCentre};
  bool linked_ = true;
  bool station_ended_ = false;
  bool centre_ended_ = false;
  std::uint64_t known_ = 9;
  std::size_t received_ = 0;
};

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::Conversation().run({data, size});
  return 0;
}
