#include "central-sync/directorate/identity_json.h"

#include <set>
#include <string_view>

#include "central-sync/directorate/json_fields.h"
#include "central-sync/reports/decision_words.h"
#include "central-sync/reports/likeness_words.h"

namespace garita::central {
namespace {

Json side_json(const PersonId& pseudonym, const PersonSummary& person,
               const std::vector<std::string>& documents) {
  Json json{{"pseudonym", pseudonym.value()}, {"person", person.person.value()}};
  put(json, "surname", person.surname);
  put(json, "given_names", person.given_names);
  put(json, "birth_date", person.birth.text());
  put(json, "nationality", person.nationality.value());
  put(json, "sex", person.sex);
  json["documents"] = Json::array();
  for (const auto& key : documents) {
    const auto bar = key.find('|');
    json["documents"].push_back({{"issuer", key.substr(0, bar)},
                                 {"number", bar == std::string::npos ? "" : key.substr(bar + 1)}});
  }
  return json;
}

Json reasons_json(std::string_view reasons) {
  Json list = Json::array();
  for (const auto& [word, value] : reasons_in(reasons))
    list.push_back({{"reason", word}, {"value", value}});
  return list;
}

Json names_json(const std::vector<PersonId>& persons) {
  Json list = Json::array();
  for (const auto& person : persons) list.push_back(person.value());
  return list;
}

Json flag_change_json(const FlagChange& change) {
  Json json{{"flag", flag_name(change.flag.kind)},
            {"subject", change.flag.subject},
            {"post", change.flag.post.value()},
            {"at", change.flag.at.rfc3339()}};
  if (change.before) json["before"] = state_name(*change.before);
  if (change.after) json["after"] = state_name(*change.after);
  return json;
}

Json decision_json(const IdentityDecisionRow& row) {
  Json json{{"record", row.decided.record.text()},
            {"decision", identity_decision_code(row.decided.kind)},
            {"one", row.decided.pair.first.value()},
            {"other", row.decided.pair.second.value()},
            {"at", row.decided.at.rfc3339()}};
  put(json, "officer", row.officer);
  put(json, "reason", row.reason);
  return json;
}

}  // namespace

Json decided_json(const IdentityDecisionRow& last) {
  Json json = decision_json(last);
  json["holds"] = true;
  return json;
}

std::string review_page_json(std::span<const ReviewShown> reviews, bool more, Instant at) {
  Json json{{"at", at.rfc3339()}, {"more", more}, {"items", Json::array()}};
  for (const auto& shown : reviews) {
    const auto& row = shown.row;
    const auto& link = row.row.link;
    json["items"].push_back(
        {{"one", side_json(link.pair.first, row.one, shown.documents_one)},
         {"other", side_json(link.pair.second, row.other, shown.documents_other)},
         {"score", static_cast<double>(link.score) / 1e6},
         {"reasons", reasons_json(link.reasons)},
         {"since", row.row.known_from.rfc3339()},
         {"cause", row.row.cause},
         {"holds", row.holds}});
  }
  return dumped(json);
}

std::string identity_decisions_json(std::span<const IdentityDecisionRow> decisions) {
  Json json{{"items", Json::array()}};
  std::set<PersonLink> later;
  for (const auto& row : decisions) {
    Json one = decision_json(row);
    one["holds"] = later.insert(row.decided.pair).second;
    json["items"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string identity_outcome_json(const RecordId& record, const IdentityDecisionRow* decision,
                                  const IdentityChange* change) {
  if (decision == nullptr || change == nullptr)
    return dumped({{"record", record.text()}, {"state", "waiting"}});
  Json json = decision_json(*decision);
  json["state"] = "known";
  json["known_at"] = decision->decided.known_at.rfc3339();
  json["persons_before"] = names_json(change->before);
  json["persons_after"] = names_json(change->after);
  json["flags"] = Json::array();
  for (const auto& each : change->flags) json["flags"].push_back(flag_change_json(each));
  return dumped(json);
}

}  // namespace garita::central
