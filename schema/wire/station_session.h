#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/wire/message.h"
#include "schema/wire/pacing.h"

namespace garita {

/// How long each end waits. Times are those of a steady clock given as Instants: neither a wrong
/// wall clock nor an exercise moves them.
struct WireTimings {
  /// Quiet for this long: a ping asks whether the peer is there.
  std::chrono::milliseconds ping_after{5'000};
  /// A peer that owes an answer for this long, or for eight of its own round trips if that is
  /// longer, is dead: TCP would take minutes to say so.
  std::chrono::milliseconds dead_after{8'000};
  /// Between greeting and welcome.
  std::chrono::milliseconds greeting_within{15'000};
};

/// Batches that may be under way without a receipt; Pacing says how many bytes.
inline constexpr std::size_t kBatchesInFlightMax = 64;
/// What a session holds for a shell that does not come to take it; a peer that sends more is given
/// up. Far above what one sends that keeps to the limits of what is under way.
inline constexpr std::size_t kWaitingBytesMax = std::size_t{1024} * 1024;
/// How often a claim may be asked for, whatever the welcome says.
inline constexpr std::chrono::milliseconds kHeartbeatLeast{1'000};
inline constexpr std::chrono::milliseconds kHeartbeatMost{3'600'000};

/// What a station's shell is asked to do or told. Each Want… is answered once.
namespace station_intent {
/// Give a batch of this journal after `after`, of at most `bytes_max`: give_batch().
struct WantBatch {
  JournalId journal;
  std::uint64_t after = 0;
  std::size_t bytes_max = 0;
  bool past_gone = false;  ///< the centre takes what follows records that are gone
};
/// Make and sign a claim: give_claim().
struct WantClaim {};
struct KeepReceipt {
  Receipt receipt;
};
/// Keep it durably, then part_kept(); once its bulletin is whole take that, then bulletin_kept().
struct KeepBulletinPart {
  BulletinPart part;
};
/// Say what is held, with when it was signed: give_holdings(). `list` "": each channel, and of long
/// lists the sections that their heads do not name; else all sections of that list.
struct WantHoldings {
  std::string list;
};
struct KeepPutAside {
  PutAside aside;
};
/// What the centre holds, with the conversation's beginning; a journal that is not among it and is
/// here is not held. It may be less than there are receipts for.
struct CentreHolds {
  std::vector<JournalPosition> held;
  Instant clock;         ///< the centre's
  bool complete = true;  ///< false: of so many journals only the newest are named
};
/// What the centre has put aside of what follows records that are gone. Where this disk has that
/// entry too, nothing up to it has to be sent: put_aside_up_to().
struct CompareAside {
  JournalPosition position;
};
/// The centre holds more of this journal than this disk wrote: it is a restored or cloned one and
/// must begin a new incarnation before it writes again (semantics: Identities).
struct CentreIsAhead {
  JournalId journal;
  std::uint64_t held = 0;
};
/// The centre's clock: with the welcome, and then as often as a heartbeat is wanted. It was read at
/// some moment of the last `round_trip`, so that it is between `clock` and `clock` plus
/// `round_trip` there now.
struct CentreTime {
  Instant clock;
  std::chrono::milliseconds round_trip{0};
  /// How far a clock that shows `own` now may be from the centre's.
  [[nodiscard]] std::chrono::milliseconds error_bound(Instant own) const;
};
/// The conversation is open.
struct Opened {};
/// Nothing more will come; send what take_output gives and close. `by_peer`: what the centre said.
struct Closed {
  Goodbye why;
  bool by_peer = false;
};
}  // namespace station_intent

using StationIntent =
    std::variant<station_intent::WantBatch, station_intent::WantClaim, station_intent::KeepReceipt,
                 station_intent::KeepBulletinPart, station_intent::WantHoldings,
                 station_intent::KeepPutAside, station_intent::CompareAside,
                 station_intent::CentreHolds, station_intent::CentreIsAhead,
                 station_intent::CentreTime, station_intent::Opened, station_intent::Closed>;

/// A batch to send with the epoch keys that the centre may not have yet.
struct OutgoingBatch {
  std::vector<WrappedEpochKey> keys;
  JournalId journal;
  std::uint64_t last = 0;  ///< sequence of its last entry
  Bytes batch;             ///< encode(Batch)
  /// Where the records before the first are gone: only to a centre that takes what follows them.
  std::optional<Gone> gone = std::nullopt;
};

/// The station's end of the sync conversation: bytes and times in, bytes and intents out. No
/// socket, no clock, no store. PROTOCOL.md describes it.
class StationSession {
 public:
  /// How far the station has the centre's receipts, by journal; a journal without one is absent.
  using Receipted = std::map<JournalId, std::uint64_t>;

  /// `hello` says who speaks and what there is to send; `now` is a steady clock's. With `receipted`
  /// the conversation goes on from there, even if the centre says that it holds more: held already
  /// it costs an acknowledgement, and what a restored disk wrote in the same places is put aside
  /// there and not passed over here. Without, it goes on from what the centre says.
  StationSession(Hello hello, WireTimings timings, Instant now,
                 std::optional<Receipted> receipted = std::nullopt);

  void receive(ByteView bytes, Instant now);
  /// Call at least once a second.
  void tick(Instant now);
  /// The journals as they are now: more to send, perhaps.
  void journals_changed(const std::vector<JournalPosition>& journals, Instant now);
  /// Absent: there is nothing after all.
  void give_batch(std::optional<OutgoingBatch> batch, Instant now);
  /// In answer to WantBatch: what is wanted of this journal is not here any more.
  void give_up(const JournalId& journal);
  /// In answer to CompareAside; 0: the centre's is another branch, and everything is sent.
  void put_aside_up_to(const JournalId& journal, std::uint64_t sequence, Instant now);
  /// In answer to KeepReceipt: it is about another branch of the journal than is here. What was
  /// sent of it is not under way any more, and no receipt will name it.
  void put_aside(const JournalId& journal, Instant now);
  void give_claim(const Claim& claim, const Backlog& backlog, Instant now);
  /// How much of a stream is held durably, with the part that came.
  void part_kept(const PartHeld& held, Instant now);
  /// The part could not be stored: this much is held, and from there on it is taken again.
  void part_lost(const PartHeld& held);
  /// What is held of a channel, after a bulletin of it came whole: taken or refused.
  void bulletin_kept(const Holding& held, Instant now);
  void give_holdings(const Holdings& holdings, Instant now);
  void stop(Instant now);

  [[nodiscard]] Bytes take_output();
  [[nodiscard]] std::vector<StationIntent> take_intents();
  [[nodiscard]] bool closed() const { return state_ == State::kClosed; }

 private:
  enum class State { kGreeting, kOpen, kClosed };
  struct Journal {
    std::uint64_t known = 0;  ///< written here
    std::uint64_t sent = 0;
    std::uint64_t held = 0;  ///< by the centre's receipt
    bool given_up = false;
    std::uint64_t opened = 0;  ///< by the last receipt of this conversation
    bool is_aside = false;     ///< it follows records that are gone: no receipt will name it
    bool aside_asked = false;  ///< up to where it is put aside already
    /// Each receipt that tells nothing new has answered the oldest batch so far.
    bool in_step = true;
  };
  struct InFlight {
    JournalId journal;
    std::uint64_t last = 0;
    std::size_t bytes = 0;
    Instant sent;
  };

  void send(const Message& message, Instant now);
  void close(RefusalCode code, const std::string& detail, Instant now);
  void handle(const Message& message, Instant now);
  void welcome(const Welcome& welcome, Instant now);
  void receipt(const Receipt& receipt, Instant now);
  void aside_told(const JournalPosition& position, Instant now);
  void answered_aside(const JournalId& journal, Instant now);
  void bulletin_part(const BulletinPart& part, Instant now);
  void time_told(const TimeTold& told, Instant now);
  void ask_for_more(Instant now);
  [[nodiscard]] const JournalId* next_journal() const;
  [[nodiscard]] std::size_t room_for(Lane lane) const;
  void ask_for_time(Instant now);

  State state_ = State::kGreeting;
  WireTimings timings_;
  StationId station_;
  std::uint16_t version_min_;
  std::uint16_t version_max_;
  std::uint16_t version_ = 1;  ///< of this conversation
  std::map<std::string, std::uint64_t> bulletins_;
  std::map<std::string, PartHeld> parts_;  ///< how far each channel's stream was passed on
  std::optional<Receipted> receipted_;
  FrameReader frames_{FrameSource::kCentre};
  Bytes output_;
  std::vector<StationIntent> intents_;
  std::map<JournalId, Journal> journals_;
  std::deque<InFlight> in_flight_;
  Pacing pacing_;
  bool batch_wanted_ = false;
  bool claim_wanted_ = false;
  std::uint64_t ping_number_ = 0;
  std::optional<Instant> ping_sent_;
  std::chrono::milliseconds round_trip_{0};
  std::chrono::milliseconds heartbeat_every_{60'000};
  Instant greeted_;
  Instant last_heard_;
  std::optional<Instant> last_claim_;
  std::uint64_t time_number_ = 0;
  Instant time_asked_;
  bool time_awaited_ = false;
  std::size_t waiting_bytes_ = 0;  ///< received since the intents were taken
};

}  // namespace garita
