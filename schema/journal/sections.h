#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// A long list (alerts, open stays) travels in sections: each is a bulletin of its own,
/// "alerts/017", with its own version, what changed in it and its own way over the link, so that
/// nobody has the whole list in memory and a change costs what changed. The bulletin of the channel
/// itself is then a head, which says which version of each section belongs to it: it puts them into
/// force together.
inline constexpr std::size_t kSections = 256;
/// A longer list is cut into sections.
inline constexpr std::size_t kSectionedAbove = std::size_t{4} * 1024 * 1024;
/// No list is longer.
inline constexpr std::size_t kListBytesMax = std::size_t{1024} * 1024 * 1024;

/// A section's place.
struct SectionName {
  std::string channel;
  std::uint8_t section = 0;
  friend bool operator==(const SectionName&, const SectionName&) = default;
};
/// Of a channel that is a list: alerts, alert-pictures, cleared-pairs, open-stays.
[[nodiscard]] bool is_list_channel(std::string_view channel);
/// "alerts/017".
[[nodiscard]] std::string section_channel(std::string_view channel, std::size_t section);
/// Absent: the name is of no section.
[[nodiscard]] std::optional<SectionName> parse_section(std::string_view name);
/// What may stand in a bulletin's channel: a channel, or a section of one.
[[nodiscard]] bool is_bulletin_name(std::string_view name);

/// Which version of each section a list is made of, how many rows that has, and the SHA-256 of its
/// content: a centre that was set back to a backup gives the same version to another one.
struct SectionHead {
  struct Section {
    std::uint64_t version = 0;
    std::uint32_t rows = 0;
    Digest content{};
    friend bool operator==(const Section&, const Section&) = default;
  };
  std::array<Section, kSections> sections{};
  [[nodiscard]] std::uint64_t rows() const;
  friend bool operator==(const SectionHead&, const SectionHead&) = default;
};
/// The content of a head's bulletin.
[[nodiscard]] Bytes encode(const SectionHead& head);
/// Of no list that is written as text.
[[nodiscard]] bool is_section_head(ByteView content);
/// Remedy: reject.
[[nodiscard]] Result<SectionHead> read_section_head(ByteView content);

/// A section's content: CSV with the list's header and the section's rows, sorted.
struct ListSection {
  std::string csv;
  std::uint32_t rows = 0;
};
/// A row goes where the first byte of its SHA-256 says: a row that stays is where it was, whatever
/// stands around it, and the order of a list changes nothing. Remedy: reject, with the line, when
/// it is no table, or so uneven that a section is longer than a bulletin may be.
[[nodiscard]] Result<std::vector<ListSection>> cut_into_sections(std::string_view csv);

}  // namespace garita
