#include "schema/wire/holdings.h"

#include <algorithm>
#include <set>

#include "schema/journal/sections.h"

namespace garita {
namespace {

/// As many as all sections of both lists, none like the one before.
constexpr std::size_t kSectionRunsMax = 2 * kSections;
static_assert(kHoldingsMax == 16 + 2 * kSections);

/// Sections in a row that are of one version: what comes of a long list comes in order.
struct SectionRun {
  std::string channel;
  std::uint8_t first = 0;
  std::uint8_t count = 0;
  std::uint64_t version = 0;
};

std::vector<SectionRun> runs_of(const std::map<std::string, std::uint64_t>& sections) {
  constexpr std::uint8_t kRunMax = 255;
  std::vector<SectionRun> runs;
  for (const auto& [name, version] : sections) {
    const auto place = parse_section(name);
    ensure(place.has_value(), "what a greeting lists as sections are sections");
    const bool goes_on = !runs.empty() && runs.back().channel == place->channel &&
                         runs.back().version == version && runs.back().count < kRunMax &&
                         runs.back().first + runs.back().count == place->section;
    if (goes_on) {
      ++runs.back().count;
    } else {
      runs.push_back({place->channel, place->section, 1, version});
    }
  }
  return runs;
}

}  // namespace

void put_sections(ByteWriter& out, const std::map<std::string, std::uint64_t>& sections) {
  const auto runs = runs_of(sections);
  out.u16(static_cast<std::uint16_t>(runs.size()));
  for (const auto& run : runs) {
    out.text8(run.channel);
    out.u8(run.first);
    out.u8(run.count);
    out.u64(run.version);
  }
}

std::map<std::string, std::uint64_t> read_sections(ByteReader& in) {
  std::map<std::string, std::uint64_t> sections;
  const std::size_t runs = in.u16();
  if (runs > kSectionRunsMax) in.wrong("lists too many sections");
  for (std::size_t i = 0; i < runs && in.good(); ++i) {
    const auto channel = in.text8();
    const std::size_t first = in.u8();
    const std::size_t count = in.u8();
    const auto version = in.count();
    if (!is_list_channel(channel) || count == 0 || first + count > kSections) {
      in.wrong("has sections that no list has");
      break;
    }
    for (std::size_t at = first; at < first + count; ++at) {
      sections[section_channel(channel, at)] = version;
    }
  }
  return sections;
}

void put(ByteWriter& out, const Holdings& holdings) {
  out.text8(holdings.list);
  const std::size_t count = std::min(holdings.held.size(), kHoldingsMax);
  out.u16(static_cast<std::uint16_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    const auto& held = holdings.held[i];
    out.text8(held.channel);
    out.u64(held.version);
    out.instant(held.issued_at);
  }
}

Holdings read_holdings(ByteReader& in) {
  Holdings holdings;
  holdings.list = in.text8();
  if (!holdings.list.empty() && !is_list_channel(holdings.list)) in.wrong("is of no list");
  const std::size_t count = in.u16();
  if (count > kHoldingsMax) in.wrong("lists too many bulletins");
  std::set<std::string> names;
  for (std::size_t i = 0; i < count && in.good(); ++i) {
    Holding held;
    held.channel = in.text8();
    held.version = in.count();
    held.issued_at = in.instant();
    if (!names.insert(held.channel).second) in.wrong("names a bulletin twice");
    holdings.held.push_back(std::move(held));
  }
  return holdings;
}

SectionsAsked read_sections_asked(ByteReader& in) {
  SectionsAsked asked{std::string(in.text8())};
  if (in.good() && !is_list_channel(asked.channel)) in.wrong("is of no list");
  return asked;
}

}  // namespace garita
