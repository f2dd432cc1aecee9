#include "schema/wire/message.h"

#include <algorithm>
#include <array>

#include "schema/journal/codec.h"
#include "schema/journal/sections.h"
#include "schema/vocabulary/text.h"

namespace garita {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kJsonBytesMax = 48 * 1024;
constexpr std::size_t kChannelsMax = 16;
constexpr std::size_t kText8BytesMax = 255;

enum class Type : std::uint8_t {
  kHello = 1,
  kWelcome = 2,
  kGoodbye = 3,
  kPing = 4,
  kPong = 5,
  kEpochKey = 6,
  kBatch = 7,
  kClaim = 8,
  kReceipt = 9,
  kBulletin = 10,
  kBulletinHeld = 11,
  kBacklog = 12,
  kEnrolRequest = 13,
  kEnrolAnswer = 14,
  kTimeAsked = 15,
  kTimeTold = 16,
  kBulletinPart = 17,
  kPartHeld = 18,
  kHoldings = 19,
  kSectionsAsked = 20,
  kPutAside = 21,
  kBatchAfterGone = 22,
  kAsideUpTo = 23,
  kStationStanding = 24,
  kCentreStanding = 25,
};

struct Kind {
  std::string_view name;
  std::string_view sources;  ///< who sends it: s station, c centre, b in a bundle
};

/// By number, from 1.
constexpr std::array<Kind, 25> kKinds{{{"hello", "s"},          {"welcome", "c"},
                                       {"goodbye", "sc"},       {"ping", "sc"},
                                       {"pong", "sc"},          {"epoch key", "sb"},
                                       {"batch", "sb"},         {"claim", "sb"},
                                       {"receipt", "cb"},       {"bulletin", "b"},
                                       {"bulletin held", "s"},  {"backlog", "s"},
                                       {"enrol request", "s"},  {"enrol answer", "c"},
                                       {"time asked", "s"},     {"time told", "c"},
                                       {"bulletin part", "c"},  {"part held", "s"},
                                       {"holdings", "s"},       {"sections asked", "c"},
                                       {"put aside", "c"},      {"batch after gone", "sb"},
                                       {"aside up to", "c"},    {"station standing", "b"},
                                       {"centre standing", "b"}}};

Result<void> check_source(std::uint8_t type, FrameSource source) {
  if (type < 1 || type > kKinds.size()) {
    if (source != FrameSource::kBundle)
      return fail(Remedy::kReject, "a frame is of an unknown type");
    // Its length fits in with the others: a conversation agrees upon a version, a file cannot.
    return fail(Remedy::kReject, "a frame of type " + std::to_string(type) +
                                     ", written by a newer program than this one");
  }
  const Kind& kind = kKinds.at(type - 1U);
  if (kind.sources.find("scb"[static_cast<std::size_t>(source)]) != std::string_view::npos) {
    return {};
  }
  constexpr std::array<std::string_view, 3> kSources{"a station", "the centre", "a bundle"};
  return fail(Remedy::kReject, "a frame '" + std::string(kind.name) + "' that does not come from " +
                                   std::string(kSources.at(static_cast<std::size_t>(source))));
}

/// The newest incarnations, where there are too many for one frame: of the others the receipts say
/// what is held.
void put(ByteWriter& out, std::vector<JournalPosition> journals) {
  if (journals.size() > kJournalsMax) {
    std::ranges::sort(journals, std::greater(), [](const JournalPosition& position) {
      return std::pair(position.journal.incarnation, position.journal.lane);
    });
    journals.resize(kJournalsMax);
  }
  out.u16(static_cast<std::uint16_t>(journals.size()));
  for (const auto& [journal, head] : journals) {
    out.u32(journal.incarnation);
    out.u8(static_cast<std::uint8_t>(journal.lane));
    out.u64(head.sequence);
    out.raw(head.hash);
  }
}

std::vector<JournalPosition> read_journals(ByteReader& in, const StationId& station) {
  std::vector<JournalPosition> journals;
  const std::size_t count = in.u16();
  if (count > kJournalsMax) in.wrong("lists too many journals");
  for (std::size_t i = 0; i < count && in.good(); ++i) {
    JournalPosition position;
    position.journal.station = station;
    position.journal.incarnation = in.u32();
    position.journal.lane = in.lane();
    position.head.sequence = in.count();
    position.head.hash = in.digest();
    if (position.journal.incarnation == 0) in.wrong("has no incarnation");
    journals.push_back(std::move(position));
  }
  return journals;
}

void put(ByteWriter& out, const PartHeld& held) {
  out.text8(held.channel);
  out.u64(held.stream);
  out.u32(held.bytes);
}

struct Encoder {
  ByteWriter& out;

  void type(Type value) const { out.u8(static_cast<std::uint8_t>(value)); }

  void operator()(const Hello& hello) const {
    type(Type::kHello);
    out.u16(hello.version_min);
    out.u16(hello.version_max);
    out.text8(hello.station.value());
    out.u32(hello.incarnation);
    out.instant(hello.clock);
    out.text8(as_one_line(hello.software, kText8BytesMax));
    put(out, hello.journals);
    out.u8(static_cast<std::uint8_t>(hello.bulletins.size()));
    for (const auto& [channel, version] : hello.bulletins) {
      out.text8(channel);
      out.u64(version);
    }
    out.u8(static_cast<std::uint8_t>(hello.parts.size()));
    for (const auto& part : hello.parts) put(out, part);
    put_sections(out, hello.sections);
    out.u64(hello.disk_free_bytes);
  }
  void operator()(const Welcome& welcome) const {
    type(Type::kWelcome);
    out.u16(welcome.version);
    out.instant(welcome.clock);
    out.u32(static_cast<std::uint32_t>(welcome.heartbeat_every.count()));
    out.text8(welcome.held.empty() ? "" : welcome.held.front().journal.station.value());
    put(out, welcome.held);
  }
  void operator()(const Goodbye& goodbye) const {
    type(Type::kGoodbye);
    out.u8(static_cast<std::uint8_t>(goodbye.code));
    out.text8(as_one_line(goodbye.detail, kText8BytesMax));
  }
  void operator()(const Ping& ping) const {
    type(Type::kPing);
    out.u64(ping.number);
  }
  void operator()(const Pong& pong) const {
    type(Type::kPong);
    out.u64(pong.number);
  }
  void operator()(const WrappedEpochKey& key) const {
    type(Type::kEpochKey);
    out.raw(encode(key));
  }
  void operator()(const BatchFrame& frame) const {
    type(Type::kBatch);
    out.raw(frame.batch);
  }
  void operator()(const Claim& claim) const {
    type(Type::kClaim);
    out.raw(encode(claim));
  }
  void operator()(const Receipt& receipt) const {
    type(Type::kReceipt);
    out.raw(encode(receipt));
  }
  void operator()(const Bulletin& bulletin) const {
    type(Type::kBulletin);
    out.raw(encode(bulletin));
  }
  void operator()(const BulletinHeld& held) const {
    type(Type::kBulletinHeld);
    out.text8(held.channel);
    out.u64(held.version);
  }
  void operator()(const Backlog& backlog) const {
    type(Type::kBacklog);
    put(out, backlog);
  }
  void operator()(const TimeAsked& asked) const {
    type(Type::kTimeAsked);
    out.u64(asked.number);
  }
  void operator()(const TimeTold& told) const {
    type(Type::kTimeTold);
    out.u64(told.number);
    out.instant(told.clock);
  }
  void operator()(const BulletinPart& part) const {
    type(Type::kBulletinPart);
    out.text8(part.channel);
    out.u64(part.version);
    out.u64(part.base);
    out.u64(part.stream);
    out.u32(part.total);
    out.u32(part.offset);
    out.blob(part.content);
  }
  void operator()(const PartHeld& held) const {
    type(Type::kPartHeld);
    put(out, held);
  }
  void operator()(const Holdings& holdings) const {
    type(Type::kHoldings);
    put(out, holdings);
  }
  void operator()(const SectionsAsked& asked) const {
    type(Type::kSectionsAsked);
    out.text8(asked.channel);
  }
  void operator()(const PutAside& aside) const {
    type(Type::kPutAside);
    put(out, aside);
  }
  void operator()(const BatchAfterGone& frame) const {
    type(Type::kBatchAfterGone);
    out.blob(encode(frame.gone));
    out.raw(frame.batch);
  }
  void operator()(const AsideUpTo& aside) const {
    type(Type::kAsideUpTo);
    out.text8(aside.position.journal.station.value());
    put(out, std::vector{aside.position});
  }
  void operator()(const StationStanding& standing) const {
    type(Type::kStationStanding);
    out.raw(encode(standing));
  }
  void operator()(const CentreStanding& standing) const {
    type(Type::kCentreStanding);
    out.raw(encode(standing));
  }
  void operator()(const EnrolRequest& request) const {
    type(Type::kEnrolRequest);
    out.blob(bytes_of(request.json));
  }
  void operator()(const EnrolAnswer& answer) const {
    type(Type::kEnrolAnswer);
    out.blob(bytes_of(answer.json));
  }
};

PartHeld read_part_held(ByteReader& in) {
  PartHeld held;
  held.channel = in.text8();
  held.stream = in.u64();
  held.bytes = in.u32();
  if (held.bytes > kDeliveryBytesMax) in.wrong("has a number out of range");
  return held;
}

BulletinPart read_bulletin_part(ByteReader& in) {
  BulletinPart part;
  part.channel = in.text8();
  part.version = in.count();
  part.base = in.count();
  part.stream = in.u64();
  part.total = in.u32();
  part.offset = in.u32();
  part.content = copy_of(in.blob(kPartBytesMax));
  if (in.good() && !is_bulletin_name(part.channel)) in.wrong("is of no channel that is known");
  const bool fits = part.total <= kDeliveryBytesMax && part.offset <= part.total &&
                    part.content.size() <= part.total - part.offset;
  if (!fits || part.content.empty() || part.base >= part.version) {
    in.wrong("has a number out of range");
  }
  return part;
}

Hello read_hello(ByteReader& in) {
  Hello hello;
  hello.version_min = in.u16();
  hello.version_max = in.u16();
  hello.station = in.station();
  hello.incarnation = in.u32();
  hello.clock = in.instant();
  hello.software = in.text8();
  hello.journals = read_journals(in, hello.station);
  const std::size_t channels = in.u8();
  if (channels > kChannelsMax) in.wrong("lists too many channels");
  for (std::size_t i = 0; i < channels && in.good(); ++i) {
    const auto channel = in.text8();
    hello.bulletins[channel] = in.count();
  }
  const std::size_t parts = in.u8();
  if (parts > kChannelsMax) in.wrong("lists too many channels");
  for (std::size_t i = 0; i < parts && in.good(); ++i) hello.parts.push_back(read_part_held(in));
  hello.sections = read_sections(in);
  hello.disk_free_bytes = in.count();
  if (hello.incarnation == 0 || hello.version_min > hello.version_max) {
    in.wrong("has a number out of range");
  }
  return hello;
}

Welcome read_welcome(ByteReader& in) {
  Welcome welcome;
  welcome.version = in.u16();
  welcome.clock = in.instant();
  welcome.heartbeat_every = std::chrono::milliseconds(in.u32());
  const auto name = in.text8();
  const auto station = parse_station_id(name);
  welcome.held = read_journals(in, station ? *station : StationId());
  if (!station && !welcome.held.empty()) in.wrong("names no station");
  return welcome;
}

AsideUpTo read_aside_up_to(ByteReader& in) {
  const auto station = in.station();
  const auto journals = read_journals(in, station);
  if (journals.size() != 1) in.wrong("is not about one journal");
  return in.good() ? AsideUpTo{journals.front()} : AsideUpTo{};
}

Result<Message> read_batch_after_gone(ByteView body) {
  ByteReader in(body);
  const auto said = in.blob(kGoneBytesMax);
  const auto batch = in.raw(in.remaining());
  GARITA_CHECK(in.end("a batch after records that are gone"));
  if (batch.size() > kBatchBytesMax) return fail(Remedy::kReject, "a batch is too large");
  GARITA_TRY(gone, read_gone(said));
  return Message(BatchAfterGone{std::move(gone), copy_of(batch)});
}

Goodbye read_goodbye(ByteReader& in) {
  Goodbye goodbye;
  const auto code = in.u8();
  if (code < 1 || code > 9) in.wrong("has an unknown reason");
  goodbye.code = static_cast<RefusalCode>(code);
  goodbye.detail = in.text8();
  return goodbye;
}

BulletinHeld read_bulletin_held(ByteReader& in) {
  BulletinHeld held;
  held.channel = in.text8();
  held.version = in.count();
  return held;
}

std::string read_json(ByteReader& in) { return std::string(text_of(in.blob(kJsonBytesMax))); }

template <typename T>
Result<Message> as_message(Result<T> part) {
  if (!part) return Failure(std::move(part.error()));
  return Message(*std::move(part));
}

/// The parts that `in` reads itself; the others have readers of their own.
Result<Message> read_plain(Type type, ByteView body) {
  ByteReader in(body);
  const auto whole = [&in](auto message) -> Result<Message> {
    GARITA_CHECK(in.end("a frame"));
    return Message(std::move(message));
  };
  switch (type) {
    case Type::kHello:
      return whole(read_hello(in));
    case Type::kWelcome:
      return whole(read_welcome(in));
    case Type::kGoodbye:
      return whole(read_goodbye(in));
    case Type::kPing:
      return whole(Ping{in.u64()});
    case Type::kPong:
      return whole(Pong{in.u64()});
    case Type::kTimeAsked:
      return whole(TimeAsked{in.u64()});
    case Type::kTimeTold:
      return whole(TimeTold{in.u64(), in.instant()});
    case Type::kBulletinHeld:
      return whole(read_bulletin_held(in));
    case Type::kBacklog:
      return whole(read_backlog(in));
    case Type::kBulletinPart:
      return whole(read_bulletin_part(in));
    case Type::kPartHeld:
      return whole(read_part_held(in));
    case Type::kHoldings:
      return whole(read_holdings(in));
    case Type::kSectionsAsked:
      return whole(read_sections_asked(in));
    case Type::kPutAside:
      return whole(read_put_aside(in));
    case Type::kAsideUpTo:
      return whole(read_aside_up_to(in));
    case Type::kStationStanding:
      return whole(read_station_standing(in));
    case Type::kCentreStanding:
      return whole(read_centre_standing(in));
    case Type::kEnrolRequest:
      return whole(EnrolRequest{read_json(in)});
    case Type::kEnrolAnswer:
      return whole(EnrolAnswer{read_json(in)});
    default:
      return fail(Remedy::kReject, "a frame is of an unknown type");
  }
}

}  // namespace

Result<Message> read_message(ByteView frame, FrameSource source) {
  if (frame.empty()) return fail(Remedy::kReject, "a frame is empty");
  GARITA_CHECK(check_source(frame[0], source));
  const auto type = static_cast<Type>(frame[0]);
  const auto body = frame.subspan(1);
  switch (type) {
    case Type::kEpochKey:
      return as_message(read_wrapped_epoch_key(body));
    case Type::kBatch:
      if (body.size() > kBatchBytesMax) return fail(Remedy::kReject, "a batch is too large");
      return Message(BatchFrame{copy_of(body)});
    case Type::kBatchAfterGone:
      return read_batch_after_gone(body);
    case Type::kClaim:
      return as_message(read_claim(body));
    case Type::kReceipt:
      return as_message(read_receipt(body));
    case Type::kBulletin:
      return as_message(read_bulletin(body));
    default:
      return read_plain(type, body);
  }
}

std::optional<std::uint16_t> common_version(std::uint16_t least, std::uint16_t most,
                                            std::uint16_t centre) {
  const std::uint16_t newest = std::min(most, centre);
  const int oldest_served = std::max(1, centre - kOlderVersionsServed);
  if (newest < least || newest < oldest_served) return std::nullopt;
  return newest;
}

std::string_view refusal_name(RefusalCode code) {
  constexpr std::array<std::string_view, 9> kNames{"version",   "unknown_station", "revoked",
                                                   "malformed", "unexpected",      "silent",
                                                   "stopping",  "unavailable",     "token"};
  const auto index = static_cast<std::size_t>(code) - 1;
  return index < kNames.size() ? kNames.at(index) : "unknown";
}

Bytes encode_frame(const Message& message) {
  ByteWriter out;
  out.u32(0);
  std::visit(Encoder{out}, message);
  Bytes frame = out.take();
  ByteWriter length;
  length.u32(static_cast<std::uint32_t>(frame.size() - kLengthBytes));
  std::copy(length.bytes().begin(), length.bytes().end(), frame.begin());
  ensure(frame.size() - kLengthBytes <= kFrameBytesMax, "we make no frame above the limit");
  return frame;
}

void FrameReader::add(ByteView bytes) {
  if (start_ > 0 && start_ >= buffer_.size() / 2) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
    start_ = 0;
  }
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<Message>> FrameReader::next() {
  const ByteView rest = ByteView(buffer_).subspan(start_);
  if (rest.size() < kLengthBytes) return std::optional<Message>();
  ByteReader in(rest.first(kLengthBytes));
  const std::size_t size = in.u32();
  if (size > limit_) {
    return fail(Remedy::kReject, "a frame of " + std::to_string(size) + " bytes, more than " +
                                     std::to_string(limit_));
  }
  if (rest.size() - kLengthBytes < size) return std::optional<Message>();
  GARITA_TRY(message, read_message(rest.subspan(kLengthBytes, size), source_));
  start_ += kLengthBytes + size;
  return std::optional<Message>(std::move(message));
}

}  // namespace garita
