#include "border-station/uplink/ledger_work.h"

#include <algorithm>

#include "schema/journal/sections.h"

namespace garita::station {
namespace {

/// As many crossings as a batch may have; the session asks for less where the link is slow.
constexpr std::size_t kBatchBytesWanted = std::size_t{64} * 1024;
/// What could not be stored is tried again this often.
constexpr std::chrono::seconds kPostponedEvery{1};

/// Of what waits for the ledger the newest counts: one receipt a journal, one claim.
bool is_overtaken(const StationIntent& older, const StationIntent& newer) {
  namespace want = station_intent;
  if (older.index() != newer.index()) return false;
  if (const auto* receipt = std::get_if<want::KeepReceipt>(&older)) {
    return receipt->receipt.journal == std::get<want::KeepReceipt>(newer).receipt.journal;
  }
  if (const auto* wanted = std::get_if<want::WantHoldings>(&older)) {
    return wanted->list == std::get<want::WantHoldings>(newer).list;
  }
  if (const auto* ahead = std::get_if<want::CentreIsAhead>(&older)) {
    return ahead->journal == std::get<want::CentreIsAhead>(newer).journal;
  }
  return true;
}

/// A batch is asked for again by the session itself, a part comes again from the centre, and a
/// clock that was told is no longer that.
bool is_said_once(const StationIntent& intent) {
  return !std::holds_alternative<station_intent::WantBatch>(intent) &&
         !std::holds_alternative<station_intent::KeepBulletinPart>(intent) &&
         !std::holds_alternative<station_intent::CentreTime>(intent);
}

LedgerReply failed(const Error& error) {
  LedgerReply reply;
  reply.error = error;
  return reply;
}

/// The conversation ends: the next one greets with the new incarnation.
LedgerReply new_life(NewLife cause) {
  LedgerReply reply;
  reply.tell = [](StationSession& session, Instant now) { session.stop(now); };
  reply.new_incarnation = cause;
  return reply;
}

LedgerReply given(std::optional<OutgoingBatch> batch) {
  LedgerReply reply;
  reply.tell = [batch = std::move(batch)](StationSession& session, Instant now) {
    session.give_batch(batch, now);
  };
  return reply;
}

std::string gone_words(const GoneRecords& gone) {
  return "the centre gave receipts for records " + gone.text() +
         " and does not hold them any more, most likely because it was set back to a backup, and"
         " this post has dropped them: they are lost. What follows them in that journal is put"
         " aside there, for a person to adopt; then that life is closed (garita-central close " +
         gone.journal.station.value() + ":" + std::to_string(gone.journal.incarnation) + ")";
}

}  // namespace

std::string_view new_life_words(NewLife cause) {
  switch (cause) {
    case NewLife::kCentreIsAhead:
      return "the centre holds what this disk never wrote: a new incarnation begins";
    case NewLife::kRecordsGone:
      return "the centre lost records that are gone here too: a new incarnation begins";
  }
  ensure(false, "every cause of a new life has words");
  return "";
}

LedgerReply LedgerWork::fulfil(const StationIntent& intent, Instant now) {
  namespace want = station_intent;
  LedgerReply reply;
  if (const auto* batch = std::get_if<want::WantBatch>(&intent)) {
    reply = give_batch(*batch);
  } else if (std::holds_alternative<want::WantClaim>(intent)) {
    reply = give_claim();
  } else if (const auto* receipt = std::get_if<want::KeepReceipt>(&intent)) {
    reply = keep(receipt->receipt);
  } else if (const auto* part = std::get_if<want::KeepBulletinPart>(&intent)) {
    reply = keep(part->part);
  } else if (const auto* said = std::get_if<want::WantHoldings>(&intent)) {
    reply = give_holdings(said->list);
  } else if (const auto* aside = std::get_if<want::KeepPutAside>(&intent)) {
    reply = keep(aside->aside);
  } else if (const auto* holds = std::get_if<want::CentreHolds>(&intent)) {
    const auto noted = ledger_.note_centre_holds(holds->held, holds->clock,
                                                 holds->complete ? ListOf::kAll : ListOf::kSome);
    if (!noted) reply = failed(noted.error());
  } else if (const auto* put = std::get_if<want::CompareAside>(&intent)) {
    reply = compare(put->position);
  } else if (const auto* ahead = std::get_if<want::CentreIsAhead>(&intent)) {
    reply = end_incarnation(ahead->journal);
  } else if (const auto* time = std::get_if<want::CentreTime>(&intent)) {
    reply = note_time(*time);
  }
  if (reply.error && reply.error->remedy == Remedy::kRetry && is_said_once(intent)) {
    postpone(intent, now);
  }
  return reply;
}

void LedgerWork::postpone(const StationIntent& intent, Instant now) {
  if (postponed_.empty()) postponed_at_ = now;
  std::erase_if(postponed_, [&](const auto& older) { return is_overtaken(older, intent); });
  postponed_.push_back(intent);
}

std::vector<StationIntent> LedgerWork::postponed(Instant now) {
  if (postponed_.empty() || now - postponed_at_ < kPostponedEvery) return {};
  return std::exchange(postponed_, {});
}

LedgerReply LedgerWork::give_batch(const station_intent::WantBatch& want) {
  const auto give = [&]() -> Result<LedgerReply> {
    GARITA_TRY(gone, ledger_.gone_after(want.journal, want.after));
    if (gone) return step_over(*gone, want);
    GARITA_TRY(outgoing, batch(want));
    return given(std::move(outgoing));
  };
  auto reply = give();
  if (reply) return *std::move(reply);
  LedgerReply nothing = given(std::nullopt);
  nothing.error = reply.error();
  return nothing;
}

Result<LedgerReply> LedgerWork::step_over(const GoneRecords& gone,
                                          const station_intent::WantBatch& want) {
  GARITA_TRY(began, ledger_.note_gone(gone));
  if (began) {
    auto anew = new_life(NewLife::kRecordsGone);
    anew.error = Error{Remedy::kReject, gone_words(gone)};
    return anew;
  }
  auto following = want;
  following.after = gone.last;
  std::optional<OutgoingBatch> outgoing;
  if (want.past_gone) {
    GARITA_TRY(found, batch(following));
    outgoing = std::move(found);
  }
  if (!outgoing) {
    LedgerReply reply;
    reply.tell = [journal = want.journal](StationSession& session, Instant) {
      session.give_up(journal);
    };
    return reply;
  }
  outgoing->gone = Gone{gone.journal, gone.first, gone.last, {}};
  outgoing->gone->sign(ledger_.identity().station_key);
  return given(std::move(outgoing));
}

LedgerReply LedgerWork::compare(const JournalPosition& aside) {
  const auto own = ledger_.hash_of(aside.journal, aside.head.sequence);
  const bool is_ours = own && *own == std::optional(aside.head.hash);
  LedgerReply reply;
  if (!own) reply.error = own.error();
  reply.tell = [journal = aside.journal, sequence = is_ours ? aside.head.sequence : 0](
                   StationSession& session, Instant now) {
    session.put_aside_up_to(journal, sequence, now);
  };
  return reply;
}

LedgerReply LedgerWork::give_claim() {
  auto given = claim();
  if (!given) return failed(given.error());
  LedgerReply reply;
  reply.tell = [given = *std::move(given)](StationSession& session, Instant now) {
    session.give_claim(given.first, given.second, now);
  };
  return reply;
}

LedgerReply LedgerWork::give_holdings(const std::string& list) {
  auto said = holdings(list);
  if (!said) return failed(said.error());
  LedgerReply reply;
  reply.tell = [said = *std::move(said)](StationSession& session, Instant now) {
    session.give_holdings(said, now);
  };
  return reply;
}

LedgerReply LedgerWork::keep(const Receipt& receipt) {
  const auto effect = ledger_.take_receipt(receipt);
  if (!effect) return failed(effect.error());
  if (*effect == ReceiptEffect::kNewIncarnation) return new_life(NewLife::kCentreIsAhead);
  LedgerReply reply;
  if (*effect == ReceiptEffect::kOtherBranch) {
    const auto noted = ledger_.note_put_aside(receipt.journal);
    if (!noted) reply.error = noted.error();
    reply.tell = [journal = receipt.journal](StationSession& session, Instant now) {
      session.put_aside(journal, now);
    };
  }
  return reply;
}

LedgerReply LedgerWork::keep(const PutAside& aside) {
  const auto clock = ledger_.clock_standing();
  if (!clock) return failed(clock.error());
  // By the centre's clock, as sticks have it.
  const auto offset = clock->offset.value_or(std::chrono::milliseconds(0));
  const auto kept = ledger_.keep_centre_put_aside(aside, ledger_.now().minus(offset));
  return kept ? LedgerReply() : failed(kept.error());
}

LedgerReply LedgerWork::keep(const BulletinPart& part) {
  const auto progress = ledger_.take_part(part);
  LedgerReply reply;
  const std::size_t end = part.offset + part.content.size();
  if (!progress || (!progress->whole && progress->held.bytes < end)) {
    if (!progress) reply.error = progress.error();
    if (progress && progress->no_room) {
      reply.error = progress->no_room;
      reply.no_room = progress->no_room->message;
    }
    const PartHeld held =
        progress ? progress->held : PartHeld{part.channel, part.stream, part.offset};
    // What was held before this part is held no more: the centre has to know, or it would go on
    // behind a beginning that is not there.
    const bool fell_back = held.bytes < part.offset;
    reply.tell = [held, fell_back](StationSession& session, Instant now) {
      session.part_lost(held);
      if (fell_back) session.part_kept(held, now);
    };
    return reply;
  }
  if (progress->refused) reply.error = progress->refused;
  // What is short is taken without room too, and says nothing about it.
  if (part.total > kShortBulletinBytesMax || parse_section(part.channel)) reply.no_room = "";
  if (progress->whole) {
    const std::string which = part.channel + ", version " + std::to_string(part.version) + ": ";
    reply.bulletin = {part.channel, progress->refused ? which + progress->refused->message : ""};
  }
  Holding stands{part.channel, 0, {}};
  if (progress->whole) {
    const auto holds = ledger_.held_bulletin(part.channel);
    if (!holds) return failed(holds.error());
    if (*holds) stands = {part.channel, (*holds)->version, (*holds)->issued_at};
  }
  reply.tell = [progress = *progress, stands](StationSession& session, Instant now) {
    session.part_kept(progress.held, now);
    if (progress.whole) session.bulletin_kept(stands, now);
  };
  return reply;
}

LedgerReply LedgerWork::end_incarnation(const JournalId& journal) {
  const auto begun = ledger_.end_incarnation(journal.incarnation);
  if (!begun) return failed(begun.error());
  // Of a former life this is so for ever, and the conversation goes on.
  return *begun ? new_life(NewLife::kCentreIsAhead) : LedgerReply();
}

LedgerReply LedgerWork::note_time(const station_intent::CentreTime& time) {
  const auto noted = ledger_.note_trusted_time(time.clock, time.error_bound(ledger_.now()));
  return noted ? LedgerReply() : failed(noted.error());
}

Result<std::vector<JournalPosition>> LedgerWork::positions() {
  GARITA_TRY(journals, ledger_.journals());
  std::vector<JournalPosition> positions;
  for (const auto& journal : journals) positions.push_back({journal.id, journal.head});
  return positions;
}

Result<StationSession::Receipted> LedgerWork::receipted() {
  GARITA_TRY(journals, ledger_.journals());
  StationSession::Receipted receipted;
  for (const auto& journal : journals) receipted[journal.id] = journal.held;
  return receipted;
}

Result<Hello> LedgerWork::hello() {
  Hello hello;
  hello.station = ledger_.place().station;
  hello.incarnation = ledger_.incarnation();
  hello.clock = ledger_.now();
  hello.software = kStationSoftware;
  hello.disk_free_bytes = ledger_.disk_free_bytes().value_or(0);
  GARITA_TRY(positions, this->positions());
  hello.journals = std::move(positions);
  GARITA_TRY(bulletins, ledger_.held_bulletins());
  for (const auto& bulletin : bulletins) hello.bulletins[bulletin.channel] = bulletin.version;
  GARITA_TRY(sections, ledger_.sections_apart());
  hello.sections = std::move(sections);
  GARITA_TRY(parts, ledger_.held_parts());
  hello.parts = std::move(parts);
  return hello;
}

Result<Holdings> LedgerWork::holdings(const std::string& list) {
  Holdings said{list, {}};
  if (!list.empty()) {
    GARITA_TRY(sections, ledger_.held_sections(list));
    for (const auto& held : sections)
      said.held.push_back({held.channel, held.version, held.issued_at});
    return said;
  }
  GARITA_TRY(held, ledger_.holdings());
  said.held = std::move(held);
  return said;
}

Result<std::optional<OutgoingBatch>> LedgerWork::batch(const station_intent::WantBatch& want) {
  const auto bytes = std::min(want.bytes_max, kBatchBytesWanted);
  GARITA_TRY(entries, ledger_.entries_after(want.journal, want.after, kBatchEntriesMax, bytes));
  entries.erase(std::ranges::find_if(entries, &Bytes::empty, &Entry::salt), entries.end());
  if (entries.empty()) return std::optional<OutgoingBatch>();
  OutgoingBatch outgoing;
  outgoing.journal = want.journal;
  outgoing.last = entries.back().header.sequence;
  for (const auto& entry : entries) {
    const std::pair key{want.journal.incarnation, entry.header.epoch_key_hash};
    if (!keys_sent_.insert(key).second) continue;
    GARITA_TRY(wrapped, ledger_.wrapped_key(want.journal.incarnation, entry.header.epoch));
    if (wrapped) outgoing.keys.push_back(*std::move(wrapped));
  }
  outgoing.batch = encode(make_batch(std::move(entries), ledger_.identity().station_key));
  return std::optional(std::move(outgoing));
}

Result<std::pair<Claim, Backlog>> LedgerWork::claim() {
  GARITA_TRY(claim, ledger_.claim());
  GARITA_TRY(backlog, ledger_.backlog());
  return std::pair{std::move(claim), backlog};
}

}  // namespace garita::station
