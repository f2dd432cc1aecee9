#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t seconds_since(Instant moment, Instant now) {
  return std::chrono::duration_cast<std::chrono::seconds>(now - moment).count();
}

Result<Json> journals_json(Ledger& ledger) {
  GARITA_TRY(journals, ledger.journals());
  Json list = Json::array();
  for (const auto& journal : journals) {
    list.push_back({{"incarnation", journal.id.incarnation},
                    {"lane", lane_name(journal.id.lane)},
                    {"last", journal.head.sequence},
                    {"held", journal.held},
                    {"opened", journal.opened},
                    {"unsent", journal.head.sequence - journal.held}});
  }
  return list;
}

Result<Json> bulletins_json(Ledger& ledger) {
  GARITA_TRY(bulletins, ledger.held_bulletins());
  Json list = Json::array();
  for (const auto& bulletin : bulletins) {
    list.push_back({{"channel", bulletin.channel},
                    {"version", bulletin.version},
                    {"issued_at", bulletin.issued_at.rfc3339()},
                    {"received_at", bulletin.received_at.rfc3339()},
                    {"age_seconds", seconds_since(bulletin.issued_at, ledger.now())},
                    {"entries", bulletin.entries}});
  }
  return list;
}

Result<Json> clock_json(Ledger& ledger) {
  GARITA_TRY(trusted, ledger.trusted_at());
  Json clock{{"now", ledger.now().rfc3339()}};
  if (trusted) {
    clock["trusted_at"] = trusted->rfc3339();
    clock["trusted_age_seconds"] = seconds_since(*trusted, ledger.now());
  }
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
  if (!status.refused_bulletin.empty()) link["refused_bulletin"] = status.refused_bulletin;
  return link;
}

Json disk_json(const DataDirectory& directory) {
  std::error_code error;
  const auto space = std::filesystem::space(directory.path(), error);
  if (error) return Json::object();
  return {{"free_bytes", space.available},
          {"size_bytes", space.capacity},
          {"level", disk_level_name(disk_level(space.available))}};
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
  if (unsent.oldest_at) status["oldest_unsent_at"] = unsent.oldest_at->rfc3339();
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

std::string duration_text(std::int64_t seconds) {
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 7200) return fmt::format("{} min", seconds / 60);
  if (seconds < 172'800) return fmt::format("{} h", seconds / 3600);
  return fmt::format("{} days", seconds / 86'400);
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

void print_text(const Json& status) {
  std::cout << fmt::format("{} at {} ({}), incarnation {}{}\n",
                           status["station"].get<std::string>(), status["post"].get<std::string>(),
                           status["zone"].get<std::string>(), status["incarnation"].get<int>(),
                           status["exercise"].get<bool>() ? ", EXERCISE" : "");
  print_link(status["link"]);
  std::cout << fmt::format("unsent: {} records, {} urgent\n", status["unsent"].get<int>(),
                           status["unsent_urgent"].get<int>());
  for (const auto& journal : status["journals"]) {
    std::cout << fmt::format("journal {}:{}  last {}  held {}  opened {}\n",
                             journal["incarnation"].get<int>(), journal["lane"].get<std::string>(),
                             journal["last"].get<int>(), journal["held"].get<int>(),
                             journal["opened"].get<int>());
  }
  for (const auto& bulletin : status["bulletins"]) {
    std::cout << fmt::format("bulletin {}  version {}  issued {} ago, {} entries\n",
                             bulletin["channel"].get<std::string>(), bulletin["version"].get<int>(),
                             duration_text(bulletin["age_seconds"].get<std::int64_t>()),
                             bulletin["entries"].get<int>());
  }
  if (status.contains("damage")) {
    std::cout << "DAMAGED: " << status["damage"].get<std::string>();
  }
  const auto& clock = status["clock"];
  std::cout << "clock " << clock["now"].get<std::string>();
  if (clock.contains("trusted_age_seconds")) {
    std::cout << ", compared with the centre's "
              << duration_text(clock["trusted_age_seconds"].get<std::int64_t>()) << " ago";
  }
  std::cout << "\n";
  if (status["disk"].contains("free_bytes")) {
    const auto level = status["disk"]["level"].get<std::string>();
    std::cout << fmt::format("disk {} MiB free{}\n",
                             status["disk"]["free_bytes"].get<std::uint64_t>() / 1024 / 1024,
                             level == "enough" ? ""
                             : level == "low"  ? ": low"
                                               : ": too low for pictures");
  }
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
