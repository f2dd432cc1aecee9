#include <algorithm>

#include "border-station/desk/closed_paper.h"
#include "border-station/desk/json_pieces.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/paper.h"
#include "schema/api/officers.h"
#include "schema/journal/sections.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {

namespace {

/// The channels that the strip always speaks of.
constexpr std::array<std::string_view, 4> kChannels{"alerts", "policies", "officers", "open-stays"};
/// How old the knowledge that nothing newer exists may be.
constexpr std::chrono::hours kListAgeMax{24};
constexpr std::chrono::hours kOtherAgeMax{7 * 24};

std::chrono::hours age_max(std::string_view channel) {
  return channel == "alerts" || channel == "open-stays" ? kListAgeMax : kOtherAgeMax;
}

/// By the centre's clock, which dates lists: by one that is behind, no list would ever be old.
std::chrono::milliseconds age_of(const HeldBulletin& held, const ClockStanding& clock,
                                 Instant now) {
  return centre_time(clock, now) - held.issued_at;
}

void put_expiry(Json& json, const Standing& standing, Instant now) {
  put(json, "expires_at", standing.officers_expire_at);
  const auto expiry = judge_expiry(standing.officers_expire_at, centre_time(standing.clock, now));
  if (expiry == OfficersExpiry::kSoon) json["expiry"] = "soon";
  if (expiry == OfficersExpiry::kExpired) json["expiry"] = "expired";
}

/// A list is as fresh as its issue, or as the last word from the centre, which brings what is
/// newer.
bool is_stale(const HeldBulletin& held, const Standing& standing, Instant now) {
  auto age = age_of(held, standing.clock, now);
  if (standing.link.last_contact) age = std::min(age, now - *standing.link.last_contact);
  return age > age_max(held.channel);
}

Json link_json(const LinkStatus& link) {
  Json json{{"state", link_phase_name(link.phase)}};
  put(json, "since", link.since);
  put(json, "last_contact", link.last_contact);
  if (link.reason != LinkReason::kNone) json["reason"] = link_reason_name(link.reason);
  put(json, "detail", link.detail);
  put(json, "refused_bulletin", link.refused_bulletin());
  return json;
}

Json unsent_json(const Unsent& unsent, std::uint64_t put_aside) {
  Json json{{"records", unsent.records},
            {"evidence_records", unsent.evidence},
            {"evidence_bytes", unsent.evidence_bytes}};
  put(json, "oldest_at", unsent.oldest_at);
  if (put_aside > 0) json["put_aside"] = put_aside;
  return json;
}

Json clock_json(const ClockStanding& clock) {
  Json json{{"state", clock_verdict_name(judge(clock))}};
  put(json, "trusted_at", clock.trusted_at);
  if (clock.offset) json["offset_ms"] = clock.offset->count();
  return json;
}

/// Free room is told in steps of this, so that a log line elsewhere is no news, and nobody sees
/// that a decision wrote more than another: a silent hit.
constexpr std::uintmax_t kDiskStepBytes = std::uintmax_t{64} * 1024 * 1024;

Json disk_json(const Standing& standing) {
  if (!standing.disk_free_bytes) return {{"state", "good"}};
  return {{"state", disk_standing_name(disk_standing(*standing.disk_free_bytes))},
          {"free_bytes", *standing.disk_free_bytes - *standing.disk_free_bytes % kDiskStepBytes}};
}

Json paper_json(const OpenPaper& paper, std::optional<Instant> closed_at, Instant now) {
  Json json{{"from", paper.from.rfc3339()}, {"entered", paper.entered}};
  put(json, "to", paper.to);
  if (paper.of_earlier_life) json["of_earlier_life"] = true;
  put(json, "closed_at_centre", closed_at);
  if (!closed_at && is_long_open(paper.announced_at, now)) json["long_open"] = true;
  return json;
}

/// Lists of persons go to no office (what it may still hold of one is of no use to it).
Json bulletins_json(const Standing& standing, bool is_office, Instant now) {
  Json list = Json::array();
  const auto is_left_out = [&](const auto& channel) {
    return is_office && is_list_channel(channel);
  };
  for (const auto channel : kChannels) {
    if (is_left_out(channel)) continue;
    list.push_back(held_bulletin_json(standing, std::string(channel), now));
  }
  for (const auto& held : standing.bulletins) {
    const bool is_told = std::ranges::find(kChannels, held.channel) != kChannels.end();
    if (is_told || is_left_out(held.channel)) continue;
    list.push_back(held_bulletin_json(standing, held.channel, now));
  }
  return list;
}

void gauge(std::string& text, const std::string& name, std::int64_t value) {
  text += "# TYPE garita_station_" + name + " gauge\ngarita_station_" + name + " " +
          std::to_string(value) + "\n";
}

std::int64_t seconds_between(Instant earlier, Instant later) {
  return std::chrono::duration_cast<std::chrono::seconds>(later - earlier).count();
}

}  // namespace

Instant centre_time(const ClockStanding& clock, Instant now) {
  return now.minus(clock.offset.value_or(std::chrono::milliseconds(0)));
}

Json held_bulletin_json(const Standing& standing, const std::string& channel, Instant now) {
  Json json{{"channel", channel}};
  const auto held = std::ranges::find(standing.bulletins, channel, &HeldBulletin::channel);
  if (held == standing.bulletins.end()) {
    json["stale"] = true;
    return json;
  }
  json["version"] = std::to_string(held->version);
  json["issued_at"] = held->issued_at.rfc3339();
  json["entries"] = held->entries;
  json["stale"] = is_stale(*held, standing, now);
  if (channel == "officers") put_expiry(json, standing, now);
  return json;
}

std::string site_json(const Ledger& ledger, Instant now) {
  const Enrolment& place = ledger.place();
  Json json{{"console", "desk"},
            {"version", GARITA_VERSION},
            {"at", now.rfc3339()},
            {"exercise", place.exercise},
            {"country", place.country.value()},
            {"post", place.post.value()},
            {"station", place.station.value()},
            {"zone", place.zone}};
  json["directions"] = Json::array();
  for (const auto direction : place.directions) {
    json["directions"].push_back(direction_name(direction));
  }
  return dumped(json);
}

std::string vocabulary_json() {
  Json json = Json::object();
  for (const CodeList list : code_lists()) {
    const auto codes = codes_of(list);
    json[std::string(code_list_name(list))] = std::vector<std::string>(codes.begin(), codes.end());
  }
  return dumped(json);
}

Result<Standing> standing_of(Ledger& ledger, const LinkStatus& link, Counted counted) {
  Standing standing;
  standing.link = link;
  GARITA_TRY(unsent, ledger.unsent(counted));
  standing.unsent = unsent;
  GARITA_TRY(bulletins, ledger.held_bulletins());
  standing.bulletins = std::move(bulletins);
  GARITA_TRY(clock, ledger.clock_standing());
  standing.clock = clock;
  GARITA_TRY(paper, ledger.paper());
  standing.paper = paper;
  if (paper) standing.paper_closed_at = closed_at_centre(ledger, *paper);
  GARITA_TRY(put_aside, ledger.put_aside(counted));
  standing.put_aside = put_aside;
  GARITA_TRY(centre, ledger.centre_put_aside());
  if (put_aside > 0 && centre && centre->waiting == 0 && centre->decided > 0) {
    // It is over: nothing more will come of these, and nobody has to look after them.
    standing.unsent.records -= std::min(standing.unsent.records, put_aside);
    standing.put_aside = 0;
  }
  standing.disk_free_bytes = ledger.disk_free_bytes();
  return standing;
}

std::string strip_json(const Ledger& ledger, const Standing& standing, Instant now) {
  const Enrolment& place = ledger.place();
  Json json{{"at", now.rfc3339()},
            {"post", place.post.value()},
            {"station", place.station.value()},
            {"zone", place.zone},
            {"exercise", place.exercise},
            {"link", link_json(standing.link)},
            {"unsent", unsent_json(standing.unsent, standing.put_aside)},
            {"bulletins", bulletins_json(standing, place.border == kOffice, now)},
            {"clock", clock_json(standing.clock)},
            {"disk", disk_json(standing)}};
  put(json, "camera", standing.camera);
  if (standing.drops_waiting > 0) json["drops_waiting"] = standing.drops_waiting;
  if (const auto& told = standing.drop_fault)
    json["drop_fault"] = {{"fault", told->fault}, {"at", told->at.rfc3339()}};
  if (standing.paper) json["paper"] = paper_json(*standing.paper, standing.paper_closed_at, now);
  return dumped(json);
}

std::string station_metrics(const Standing& standing, Instant now) {
  std::string text;
  gauge(text, "link_up", standing.link.phase == LinkPhase::kUp ? 1 : 0);
  gauge(text, "unsent_records", static_cast<std::int64_t>(standing.unsent.records));
  gauge(text, "unsent_urgent_records", static_cast<std::int64_t>(standing.unsent.urgent));
  const auto& oldest = standing.unsent.oldest_at;
  gauge(text, "oldest_unsent_seconds", oldest ? seconds_between(*oldest, now) : 0);
  const auto seconds = [](std::chrono::milliseconds span) { return span.count() / 1000; };
  const auto& clock = standing.clock;
  if (clock.trusted_at) gauge(text, "clock_trusted_seconds_ago", seconds(clock.age));
  if (clock.offset) gauge(text, "clock_offset_seconds", seconds(*clock.offset));
  if (standing.disk_free_bytes) {
    gauge(text, "disk_free_bytes", static_cast<std::int64_t>(*standing.disk_free_bytes));
  }
  text += "# TYPE garita_station_bulletin_age_seconds gauge\n";
  for (const auto& held : standing.bulletins) {
    text += "garita_station_bulletin_age_seconds{channel=\"" + held.channel + "\"} " +
            std::to_string(seconds(age_of(held, clock, now))) + "\n";
  }
  return text;
}

}  // namespace garita::station
