#include "schema/journal/sections.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schema/journal/codec.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

/// A text does not begin with a zero.
constexpr std::string_view kHeadMark("\0garita sections 2\n", 19);
constexpr std::size_t kDigits = 3;

}  // namespace

bool is_list_channel(std::string_view channel) {
  constexpr std::array<std::string_view, 4> kLists{"alerts", "alert-pictures", "cleared-pairs",
                                                   "open-stays"};
  return std::ranges::find(kLists, channel) != kLists.end();
}

std::string section_channel(std::string_view channel, std::size_t section) {
  ensure(section < kSections, "a section of a list");
  std::string digits = std::to_string(section);
  digits.insert(0, kDigits - digits.size(), '0');
  return std::string(channel) + "/" + digits;
}

std::optional<SectionName> parse_section(std::string_view name) {
  const auto slash = name.find('/');
  if (slash == std::string_view::npos || !is_list_channel(name.substr(0, slash))) {
    return std::nullopt;
  }
  const auto digits = name.substr(slash + 1);
  unsigned section = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), section);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  if (!whole || digits.size() != kDigits || section >= kSections) return std::nullopt;
  return SectionName{std::string(name.substr(0, slash)), static_cast<std::uint8_t>(section)};
}

bool is_bulletin_name(std::string_view name) {
  return is_channel(name) || parse_section(name).has_value();
}

std::uint64_t SectionHead::rows() const {
  std::uint64_t sum = 0;
  for (const auto& section : sections) sum += section.rows;
  return sum;
}

Bytes encode(const SectionHead& head) {
  ByteWriter out;
  out.raw(bytes_of(kHeadMark));
  for (const auto& section : head.sections) {
    out.u64(section.version);
    out.u32(section.rows);
    out.raw(section.content);
  }
  return out.take();
}

bool is_section_head(ByteView content) { return text_of(content).starts_with(kHeadMark); }

Result<SectionHead> read_section_head(ByteView content) {
  ByteReader in(content);
  const auto mark = in.raw(kHeadMark.size());
  if (in.good() && text_of(mark) != kHeadMark) in.wrong("does not begin as one");
  SectionHead head;
  for (auto& section : head.sections) {
    section.version = in.count();
    section.rows = in.u32();
    section.content = in.digest();
    if (in.good() && section.version == 0) in.wrong("has a section without a version");
  }
  GARITA_CHECK(in.end("a list's head"));
  return head;
}

Result<std::vector<ListSection>> cut_into_sections(std::string_view csv) {
  GARITA_TRY(rows, csv_rows(csv));
  const auto header = rows.front();
  std::array<std::vector<std::string_view>, kSections> placed;
  for (const auto row : std::span(rows).subspan(1)) {
    placed.at(sha256(bytes_of(row)).front()).push_back(row);
  }
  std::vector<ListSection> sections;
  for (auto& in_section : placed) {
    std::ranges::sort(in_section);
    ListSection section;
    section.csv = std::string(header) + "\n";
    for (const auto row : in_section) section.csv.append(row).append("\n");
    section.rows = static_cast<std::uint32_t>(in_section.size());
    if (section.csv.size() > kBulletinBytesMax) {
      return fail(Remedy::kReject, "a section of the list is longer than a bulletin may be");
    }
    sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace garita
