#include "schema/wire/bundle.h"

#include <algorithm>

namespace garita {
namespace {

constexpr std::string_view kFirstLine = "garita bundle 1\n";

bool travels_by_hand(const Message& message) {
  return std::holds_alternative<WrappedEpochKey>(message) ||
         std::holds_alternative<BatchFrame>(message) || std::holds_alternative<Claim>(message) ||
         std::holds_alternative<Receipt>(message) || std::holds_alternative<Bulletin>(message);
}

}  // namespace

BundleWriter::BundleWriter() : bytes_(copy_of(bytes_of(kFirstLine))) {}

bool BundleWriter::add(const Message& message) {
  ensure(travels_by_hand(message), "only what is signed or sealed by itself goes on a stick");
  const Bytes frame = encode_frame(message);
  if (!empty() && bytes_.size() + frame.size() > kBundleBytesMax) return false;
  bytes_.insert(bytes_.end(), frame.begin(), frame.end());
  ++messages_;
  return true;
}

Result<std::vector<Message>> read_bundle(ByteView file) {
  const bool ours =
      file.size() >= kFirstLine.size() && text_of(file.first(kFirstLine.size())) == kFirstLine;
  if (!ours) return fail(Remedy::kReject, "this is no bundle");
  if (file.size() > kBundleBytesMax + kFrameBytesMax) {
    return fail(Remedy::kReject, "a bundle of this size was not made by Garita");
  }
  FrameReader frames;
  frames.set_limit(kFrameBytesMax);
  frames.add(file.subspan(kFirstLine.size()));
  std::size_t used = kFirstLine.size();
  std::vector<Message> messages;
  while (true) {
    GARITA_TRY(message, frames.next());
    if (!message) break;
    if (!travels_by_hand(*message)) {
      return fail(Remedy::kReject, "a bundle with a message that has no place in one");
    }
    used += encode_frame(*message).size();
    messages.push_back(*std::move(message));
  }
  if (used != file.size()) return fail(Remedy::kReject, "the bundle is cut off");
  return messages;
}

}  // namespace garita
