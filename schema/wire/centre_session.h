#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/wire/station_session.h"
#include "schema/wire/transfers.h"

namespace garita {

/// What the centre's shell is asked to do or told.
namespace centre_intent {
/// The station greeted: look up what is held of it, then welcome().
struct Greeted {
  Hello hello;
};
struct KeepEpochKey {
  WrappedEpochKey key;
};
/// Check it, store it durably, and only then receipted(). In the order of arrival.
struct TakeBatch {
  Bytes batch;
};
/// The same with what follows records that are gone; then aside_up_to() too.
struct TakeBatchAfterGone {
  BatchAfterGone frame;
};
struct TakeClaim {
  Claim claim;
};
struct NoteBulletinHeld {
  BulletinHeld held;
};
/// Compare it with what was published: holdings_compared().
struct CompareHoldings {
  Holdings holdings;
};
struct NoteBacklog {
  Backlog backlog;
};
/// Read the wall clock: told_time().
struct TellTime {
  std::uint64_t number = 0;
};
/// Nothing more will come; send what take_output gives and close.
struct Closed {
  Goodbye why;
  bool by_peer = false;
};
}  // namespace centre_intent

using CentreIntent =
    std::variant<centre_intent::Greeted, centre_intent::KeepEpochKey, centre_intent::TakeBatch,
                 centre_intent::TakeBatchAfterGone, centre_intent::TakeClaim,
                 centre_intent::NoteBulletinHeld, centre_intent::CompareHoldings,
                 centre_intent::NoteBacklog, centre_intent::TellTime, centre_intent::Closed>;

/// The centre's end of the sync conversation with one station, whose certificate was checked
/// before. Bytes and times in, bytes and intents out.
class CentreSession {
 public:
  /// `peer` is the name in the station's certificate; `now` is a steady clock's.
  CentreSession(StationId peer, WireTimings timings, Instant now);

  void receive(ByteView bytes, Instant now);
  void tick(Instant now);
  /// Answers Greeted; the version is the session's.
  void welcome(Welcome welcome, Instant now);
  /// A receipt for a batch, or one for what was opened since: after the commit, never before.
  void receipted(const Receipt& receipt, Instant now);
  /// Sent in parts once the station has said what it holds, unless the station holds this version
  /// or a later one, or one of the channel is under way.
  void offer(SharedDelivery delivery, Instant now);
  /// Answers CompareHoldings: `foreign` are those, by name, that this centre does not know in that
  /// version of that moment. Of a list among them it asks for the sections, once.
  void holdings_compared(const Holdings& said, const std::set<std::string>& foreign, Instant now);
  /// Answers TellTime; `clock` is the centre's wall clock.
  void told_time(std::uint64_t number, Instant clock, Instant now);
  /// To a station that understands it.
  void put_aside(const PutAside& aside, Instant now);
  /// Answers TakeBatchAfterGone.
  void aside_up_to(const JournalPosition& position, Instant now);
  void refuse(RefusalCode code, const std::string& detail, Instant now);

  [[nodiscard]] Bytes take_output();
  [[nodiscard]] std::vector<CentreIntent> take_intents();
  [[nodiscard]] bool open() const { return state_ == State::kOpen; }
  [[nodiscard]] bool closed() const { return state_ == State::kClosed; }
  [[nodiscard]] BulletinStanding standing() const {
    auto standing = transfers_.standing();
    standing.said = knows_holdings_;
    return standing;
  }

 private:
  enum class State { kGreeting, kWelcoming, kOpen, kClosed };

  void send(const Message& message);
  void handle(const Message& message, Instant now);
  void greeted(const Hello& hello, Instant now);
  /// Whether it answers something, of which each is answered once: to compare costs the store.
  [[nodiscard]] bool is_due(const Holdings& said);
  void send_parts(Instant now);

  State state_ = State::kGreeting;
  WireTimings timings_;
  StationId peer_;
  FrameReader frames_{FrameSource::kStation};
  Bytes output_;
  std::vector<CentreIntent> intents_;
  std::size_t waiting_bytes_ = 0;  ///< received since the intents were taken
  Transfers transfers_;
  bool knows_holdings_ = false;  ///< nothing is offered before
  bool greeting_said_ = false;   ///< what the station holds as it comes
  std::set<std::string> sections_asked_;
  std::set<std::string> sections_said_;
  std::uint64_t parts_sent_ = 0;
  std::uint64_t bulletins_ended_ = 0;  ///< as the station says
  std::uint16_t version_ = kWireVersion;
  Instant began_;
  Instant last_heard_;
  std::uint64_t ping_number_ = 0;
  std::optional<Instant> ping_sent_;
  std::chrono::milliseconds round_trip_{0};
};

}  // namespace garita
