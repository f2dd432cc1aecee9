// names score, names search, names index: who is written like whom.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/mapped_file.h"
#include "central-sync/program/row_reader.h"
#include "schema/crypto/private_file.h"
#include "schema/matching/name_index.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// The names of the columns of one person.
struct Columns {
  std::string_view name;
  std::string_view birth;
  std::string_view nationality;
};

std::string_view unless_dash(std::string_view text) {
  return text == "-" ? std::string_view() : text;
}

Result<Described> described(const RowReader& rows, const Columns& columns, const NameReader& reader,
                            ScriptMemo* memo = nullptr) {
  Described out;
  out.name = reader.read(unless_dash(rows.at(columns.name)), memo);
  auto birth = Birth::from_text(rows.at(columns.birth));
  if (!birth) return fail(birth.error(), columns.birth);
  out.birth = *birth;
  const auto nationality = unless_dash(rows.at(columns.nationality));
  const bool letters =
      nationality.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
  if (nationality.size() > 3 || !letters)
    return fail(Remedy::kReject, std::string(columns.nationality) +
                                     ": a nationality is three capital letters at most");
  out.nationality = CountryCode(std::string(nationality));
  return out;
}

/// The day of 1990-02-30, the month of 1990-13: there are lists that have such dates, whose year
/// may be right, so that they are compared by what can be.
bool is_in_no_calendar(std::string_view text) {
  unsigned year = 0;
  unsigned month = 0;
  unsigned day = 1;
  const int parts = std::sscanf(std::string(text).c_str(), "%4u-%2u-%2u", &year, &month, &day);
  return parts >= 2 && month != 0 && day != 0 && !Date::of(static_cast<int>(year), month, day);
}

void warn_of_dates(const RowReader& row, std::ostream& err) {
  for (const auto* column : {"dob_a", "dob_b"})
    if (is_in_no_calendar(row.at(column)))
      err << "garita-central: " << row.where() << ": " << column << ": " << row.at(column)
          << " is no day of any calendar; what of it can be right is compared\n";
}

ExitStatus status_of(std::size_t bad) {
  return bad == 0 ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

std::string four_places(double score) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.4f", score);
  return text.data();
}

const char* verdict(double score) { return is_match(score) ? "match" : "no_match"; }

Result<ExitStatus> score_pairs(const NamesOptions& options, const Terminal& terminal) {
  GARITA_TRY(in, open_table(options.file));
  GARITA_TRY(rows, RowReader::open(in, options.file.string(), RowLayout::kTabs,
                                   {"id", "name_a", "name_b"}));
  const NameReader reader;
  terminal.out << "id\tscore\tverdict\n";
  const auto bad = for_each_row(rows, terminal.err, [&](const RowReader& row) -> Result<void> {
    GARITA_TRY(id, row.id());
    GARITA_TRY(a, described(row, {"name_a", "dob_a", "nat_a"}, reader));
    GARITA_TRY(b, described(row, {"name_b", "dob_b", "nat_b"}, reader));
    warn_of_dates(row, terminal.err);
    const double score = score_value(a, b, reader.words());
    terminal.out << id << '\t' << four_places(score) << '\t' << verdict(score) << '\n';
    return {};
  });
  return status_of(bad);
}

struct ListIndex {
  Bytes image;
  std::size_t bad = 0;  ///< rows of the list that could not be read
};

Result<ListIndex> index_of(const std::filesystem::path& list, const NameReader& reader,
                           std::ostream& err) {
  GARITA_TRY(in, open_table(list));
  GARITA_TRY(rows, RowReader::open(in, list.string(), RowLayout::kCsv, {"id", "name"}));
  NameIndexBuilder builder;
  ScriptMemo memo;
  const auto bad = for_each_row(rows, err, [&](const RowReader& row) -> Result<void> {
    GARITA_TRY(listed, described(row, {"name", "birth_date", "nationality"}, reader, &memo));
    auto added = builder.add(row.at("id"), listed);
    if (!added) return fail(added.error(), "id");
    return {};
  });
  return ListIndex{builder.build(), bad};
}

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

struct Answer {
  std::vector<FoundName> found;
  double elapsed_ms = 0;
  double cpu_ms = 0;
};

Answer ask(const NameIndex& index, const Described& query, const NameReader& reader,
           std::size_t most) {
  const auto began = std::chrono::steady_clock::now();
  const double cpu_began = cpu_ms();
  SearchLimits limits;
  limits.results = most;
  Answer answer;
  answer.found = index.search(query, reader, limits);
  answer.cpu_ms = cpu_ms() - cpu_began;
  answer.elapsed_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  return answer;
}

double rounded(double value, double places) { return std::round(value * places) / places; }

nlohmann::json to_json(const NameIndex& index, const Described& query, const NameReader& reader,
                       const Answer& answer) {
  auto candidates = nlohmann::json::array();
  for (const auto& found : answer.found) {
    const auto listed = index.described(found.entry, reader);
    auto reasons = nlohmann::json::array();
    for (const auto& reason : score(query, listed, reader.words()).reasons)
      reasons.push_back({{"reason", reason.word}, {"value", reason.value}});
    candidates.push_back({{"id", index.id_of(found.entry)},
                          {"score", rounded(found.score, 1e4)},
                          {"verdict", verdict(found.score)},
                          {"reasons", std::move(reasons)}});
  }
  return {{"elapsed_ms", rounded(answer.elapsed_ms, 1e3)},
          {"cpu_ms", rounded(answer.cpu_ms, 1e3)},
          {"candidates", std::move(candidates)}};
}

/// How many questions could not be read.
std::size_t answer_all(RowReader& rows, const NameIndex& index, const NamesOptions& options,
                       const Terminal& terminal) {
  const NameReader reader;
  if (!options.json) terminal.out << "id\tcandidate\tscore\tverdict\n";
  return for_each_row(rows, terminal.err, [&](const RowReader& row) -> Result<void> {
    GARITA_TRY(id, row.id());
    GARITA_TRY(query, described(row, {"name", "dob", "nat"}, reader));
    const auto answer = ask(index, query, reader, options.most);
    if (options.json) {
      auto object = to_json(index, query, reader, answer);
      object["id"] = id;
      terminal.out << object.dump() << '\n';
      return {};
    }
    for (const auto& found : answer.found)
      terminal.out << id << '\t' << index.id_of(found.entry) << '\t' << four_places(found.score)
                   << '\t' << verdict(found.score) << '\n';
    return {};
  });
}

Result<ExitStatus> search(const NamesOptions& options, const Terminal& terminal) {
  GARITA_TRY(in, open_table(options.query));
  GARITA_TRY(rows, RowReader::open(in, options.query.string(), RowLayout::kTabs, {"id", "name"}));
  if (!options.index.empty()) {
    GARITA_TRY(file, MappedFile::open(options.index));
    auto index = NameIndex::open(file.bytes());
    if (!index) return fail(index.error(), options.index.string());
    return status_of(answer_all(rows, *index, options, terminal));
  }
  GARITA_TRY(list, index_of(options.list, NameReader(), terminal.err));
  GARITA_TRY(index, NameIndex::open(list.image));
  return status_of(list.bad + answer_all(rows, index, options, terminal));
}

Result<ExitStatus> save_index(const NamesOptions& options, const Terminal& terminal) {
  GARITA_TRY(list, index_of(options.list, NameReader(), terminal.err));
  GARITA_CHECK(save_private_file(options.index, list.image));
  return status_of(list.bad);
}

ExitStatus ended(const Result<ExitStatus>& status, const Terminal& terminal) {
  return status ? *status : report(status.error(), terminal);
}

}  // namespace

ExitStatus run_names_score(const NamesOptions& options, const Terminal& terminal) {
  return ended(score_pairs(options, terminal), terminal);
}
ExitStatus run_names_search(const NamesOptions& options, const Terminal& terminal) {
  return ended(search(options, terminal), terminal);
}
ExitStatus run_names_index(const NamesOptions& options, const Terminal& terminal) {
  return ended(save_index(options, terminal), terminal);
}

}  // namespace garita::central
