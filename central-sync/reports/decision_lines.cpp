#include "central-sync/reports/decision_lines.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/decision_words.h"
#include "schema/stay/pairing.h"

namespace garita::central {
namespace {

using Words = std::array<std::string_view, 3>;  // Spanish, English, French

constexpr Words kDecisions{"Decisiones", "Decisions", "Décisions"};
constexpr Words kVoided{"anulado", "voided", "annulé"};
constexpr Words kOnNoStay{"no cambia ninguna estancia", "changes no stay",
                          "ne change aucun séjour"};

std::string in(const Words& words, Language language) {
  return std::string(words.at(static_cast<std::size_t>(language)));
}

}  // namespace

std::vector<std::string> decisions_on_no_stay(const PersonReport& report) {
  Pairing pairing;
  for (const auto& judged : report.evaluation.stays) pairing.stays.push_back(judged.stay);
  pairing.exits_without_entry = report.evaluation.exits_without_entry;
  std::vector<StatusChange> changes;
  std::vector<std::string> records;
  for (const auto& decision : report.decisions) {
    if (decision.voided) continue;
    changes.push_back(decision.change);
    records.push_back(decision.change.reference);
  }
  for (const auto& concerned : changes_of(pairing, changes, {}))
    for (const auto& change : concerned) std::erase(records, change.reference);
  return records;
}

std::string decision_lines(const PersonReport& report, Language language) {
  if (report.decisions.empty()) return "";
  const auto on_no_stay = decisions_on_no_stay(report);
  std::string text = in(kDecisions, language) + "\n";
  for (const auto& decision : report.decisions) {
    const auto& change = decision.change;
    const bool concerns_none = std::ranges::find(on_no_stay, change.reference) != on_no_stay.end();
    const std::string mark = decision.voided ? "  (" + in(kVoided, language) + ")"
                             : concerns_none ? "  (" + in(kOnNoStay, language) + ")"
                                             : "";
    text += printable("  " + change.at.rfc3339() + "  " + decision_words(change.kind, language) +
                      "  " + change.reference + "  " + decision.reason + mark) +
            "\n";
  }
  return text;
}

}  // namespace garita::central
