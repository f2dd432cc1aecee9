// Rows of ../shared/data/rules/stay-dev.tsv (public authorities' pages and calculators, each row
// names its own) of the kinds that packs can express; skipped by name where the folder is absent.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"

namespace garita {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

std::vector<Row> rows_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  const auto names = split(line, '\t');
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    const auto cells = split(line, '\t');
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

std::map<std::string, std::string> params_of(const Row& row) {
  std::map<std::string, std::string> params;
  for (const auto& each : split(row.at("params"), ';')) {
    const auto equals = each.find('=');
    params[each.substr(0, equals)] = each.substr(equals + 1);
  }
  return params;
}

PolicyPack pack_for(const Row& row) {
  auto params = params_of(row);
  std::string text =
      "name = \"row\"\nversion = \"1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"row\"\n"
      "citation = \"-\"\neffective_from = 1990-01-01\ndocument_expiry_caps = true\n";
  text += row.at("policy") == "PER_ENTRY" ? "kind = \"fixed_days\"\ndays = " + params["max"] + "\n"
                                          : "kind = \"until_date\"\n";
  if (params["entry_day"] == "0") text += "entry_day = \"does_not_count\"\n";
  auto pack = PolicyPack::from_toml(text);
  EXPECT_TRUE(pack) << pack.error().message;
  return *std::move(pack);
}

struct History {
  std::vector<Movement> movements;
  std::vector<StatusChange> changes;
};

void take_event(const std::string& event, const Row& row, History& history) {
  const auto kind = event.substr(0, event.find('@'));
  const auto date = *Date::from_iso(event.substr(event.find('@') + 1, 10));
  const Instant at{date.days_since_epoch() * std::int64_t{86'400'000} +
                   static_cast<std::int64_t>(history.movements.size() + history.changes.size())};
  if (kind == "ADMIT") {
    history.movements.back().admission->granted_until = date;
    return;
  }
  if (kind == "EXT") {
    StatusChange change;
    change.reference = event;
    change.at = at;
    change.day = date;
    const std::string rest = event.substr(event.find('+') + 1);
    if (rest.starts_with("until")) {
      change.kind = StatusChangeKind::kExtendUntil;
      change.until = *Date::from_iso(rest.substr(5));
    } else {
      change.days = std::stoi(rest);
    }
    history.changes.push_back(change);
    return;
  }
  Movement movement;
  movement.reference = std::to_string(history.movements.size());
  movement.direction = kind == "IN" ? Direction::kEntry : Direction::kExit;
  movement.at = at;
  movement.day = date;
  if (movement.direction == Direction::kEntry) {
    movement.admission.emplace();
    movement.admission->entered = date;
    movement.admission->audience = {CountryCode("FRA"), "P", "visitor"};
    auto params = params_of(row);
    if (params.contains("doc_expiry"))
      movement.admission->document_expiry = *Date::from_iso(params["doc_expiry"]);
  }
  history.movements.push_back(movement);
}

/// "used remaining overstay_days violation_days first_violation last_legal_day status".
std::string computed(const Row& row) {
  const auto pack = pack_for(row);
  History history;
  for (const auto& event : split(row.at("history"), ';')) take_event(event, row, history);
  const auto pairing = pair_movements(history.movements, {});
  const auto& stay = pairing.stays.back();
  const auto authorised =
      authorise(pack, *stay.entry.admission, changes_of(stay, history.changes, {}));
  const Date query = *Date::from_iso(row.at("query_date"));
  const Date until = stay.exit && stay.exit->day < query ? stay.exit->day : query;
  const auto position = position_on(authorised, until);
  std::ostringstream text;
  text << position.days_used << ' ' << position.days_remaining.value_or(-1) << ' '
       << position.days_over << ' ' << position.days_over << ' '
       << (position.first_day_over ? position.first_day_over->iso() : "-") << ' '
       << (authorised.last_legal_day ? authorised.last_legal_day->iso() : "-") << ' '
       << (position.days_over > 0 ? "OVERSTAY" : "OK");
  return text.str();
}

std::string expected(const Row& row) {
  return row.at("used") + ' ' + row.at("remaining") + ' ' + row.at("overstay_days") + ' ' +
         row.at("violation_days") + ' ' + row.at("first_violation") + ' ' +
         row.at("last_legal_day") + ' ' + row.at("status");
}

TEST(SharedStayRows, OfTheKindsThatPacksExpressAgree) {
  const auto file = std::filesystem::path(GARITA_SOURCE_DIR) / "../shared/data/rules/stay-dev.tsv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "stay-dev.tsv is not there";
  int checked = 0;
  for (const auto& row : rows_of(file)) {
    const bool kind = row.at("policy") == "PER_ENTRY" || row.at("policy") == "ADMIT_UNTIL";
    // A return from a neighbouring country that keeps the first term is no kind of a pack.
    if (!kind || params_of(row).contains("contiguous")) continue;
    EXPECT_EQ(computed(row), expected(row)) << row.at("id");
    ++checked;
  }
  EXPECT_GE(checked, 14);
}

}  // namespace
}  // namespace garita
