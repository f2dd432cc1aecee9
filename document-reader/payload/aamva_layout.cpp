#include "document-reader/payload/aamva_layout.h"

#include <algorithm>
#include <array>

#include "document-reader/payload/aamva_elements.h"
#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

constexpr std::size_t kTagBytesMax = 64;
constexpr std::size_t kDesignatorBytes = 10;
constexpr std::size_t kSubfilesMax = 16;
/// A directory entry that is no number is looked past for this many bytes.
constexpr std::size_t kBrokenDesignatorBytesMax = 24;
/// Text this long without a separator has lost them.
constexpr std::size_t kUnseparatedBytesMin = 60;
/// Card makers count ends of lines differently; only more than this is worth a word.
constexpr std::size_t kMissingBytesMin = 32;
constexpr std::string_view kControls = "\n\r\x1c\x1d\x1e\x1f";

constexpr std::array<std::string_view, 6> kTags{"ANSI ", "AAMVA", "AMVA", "MVA", "NSI ", "SI "};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::string at_byte(std::size_t place) { return " at byte " + std::to_string(place); }

/// Length of the tag at `at`, with blanks after it; 0 when there is none.
std::size_t tag_length(std::string_view text, std::size_t at) {
  for (const auto tag : kTags) {
    if (text.substr(at, tag.size()) != tag) continue;
    auto end = at + tag.size();
    while (end < text.size() && text[end] == ' ') ++end;
    if (is_digits(text.substr(end, 6)) && text.size() >= end + 6) return end - at;
  }
  return 0;
}

bool is_type(std::string_view two) {
  return two.size() == 2 && is_upper(two[0]) && is_upper(two[1]);
}

/// A type and eight digits: an entry of the directory, never the begin of an element.
bool is_designator(std::string_view text) {
  return text.size() == kDesignatorBytes && is_type(text.substr(0, 2)) && is_digits(text.substr(2));
}

/// Whether a subfile of this type begins here: its type, then an element of its own, or nothing.
bool begins_subfile(std::string_view text, std::string_view type) {
  if (type.size() != 2 || text.substr(0, 2) != type) return false;
  const auto after = text.substr(2, 3);
  if (after.empty() || kControls.find(after[0]) != std::string_view::npos) return true;
  if (!is_element_id(after)) return false;
  return type[0] == 'Z' ? after.substr(0, 2) == type : after[0] != 'Z';
}

/// Walks the header from front to back.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : text_(text) {}

  Result<AamvaHeader> read() {
    const auto tag = find_aamva_tag(text_);
    if (!tag) {
      return fail(Remedy::kReject,
                  "no AAMVA header (\"ANSI \" or \"AAMVA\" before six digits) in the first " +
                      std::to_string(kTagBytesMax) + " bytes");
    }
    look_before(*tag);
    at_ = *tag + tag_length(text_, *tag);
    header_.issuer = text_.substr(at_, 6);
    at_ += 6;
    GARITA_CHECK(read_versions());
    GARITA_CHECK(read_directory());
    header_.body_begin = at_;
    return header_;
  }

  std::vector<std::string> warnings() const { return warnings_; }

 private:
  /// "@", element separator, record separator, segment terminator: what is left of them.
  void look_before(std::size_t tag) {
    const auto at_sign = text_.substr(0, tag).rfind('@');
    header_.file_begin = at_sign == std::string_view::npos ? tag : at_sign;
    if (at_sign == std::string_view::npos) return;
    std::vector<char> marks;  // one for each character, so without the tails of UTF-8
    for (const char c : text_.substr(at_sign + 1, tag - at_sign - 1)) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) marks.push_back(c);
    }
    const auto is_mark = [](char c) {
      return c > ' ' && static_cast<unsigned char>(c) < 0x7F && !is_letter(c) &&
             !is_digits({&c, 1});
    };
    if (!marks.empty() && is_mark(marks[0])) header_.element_separator = marks[0];
    if (marks.size() == 3 && is_letter(marks[2])) header_.segment_terminator = marks[2];
  }

  std::optional<int> take_two_digits() {
    if (text_.size() < at_ + 2 || !is_digits(text_.substr(at_, 2))) return std::nullopt;
    const auto number = number_of(text_.substr(at_, 2));
    at_ += 2;
    return number;
  }

  Result<void> read_versions() {
    const auto version = take_two_digits();
    if (!version) return fail(Remedy::kReject, "no version of two digits" + at_byte(at_));
    header_.version = *version;
    auto entries = take_two_digits();
    if (!entries) return fail(Remedy::kReject, "no number of subfiles" + at_byte(at_));
    if (const auto more = take_two_digits()) {
      header_.jurisdiction_version = entries;
      entries = more;
    }
    if (*version > kAamvaVersionMax) {
      warnings_.push_back("version " + std::to_string(*version) + " of the standard is read as " +
                          std::to_string(kAamvaVersionMax));
    }
    entries_ = static_cast<std::size_t>(*entries);
    return {};
  }

  Result<void> read_directory() {
    while (header_.designators.size() < kSubfilesMax &&
           is_designator(text_.substr(at_, kDesignatorBytes))) {
      const auto number = [&](std::size_t place) {
        return static_cast<std::size_t>(*number_of(text_.substr(at_ + place, 4)));
      };
      header_.designators.push_back({std::string(text_.substr(at_, 2)), number(2), number(6)});
      at_ += kDesignatorBytes;
    }
    const auto whole = header_.designators.size();
    if (whole < entries_ && whole < kSubfilesMax) skip_broken_designator();
    if (header_.designators.empty()) {
      return fail(Remedy::kReject, "no directory of subfiles" + at_byte(at_));
    }
    if (header_.designators.size() != entries_) {
      warnings_.push_back("the header announces " + std::to_string(entries_) +
                          " subfiles, its directory has " +
                          std::to_string(header_.designators.size()));
    }
    return {};
  }

  /// Alberta writes letters for the numbers: the subfile is then where its type stands again before
  /// an element.
  void skip_broken_designator() {
    const auto type = text_.substr(at_, 2);
    if (!is_type(type)) return;
    for (auto at = at_ + 2; at < at_ + kBrokenDesignatorBytesMax && at < text_.size(); ++at) {
      if (!begins_subfile(text_.substr(at), type)) continue;
      header_.designators.push_back({std::string(type), std::nullopt, std::nullopt});
      warnings_.push_back("subfile " + std::string(type) + ": its place is no number" +
                          at_byte(at_ + 2));
      at_ = at;
      return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t entries_ = 0;
  AamvaHeader header_;
  std::vector<std::string> warnings_;
};

/// Takes the body apart that a header announces.
class BodyReader {
 public:
  BodyReader(std::string_view text, AamvaLayout& layout) : text_(text), layout_(layout) {
    separators_ = kControls;
    if (header().element_separator != '\0') separators_.push_back(header().element_separator);
  }

  Result<void> read() {
    const auto body = text_.substr(header().body_begin);
    if (body.size() >= kUnseparatedBytesMin && body.find_first_of(separators_) == body.npos) {
      return read_unseparated(body);
    }
    const auto starts = subfile_starts();
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const auto end = i + 1 < starts.size() ? starts[i + 1].at : text_.size();
      GARITA_CHECK(read_subfile(text_.substr(starts[i].at, end - starts[i].at), starts[i].type));
    }
    warn_of_missing_bytes();
    return {};
  }

 private:
  struct Start {
    std::size_t at = 0;
    std::string type;
  };

  const AamvaHeader& header() const { return layout_.header; }

  /// Where each subfile begins, in the order of the text; the first right after the directory.
  std::vector<Start> subfile_starts() {
    std::vector<Start> starts{{header().body_begin, header().designators.front().type}};
    for (std::size_t i = 1; i < header().designators.size(); ++i) {
      const auto& designator = header().designators[i];
      const auto at = start_of(designator, starts.back().at);
      if (at) {
        starts.push_back({*at, designator.type});
      } else {
        layout_.warnings.push_back("subfile " + designator.type + " is announced and not there");
      }
    }
    return starts;
  }

  std::optional<std::size_t> start_of(const AamvaDesignator& designator, std::size_t after) const {
    if (designator.offset) {
      const auto at = header().file_begin + *designator.offset;
      if (at > after && at < text_.size() && begins_subfile(text_.substr(at), designator.type)) {
        return at;
      }
    }
    auto ends = separators_;
    if (header().segment_terminator != '\0') ends.push_back(header().segment_terminator);
    auto at = text_.find_first_of(ends, after);
    for (; at != text_.npos; at = text_.find_first_of(ends, at + 1)) {
      if (begins_subfile(text_.substr(at + 1), designator.type)) return at + 1;
    }
    return std::nullopt;
  }

  Result<void> read_subfile(std::string_view subfile, const std::string& type) {
    if (begins_subfile(subfile, type)) subfile.remove_prefix(2);
    if (type[0] != 'Z' && layout_.type.empty()) layout_.type = type;
    subfile = trimmed(subfile, separators_);
    if (header().segment_terminator != '\0' && !subfile.empty() &&
        subfile.back() == header().segment_terminator) {
      subfile.remove_suffix(1);
    }
    while (!subfile.empty()) {
      const auto end = std::min(subfile.find_first_of(separators_), subfile.size());
      GARITA_CHECK(take(trimmed(subfile.substr(0, end))));
      subfile.remove_prefix(std::min(end + 1, subfile.size()));
    }
    return {};
  }

  Result<void> take(std::string_view segment) {
    if (segment.empty()) return {};
    // A subfile that the directory does not know: "ZVZVA01".
    if (segment[0] == 'Z' && begins_subfile(segment, segment.substr(0, 2))) {
      segment.remove_prefix(2);
    }
    const auto id = segment.substr(0, 3);
    if (!is_element_id(id)) {
      layout_.trailing += (layout_.trailing.empty() ? "" : " ") + std::string(segment);
      return {};
    }
    return add({std::string(id), std::string(trimmed(segment.substr(3)))});
  }

  Result<void> add(AamvaElement element) {
    if (layout_.elements.size() >= kAamvaElementsMax) {
      return fail(Remedy::kReject,
                  "more than " + std::to_string(kAamvaElementsMax) + " data elements");
    }
    layout_.elements.push_back(std::move(element));
    return {};
  }

  Result<void> read_unseparated(std::string_view body) {
    if (body.size() > kUnseparatedBytesMax) {
      return fail(Remedy::kReject,
                  "no separator in " + std::to_string(body.size()) + " bytes of data elements");
    }
    layout_.warnings.emplace_back(
        "the separators between data elements are lost: they were parted by their names");
    layout_.type = header().designators.front().type;
    if (body.substr(0, 2) == layout_.type) body.remove_prefix(2);
    for (std::size_t i = 1; i < header().designators.size(); ++i) {
      const auto& type = header().designators[i].type;
      const auto place = body.find(type + type);
      if (type[0] != 'Z' || place == body.npos) continue;
      if (!is_element_id(body.substr(place + 2, 3))) continue;
      for (auto& element : split_issuer_elements(body.substr(place + 2), type)) {
        GARITA_CHECK(add(std::move(element)));
      }
      body = body.substr(0, place);
    }
    for (auto& element : split_by_ids(body, header().version))
      GARITA_CHECK(add(std::move(element)));
    return {};
  }

  /// An issuer names its own elements A, B, C …: the next one's letter is always a later one.
  static std::vector<AamvaElement> split_issuer_elements(std::string_view text,
                                                         std::string_view type) {
    std::vector<AamvaElement> elements;
    char letter = 'A';
    while (text.size() >= 3) {
      auto end = text.size();
      for (std::size_t at = 3; at + 3 <= text.size() && end == text.size(); ++at) {
        const bool next = text.substr(at, 2) == type && text[at + 2] > letter;
        if (next && is_upper(text[at + 2])) end = at;
      }
      letter = text[2];
      elements.push_back(
          {std::string(text.substr(0, 3)), std::string(trimmed(text.substr(3, end - 3)))});
      text.remove_prefix(end);
    }
    return elements;
  }

  void warn_of_missing_bytes() {
    std::size_t announced = 0;
    for (const auto& one : header().designators) {
      announced = std::max(announced, one.offset.value_or(0) + one.length.value_or(0));
    }
    const auto there = text_.size() - header().file_begin;
    if (announced > there + kMissingBytesMin) {
      layout_.warnings.push_back("the header announces " + std::to_string(announced) +
                                 " bytes, there are " + std::to_string(there));
    }
  }

  static constexpr std::size_t kUnseparatedBytesMax = 4096;

  std::string_view text_;
  AamvaLayout& layout_;
  std::string separators_;
};

}  // namespace

std::optional<std::size_t> find_aamva_tag(std::string_view text) {
  for (std::size_t at = 0; at < std::min(kTagBytesMax, text.size()); ++at) {
    if (tag_length(text, at) > 0) return at;
  }
  return std::nullopt;
}

Result<AamvaLayout> take_aamva_apart(std::string_view text) {
  AamvaLayout layout;
  HeaderReader header(text);
  GARITA_TRY(read, header.read());
  layout.header = std::move(read);
  layout.warnings = header.warnings();
  GARITA_CHECK(BodyReader(text, layout).read());
  return layout;
}

}  // namespace garita::reader
