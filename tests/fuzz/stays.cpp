// Rows of the calculator of stays: cells between tabs, as in a file. A row that is taken has an
// answer whose parts agree with one another, and a derivation that can be read.
#include <algorithm>
#include <string>
#include <vector>

#include "schema/stay/calculation.h"
#include "schema/vocabulary/bytes.h"

namespace garita {
namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

void check(const CalculationAnswer& answer) {
  const bool over = answer.overstay_days != "0" && answer.overstay_days != "-";
  ensure(over == (answer.status == "OVERSTAY"), "days over are an overstay");
  ensure(answer.used != "" && answer.used.front() != '-', "days used are counted from nought");
  const bool never = answer.violation_days == "0" || answer.violation_days == "-";
  ensure(never == (answer.first_violation == "-"), "the first violation is a day of one");
  ensure(answer.status != "OK" || never, "nothing was over where all is well");
  if (answer.max_stay != "-")
    ensure((answer.max_stay == "0") == (answer.last_legal_day == "-"),
           "a stay that may go on has a last day");
  for (const auto& line : answer.derivation) {
    const auto codes = derivation_codes();
    ensure(std::find(codes.begin(), codes.end(), line.code) != codes.end(), "a line is known");
  }
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  auto text = text_of({data, size});
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto cells = cells_of(text);
  if (cells.size() != 4) return 0;
  if (const auto answer = calculate({cells[0], cells[1], cells[2], cells[3]})) check(*answer);
  return 0;
}
