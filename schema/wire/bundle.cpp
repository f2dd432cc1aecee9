#include "schema/wire/bundle.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "schema/journal/codec.h"

namespace garita {
namespace {

constexpr std::string_view kFirstLine = "garita bundle 1\n";
/// Digits of a file's number.
constexpr std::size_t kNumberDigits = 4;

/// A stick that was pulled out before its data were on it has files of nothing, or of zeros.
bool is_blank(ByteView content) {
  return std::ranges::all_of(content, [](std::uint8_t byte) { return byte == 0; });
}

bool travels_by_hand(const Message& message) {
  return std::holds_alternative<WrappedEpochKey>(message) ||
         std::holds_alternative<BatchFrame>(message) ||
         std::holds_alternative<BatchAfterGone>(message) ||
         std::holds_alternative<Claim>(message) || std::holds_alternative<Receipt>(message) ||
         std::holds_alternative<Bulletin>(message) ||
         std::holds_alternative<StationStanding>(message) ||
         std::holds_alternative<CentreStanding>(message);
}

/// Whether frames fill the file to its end; else what that looks like and where, for whoever holds
/// the stick.
Result<void> check_frames(ByteView frames) {
  ByteView rest = frames;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string where = "frame " + std::to_string(number) + " (byte " +
                              std::to_string(kFirstLine.size() + frames.size() - rest.size()) + ")";
    ByteReader in(rest);
    const std::size_t bytes = in.u32();
    if (!in.good() || bytes == 0 || bytes > kFrameBytesMax) {
      return fail(Remedy::kReject,
                  "what stands where " + where +
                      " should begin is no frame: something was appended, or its length was "
                      "changed; export again");
    }
    if (bytes > in.remaining()) {
      return fail(Remedy::kReject, "the bundle is cut off in " + where + ": " +
                                       std::to_string(in.remaining()) + " of its " +
                                       std::to_string(bytes) +
                                       " bytes are there; copy it anew, or export again");
    }
    rest = rest.last(in.remaining() - bytes);
  }
  return {};
}

}  // namespace

std::string bundle_file_name(const std::string& stem, int number) {
  const std::string digits = std::to_string(number);
  const std::string zeros(kNumberDigits - std::min(kNumberDigits, digits.size()), '0');
  return stem + "-" + zeros + digits + kBundleSuffix;
}

BundleWriter::BundleWriter(std::size_t bytes_max)
    : bytes_max_(bytes_max), bytes_(copy_of(bytes_of(kFirstLine))) {}

bool BundleWriter::add(std::span<const Message> together) {
  Bytes frames;
  for (const auto& message : together) {
    ensure(travels_by_hand(message), "only what is signed or sealed by itself goes on a stick");
    const Bytes frame = encode_frame(message);
    frames.insert(frames.end(), frame.begin(), frame.end());
  }
  if (!empty() && bytes_.size() + frames.size() > bytes_max_) return false;
  bytes_.insert(bytes_.end(), frames.begin(), frames.end());
  messages_ += together.size();
  return true;
}

Result<void> BundleFiles::add(const std::vector<WrappedEpochKey>& keys, const Message& batch) {
  if (fits(keys, batch)) return {};
  GARITA_CHECK(end());
  ensure(fits(keys, batch), "one batch and its keys fit into an empty bundle");
  return {};
}

bool BundleFiles::fits(const std::vector<WrappedEpochKey>& keys, const Message& batch) {
  std::vector<Message> together;
  std::set<KeyName> here = keys_;
  for (const auto& key : keys) {
    if (here.insert({key.incarnation, key.epoch}).second) together.emplace_back(key);
  }
  together.push_back(batch);
  if (!file_.add(together)) return false;
  keys_ = std::move(here);
  return true;
}

Result<void> BundleFiles::end() {
  if (file_.empty()) return {};
  const BundleWriter full = std::exchange(file_, BundleWriter(bytes_max_));
  keys_.clear();
  return keep_(full.bytes());
}

bool BundleRefusals::go_on_after(const Error& error) {
  complain_(error);
  if (++refusals_ < kBundleRefusalsMax) return true;
  complain_({Remedy::kReject, std::to_string(refusals_) +
                                  " of its frames were refused, and the rest of the file was not"
                                  " read; what was good before is taken. Have the file written"
                                  " anew where it comes from"});
  return false;
}

Result<BundleReader> BundleReader::open(ByteView file) {
  if (is_blank(file)) {
    return fail(Remedy::kReject,
                "it is empty: the stick was pulled out too early; copy it anew, or have it written"
                " anew where it comes from");
  }
  const bool ours =
      file.size() >= kFirstLine.size() && text_of(file.first(kFirstLine.size())) == kFirstLine;
  if (!ours) return fail(Remedy::kReject, "this is no bundle");
  if (file.size() > kBundleBytesMax + kFrameBytesMax) {
    return fail(Remedy::kReject, "a bundle of this size was not made by Garita");
  }
  const ByteView frames = file.subspan(kFirstLine.size());
  GARITA_CHECK(check_frames(frames));
  return BundleReader(frames);
}

Result<std::optional<Message>> BundleReader::next() {
  if (rest_.empty()) return std::optional<Message>();
  ByteReader in(rest_);
  const ByteView frame = in.blob(kFrameBytesMax);
  rest_ = rest_.last(in.remaining());
  GARITA_TRY(message, read_message(frame, FrameSource::kBundle));
  return std::optional<Message>(std::move(message));
}

}  // namespace garita
