// stays evaluate, stays explain: pure calculations on a file.
#include <algorithm>
#include <array>
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/tsv_table.h"
#include "schema/stay/calculation.h"

namespace garita::central {
namespace {

constexpr std::size_t kTableBytesMax = 64U << 20U;
constexpr std::size_t kIdBytesMax = 200;
constexpr std::string_view kAnswerColumns =
    "id\tused\tremaining\toverstay_days\tviolation_days\tfirst_violation\tlast_legal_day\tmax_"
    "stay\t"
    "status\n";

/// Where the columns of a question stand.
struct QuestionColumns {
  std::size_t id = 0;
  std::size_t policy = 0;
  std::size_t params = 0;
  std::size_t history = 0;
  std::size_t query_date = 0;

  static Result<QuestionColumns> of(const TsvTable& table) {
    GARITA_TRY(id, table.column("id"));
    GARITA_TRY(policy, table.column("policy"));
    GARITA_TRY(params, table.column("params"));
    GARITA_TRY(history, table.column("history"));
    GARITA_TRY(query_date, table.column("query_date"));
    return QuestionColumns{id, policy, params, history, query_date};
  }
};

struct Answered {
  std::string id;
  CalculationAnswer answer;
};

Result<Answered> answer(const TsvTable& table, const QuestionColumns& columns,
                        const TsvTable::Row& row) {
  GARITA_CHECK(table.check(row));
  const auto cell = [&](std::size_t column) { return row.cells.at(column); };
  const auto id = cell(columns.id);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (id.size() > kIdBytesMax || std::any_of(id.begin(), id.end(), control))
    return fail(Remedy::kReject, "id: longer than " + std::to_string(kIdBytesMax) +
                                     " bytes, or with control characters");
  GARITA_TRY(calculated, calculate({cell(columns.policy), cell(columns.params),
                                    cell(columns.history), cell(columns.query_date)}));
  return Answered{std::string(id), std::move(calculated)};
}

void write_row(const Answered& row, std::ostream& out) {
  const auto& [id, answer] = row;
  out << id << '\t' << answer.used << '\t' << answer.remaining << '\t' << answer.overstay_days
      << '\t' << answer.violation_days << '\t' << answer.first_violation << '\t'
      << answer.last_legal_day << '\t' << answer.max_stay << '\t' << answer.status << '\n';
}

void write_derivation(const Answered& row, Language language, std::ostream& out) {
  out << row.id << ": " << row.answer.status << '\n';
  for (const auto& line : row.answer.derivation) out << "  " << sentence_of(line, language) << '\n';
}

/// Gives each row that can be read to `write`, and names the others; how many those were.
template <typename Write>
Result<std::size_t> for_each_answer(const std::filesystem::path& file, const Terminal& terminal,
                                    Write write) {
  GARITA_TRY(text, read_file(file, kTableBytesMax));
  auto table = TsvTable::parse(text);
  if (!table) return fail(std::move(table.error()), file.string());
  auto columns = QuestionColumns::of(*table);
  if (!columns) return fail(std::move(columns.error()), file.string());
  std::size_t bad = 0;
  for (const auto& row : table->rows()) {
    auto answered = answer(*table, *columns, row);
    if (answered) {
      write(*answered);
      continue;
    }
    ++bad;
    terminal.err << "garita-central: " << file.string() << " line " << row.line << ": "
                 << answered.error().message << '\n';
  }
  return bad;
}

ExitStatus ended(const Result<std::size_t>& bad, const Terminal& terminal) {
  if (!bad) return report(bad.error(), terminal);
  return *bad == 0 ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace

ExitStatus run_stays_evaluate(const CalculationOptions& options, const Terminal& terminal) {
  bool begun = false;
  const auto write = [&](const Answered& row) {
    if (!begun) terminal.out << kAnswerColumns;
    begun = true;
    write_row(row, terminal.out);
  };
  const auto bad = for_each_answer(options.file, terminal, write);
  if (bad && !begun) terminal.out << kAnswerColumns;
  return ended(bad, terminal);
}

ExitStatus run_stays_explain(const CalculationOptions& options, const Terminal& terminal) {
  const auto language = parse_language(options.language);
  if (!language) return report(language.error(), terminal);
  const auto write = [&](const Answered& row) { write_derivation(row, *language, terminal.out); };
  return ended(for_each_answer(options.file, terminal, write), terminal);
}

}  // namespace garita::central
