#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "border-station/crossing/counter.h"
#include "border-station/desk/closed_paper.h"
#include "border-station/ledger/disk_words.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "schema/api/officers.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t seconds_of(std::chrono::milliseconds span) {
  return std::chrono::duration_cast<std::chrono::seconds>(span).count();
}

std::string ago(const Json& seconds) {
  return age_words(std::chrono::seconds(seconds.get<std::int64_t>()));
}

Result<Json> journals_json(Ledger& ledger) {
  GARITA_TRY(journals, ledger.journals());
  GARITA_TRY(unsent, ledger.unsent());
  Json list = Json::array();
  for (const auto& journal : journals) {
    list.push_back({{"incarnation", journal.id.incarnation},
                    {"lane", lane_name(journal.id.lane)},
                    {"last", journal.head.sequence},
                    {"held", journal.held},
                    {"opened", journal.opened},
                    {"unsent", unsent.by_journal[journal.id]}});
    GARITA_TRY(receipts, ledger.receipts_of(journal.id));
    if (receipts.held) list.back()["receipt_at"] = receipts.held->at.rfc3339();
  }
  return list;
}

/// Officers are read by the desk alone, so that the ledger has not counted them.
Result<std::uint64_t> entries_of(Ledger& ledger, const HeldBulletin& held) {
  if (held.channel != "officers") return held.entries;
  GARITA_TRY(bulletin, ledger.bulletin(held.channel));
  const auto officers = bulletin ? parse_officers(bulletin->content) : std::vector<Account>();
  return officers ? officers->size() : 0;
}

/// How much of a newer list is here.
Json newer_json(const BulletinOnTheWay& newer) {
  Json json = Json::object();
  if (newer.version > 0) json["version"] = newer.version;
  if (newer.percent) json["percent"] = *newer.percent;
  if (newer.sections > 0) json["sections"] = newer.sections;
  return json;
}

/// What is held, and of what is not held yet what is on its way: that alone has no version.
Result<Json> bulletins_json(Ledger& ledger) {
  GARITA_TRY(bulletins, ledger.held_bulletins());
  GARITA_TRY(on_the_way, ledger.bulletins_on_the_way());
  // Lists are dated by the centre's clock.
  GARITA_TRY(clock, ledger.clock_standing());
  const Instant there = ledger.now().minus(clock.offset.value_or(std::chrono::milliseconds(0)));
  Json list = Json::array();
  for (const auto& bulletin : bulletins) {
    GARITA_TRY(entries, entries_of(ledger, bulletin));
    list.push_back({{"channel", bulletin.channel},
                    {"version", bulletin.version},
                    {"issued_at", bulletin.issued_at.rfc3339()},
                    {"received_at", bulletin.received_at.rfc3339()},
                    {"age_seconds", seconds_of(there - bulletin.issued_at)},
                    {"entries", entries}});
    const auto newer = on_the_way.extract(bulletin.channel);
    if (newer) list.back()["newer"] = newer_json(newer.mapped());
  }
  for (const auto& [channel, newer] : on_the_way) {
    list.push_back({{"channel", channel}, {"newer", newer_json(newer)}});
  }
  return list;
}

Result<Json> clock_json(Ledger& ledger) {
  GARITA_TRY(standing, ledger.clock_standing());
  Json clock{{"now", ledger.now().rfc3339()},
             {"state", clock_verdict_name(judge(standing))},
             {"words", clock_words(standing)}};
  if (standing.trusted_at) {
    clock["trusted_at"] = standing.trusted_at->rfc3339();
    clock["trusted_age_seconds"] = seconds_of(standing.age);
  }
  if (standing.offset) clock["offset_ms"] = standing.offset->count();
  return clock;
}

/// What the serving process wrote down last; without one there is no link, whatever stands there.
Result<Json> link_json(const DataDirectory& directory, Ledger& ledger) {
  GARITA_TRY(status, ledger.link_status());
  if (!ServingLock::holder(directory)) {
    if (status.phase == LinkPhase::kUp) {
      status.phase = LinkPhase::kDown;
      status.since = status.last_contact;
    }
    status.reason = LinkReason::kNotServing;
    status.detail = "garita-station serve does not run here";
  }
  Json link{{"state", link_phase_name(status.phase)}};
  if (status.since) link["since"] = status.since->rfc3339();
  if (status.last_contact) link["last_contact"] = status.last_contact->rfc3339();
  if (status.reason != LinkReason::kNone) link["reason"] = link_reason_name(status.reason);
  if (!status.detail.empty()) link["detail"] = status.detail;
  if (!status.refused.empty()) link["refused_bulletin"] = status.refused_bulletin();
  return link;
}

Json disk_json(const DataDirectory& directory) {
  std::error_code error;
  const auto space = std::filesystem::space(directory.path(), error);
  if (error) return Json::object();
  return {{"free_bytes", space.available},
          {"size_bytes", space.capacity},
          {"level", disk_level_name(disk_level(space.available))},
          {"state", disk_standing_name(disk_standing(space.available))}};
}

Json paper_json(Ledger& ledger, const OpenPaper& paper) {
  Json json{{"from", paper.from.rfc3339()}, {"entered", paper.entered}};
  if (paper.to) json["to"] = paper.to->rfc3339();
  if (paper.of_earlier_life) json["of_earlier_incarnation"] = true;
  const auto closed_at = closed_at_centre(ledger, paper);
  if (closed_at) json["closed_at_centre"] = closed_at->rfc3339();
  return json;
}

Result<Json> status_json(const DataDirectory& directory, Ledger& ledger) {
  const auto& place = ledger.place();
  Json status{{"station", place.station.value()},
              {"post", place.post.value()},
              {"country", place.country.value()},
              {"zone", place.zone},
              {"border", place.border},
              {"exercise", place.exercise},
              {"incarnation", ledger.incarnation()}};
  for (const auto direction : place.directions) {
    status["directions"].push_back(direction_name(direction));
  }
  const auto serving = ServingLock::holder(directory);
  status["serving"] = serving.has_value();
  GARITA_TRY(link, link_json(directory, ledger));
  status["link"] = std::move(link);
  GARITA_TRY(unsent, ledger.unsent());
  status["unsent"] = unsent.records;
  status["unsent_urgent"] = unsent.urgent;
  status["unsent_picture_bytes"] = unsent.evidence_bytes;
  if (unsent.oldest_at) {
    status["oldest_unsent_at"] = unsent.oldest_at->rfc3339();
    status["oldest_unsent_age_seconds"] = seconds_of(ledger.now() - *unsent.oldest_at);
  }
  GARITA_TRY(put_aside, ledger.put_aside());
  if (put_aside > 0) status["put_aside"] = put_aside;
  GARITA_TRY(centre, ledger.centre_put_aside());
  if (centre && (centre->waiting > 0 || centre->decided > 0)) {
    status["put_aside_at_centre"] = {{"waiting", centre->waiting}, {"decided", centre->decided}};
  }
  GARITA_TRY(gone, ledger.noted_gone());
  for (const auto& [what, following] : gone) {
    status["gone"].push_back({{"records", what}, {"following", following}});
  }
  GARITA_TRY(paper, ledger.paper());
  if (paper) status["paper"] = paper_json(ledger, *paper);
  GARITA_TRY(journals, journals_json(ledger));
  status["journals"] = std::move(journals);
  GARITA_TRY(bulletins, bulletins_json(ledger));
  status["bulletins"] = std::move(bulletins);
  GARITA_TRY(clock, clock_json(ledger));
  status["clock"] = std::move(clock);
  status["disk"] = disk_json(directory);
  GARITA_TRY(damage, ledger.noted_damage());
  if (!damage.empty()) status["damage"] = damage;
  return status;
}

void print_link(const Json& link) {
  std::cout << "link " << link["state"].get<std::string>();
  if (link.contains("since")) std::cout << " since " << link["since"].get<std::string>();
  if (link.contains("detail")) std::cout << ": " << link["detail"].get<std::string>();
  std::cout << "\n";
  if (link.contains("refused_bulletin")) {
    std::cout << "bulletin not taken: " << link["refused_bulletin"].get<std::string>() << "\n";
  }
}

/// What the centre has put aside of this station, by its last word.
struct PutAsideThere {
  explicit PutAsideThere(const Json& status) {
    const auto centre = status.value("put_aside_at_centre", Json::object());
    waiting = centre.value("waiting", std::uint64_t{0});
    decided = centre.value("decided", std::uint64_t{0});
  }
  std::uint64_t waiting = 0;
  std::uint64_t decided = 0;
  /// A person has decided about all of it.
  [[nodiscard]] bool over() const { return decided > 0 && waiting == 0; }
};

/// Of a second branch of a journal no receipt tells anything: the centre says how it stands.
void print_put_aside(const Json& status) {
  const auto own = status.value("put_aside", std::uint64_t{0});
  const PutAsideThere there(status);
  const auto [waiting, decided] = std::pair(there.waiting, there.decided);
  const bool over = there.over();
  if (own > 0 && over) {
    std::cout << fmt::format(
        "{} of them are on a second branch of this station's journal; that is"
        " over: a person at the centre has decided about what it put aside\n",
        own);
  } else if (own > 0) {
    std::cout << fmt::format(
        "{} of them are on a second branch of this station's journal: the centre has put aside "
        "what it did not hold, and a person there decides about it (garita-central quarantine)\n",
        own);
  }
  if (waiting > 0) {
    std::cout << fmt::format("{} records put aside at the centre wait for a person there\n",
                             waiting);
  }
  if (decided > 0) {
    std::cout << fmt::format("{} records that the centre had put aside have been decided about\n",
                             decided);
  }
}

/// What follows the gone is put aside at the centre, once it was sent; no receipt says when.
void print_gone(const Json& status) {
  const std::string becomes =
      PutAsideThere(status).over()
          ? "a person at the centre has decided about all that it had put aside"
          : "the centre puts them aside as they come, and a person there decides about them";
  for (const auto& gone : status.value("gone", Json::array())) {
    std::cout << fmt::format(
        "GONE: records {}: the centre lost them when it was set back, and they had been dropped"
        " here",
        gone["records"].get<std::string>());
    const auto following = gone["following"].get<std::uint64_t>();
    if (following > 0) std::cout << fmt::format("; {} follow them here: {}", following, becomes);
    std::cout << "\n";
  }
}

void print_unsent(const Json& status) {
  std::cout << fmt::format("unsent: {} records, {} urgent", status["unsent"].get<int>(),
                           status["unsent_urgent"].get<int>());
  if (status.contains("oldest_unsent_at")) {
    std::cout << ", the oldest of " << status["oldest_unsent_at"].get<std::string>() << ", "
              << ago(status["oldest_unsent_age_seconds"]);
  }
  std::cout << "\n";
  print_put_aside(status);
  print_gone(status);
}

void print_paper(const Json& status) {
  if (!status.contains("paper")) return;
  const auto& paper = status["paper"];
  std::cout << "on paper from " << paper["from"].get<std::string>();
  if (paper.contains("to")) std::cout << " to " << paper["to"].get<std::string>();
  std::cout << ", " << paper["entered"].get<std::uint64_t>() << " typed in";
  if (paper.contains("closed_at_centre")) {
    std::cout << "; the centre closed these hours at "
              << paper["closed_at_centre"].get<std::string>()
              << ": what is typed in now counts as late, and a supervisor ends them at the desk";
  } else if (paper.contains("of_earlier_incarnation")) {
    std::cout << "; announced by an earlier life of this disk: once all is typed in the centre "
                 "closes it (garita-central paper close "
              << status["post"].get<std::string>() << "), and a supervisor sets it aside here";
  }
  std::cout << "\n";
}

void print_newer(const Json& newer) {
  std::cout << "  a newer list is on its way: ";
  if (newer.contains("version")) {
    std::cout << fmt::format("version {}, {} %", newer["version"].get<std::uint64_t>(),
                             newer["percent"].get<int>());
  }
  if (newer.contains("sections")) {
    std::cout << fmt::format("{}{} sections are here", newer.contains("version") ? ", " : "",
                             newer["sections"].get<std::uint64_t>());
  }
  std::cout << "\n";
}

void print_bulletin(const Json& bulletin) {
  std::cout << "bulletin " << bulletin["channel"].get<std::string>();
  if (bulletin.contains("version")) {
    std::cout << fmt::format("  version {}  issued {}", bulletin["version"].get<std::uint64_t>(),
                             ago(bulletin["age_seconds"]));
    const auto entries = bulletin["entries"].get<std::uint64_t>();
    if (entries > 0) std::cout << ", " << entries << " entries";
  } else {
    std::cout << "  none is held";
  }
  std::cout << "\n";
  if (bulletin.contains("newer")) print_newer(bulletin["newer"]);
}

void print_bulletins(const Json& bulletins) {
  const bool alerts = std::ranges::any_of(bulletins, [](const Json& one) {
    return one["channel"] == "alerts" && one.contains("version");
  });
  if (!alerts) std::cout << "NO ALERT LIST is held here: nobody is looked up in one\n";
  for (const auto& bulletin : bulletins) print_bulletin(bulletin);
}

void print_machine(const Json& clock, const Json& disk) {
  const auto state = clock["state"].get<std::string>();
  std::cout << fmt::format("clock {}{}: {}\n", clock["now"].get<std::string>(),
                           state == "doubtful" ? ", DOUBTFUL" : "",
                           clock["words"].get<std::string>());
  if (!disk.contains("free_bytes")) return;
  std::cout << "disk " << disk_words(disk["free_bytes"].get<std::uint64_t>()) << "\n";
}

void print_text(const Json& status) {
  std::cout << fmt::format("{} at {} ({}), incarnation {}{}\n",
                           status["station"].get<std::string>(), status["post"].get<std::string>(),
                           status["zone"].get<std::string>(), status["incarnation"].get<int>(),
                           status["exercise"].get<bool>() ? ", EXERCISE" : "");
  print_link(status["link"]);
  print_unsent(status);
  print_paper(status);
  for (const auto& journal : status["journals"]) {
    const auto receipt = journal.contains("receipt_at")
                             ? "  receipt of " + journal["receipt_at"].get<std::string>()
                             : std::string();
    std::cout << fmt::format("journal {}:{}  last {}  held {}  opened {}{}\n",
                             journal["incarnation"].get<int>(), journal["lane"].get<std::string>(),
                             journal["last"].get<int>(), journal["held"].get<int>(),
                             journal["opened"].get<int>(), receipt);
  }
  print_bulletins(status["bulletins"]);
  if (status.contains("damage")) {
    std::cout << "DAMAGED: " << status["damage"].get<std::string>();
  }
  print_machine(status["clock"], status["disk"]);
}

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return kExitSomeFailed;
}

}  // namespace

int run_status(const std::filesystem::path& data, Format format) {
  const DataDirectory directory(data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  const auto status = status_json(directory, *ledger);
  if (!status) return failed(status.error());
  if (format == Format::kJson) {
    // A centre's own words may be among them.
    std::cout << status->dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
  } else {
    print_text(*status);
  }
  return kExitDone;
}

int run_vocabulary(Format format) {
  Json all = Json::object();
  for (const auto list : code_lists()) {
    const auto words = codes_of(list);
    all[std::string(code_list_name(list))] = std::vector<std::string>(words.begin(), words.end());
    if (format == Format::kJson) continue;
    std::cout << code_list_name(list) << "\n";
    for (const auto word : words) std::cout << "  " << word << "\n";
  }
  if (format == Format::kJson) std::cout << all.dump() << "\n";
  return kExitDone;
}

}  // namespace garita::station
