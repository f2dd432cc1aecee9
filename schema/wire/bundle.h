#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"
#include "schema/wire/message.h"

namespace garita {

/// A file on removable media: a first line that says what it is, then the frames of the wire as
/// they are (epoch keys, batches and claims on the way up; receipts and bulletins on the way
/// down). Everything in it is signed by itself, so the file needs no signature of its own: whoever
/// imports it checks what it carries, and the same file twice changes nothing.
///
/// A bundle is cut into files of at most this size. Each can be read without the others: the keys
/// of a batch's records stand before it in its own file. (What goes on from a journal's earlier
/// records, or stands over the sections of a long list, is taken once those are there.)
inline constexpr std::size_t kBundleBytesMax = std::size_t{32} * 1024 * 1024;
/// A file of which so many frames were refused is given up: Garita makes none with as many, and
/// millions of empty ones would fill a log.
inline constexpr std::size_t kBundleRefusalsMax = 1'000;
/// What a bundle's file name ends in.
inline constexpr const char* kBundleSuffix = ".garita";
/// "STEM-0001.garita", from 1: a shell that lists a stick's files by name gives them in order.
[[nodiscard]] std::string bundle_file_name(const std::string& stem, int number);

/// Collects frames for one file.
class BundleWriter {
 public:
  explicit BundleWriter(std::size_t bytes_max = kBundleBytesMax);
  /// False when the file would grow too large: it is to be ended, and the message put into the
  /// next. One message always fits into an empty bundle.
  [[nodiscard]] bool add(const Message& message) { return add(std::span(&message, 1)); }
  /// The same of messages that belong into one file.
  [[nodiscard]] bool add(std::span<const Message> together);
  [[nodiscard]] bool empty() const { return messages_ == 0; }
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  std::size_t bytes_max_;
  Bytes bytes_;
  std::size_t messages_ = 0;
};

/// Takes one finished file of a bundle.
using KeepBundle = std::function<Result<void>(ByteView file)>;

/// Messages into as many files as they need.
class BundleFiles {
 public:
  explicit BundleFiles(KeepBundle keep, std::size_t bytes_max = kBundleBytesMax)
      : keep_(std::move(keep)), bytes_max_(bytes_max), file_(bytes_max) {}
  /// Fails as `keep` does.
  [[nodiscard]] Result<void> add(const Message& message) { return add({}, message); }
  /// A batch, behind those keys of its records that its file has not yet.
  [[nodiscard]] Result<void> add(const std::vector<WrappedEpochKey>& keys, const Message& batch);
  /// The last file; nothing where there was no message.
  [[nodiscard]] Result<void> end();

 private:
  [[nodiscard]] bool fits(const std::vector<WrappedEpochKey>& keys, const Message& batch);

  using KeyName = std::pair<std::uint32_t, std::uint32_t>;  ///< incarnation and epoch
  KeepBundle keep_;
  std::size_t bytes_max_;
  BundleWriter file_;
  std::set<KeyName> keys_;  ///< in the file
};

/// Tells of a file's refused messages, and when there are too many.
class BundleRefusals {
 public:
  using Complain = std::function<void(const Error&)>;
  explicit BundleRefusals(Complain complain) : complain_(std::move(complain)) {}
  /// False after kBundleRefusalsMax of them: the rest of the file is to be left, which is said.
  [[nodiscard]] bool go_on_after(const Error& error);

 private:
  Complain complain_;
  std::size_t refusals_ = 0;
};

/// What a bundle carries, in order and one message at a time: a small file may hold bulletins that
/// expand to many times its size.
class BundleReader {
 public:
  /// Remedy: reject, when it is empty, is no bundle, is too large, is cut off, or has something
  /// between or behind its frames: with the frame's number, from 1, and the byte.
  [[nodiscard]] static Result<BundleReader> open(ByteView file);
  /// The next message; nothing at the end. Remedy: reject, when it cannot be read or has no place
  /// on a stick: the next call goes on behind it.
  [[nodiscard]] Result<std::optional<Message>> next();

 private:
  explicit BundleReader(ByteView frames) : rest_(frames) {}
  ByteView rest_;
};

}  // namespace garita
