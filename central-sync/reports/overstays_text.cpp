#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "central-sync/reports/cause_words.h"
#include "central-sync/reports/closing_words.h"
#include "central-sync/reports/columns.h"
#include "central-sync/reports/decision_words.h"
#include "central-sync/reports/evidence_words.h"
#include "central-sync/reports/flag_words.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/reports/reopening_words.h"

namespace garita::central {
namespace {

constexpr std::array kColumns = {"flag",       "state",          "person",
                                 "name",       "nationality",    "document",
                                 "entry_post", "entry_at",       "authorised_until",
                                 "days_over",  "policy",         "policy_version",
                                 "watermark",  "blocking_posts", "last_change",
                                 "cause",      "subject",        "evidence",
                                 "fallback"};

/// Of an exit without an entry, no entry is known: post and hour of the exit say nothing here.
bool has_entry(const Flag& flag) { return flag.kind != FlagKind::kExitWithoutEntry; }

bool counts_days(const Flag& flag) {
  return flag.kind == FlagKind::kOverstayOpen || flag.kind == FlagKind::kOverstay;
}

std::string joined(const std::vector<PostCode>& posts) {
  std::string text;
  for (const auto& post : posts) text += (text.empty() ? "" : " ") + post.value();
  return text;
}

/// As files have it: " (extend_days 2026-01-21)".
std::string decided_code(const OverstayRow& row) {
  if (!row.decided) return "";
  return " (" + std::string(decision_code(row.decided->kind)) + " " + row.decided->day.iso() + ")";
}

std::vector<std::string> cells_of(const OverstayRow& row) {
  const Flag& flag = row.flag;
  return {std::string(flag_name(flag.kind)),
          std::string(state_name(flag.state)),
          row.person.value(),
          row.name,
          row.nationality.value(),
          row.document,
          has_entry(flag) ? flag.post.value() : "",
          has_entry(flag) ? flag.at.rfc3339() : "",
          flag.authorised_until ? flag.authorised_until->iso() : "",
          counts_days(flag) ? std::to_string(flag.days_over) : "",
          flag.rule,
          flag.policy_version,
          flag.watermark ? flag.watermark->rfc3339() : "",
          joined(flag.blocking_posts),
          row.last_change.rfc3339(),
          row.cause + decided_code(row),
          flag.subject,
          std::string(evidence_name(row.how_known.evidence)),
          row.how_known.fallback ? "true" : ""};
}

bool tell_changes(std::span<const OverstayRow> rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const OverstayRow& row) { return !row.change.empty(); });
}

// In Spanish, English and French.
using Heading = std::array<std::string_view, 3>;
constexpr std::array kHeadings = {
    Heading{"SEÑAL", "FLAG", "SIGNALEMENT"},
    Heading{"ESTADO", "STATE", "ÉTAT"},
    Heading{"PERSONA", "PERSON", "PERSONNE"},
    Heading{"NOMBRE", "NAME", "NOM"},
    Heading{"NAC", "NAT", "NAT"},
    Heading{"DOCUMENTO", "DOCUMENT", "DOCUMENT"},
    Heading{"ENTRADA", "ENTRY", "ENTRÉE"},
    Heading{"EVIDENCIA", "EVIDENCE", "PREUVE"},
    Heading{"HASTA", "UNTIL", "JUSQU'AU"},
    Heading{"EXCESO", "OVER", "DÉPASSEMENT"},
    Heading{"DATOS HASTA", "WATERMARK", "DONNÉES JUSQU'À"},
    Heading{"ESPERA A", "WAITS FOR", "ATTEND"},
    Heading{"CAUSA", "CAUSE", "CAUSE"},
};
constexpr Heading kChange{"CAMBIO", "CHANGE", "CHANGEMENT"};
constexpr Heading kAdded{"nueva", "added", "ajouté"};
constexpr Heading kWithdrawn{"retirada", "withdrawn", "retiré"};

std::string change_words(const std::string& change, Language language) {
  const Heading& words = change == "added" ? kAdded : kWithdrawn;
  return std::string(words.at(static_cast<std::size_t>(language)));
}

std::string decided_words(const OverstayRow& row, Language language) {
  if (!row.decided) return "";
  return " (" + decision_words(row.decided->kind, language) + ", " + row.decided->day.iso() + ")";
}

/// A record, or what moved the data, or both: "NORTE-01:1:movement:7 exit_in_time"; and what was
/// decided. Without that in English as files have it.
std::string causes_words(const OverstayRow& row, Language language) {
  const std::string& cause = row.cause;
  const auto space = cause.find(' ');
  if (language == Language::kEnglish) return cause + decided_words(row, language);
  if (space == std::string::npos)
    return cause_words(cause, language) + decided_words(row, language);
  return cause.substr(0, space) + " " + cause_words(cause.substr(space + 1), language) +
         decided_words(row, language);
}

std::string why_words(const OverstayRow& row, Language language) {
  auto words = causes_words(row, language);
  if (row.reopened) words += "; " + reopening_words(*row.reopened, language);
  if (!row.rests_on().empty()) words += "; " + rests_on_words(row.rests_on(), language);
  return words;
}

nlohmann::ordered_json object_of(const OverstayRow& row) {
  const auto cells = cells_of(row);
  nlohmann::ordered_json object;
  if (!row.change.empty()) object["change"] = row.change;
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    if (!cells[i].empty()) object[kColumns[i]] = cells[i];
  if (counts_days(row.flag)) object["days_over"] = row.flag.days_over;
  if (row.how_known.fallback) object["fallback"] = true;
  if (!row.how_known.taken_over.empty()) object["taken_over"] = row.how_known.taken_over;
  if (row.reopened)
    for (const auto& [name, value] : reopening_fields(*row.reopened))
      object["reopened"][name] = value;
  for (const auto& each : row.rests_on()) {
    nlohmann::ordered_json closing;
    for (const auto& [name, value] : closing_fields(each)) closing[name] = value;
    object["rests_on"].push_back(std::move(closing));
  }
  if (row.flag.blocking_posts.empty()) return object;
  auto& posts = object["blocking_posts"] = nlohmann::ordered_json::array();
  for (const auto& post : row.flag.blocking_posts) posts.push_back(post.value());
  return object;
}

}  // namespace

std::string overstays_csv(std::span<const OverstayRow> rows) {
  const bool changes = tell_changes(rows);
  std::vector<std::string> heading(kColumns.begin(), kColumns.end());
  if (changes) heading.insert(heading.end(), {"change", "waits_again"});
  heading.emplace_back("rests_on");
  std::string text = csv_line(heading);
  for (const auto& row : rows) {
    auto cells = cells_of(row);
    if (changes)
      cells.insert(cells.end(),
                   {row.change, row.reopened ? reopening_words(*row.reopened, Language::kEnglish)
                                             : std::string()});
    cells.push_back(rests_on_cell(row.rests_on()));
    text += csv_line(cells);
  }
  return text;
}

std::string overstays_json(std::span<const OverstayRow> rows) {
  std::string text;
  for (const auto& row : rows)
    text += object_of(row).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return text;
}

std::string overstays_table(std::span<const OverstayRow> rows, Language language) {
  const auto index = static_cast<std::size_t>(language);
  const bool changes = tell_changes(rows);
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& heading : kHeadings) lines.front().emplace_back(heading.at(index));
  if (changes) lines.front().emplace_back(kChange.at(index));
  for (const auto& row : rows) {
    const auto cells = cells_of(row);
    lines.push_back({flag_words(row.flag.kind, language), state_words(row.flag.state, language),
                     cells[2], cells[3], cells[4], cells[5], cells[6] + " " + cells[7],
                     evidence_words(row.how_known, language), cells[8], cells[9], cells[12],
                     cells[13], why_words(row, language)});
    if (changes) lines.back().push_back(change_words(row.change, language));
  }
  return in_columns(lines);
}

}  // namespace garita::central
