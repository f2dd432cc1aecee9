#include "central-sync/reports/flag_lines.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "central-sync/reports/cause_words.h"
#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/columns.h"
#include "central-sync/reports/evidence_words.h"
#include "central-sync/reports/flag_words.h"
#include "central-sync/reports/reopening_words.h"

namespace garita::central {
namespace {

using Words = std::array<std::string_view, 3>;  // Spanish, English, French

constexpr Words kFlag{"Señal", "Flag", "Signalement"};
constexpr Words kWatermark{"datos completos hasta", "data complete until",
                           "données complètes jusqu'à"};
constexpr Words kNever{"nunca", "never", "jamais"};
constexpr Words kWaitsFor{"espera a", "waits for", "attend"};
constexpr Words kProbablyLeft{"probablemente salió", "probably left", "probablement sorti"};
constexpr Words kAtLeast{"al menos", "at least", "au moins"};
constexpr Words kColon{": ", ": ", " : "};
constexpr Words kHistory{"Historia", "History", "Historique"};
constexpr Words kReviewFirst{"espera la revisión de", "waits for the review of",
                             "attend l'examen de"};
constexpr Words kBeforeRecords{
    "antes de la puesta en marcha nadie registraba las salidas: espera la decisión de una persona",
    "before the first post went live nobody recorded exits: it waits for a person's decision",
    "avant la mise en service personne n'enregistrait les sorties : une personne doit décider"};

std::string in(const Words& words, Language language) {
  return std::string(words.at(static_cast<std::size_t>(language)));
}

std::string line(const std::string& text) { return printable(text) + "\n"; }

std::string flag_line(const PersonReport& report, const Flag& flag, Language language) {
  const auto evidence = evidence_words(subject_known(report, flag), language);
  std::string text = in(kFlag, language) + " " + flag_words(flag.kind, language) + " (" +
                     flag.subject + (evidence.empty() ? "" : "; " + evidence) +
                     "): " + state_words(flag.state, language);
  // Where nobody saw the exit, so many are proven.
  const bool at_least = flag.kind == FlagKind::kOverstay && !flag.met;
  if (flag.days_over > 0)
    text += ", " + (at_least ? in(kAtLeast, language) + " " : "") + "+" +
            std::to_string(flag.days_over);
  text += "; " + in(kWatermark, language) + " " +
          (flag.watermark ? flag.watermark->rfc3339() : in(kNever, language));
  const auto closings = closings_behind(flag, report.closings);
  if (!closings.empty()) text += "; " + rests_on_words(closings, language);
  if (flag.probably_left)
    text +=
        "; " + in(kProbablyLeft, language) + in(kColon, language) + flag.probably_left->rfc3339();
  if (flag.before_records) text += "; " + in(kBeforeRecords, language);
  if (!flag.review.empty()) text += "; " + in(kReviewFirst, language) + " " + flag.review;
  if (flag.blocking_posts.empty()) return line(text);
  text += "; " + in(kWaitsFor, language);
  for (const auto& post : flag.blocking_posts) text += " " + post.value();
  return line(text);
}

/// Why some were raised without a post, and why some that were raised wait again.
std::string closings_text(const PersonReport& report, Language language) {
  std::string text;
  for (const auto& each : report.closings)
    text += line("  " + each.record + in(kColon, language) + closing_words(each, language));
  for (const auto& each : report.reopened)
    text += line("  " + each.record + in(kColon, language) + reopening_words(each, language));
  return text;
}

std::string history_text(const PersonReport& report, Language language) {
  if (report.history.empty()) return "";
  std::string text = in(kHistory, language) + "\n";
  for (const auto& [about, events] : report.history)
    for (const auto& event : events)
      text += line("  " + event.at.rfc3339() + "  " + flag_words(event.kind, language) + "(" +
                   about.subject + ") " + state_words(event.state, language) + "  " +
                   cause_words(event.cause, language) +
                   (event.reason.empty() ? "" : ": " + cause_words(event.reason, language)));
  return text;
}

}  // namespace

HowKnown subject_known(const PersonReport& report, const Flag& flag) {
  const auto subject = std::ranges::find(report.crossings, flag.subject,
                                         [](const CrossingRow& row) { return row.record.text(); });
  return subject == report.crossings.end() ? HowKnown() : subject->how_known;
}

std::string flag_lines(const PersonReport& report, Language language) {
  std::string text;
  for (const auto& flag : report.evaluation.flags) text += flag_line(report, flag, language);
  return text + closings_text(report, language) + history_text(report, language);
}

}  // namespace garita::central
