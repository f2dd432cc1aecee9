#include "tests/simulation/promises.h"

#include <algorithm>
#include <array>

#include "schema/journal/sections.h"

namespace garita::tests {
namespace {

constexpr std::size_t kRowsMost = 1'000;

}  // namespace

void Promises::check_station_kept_what_it_said(StationMachine& station) {
  for (const auto& said : station.acknowledged) {
    if (said.lost) continue;
    const auto found = station.desk->decision_under(said.reference);
    check(found && *found && (*found)->record == said.record,
          station.enrolled.id.value() + " said that " + said.record.text() +
              " is recorded, and after a start it is not");
  }
}

void Promises::check_centre_kept_what_it_said(central::IntakeStore& intake) {
  for (const auto& station : stations_) {
    for (const auto& [journal, receipt] : station->receipts) {
      const auto hash = intake.hash_of(journal, receipt.held);
      if (receipt.held == 0) continue;
      check(hash && *hash == receipt.held_hash,
            "the centre gave a receipt for " + journal.station.value() + ", incarnation " +
                std::to_string(journal.incarnation) + ", lane " +
                std::string(lane_name(journal.lane)) + " up to " + std::to_string(receipt.held) +
                ", and does not hold it");
    }
  }
}

bool Promises::is_known(central::CentralDatabase& database, const Acknowledged& record) {
  if (known_.contains(record.reference)) return true;
  // Of a disk that has a twin two records may have one name.
  const auto traveller = database.reading().traveller_of(record.record);
  const bool there =
      record.of_a_clone ? times_there(database, record) > 0 : traveller && *traveller;
  if (there) known_.insert(record.reference);
  return there;
}

void Promises::note_paper_hours(const PostCode& post, std::optional<Instant> from) {
  paper_since_.erase(post);
  if (from) paper_since_.emplace(post, *from);
}

void Promises::check_watermark(central::CentralDatabase& database,
                               const central::PostWatermark& watermark) {
  if (!watermark.complete_until) return;
  const std::string said_so = watermark.post.value() + " is said to be complete until " +
                              watermark.complete_until->rfc3339();
  const auto paper = paper_since_.find(watermark.post);
  if (paper != paper_since_.end()) {
    check(*watermark.complete_until <= paper->second,
          said_so + ", and works on paper since " + paper->second.rfc3339());
  }
  for (const auto& station : stations_) {
    if (station->enrolled.post != watermark.post) continue;
    for (const auto& said : station->acknowledged) {
      if (said.at > *watermark.complete_until || said.behind_own_clock || said.traceless) continue;
      if (said.at < SimulatedCountry::live_since() || said.of_a_clone) continue;
      check(is_known(database, said),
            said_so + ", and " + said.record.text() + " of " + said.at.rfc3339() + " is not known");
    }
  }
}

bool Promises::is_of_a_second_branch(const central::QuarantineRow& row) const {
  if (row.cause != "fork" && row.cause != "unchained") return false;
  return std::ranges::any_of(stations_, [&](const auto& station) {
    return station->cloned && station->enrolled.id == row.record.station;
  });
}

void Promises::check_second_branches(const std::vector<central::QuarantineRow>& rows,
                                     const std::vector<central::PostWatermark>& posts) {
  for (const auto& row : rows) {
    if (row.resolved_at || row.record.lane != Lane::kMovement || !is_of_a_second_branch(row)) {
      continue;
    }
    for (const auto& post : posts) {
      if (post.post != post_of(row.record.station) || !post.complete_until) continue;
      check(*post.complete_until <= row.since,
            post.post.value() + " is said to be complete until " + post.complete_until->rfc3339() +
                ", and since " + row.since.rfc3339() + " a second " + row.record.text() +
                " waits for a person");
    }
  }
}

std::vector<Promises::OnPaper> Promises::true_crossings_of(central::CentralDatabase& database,
                                                           const std::string& number) {
  std::set<std::string> acknowledged;
  std::vector<OnPaper> crossings;
  for (const auto& station : stations_) {
    for (const auto& said : station->acknowledged) {
      if (said.number != number) continue;
      acknowledged.insert(said.reference);
      const bool excused =
          said.behind_own_clock || said.traceless || (said.of_a_clone && !is_known(database, said));
      if (!excused) crossings.push_back({said.reference, number, said.direction, said.at});
    }
  }
  for (const auto& crossing : on_paper_) {
    const bool typed_in = acknowledged.contains(crossing.reference);
    if (crossing.number == number && !typed_in) crossings.push_back(crossing);
  }
  return crossings;
}

std::vector<Instant> Promises::entries_of(const std::string& number) const {
  std::vector<Instant> entries;
  for (const auto& station : stations_)
    for (const auto& said : station->acknowledged)
      if (said.number == number && said.direction == Direction::kEntry) entries.push_back(said.at);
  return entries;
}

void Promises::check_flag(central::CentralDatabase& database, const central::CaseRow& row,
                          const std::vector<central::PostWatermark>& posts) {
  const auto& flag = row.version.flag;
  using central::FlagKind;
  // The others warn, or are about decisions and documents, of which there are none here.
  constexpr std::array kDecided{FlagKind::kOverstayOpen, FlagKind::kOverstay,
                                FlagKind::kExitWithoutEntry, FlagKind::kEntryWithoutExit};
  if (std::ranges::find(kDecided, flag.kind) == kDecided.end()) return;
  const bool of_stay = flag.kind != FlagKind::kExitWithoutEntry;
  const auto lowest = central::lowest_watermark(posts);
  const auto state = central::state_of(central::ripeness_of(flag), centre_.clock.now(), lowest);
  if (!central::is_raised(state)) return;
  const std::string& number = row.person.document_number;
  const auto entries = entries_of(number);
  if (of_stay && entries.empty()) return check(false, "a flag is about no acknowledged entry");
  // Who entered twice did so since a desk died before it could say that the first is recorded.
  const bool twice = flag.kind == FlagKind::kEntryWithoutExit;
  const Instant entered = twice ? flag.at : of_stay ? entries.back() : Instant{};
  for (const auto& crossing : true_crossings_of(database, number)) {
    const bool exit = crossing.direction == Direction::kExit;
    const bool contradicts = of_stay ? exit && crossing.at >= entered && crossing.at <= flag.due_at
                                     : !exit && crossing.at <= flag.at;
    check(!contradicts, std::string(central::flag_name(flag.kind)) + " of " + flag.subject +
                            " at " + flag.at.rfc3339() + " is " +
                            std::string(central::state_name(state)) + ", and " +
                            crossing.reference + " of " + crossing.at.rfc3339() + " takes it back");
  }
}

void Promises::check_centre_says_nothing_untrue(central::CentralDatabase& database) {
  const Instant now = centre_.clock.now();
  auto& reading = database.reading();
  const auto posts = reading.watermarks(now);
  if (!posts) return;
  for (const auto& post : *posts) check_watermark(database, post);
  const bool twins = std::ranges::any_of(stations_, &StationMachine::cloned,
                                         &std::unique_ptr<StationMachine>::operator*);
  const auto rows = reading.quarantine(twins ? kRowsMost : 1);
  if (rows) check_second_branches(*rows, *posts);
  const auto cases = reading.cases({central::CaseSelection::kCurrent, {}, {}});
  if (!cases) return;
  for (const auto& row : *cases) check_flag(database, row, *posts);
}

std::vector<std::string> Promises::branches_missing(StationMachine& station) {
  std::vector<std::string> missing;
  auto& process = centre_.any();
  const auto journals = station.desk->journals();
  if (!journals) return {"its journals"};
  for (const auto& journal : *journals) {
    const auto entries = station.desk->stored_after(journal.id, 0, kRowsMost);
    if (!entries) return {"a journal"};
    for (const auto& [entry, hash] : *entries) {
      const auto held = process.intake->hash_of(journal.id, entry.header.sequence);
      if ((held && *held == hash) || decided_.contains(hash)) continue;
      const auto aside = process.database->journals().put_aside(entry.id());
      const auto is_it = [&hash = hash](const Entry& each) { return entry_hash(each) == hash; };
      if (aside && std::ranges::any_of(*aside, is_it)) continue;
      missing.push_back(entry.id().text());
    }
  }
  return missing;
}

void Promises::note_decided(const std::vector<Entry>& contents) {
  for (const auto& entry : contents) decided_.insert(entry_hash(entry));
}

void Promises::check_branches_are_kept() {
  for (const auto& station : stations_) {
    if (!station->cloned || station->revoked) continue;
    for (const auto& record : branches_missing(*station)) {
      check(false, record + " of one of two disks is not at the centre when all is at rest");
    }
    const auto journals = *station->desk->journals();
    for (const auto& journal : journals) {
      if (journal.held == 0) continue;
      const auto there = centre_.any().intake->hash_of(journal.id, journal.held);
      const auto here = station->desk->hash_of(journal.id, journal.held);
      check(there && *there && here && *here == *there,
            "one of two disks has a receipt for " + journal.id.station.value() + " up to " +
                std::to_string(journal.held) + ", and the centre holds something else there");
    }
  }
}

std::size_t Promises::times_there(central::CentralDatabase& database, const Acknowledged& record) {
  auto& reading = database.reading();
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
  auto& database = centre_.database();
  for (const auto& station : stations_) {
    for (const auto& said : station->acknowledged) {
      if (said.lost || station->revoked) continue;
      const auto times = times_there(database, said);
      const auto aside = centre_.database().reading().in_quarantine(said.record);
      // Kept, and for a person to decide: what comes from the future, or from a disk that forks.
      const bool for_a_person = said.in_the_future || station->restored;
      if (for_a_person && times == 0 && aside && *aside) continue;
      // Adopted, and then the centre's own statement is what waits for its time.
      if (said.in_the_future && said.of_a_clone && times == 0) continue;
      check(times == 1, said.record.text() + " is " + std::to_string(times) +
                            " times at the centre when all is at rest");
    }
  }
}

void Promises::check_watermarks_caught_up(Instant wall, const std::set<PostCode>& excused) {
  const auto posts = *centre_.database().reading().watermarks(centre_.clock.now());
  for (const auto& post : posts) {
    if (excused.contains(post.post)) continue;
    check(post.complete_until && *post.complete_until >= wall,
          post.post.value() + " has sent everything, and is said to be complete until " +
              (post.complete_until ? post.complete_until->rfc3339() : "nothing"));
  }
}

void Promises::check_journals_are_the_same() {
  for (const auto& station : stations_) {
    if (station->revoked || station->restored || station->cloned) continue;
    const auto journals = *station->desk->journals();
    for (const auto& journal : journals) {
      const auto head = centre_.any().intake->head_of(journal.id);
      check(head && *head == journal.head, station->enrolled.id.value() + ", lane " +
                                               std::string(lane_name(journal.id.lane)) +
                                               ": the centre's journal is not the station's");
    }
  }
}

std::uint64_t Promises::check_published(StationMachine& station, const std::string& channel) {
  const auto held = *station.desk->bulletin(channel);
  if (!held) return 0;
  const auto& texts = published_[{channel, held->version}];
  check(std::ranges::find(texts, held->content) != texts.end(),
        station.enrolled.id.value() + " holds a bulletin of " + channel + " that nobody published");
  return held->version;
}

void Promises::check_bulletins_arrived(const std::string& channel) {
  const auto newest = *centre_.database().book().newest_version(channel);
  for (const auto& station : stations_) {
    const auto& name = station->enrolled.id.value();
    const auto version = check_published(*station, channel);
    // Who was revoked may have been in the middle of a list.
    if (station->revoked) continue;
    check(version == newest, name + " holds version " + std::to_string(version) + " of " +
                                 std::to_string(newest) + " of " + channel +
                                 " when all is at rest");
    const auto bulletin = *station->desk->bulletin(channel);
    if (!bulletin || !is_section_head(bulletin->content)) continue;
    const auto head = *read_section_head(bulletin->content);
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto section = section_channel(channel, i);
      check(check_published(*station, section) == head.sections.at(i).version,
            name + ": the list in force is not made of what it holds of " + section);
    }
  }
}

void Promises::check_list_is_whole(StationMachine& station, const std::string& channel) {
  if (!station.is_up()) return;
  const auto bulletin = station.desk->bulletin(channel);
  if (!bulletin || !*bulletin || !is_section_head((*bulletin)->content)) return;
  const auto head = *read_section_head((*bulletin)->content);
  const auto held = station.desk->held_sections(channel);
  if (!held) return;
  std::map<std::string, std::uint64_t> versions;
  for (const auto& section : *held) versions[section.channel] = section.version;
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto section = section_channel(channel, i);
    check(versions[section] >= head.sections.at(i).version,
          station.enrolled.id.value() + ": the list in force lacks " + section);
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
