#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/journal/batch.h"
#include "schema/journal/delivery.h"
#include "schema/journal/statements.h"
#include "schema/wire/holdings.h"
#include "schema/wire/standing.h"

namespace garita {

/// The conversation's versions: a centre of version N serves stations of N, N-1 and N-2.
inline constexpr std::uint16_t kWireVersion = 3;
/// From this version on a station says what it holds with when that was signed (Holdings).
inline constexpr std::uint16_t kHoldingsVersion = 2;
/// From this version on the centre takes what follows records that are gone (BatchAfterGone).
inline constexpr std::uint16_t kGoneVersion = 3;
inline constexpr std::uint16_t kOlderVersionsServed = 2;
/// The version in which a station that speaks `least` to `most` and a centre of version `centre`
/// converse: the newest that both know. Absent: none.
[[nodiscard]] std::optional<std::uint16_t> common_version(std::uint16_t least, std::uint16_t most,
                                                          std::uint16_t centre);

/// One journal and how far it goes.
struct JournalPosition {
  JournalId journal;
  JournalHead head;
  friend bool operator==(const JournalPosition&, const JournalPosition&) = default;
};

/// A part of a bulletin on its way (schema/journal/delivery.h).
struct BulletinPart {
  std::string channel;
  std::uint64_t version = 1;
  std::uint64_t base = 0;
  std::uint64_t stream = 0;  ///< Delivery::id
  std::uint32_t total = 0;   ///< bytes of the stream
  std::uint32_t offset = 0;
  Bytes content;  ///< 1 to kPartBytesMax
  friend bool operator==(const BulletinPart&, const BulletinPart&) = default;
};
inline constexpr std::size_t kPartBytesMax = std::size_t{64} * 1024;

/// A station holds this much of a stream durably, from its beginning.
struct PartHeld {
  std::string channel;
  std::uint64_t stream = 0;
  std::uint32_t bytes = 0;
  friend bool operator==(const PartHeld&, const PartHeld&) = default;
};

/// The first frame of a station.
struct Hello {
  std::uint16_t version_min = 1;
  std::uint16_t version_max = kWireVersion;
  StationId station;
  std::uint32_t incarnation = 1;  ///< the one that the station writes now
  Instant clock;                  ///< the station's wall clock
  std::string software;           ///< "garita-station 0.1.0"
  std::vector<JournalPosition> journals;
  std::map<std::string, std::uint64_t> bulletins;  ///< versions held, by channel
  std::vector<PartHeld> parts;                     ///< of bulletins that are not whole yet
  /// Of long lists, the sections that are not of the version that the head held names, by name.
  std::map<std::string, std::uint64_t> sections;
  std::uint64_t disk_free_bytes = 0;
  friend bool operator==(const Hello&, const Hello&) = default;
};

/// The centre's answer: what it holds, so that the station goes on from there.
struct Welcome {
  std::uint16_t version = kWireVersion;
  Instant clock;  ///< the centre's wall clock
  /// Heartbeats are wanted this often.
  std::chrono::milliseconds heartbeat_every{60'000};
  std::vector<JournalPosition> held;  ///< of every incarnation of the station
  friend bool operator==(const Welcome&, const Welcome&) = default;
};

/// Why one end ends the conversation.
enum class RefusalCode : std::uint8_t {
  kVersion = 1,         ///< no common version
  kUnknownStation = 2,  ///< never enrolled here, or another name than the certificate's
  kRevoked = 3,
  kMalformed = 4,    ///< a frame that cannot be read
  kUnexpected = 5,   ///< a frame that does not belong here
  kSilent = 6,       ///< nothing heard for too long
  kStopping = 7,     ///< the program ends
  kUnavailable = 8,  ///< the centre cannot store at the moment
  kToken = 9,        ///< the enrolment's token is wrong or spent
};
[[nodiscard]] std::string_view refusal_name(RefusalCode code);

struct Goodbye {
  RefusalCode code = RefusalCode::kStopping;
  std::string detail;
  friend bool operator==(const Goodbye&, const Goodbye&) = default;
};

struct Ping {
  std::uint64_t number = 0;
  friend bool operator==(const Ping&, const Ping&) = default;
};
struct Pong {
  std::uint64_t number = 0;
  friend bool operator==(const Pong&, const Pong&) = default;
};

/// "What time is it at the centre?", by the station.
struct TimeAsked {
  std::uint64_t number = 0;
  friend bool operator==(const TimeAsked&, const TimeAsked&) = default;
};
/// The centre's wall clock, read between the question's arrival and this answer.
struct TimeTold {
  std::uint64_t number = 0;  ///< the question's
  Instant clock;
  friend bool operator==(const TimeTold&, const TimeTold&) = default;
};

/// Before kHoldingsVersion: what a station holds of a channel, said when a bulletin has come whole:
/// the new version where it was taken, the one before where it was refused.
struct BulletinHeld {
  std::string channel;
  std::uint64_t version = 0;
  friend bool operator==(const BulletinHeld&, const BulletinHeld&) = default;
};

/// The bytes of schema/record/enrolment's JSON, before there is a certificate.
struct EnrolRequest {
  std::string json;
  friend bool operator==(const EnrolRequest&, const EnrolRequest&) = default;
};
struct EnrolAnswer {
  std::string json;
  friend bool operator==(const EnrolAnswer&, const EnrolAnswer&) = default;
};

/// A batch in its encoded form: the pure session passes it on; intake reads and checks it.
struct BatchFrame {
  Bytes batch;
  friend bool operator==(const BatchFrame&, const BatchFrame&) = default;
};

/// A batch that begins right after records that are gone, with the statement that they are: the
/// first after that gap. The others that follow it are batches like any.
struct BatchAfterGone {
  Gone gone;
  Bytes batch;
  friend bool operator==(const BatchAfterGone&, const BatchAfterGone&) = default;
};

/// The centre's answer to a BatchAfterGone: what it has put aside of that journal ends here.
struct AsideUpTo {
  JournalPosition position;
  friend bool operator==(const AsideUpTo&, const AsideUpTo&) = default;
};

using Message =
    std::variant<Hello, Welcome, Goodbye, Ping, Pong, WrappedEpochKey, BatchFrame, Claim, Receipt,
                 Bulletin, BulletinHeld, Backlog, EnrolRequest, EnrolAnswer, TimeAsked, TimeTold,
                 BulletinPart, PartHeld, Holdings, SectionsAsked, PutAside, BatchAfterGone,
                 AsideUpTo, StationStanding, CentreStanding>;

/// Before the peer is known a frame has at most this many bytes.
inline constexpr std::size_t kGreetingBytesMax = std::size_t{64} * 1024;
/// The longest frame of a station that has greeted, a batch after gone, and the centre's.
inline constexpr std::size_t kStationFrameBytesMax = kBatchBytesMax + kGoneBytesMax + 5;
inline constexpr std::size_t kCentreFrameBytesMax = kPartBytesMax + kGreetingBytesMax;
inline constexpr std::size_t kFrameBytesMax = kBulletinBytesMax + std::size_t{64} * 1024;
inline constexpr std::size_t kJournalsMax = 400;

/// Length, type, body: PROTOCOL.md, "Frames". Of more than kJournalsMax journals the newest
/// incarnations are named; texts are cut to what they may have.
[[nodiscard]] Bytes encode_frame(const Message& message);

/// Where frames come from. A kind of frame that does not come from there is refused before its
/// content is looked at, so that nobody has a bulletin expanded who may not send one.
enum class FrameSource { kStation, kCentre, kBundle };

/// Takes a stream apart into messages.
class FrameReader {
 public:
  explicit FrameReader(FrameSource source) : source_(source) {}
  /// No frame may be longer; may be raised once the peer is known.
  void set_limit(std::size_t frame_bytes_max) { limit_ = frame_bytes_max; }
  void add(ByteView bytes);
  /// The next whole message; nothing when more bytes are needed. Remedy: reject: the stream is
  /// spent.
  [[nodiscard]] Result<std::optional<Message>> next();

 private:
  FrameSource source_;
  Bytes buffer_;
  std::size_t start_ = 0;
  std::size_t limit_ = kGreetingBytesMax;
};

/// One frame's type and body, without its length. Remedy: reject.
[[nodiscard]] Result<Message> read_message(ByteView frame, FrameSource source);

}  // namespace garita
