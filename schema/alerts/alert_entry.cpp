#include "schema/alerts/alert_entry.h"

#include <array>
#include <utility>

#include "schema/alerts/alert_picture.h"
#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

Result<AlertEntry> entry_of(const CsvRows& row) {
  const auto at = [&](const char* column) { return std::string(row.at(column)); };
  AlertEntry entry{at("reference"), at("instruction"),       at("issuer"), at("number"),
                   at("surname"),   at("given_names"),       std::nullopt, at("nationality"),
                   std::nullopt,    AlertAction::kAsWritten, at("picture")};
  GARITA_TRY(action, parse_alert_action(at("action")));
  entry.action = action;
  if (const auto birth = at("birth_date"); !birth.empty()) {
    const auto date = PartialDate::from_text(birth);
    if (!date) return fail(Remedy::kReject, "birth_date is no date");
    entry.birth_date = *date;
  }
  if (const auto until = at("valid_until"); !until.empty()) {
    const auto date = Date::from_iso(until);
    if (!date) return fail(Remedy::kReject, "valid_until is no date");
    entry.valid_until = *date;
  }
  if (entry.reference.empty()) return fail(Remedy::kReject, "reference is missing");
  if (entry.instruction.empty()) return fail(Remedy::kReject, "instruction is missing");
  const bool document = !entry.issuer.empty() && !entry.number.empty();
  const bool person = !entry.surname.empty() && entry.birth_date.has_value();
  if (!document && !person) {
    return fail(Remedy::kReject, "neither issuer and number, nor surname and birth_date");
  }
  return entry;
}

constexpr std::array kActions = {
    std::pair(AlertAction::kAsWritten, std::string_view("")),
    std::pair(AlertAction::kDetain, std::string_view("detain")),
    std::pair(AlertAction::kRefer, std::string_view("refer")),
    std::pair(AlertAction::kProtect, std::string_view("protect")),
    std::pair(AlertAction::kInform, std::string_view("inform")),
};

}  // namespace

std::string_view alert_action_name(AlertAction action) {
  for (const auto& [known, name] : kActions) {
    if (known == action) return name;
  }
  return "";
}

Result<AlertAction> parse_alert_action(std::string_view name) {
  for (const auto& [action, known] : kActions) {
    if (known == name) return action;
  }
  return fail(Remedy::kReject, "action is none of detain, refer, protect, inform");
}

Result<void> for_each_alert(std::string_view csv, const std::function<void(AlertEntry)>& take) {
  std::optional<std::size_t> wrong;
  GARITA_CHECK(for_each_alert_with_files(csv, [&](AlertEntry entry, std::size_t line) {
    if (!entry.picture.empty() && !is_picture_reference(entry.picture) && !wrong) wrong = line;
    if (take && !wrong) take(std::move(entry));
  }));
  if (!wrong) return {};
  return fail(Remedy::kReject, "line " + std::to_string(*wrong) +
                                   ": picture is no picture's reference: alerts convert makes one");
}

Result<void> for_each_alert_with_files(
    std::string_view csv, const std::function<void(AlertEntry, std::size_t line)>& take) {
  GARITA_TRY(rows, CsvRows::begin(csv));
  for (const auto* column : {"reference", "instruction"}) {
    if (!rows.has(column)) return fail(Remedy::kReject, std::string("no column ") + column);
  }
  while (true) {
    GARITA_TRY(more, rows.next());
    if (!more) return {};
    auto entry = entry_of(rows);
    if (!entry) return fail(entry.error(), "line " + std::to_string(rows.line()));
    take(*std::move(entry), rows.line());
  }
}

std::string alert_header(PictureColumn pictures) {
  std::string header =
      "reference,instruction,action,issuer,number,surname,given_names,birth_date,nationality,"
      "valid_until";
  if (pictures == PictureColumn::kThere) header += ",picture";
  return header + "\n";
}

std::string alert_row(const AlertEntry& entry, PictureColumn pictures) {
  std::string row;
  for (const auto& field :
       {entry.reference, entry.instruction, std::string(alert_action_name(entry.action)),
        entry.issuer, entry.number, entry.surname, entry.given_names,
        entry.birth_date ? entry.birth_date->text() : "", entry.nationality,
        entry.valid_until ? entry.valid_until->iso() : ""}) {
    row += csv_field(field);
    row += ',';
  }
  if (pictures == PictureColumn::kThere) row += csv_field(entry.picture) + ",";
  row.back() = '\n';
  return row;
}

Result<std::vector<AlertEntry>> parse_alerts(std::string_view csv) {
  std::vector<AlertEntry> entries;
  GARITA_CHECK(for_each_alert(csv, [&](AlertEntry entry) { entries.push_back(std::move(entry)); }));
  return entries;
}

}  // namespace garita
