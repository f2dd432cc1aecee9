#pragma once

#include "central-sync/alerts/converted_list.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// As long as a list may be: it is read whole. That of 2026 has 2 MB.
inline constexpr std::size_t kUnListBytesMax = std::size_t{64} * 1024 * 1024;

/// Whether it looks like the United Nations Security Council Consolidated List.
[[nodiscard]] bool is_un_list(ByteView content);

/// The individuals of the United Nations Security Council Consolidated List (XML,
/// https://www.un.org/sc/resources/sc-sanctions.xsd). Each name and alias that is a name of the
/// whole person, with each date of birth, is an entry, and so is each document whose State is
/// named, or a passport by its holder's nationality; all of an individual have its reference
/// number. What the list knows of a date of birth less exactly than a year is a date of which
/// nothing is known: such an entry is alike by name alone. Entities cross no border and are left
/// out without a word. Remedy: reject, when it is no such list.
[[nodiscard]] Result<void> read_un_list(ByteView xml, const ListDefaults& defaults,
                                        const ListSink& sink);

}  // namespace garita::central
