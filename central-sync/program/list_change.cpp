#include "central-sync/program/list_change.h"

#include <algorithm>
#include <compare>
#include <functional>
#include <utility>
#include <vector>

#include "schema/journal/sections.h"
#include "schema/vocabulary/csv.h"

namespace garita::central {
namespace {

constexpr const char* kReference = "reference";

/// Of a list of millions a hash a row is kept: figures, and no decision, follow from them.
using Hashes = std::vector<std::size_t>;

Result<void> add_rows(std::string_view csv, Hashes& hashes) {
  GARITA_TRY(rows, csv_rows(csv));
  for (std::size_t i = 1; i < rows.size(); ++i)
    hashes.push_back(std::hash<std::string_view>()(rows[i]));
  return {};
}

Result<void> add_sections(IntakeStore& store, const std::string& channel, const Bulletin& list,
                          Hashes& hashes) {
  GARITA_TRY(head, read_section_head(list.content));
  for (std::size_t i = 0; i < kSections; ++i) {
    GARITA_TRY(section, store.bulletin(section_channel(channel, i), head.sections.at(i).version));
    if (section) GARITA_CHECK(add_rows(text_of(section->content), hashes));
  }
  return {};
}

/// What is in force may have been published by a program that looked at nothing: then it has no
/// rows.
Result<Hashes> rows_in_force(IntakeStore& store, const std::string& channel) {
  Hashes hashes;
  GARITA_TRY(versions, store.newest_versions());
  const auto newest = versions.find(channel);
  if (newest == versions.end()) return hashes;
  GARITA_TRY(list, store.bulletin(channel, newest->second));
  if (!list) return hashes;
  const auto added = is_section_head(list->content) ? add_sections(store, channel, *list, hashes)
                                                    : add_rows(text_of(list->content), hashes);
  if (!added && added.error().remedy != Remedy::kReject) return Failure(added.error());
  if (!added) hashes.clear();
  return hashes;
}

/// What a row says in these columns; of none its line, so that no two say the same.
std::string said_in(const CsvRows& rows, std::span<const std::string_view> columns) {
  if (columns.empty()) return std::to_string(rows.line());
  std::string said;
  for (const auto column : columns) {
    if (rows.has(column)) said += rows.at(column);
    said += '\n';
  }
  return said;
}

/// The reference in each of two lines of a table.
Result<std::pair<std::string, std::string>> references_at(const std::string& csv, std::size_t first,
                                                          std::size_t second) {
  std::pair<std::string, std::string> references;
  GARITA_TRY(rows, CsvRows::begin(csv));
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return references;
    if (rows.line() == first) references.first = rows.at(kReference);
    if (rows.line() == second) references.second = rows.at(kReference);
  }
}

}  // namespace

Result<ListChange> change_of_list(IntakeStore& store, const std::string& channel,
                                  const std::string& csv) {
  Hashes after;
  GARITA_CHECK(add_rows(csv, after));
  GARITA_TRY(before, rows_in_force(store, channel));
  std::ranges::sort(after);
  std::ranges::sort(before);
  Hashes changed;
  Hashes gone;
  std::ranges::set_difference(after, before, std::back_inserter(changed));
  std::ranges::set_difference(before, after, std::back_inserter(gone));
  return ListChange{after.size(), before.size(), changed.size(), gone.size()};
}

Result<void> check_references(const std::string& csv,
                              std::span<const std::string_view> said_alike) {
  GARITA_TRY(rows, CsvRows::begin(csv));
  if (!rows.has(kReference)) return {};
  struct Row {
    std::size_t reference;  ///< its hash, as that of what is said
    std::size_t said;
    std::size_t line;
    auto operator<=>(const Row&) const = default;
  };
  const std::hash<std::string_view> hash;
  std::vector<Row> all;
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) break;
    all.push_back({hash(rows.at(kReference)), hash(said_in(rows, said_alike)), rows.line()});
  }
  std::ranges::sort(all);
  const auto differ = [](const Row& one, const Row& other) {
    return one.reference == other.reference && one.said != other.said;
  };
  auto at = std::ranges::adjacent_find(all, differ);
  while (at != all.end()) {
    const auto [first, second] = std::minmax(at->line, std::next(at)->line);
    GARITA_TRY(references, references_at(csv, first, second));
    if (references.first == references.second) {
      std::string columns;
      for (const auto column : said_alike)
        columns += (columns.empty() ? "" : ", ") + std::string(column);
      return fail(Remedy::kReject, "lines " + std::to_string(first) + " and " +
                                       std::to_string(second) + " have the same reference" +
                                       (columns.empty() ? "" : ", and not the same " + columns));
    }
    at = std::adjacent_find(std::next(at), all.end(), differ);
  }
  return {};
}

}  // namespace garita::central
