#include "central-sync/reports/quarantine.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "central-sync/intake/store.h"
#include "central-sync/reports/columns.h"
#include "central-sync/reports/decision_words.h"
#include "central-sync/reports/reopening_words.h"

namespace garita::central {
namespace {

constexpr std::size_t kHashShown = 16;

/// Of the others the name says what it is.
std::string cause_told(const std::string& cause) {
  return cause == quarantine_cause_name(QuarantineCause::kUnknown)
             ? cause + " (read, and not taken: see REASON)"
             : cause;
}

std::string decided_words(const IdentityDecisionRow& row) {
  return std::string(row.decided.kind == IdentityDecisionKind::kLink ? "one person"
                                                                     : "two people") +
         ", by " + row.officer + ": " + row.reason;
}

std::string subject_told(const IncidentRow& row) {
  if (row.reopened) return reopening_words(*row.reopened, Language::kEnglish);
  if (!row.holders) return row.subject;
  return row.subject + " (" + row.holders->first.value() + " " + row.holders->second.value() + ")" +
         (row.decided ? ": " + decided_words(*row.decided) : "");
}

std::vector<IncidentRow> by_post(std::span<const IncidentRow> rows) {
  std::vector<IncidentRow> sorted(rows.begin(), rows.end());
  std::ranges::stable_sort(sorted, {}, &IncidentRow::post);
  return sorted;
}

}  // namespace

std::string quarantine_json(std::span<const QuarantineRow> rows) {
  using Json = nlohmann::ordered_json;
  std::string text;
  for (const auto& row : rows) {
    Json object{{"record", row.record.text()},
                {"cause", row.cause},
                {"reason", row.reason},
                {"since", row.since.rfc3339()}};
    if (row.resolved_at) object["resolved_at"] = row.resolved_at->rfc3339();
    if (!row.resolution.empty()) object["resolution"] = row.resolution;
    if (!row.content_hash.empty()) object["hash"] = to_hex(row.content_hash);
    // A reason may hold what a station sent.
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::string quarantine_table(std::span<const QuarantineRow> rows) {
  std::vector<std::vector<std::string>> lines = {
      {"RECORD", "CAUSE", "HASH", "SINCE", "RESOLVED", "REASON"}};
  for (const auto& row : rows)
    lines.push_back({row.record.text(), cause_told(row.cause),
                     to_hex(row.content_hash).substr(0, kHashShown), row.since.rfc3339(),
                     row.resolved_at ? row.resolved_at->rfc3339() + " " + row.resolution : "-",
                     row.reason});
  return in_columns(lines);
}

std::string incidents_json(std::span<const IncidentRow> rows) {
  using Json = nlohmann::ordered_json;
  std::string text;
  for (const auto& row : by_post(rows)) {
    Json object{{"incident", row.kind},   {"post", row.post.value()},
                {"record", row.record},   {"subject", row.subject},
                {"at", row.at.rfc3339()}, {"since", row.known_at.rfc3339()}};
    if (row.reopened)
      for (const auto& [name, value] : reopening_fields(*row.reopened))
        object["reopened"][name] = value;
    if (row.holders) object["holders"] = {row.holders->first.value(), row.holders->second.value()};
    if (row.decided) object["decided"] = identity_decision_code(row.decided->decided.kind);
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::string incidents_table(std::span<const IncidentRow> rows) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> lines = {
      {"POST", "INCIDENT", "RECORD", "AT", "SINCE", "SUBJECT"}};
  for (const auto& row : by_post(rows))
    lines.push_back({row.post.value(), row.kind, row.record, row.at.rfc3339(),
                     row.known_at.rfc3339(), subject_told(row)});
  return in_columns(lines);
}

std::string waiting_json(std::span<const WaitingDecision> rows) {
  using Json = nlohmann::ordered_json;
  std::string text;
  for (const auto& [change, authority, known_at] : rows) {
    Json object{{"decision", decision_code(change.kind)},
                {"record", change.reference},
                {"entry", change.of}};
    if (!authority.empty()) object["authority"] = authority;
    object["at"] = change.at.rfc3339();
    object["since"] = known_at.rfc3339();
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::string waiting_table(std::span<const WaitingDecision> rows) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> lines = {
      {"WAITS SINCE", "FOR THE ENTRY", "DECISION", "RECORD", "AUTHORITY"}};
  for (const auto& [change, authority, known_at] : rows)
    lines.push_back({known_at.rfc3339(), change.of, std::string(decision_code(change.kind)),
                     change.reference, authority});
  return in_columns(lines);
}

}  // namespace garita::central
