// stays evaluate, stays explain, stays replay: pure calculations on a file.
#include <algorithm>
#include <functional>
#include <ostream>

#include "central-sync/flags/replay.h"
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

/// The cells of a row by their columns' places.
class Cells {
 public:
  static Result<Cells> of(const TsvTable& table, const std::vector<std::string_view>& names) {
    Cells cells;
    for (const auto name : names) {
      GARITA_TRY(place, table.column(name));
      cells.places_.push_back(place);
    }
    return cells;
  }
  [[nodiscard]] std::string_view at(const TsvTable::Row& row, std::size_t which) const {
    return row.cells.at(places_.at(which));
  }

 private:
  std::vector<std::size_t> places_;
};

Result<std::string> id_of(std::string_view id) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (id.size() > kIdBytesMax || std::any_of(id.begin(), id.end(), control))
    return fail(Remedy::kReject, "id: longer than " + std::to_string(kIdBytesMax) +
                                     " bytes, or with control characters");
  return std::string(id);
}

struct Answered {
  std::string id;
  CalculationAnswer answer;
};

/// One kind of table: its columns, the id first, and what is made of a row.
struct Calculations {
  std::string_view header;  ///< of what is written
  std::vector<std::string_view> columns;
  std::function<Result<void>(const std::string& id, const Cells& cells, const TsvTable::Row& row)>
      take;
};

Calculations questions(std::string_view header, const std::function<void(const Answered&)>& write) {
  return {
      header,
      {"id", "policy", "params", "history", "query_date"},
      [write](const std::string& id, const Cells& cells, const TsvTable::Row& row) -> Result<void> {
        GARITA_TRY(calculated, calculate({cells.at(row, 1), cells.at(row, 2), cells.at(row, 3),
                                          cells.at(row, 4)}));
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

/// Takes each row that can be read, and names the others; how many those were.
Result<std::size_t> for_each_row(const std::filesystem::path& file, const Terminal& terminal,
                                 const Calculations& calculations) {
  GARITA_TRY(text, read_file(file, kTableBytesMax));
  auto table = TsvTable::parse(text);
  if (!table) return fail(std::move(table.error()), file.string());
  auto cells = Cells::of(*table, calculations.columns);
  if (!cells) return fail(std::move(cells.error()), file.string());
  const auto take = [&](const TsvTable::Row& row) -> Result<void> {
    GARITA_CHECK(table->check(row));
    GARITA_TRY(id, id_of(cells->at(row, 0)));
    return calculations.take(id, *cells, row);
  };
  terminal.out << calculations.header;
  std::size_t bad = 0;
  for (const auto& row : table->rows()) {
    const auto taken = take(row);
    if (taken) continue;
    ++bad;
    terminal.err << "garita-central: " << file.string() << " line " << row.line << ": "
                 << taken.error().message << '\n';
  }
  return bad;
}

ExitStatus ended(const Result<std::size_t>& bad, const Terminal& terminal) {
  if (!bad) return report(bad.error(), terminal);
  return *bad == 0 ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace

ExitStatus run_stays_evaluate(const CalculationOptions& options, const Terminal& terminal) {
  const auto write = [&](const Answered& row) { write_row(row, terminal.out); };
  return ended(for_each_row(options.file, terminal, questions(kAnswerColumns, write)), terminal);
}

ExitStatus run_stays_explain(const CalculationOptions& options, const Terminal& terminal) {
  const auto language = parse_language(options.language);
  if (!language) return report(language.error(), terminal);
  const auto write = [&](const Answered& row) { write_derivation(row, *language, terminal.out); };
  return ended(for_each_row(options.file, terminal, questions("", write)), terminal);
}

ExitStatus run_stays_replay(const CalculationOptions& options, const Terminal& terminal) {
  const Calculations flows{
      "id\tlow_watermark\tstays\tflags\twithdrawn_since_last\n",
      {"id", "policy", "params", "posts", "events", "watermarks", "as_of"},
      [&](const std::string& id, const Cells& cells, const TsvTable::Row& row) -> Result<void> {
        GARITA_TRY(answer, replay({cells.at(row, 1), cells.at(row, 2), cells.at(row, 3),
                                   cells.at(row, 4), cells.at(row, 5), cells.at(row, 6)}));
        terminal.out << id << '\t' << answer.low_watermark << '\t' << answer.stays << '\t'
                     << answer.flags << '\t' << answer.withdrawn << '\n';
        return {};
      }};
  return ended(for_each_row(options.file, terminal, flows), terminal);
}

}  // namespace garita::central
