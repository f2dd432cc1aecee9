// stays evaluate, stays explain, stays replay: pure calculations on a file.
#include <functional>
#include <ostream>

#include "central-sync/flags/replay.h"
#include "central-sync/program/centre.h"
#include "central-sync/program/row_reader.h"
#include "schema/stay/calculation.h"

namespace garita::central {
namespace {

constexpr std::string_view kAnswerColumns =
    "id\tused\tremaining\toverstay_days\tviolation_days\tfirst_violation\tlast_legal_day\tmax_"
    "stay\t"
    "status\n";

struct Answered {
  std::string id;
  CalculationAnswer answer;
};

/// One kind of table: what has to be there, and what is made of a row.
struct Calculations {
  std::string_view header;  ///< of what is written
  std::vector<std::string> columns;
  std::function<Result<void>(const std::string& id, const RowReader& row)> take;
};

Calculations questions(std::string_view header, const std::function<void(const Answered&)>& write) {
  return {header,
          {"id", "policy", "params", "history", "query_date"},
          [write](const std::string& id, const RowReader& row) -> Result<void> {
            GARITA_TRY(calculated, calculate({row.at("policy"), row.at("params"), row.at("history"),
                                              row.at("query_date")}));
            write({id, std::move(calculated)});
            return {};
          }};
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

/// How many rows could not be read.
Result<std::size_t> work_out(const std::filesystem::path& file, const Terminal& terminal,
                             const Calculations& calculations) {
  GARITA_TRY(in, open_table(file));
  GARITA_TRY(rows, RowReader::open(in, file.string(), RowLayout::kTabs, calculations.columns));
  terminal.out << calculations.header;
  return for_each_row(rows, terminal.err, [&](const RowReader& row) -> Result<void> {
    GARITA_TRY(id, row.id());
    return calculations.take(id, row);
  });
}

ExitStatus ended(const Result<std::size_t>& bad, const Terminal& terminal) {
  if (!bad) return report(bad.error(), terminal);
  return *bad == 0 ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace

ExitStatus run_stays_evaluate(const CalculationOptions& options, const Terminal& terminal) {
  const auto write = [&](const Answered& row) { write_row(row, terminal.out); };
  return ended(work_out(options.file, terminal, questions(kAnswerColumns, write)), terminal);
}

ExitStatus run_stays_explain(const CalculationOptions& options, const Terminal& terminal) {
  const auto language = parse_language(options.language);
  if (!language) return report(language.error(), terminal);
  const auto write = [&](const Answered& row) { write_derivation(row, *language, terminal.out); };
  return ended(work_out(options.file, terminal, questions("", write)), terminal);
}

ExitStatus run_stays_replay(const CalculationOptions& options, const Terminal& terminal) {
  const Calculations flows{
      "id\tlow_watermark\tstays\tflags\twithdrawn_since_last\n",
      {"id", "policy", "params", "posts", "events", "watermarks", "as_of"},
      [&](const std::string& id, const RowReader& row) -> Result<void> {
        GARITA_TRY(answer, replay({row.at("policy"), row.at("params"), row.at("posts"),
                                   row.at("events"), row.at("watermarks"), row.at("as_of")}));
        terminal.out << id << '\t' << answer.low_watermark << '\t' << answer.stays << '\t'
                     << answer.flags << '\t' << answer.withdrawn << '\n';
        return {};
      }};
  return ended(work_out(options.file, terminal, flows), terminal);
}

}  // namespace garita::central
