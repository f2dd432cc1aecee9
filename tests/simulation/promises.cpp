#include "tests/simulation/promises.h"

#include <algorithm>

namespace garita::tests {

void Promises::check_station_kept_what_it_said(StationMachine& station) {
  for (const auto& said : station.acknowledged) {
    if (said.lost) continue;
    const auto found = station.desk->decision_under(said.reference);
    check(found && *found && (*found)->record == said.record,
          station.enrolled.id.value() + " said that " + said.record.text() +
              " is recorded, and after a start it is not");
  }
}

void Promises::check_centre_kept_what_it_said() {
  for (const auto& station : stations_) {
    for (const auto& [journal, receipt] : station->receipts) {
      const auto hash = centre_.intake->hash_of(journal, receipt.held);
      if (receipt.held == 0) continue;
      check(hash && *hash == receipt.held_hash,
            "the centre gave a receipt for " + journal.station.value() + ", incarnation " +
                std::to_string(journal.incarnation) + ", lane " +
                std::string(lane_name(journal.lane)) + " up to " + std::to_string(receipt.held) +
                ", and does not hold it");
    }
  }
}

bool Promises::is_known(const Acknowledged& record) {
  if (known_.contains(record.record)) return true;
  const auto traveller = centre_.database->reading().traveller_of(record.record);
  const bool there = traveller && *traveller;
  if (there) known_.insert(record.record);
  return there;
}

void Promises::check_watermark(const central::PostWatermark& watermark) {
  if (!watermark.complete_until) return;
  for (const auto& station : stations_) {
    if (station->enrolled.post != watermark.post) continue;
    for (const auto& said : station->acknowledged) {
      if (said.at > *watermark.complete_until || said.behind_own_clock || said.traceless) continue;
      if (said.at < SimulatedCountry::live_since()) continue;
      check(is_known(said), watermark.post.value() + " is said to be complete until " +
                                watermark.complete_until->rfc3339() + ", and " +
                                said.record.text() + " of " + said.at.rfc3339() + " is not known");
    }
  }
}

void Promises::check_flag(const central::CaseRow& row,
                          const std::vector<central::PostWatermark>& posts) {
  const auto& flag = row.version.flag;
  if (flag.kind != central::FlagKind::kOverstayOpen) return;
  const auto lowest = central::lowest_watermark(posts, central::needed_for(flag.kind));
  const auto state =
      central::state_of({flag.due_at, flag.raise_at, flag.met}, centre_.clock.now(), lowest);
  if (!central::is_raised(state)) return;
  const Acknowledged* entry = nullptr;
  for (const auto& station : stations_) {
    for (const auto& said : station->acknowledged) {
      if (said.record.text() == flag.subject) entry = &said;
    }
  }
  if (entry == nullptr) return check(false, "a flag is about no acknowledged entry");
  for (const auto& station : stations_) {
    for (const auto& said : station->acknowledged) {
      const bool in_time = said.direction == Direction::kExit && said.number == entry->number &&
                           said.at >= entry->at && said.at <= flag.due_at;
      if (!in_time || said.behind_own_clock || said.traceless) continue;
      check(false, "an overstay of " + entry->record.text() + " is " +
                       std::string(central::state_name(state)) + ", and " + said.record.text() +
                       " is an exit in time");
    }
  }
}

void Promises::check_centre_says_nothing_untrue() {
  const Instant now = centre_.clock.now();
  auto& reading = centre_.database->reading();
  const auto posts = reading.watermarks(now);
  if (!posts) return;
  for (const auto& post : *posts) check_watermark(post);
  const auto cases = reading.cases({central::CaseSelection::kCurrent, {}, {}});
  if (!cases) return;
  for (const auto& row : *cases) check_flag(row, *posts);
}

std::size_t Promises::times_there(const Acknowledged& record) {
  auto& reading = centre_.database->reading();
  const auto persons = reading.find_persons(record.number, 10);
  std::size_t times = 0;
  for (const auto& person : *persons) {
    const auto crossings = *reading.crossings_of(person.person);
    times += static_cast<std::size_t>(std::ranges::count_if(crossings, [&](const auto& crossing) {
      return crossing.document_number == record.number && crossing.direction == record.direction &&
             !crossing.voided;
    }));
  }
  return times;
}

void Promises::check_everything_arrived_once() {
  for (const auto& station : stations_) {
    for (const auto& said : station->acknowledged) {
      if (said.lost || station->revoked) continue;
      const auto times = times_there(said);
      const auto aside = centre_.database->reading().in_quarantine(said.record);
      // Kept, and for a person to decide: what comes from the future, or from a disk that forks.
      const bool for_a_person = said.in_the_future || station->restored;
      if (for_a_person && times == 0 && aside && *aside) continue;
      check(times == 1, said.record.text() + " is " + std::to_string(times) +
                            " times at the centre when all is at rest");
    }
  }
}

void Promises::check_watermarks_caught_up(Instant wall, const std::set<PostCode>& excused) {
  const auto posts = *centre_.database->reading().watermarks(centre_.clock.now());
  for (const auto& post : posts) {
    if (excused.contains(post.post)) continue;
    check(post.complete_until && *post.complete_until >= wall,
          post.post.value() + " has sent everything, and is said to be complete until " +
              (post.complete_until ? post.complete_until->rfc3339() : "nothing"));
  }
}

void Promises::check_journals_are_the_same() {
  for (const auto& station : stations_) {
    if (station->revoked || station->restored) continue;
    const auto journals = *station->desk->journals();
    for (const auto& journal : journals) {
      const auto head = centre_.intake->head_of(journal.id);
      check(head && *head == journal.head, station->enrolled.id.value() + ", lane " +
                                               std::string(lane_name(journal.id.lane)) +
                                               ": the centre's journal is not the station's");
    }
  }
}

void Promises::check_bulletins_arrived(const std::string& channel) {
  const auto newest = *centre_.database->book().newest_version(channel);
  for (const auto& station : stations_) {
    const auto held = *station->desk->bulletin(channel);
    if (held) {
      const auto& texts = published_[held->version];
      check(std::ranges::find(texts, held->content) != texts.end(),
            station->enrolled.id.value() + " holds a bulletin that nobody published");
    }
    if (station->revoked) continue;
    check((held ? held->version : 0) == newest, station->enrolled.id.value() + " holds version " +
                                                    std::to_string(held ? held->version : 0) +
                                                    " of " + std::to_string(newest) +
                                                    " when all is at rest");
  }
}

void Promises::check_nothing_in_clear() {
  for (const auto& station : stations_) {
    const std::string all = station->disk.everything();
    for (const auto& said : station->acknowledged) {
      check(all.find(said.number) == std::string::npos,
            said.number + " stands in clear on the disk of " + station->enrolled.id.value());
    }
    check(all.find("GARCIA") == std::string::npos,
          "a name stands in clear on the disk of " + station->enrolled.id.value());
  }
}

}  // namespace garita::tests
