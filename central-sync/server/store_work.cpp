#include "central-sync/server/store_work.h"

#include <algorithm>
#include <iterator>

#include "schema/journal/sections.h"

namespace garita::central {
namespace {

/// Sections are on their way to a station until it is this much, and at most so many of a list:
/// small changes travel together, and of long ones few wait in memory.
constexpr std::size_t kSectionBytesAtOnce = std::size_t{1024} * 1024;
constexpr std::size_t kSectionsAtOnce = 64;

std::uint64_t version_at(const std::map<std::string, std::uint64_t>& versions,
                         const std::string& channel) {
  const auto found = versions.find(channel);
  return found == versions.end() ? 0 : found->second;
}

/// Whether a station can come to put this head into force: it has nothing that is beyond it,
/// brought by a stick or before the centre was set back, and has refused nothing of it.
bool leads_to(const BulletinStanding& standing, const std::string& channel,
              const SectionHead& head) {
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto name = section_channel(channel, i);
    const auto needed = head.sections.at(i).version;
    const auto held = version_at(standing.held, name);
    // What is on its way is offered with another number.
    if (held > needed || (held < needed && version_at(standing.offered, name) == needed)) {
      return false;
    }
  }
  return true;
}

/// The conversation cannot go on: what came is no such thing, or cannot be stored at the moment.
StoreReply refused(const Error& error) {
  const auto code =
      error.remedy == Remedy::kReject ? RefusalCode::kUnexpected : RefusalCode::kUnavailable;
  StoreReply reply;
  reply.tell = [code, why = error.message](CentreSession& session, Instant now) {
    session.refuse(code, why, now);
  };
  return reply;
}

}  // namespace

StoreReply StoreWork::fulfil(const KnownStation& station, const CentreIntent& intent,
                             std::chrono::milliseconds heartbeat_every, Instant wall) {
  StoreReply reply;
  if (const auto* greeted = std::get_if<centre_intent::Greeted>(&intent)) {
    auto welcome = this->welcome(greeted->hello, heartbeat_every, wall);
    // Whatever it is, the station did nothing wrong.
    if (!welcome) return refused({Remedy::kRetry, welcome.error().message});
    reply.tell = [welcome = *std::move(welcome)](CentreSession& session, Instant now) {
      session.welcome(welcome, now);
    };
    return reply;
  }
  if (const auto* taken = std::get_if<centre_intent::TakeBatch>(&intent)) {
    const auto accepted = take(station, taken->batch, wall);
    if (!accepted) return refused(accepted.error());
    reply.quarantined = accepted->quarantined;
    reply.tell = [receipt = accepted->receipt](CentreSession& session, Instant now) {
      session.receipted(receipt, now);
    };
    return reply;
  }
  if (const auto* after = std::get_if<centre_intent::TakeBatchAfterGone>(&intent)) {
    return take_after_gone(station, after->frame, wall);
  }
  if (const auto* said = std::get_if<centre_intent::CompareHoldings>(&intent)) {
    auto foreign = foreign_of(said->holdings);
    if (!foreign) return refused({Remedy::kRetry, foreign.error().message});
    reply.tell = [said = said->holdings, foreign = *std::move(foreign)](CentreSession& session,
                                                                        Instant now) {
      session.holdings_compared(said, foreign, now);
    };
  }
  const auto kept = keep(station, intent, wall);
  return kept ? reply : refused(kept.error());
}

Result<KnownStation> StoreWork::station_of(const Certificate& certificate) {
  GARITA_TRY(name, parse_station_id(certificate.common_name()));
  GARITA_TRY(known, store_.known_station(name));
  if (!known || known->certificate != certificate) {
    return fail(Remedy::kReject, "the certificate is not the one that was issued to the station");
  }
  return *std::move(known);
}

Result<Welcome> StoreWork::welcome(const Hello& hello, std::chrono::milliseconds heartbeat_every,
                                   Instant now) {
  const auto noted = store_.in_transaction([&]() -> Result<void> {
    GARITA_CHECK(store_.note_hello(hello, now));
    return store_.note_contact(hello.station, now);
  });
  if (!noted) return Failure(noted.error());
  Welcome welcome;
  welcome.clock = now;
  welcome.heartbeat_every = heartbeat_every;
  GARITA_TRY(journals, store_.journals_held(hello.station));
  for (const auto& held : journals) welcome.held.push_back({held.journal, held.head});
  return welcome;
}

Result<Accepted> StoreWork::take(const KnownStation& station, ByteView batch, Instant now) {
  GARITA_TRY(signatory, signatory_of(station));
  auto accepted = accept_batch(store_, signatory, batch, centre_key_, now);
  if (accepted)
    receipted_[accepted->receipt.journal] = {accepted->receipt.held, accepted->receipt.opened};
  return accepted;
}

StoreReply StoreWork::take_after_gone(const KnownStation& station, const BatchAfterGone& batch,
                                      Instant now) {
  const auto signatory = signatory_of(station);
  if (!signatory) return refused(signatory.error());
  const auto accepted = accept_batch(store_, *signatory, batch, centre_key_, now);
  if (!accepted) return refused(accepted.error());
  const auto& receipt = accepted->receipt;
  receipted_[receipt.journal] = {receipt.held, receipt.opened};
  StoreReply reply;
  reply.quarantined = accepted->quarantined;
  reply.tell = [receipt, aside = accepted->aside](CentreSession& session, Instant then) {
    session.receipted(receipt, then);
    session.aside_up_to({receipt.journal, aside}, then);
  };
  return reply;
}

Result<void> StoreWork::keep(const KnownStation& station, const CentreIntent& intent, Instant now) {
  if (const auto* claim = std::get_if<centre_intent::TakeClaim>(&intent)) {
    GARITA_TRY(signatory, signatory_of(station));
    GARITA_CHECK(accept_claim(store_, signatory, claim->claim, now));
  }
  return store_.in_transaction([&]() -> Result<void> {
    if (const auto* key = std::get_if<centre_intent::KeepEpochKey>(&intent)) {
      return store_.keep_epoch_key(key->key);
    }
    if (const auto* held = std::get_if<centre_intent::NoteBulletinHeld>(&intent)) {
      return store_.note_bulletin_held(station.station, held->held, now);
    }
    if (const auto* said = std::get_if<centre_intent::CompareHoldings>(&intent)) {
      for (const auto& [channel, version, issued_at] : said->holdings.held) {
        if (parse_section(channel)) continue;
        GARITA_CHECK(store_.note_bulletin_held(station.station, {channel, version}, now));
      }
    }
    if (const auto* backlog = std::get_if<centre_intent::NoteBacklog>(&intent)) {
      GARITA_CHECK(store_.note_backlog(station.station, backlog->backlog, now));
    }
    return store_.note_contact(station.station, now);
  });
}

Result<std::set<std::string>> StoreWork::foreign_of(const Holdings& holdings) {
  std::set<std::string> foreign;
  for (const auto& [channel, version, issued_at] : holdings.held) {
    if (version == 0 || !is_bulletin_name(channel)) continue;
    GARITA_TRY(known, store_.bulletin_moment(channel, version));
    if (known != issued_at) foreign.insert(channel);
  }
  return foreign;
}

Result<bool> StoreWork::may_replace(const BulletinStanding& standing, const std::string& channel,
                                    std::uint64_t version) {
  const auto foreign = standing.foreign.find(channel);
  if (foreign == standing.foreign.end() || version > foreign->second.version) return true;
  GARITA_TRY(issued_at, store_.bulletin_moment(channel, version));
  return issued_at && *issued_at > foreign->second.issued_at;
}

Result<std::vector<SharedDelivery>> StoreWork::bulletins_for(const KnownStation& known,
                                                             const BulletinStanding& standing,
                                                             Instant now) {
  const StationId& station = known.station;
  std::vector<SharedDelivery> deliveries;
  GARITA_TRY(newest, store_.newest_versions());
  for (const auto& [channel, version] : newest) {
    if (!goes_to(known, channel)) continue;
    if (version_at(standing.offered, channel) >= version) continue;
    GARITA_TRY(replaces, may_replace(standing, channel, version));
    if (!replaces) continue;
    GARITA_TRY(goal, goal_of(station, standing, channel, version, now));
    const Deliveries::Wanted wanted{channel, goal, version_at(standing.held, channel)};
    GARITA_TRY(sections, sections_for(station, standing, wanted, now));
    std::ranges::move(sections.next, std::back_inserter(deliveries));
    if (!sections.complete) continue;
    GARITA_TRY(delivery, deliveries_.of(store_, wanted, station, now));
    if (delivery) deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

Result<std::uint64_t> StoreWork::goal_of(const StationId& station, const BulletinStanding& standing,
                                         const std::string& channel, std::uint64_t newest,
                                         Instant now) {
  if (!is_list_channel(channel)) return newest;
  auto& goal = deliveries_.goal(station, channel);
  const bool under_way = goal > version_at(standing.held, channel) &&
                         goal > version_at(standing.offered, channel) && goal < newest;
  if (!under_way) return goal = newest;
  // The centre may have forgotten it meanwhile, with the sections that it is made of.
  GARITA_TRY(kept, store_.bulletin_moment(channel, goal));
  GARITA_TRY(replaces, may_replace(standing, channel, goal));
  if (kept && replaces) {
    GARITA_TRY(head, deliveries_.head(store_, channel, goal, station, now));
    if (!head || (*head && leads_to(standing, channel, **head))) return goal;
  }
  return goal = newest;
}

Result<StoreWork::Sections> StoreWork::sections_for(const StationId& station,
                                                    const BulletinStanding& standing,
                                                    const Deliveries::Wanted& list, Instant now) {
  Sections sections;
  if (!is_list_channel(list.channel)) return sections;
  GARITA_TRY(head, deliveries_.head(store_, list.channel, list.version, station, now));
  if (head && !*head) return sections;
  // What was put into force with a head that is not known here may be anything.
  sections.complete =
      !standing.foreign.contains(list.channel) || standing.sections_said.contains(list.channel);
  if (!sections.complete) return sections;
  std::optional<Deliveries::SharedHead> base = Deliveries::SharedHead();
  if (list.held > 0) {
    GARITA_TRY(held, deliveries_.head(store_, list.channel, list.held, station, now));
    base = std::move(held);
  }
  sections.complete = head && base;
  if (!sections.complete) return sections;
  const auto& wanted = *head;
  std::size_t on_the_way = 0;
  std::size_t bytes = standing.bytes_left;
  for (std::size_t i = 0; i < kSections && on_the_way < kSectionsAtOnce; ++i) {
    const auto name = section_channel(list.channel, i);
    const auto needed = wanted->sections.at(i).version;
    const auto by_head = *base ? (*base)->sections.at(i).version : 0;
    const auto held =
        standing.foreign.contains(name) ? 0 : std::max(version_at(standing.held, name), by_head);
    if (held >= needed) continue;
    sections.complete = false;
    ++on_the_way;
    if (bytes >= kSectionBytesAtOnce) break;
    if (version_at(standing.offered, name) >= needed) continue;
    GARITA_TRY(delivery, deliveries_.of(store_, {name, needed, held}, station, now));
    if (!delivery) continue;
    bytes += delivery->stream.size();
    sections.next.push_back(std::move(delivery));
  }
  return sections;
}

void StoreWork::News::tell(CentreSession& session, Instant now) const {
  for (const auto& receipt : receipts) session.receipted(receipt, now);
  for (const auto& delivery : bulletins) session.offer(delivery, now);
  if (put_aside) session.put_aside(*put_aside, now);
}

Result<StoreWork::News> StoreWork::news(const StationId& station, const BulletinStanding& standing,
                                        Instant now) {
  News news;
  GARITA_TRY(known, store_.known_station(station));
  news.revoked = !known || known->revoked_at.has_value();
  if (news.revoked) return news;
  // Until it is known what the station holds, nothing is offered.
  if (standing.said) {
    GARITA_TRY(bulletins, bulletins_for(*known, standing, now));
    news.bulletins = std::move(bulletins);
  }
  GARITA_TRY(aside, store_.put_aside_of(station));
  if (put_aside_said_ != aside) news.put_aside = aside;
  GARITA_TRY(journals, store_.journals_held(station));
  for (const auto& [journal, head, opened] : journals) {
    if (receipted_[journal] == std::pair(head.sequence, opened)) continue;
    GARITA_TRY(receipt, receipt_for(store_, journal, centre_key_, now));
    news.receipts.push_back(std::move(receipt));
  }
  // Only what is told whole counts as told.
  put_aside_said_ = aside;
  for (const auto& receipt : news.receipts)
    receipted_[receipt.journal] = {receipt.held, receipt.opened};
  return news;
}

}  // namespace garita::central
