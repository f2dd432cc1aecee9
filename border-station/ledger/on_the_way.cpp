#include "border-station/ledger/ledger_state.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

// A stream that is whole and still here was refused: nothing of it is on its way.
constexpr std::string_view kStreams =
    "SELECT channel, max(version), sum(size), max(total) FROM bulletin_part GROUP BY channel"
    " HAVING sum(size) < max(total) ORDER BY channel";

}  // namespace

Result<void> Ledger::count_sections(std::map<std::string, BulletinOnTheWay>& all) {
  GARITA_TRY(apart, sections_apart());
  for (const auto& [name, version] : apart) {
    // What a short list left of a long one before it is older than that list.
    const auto channel = parse_section(name)->channel;
    GARITA_TRY(head, held_bulletin(channel));
    GARITA_TRY(section, held_bulletin(name));
    if (!head || (section && section->received_at > head->received_at)) ++all[channel].sections;
  }
  return {};
}

Result<std::map<std::string, BulletinOnTheWay>> Ledger::bulletins_on_the_way() {
  std::map<std::string, BulletinOnTheWay> all;
  GARITA_CHECK(count_sections(all));
  GARITA_TRY(row, state_->database.prepare(kStreams));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return all;
    const auto section = parse_section(row.text(0));
    auto& one = all[section ? section->channel : row.text(0)];
    // Of a section of a long list the share says nothing about the list.
    if (section) continue;
    one.version = static_cast<std::uint64_t>(row.integer(1));
    one.percent = static_cast<int>(row.integer(2) * 100 / row.integer(3));
  }
}

}  // namespace garita::station
