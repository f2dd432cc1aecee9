#include "document-reader/program/film.h"

#include <algorithm>

namespace garita::reader {
namespace {

constexpr std::string_view kBegin = "\xFF\xD8\xFF";
constexpr std::string_view kEnd = "\xFF\xD9";

}  // namespace

std::optional<std::string> FilmFrames::next() {
  if (looked_through_ == 0) {
    const auto begin = bytes_.find(kBegin);
    // What is left may be the first bytes of a beginning.
    const auto kept = std::min(bytes_.size(), kBegin.size() - 1);
    bytes_.erase(0, std::min(begin, bytes_.size() - kept));
    if (begin == std::string::npos) return std::nullopt;
    looked_through_ = kBegin.size();
  }
  const auto end = bytes_.find(kEnd, looked_through_);
  if (end == std::string::npos) {
    looked_through_ = std::max(kBegin.size(), bytes_.size() - (kEnd.size() - 1));
    return std::nullopt;
  }
  auto frame = bytes_.substr(0, end + kEnd.size());
  bytes_.erase(0, frame.size());
  looked_through_ = 0;
  return frame;
}

}  // namespace garita::reader
