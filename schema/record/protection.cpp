#include "schema/record/protection.h"

#include <algorithm>

#include "record.pb.h"

namespace garita {
namespace {

namespace pb = record::v1;

/// Of the padding itself: its tag, and its length in two bytes, since it has 128 bytes at least.
constexpr std::size_t kPaddingBytesMin = 128;
constexpr std::size_t kPaddingHeadBytes = 3;

Failure wrong(const std::string& why) {
  return fail(Remedy::kReject, "what is told to the protection unit: " + why);
}

Result<Crossing> take_told(const std::string& record) {
  GARITA_TRY(told, decode_record(bytes_of(record)));
  auto* crossing = std::get_if<Crossing>(&told);
  if (crossing == nullptr) return wrong("it is about no crossing");
  return std::move(*crossing);
}

void pad(pb::ProtectionReferral& message) {
  const std::size_t least = message.ByteSizeLong() + kPaddingHeadBytes + kPaddingBytesMin;
  const std::size_t whole =
      (least + kProtectionBlockBytes - 1) / kProtectionBlockBytes * kProtectionBlockBytes;
  const std::size_t padding = whole - message.ByteSizeLong() - kPaddingHeadBytes;
  message.set_padding(std::string(padding, '\0'));
}

}  // namespace

Result<Bytes> encode_protection(const ProtectionReferral& referral) {
  pb::ProtectionReferral message;
  message.set_crossing(referral.crossing.text());
  Crossing told = referral.told;
  told.context = {};
  told.clock = {};
  GARITA_TRY(record, encode_record(told));
  message.set_told(record.data(), record.size());
  for (const auto& concern : referral.concerns) message.add_concerns(concern);
  message.set_note(referral.note);
  pad(message);
  const std::string out = message.SerializeAsString();
  GARITA_CHECK(decode_protection(bytes_of(out)));
  return copy_of(bytes_of(out));
}

Result<ProtectionReferral> decode_protection(ByteView bytes) {
  if (bytes.size() > kRecordBytesMax) return wrong("it is larger than 16 KiB");
  pb::ProtectionReferral message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return wrong("it is no protobuf message of ours");
  }
  const auto crossing = RecordId::parse(message.crossing());
  if (!crossing) return wrong("crossing is no record's id");
  GARITA_TRY(told, take_told(message.told()));
  const auto& concerns = message.concerns();
  const auto too_long = [](const std::string& text) { return text.size() > kTextCharactersMax; };
  if (static_cast<std::size_t>(concerns.size()) > kListItemsMax ||
      std::ranges::any_of(concerns, too_long) || too_long(message.note())) {
    return wrong("it is too long");
  }
  return ProtectionReferral{
      *crossing, std::move(told), {concerns.begin(), concerns.end()}, message.note()};
}

}  // namespace garita
