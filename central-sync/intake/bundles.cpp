#include "central-sync/intake/bundles.h"

#include <algorithm>
#include <array>
#include <map>

#include "schema/journal/batch.h"
#include "schema/journal/sections.h"

namespace garita::central {
namespace {

Result<void> unread(const Error& error) {
  return fail(error.remedy, error.message + ": the stick was changed or damaged, export again");
}

bool goes_down(const Message& message) {
  return std::holds_alternative<Receipt>(message) || std::holds_alternative<Bulletin>(message) ||
         std::holds_alternative<CentreStanding>(message);
}

using Complain = std::function<void(const Error&)>;

class Import {
 public:
  Import(IntakeStore& store, const PrivateKey& centre_key, Instant now, const Complain& complain)
      : store_(store), key_(centre_key), now_(now), complain_(complain) {}

  Result<void> take(const Message& message) {
    if (const auto* key = std::get_if<WrappedEpochKey>(&message)) return take_key(*key);
    if (const auto* frame = std::get_if<BatchFrame>(&message)) return take_batch(frame->batch);
    if (const auto* after = std::get_if<BatchAfterGone>(&message)) {
      return take_batch(after->batch, after);
    }
    if (const auto* claim = std::get_if<Claim>(&message)) return take_claim(*claim);
    if (const auto* said = std::get_if<StationStanding>(&message)) return take_standing(*said);
    say_once("what goes down to a station stands among what comes up: it was passed over");
    return {};
  }

  [[nodiscard]] const TakenBundle& taken() const { return taken_; }

 private:
  /// Absent, and said, where nothing of this station is taken.
  Result<std::optional<KnownStation>> station(const StationId& id) {
    if (refused_.contains(id)) return std::optional<KnownStation>();
    GARITA_TRY(known, store_.known_station(id));
    if (known) return known;
    const std::string why = "no station " + id.value() +
                            " is enrolled here: nothing of it is taken. It is another country's, "
                            "or was enrolled after the backup that this centre came back from";
    // So many stations have no place in one file: the rest counts as so many refusals.
    if (refused_.size() >= kRefusedStationsMax) return fail(Remedy::kReject, why);
    refused_.insert(id);
    say_once(why);
    return std::optional<KnownStation>();
  }

  void say_once(const std::string& what) {
    if (said_.insert(what).second) complain_({Remedy::kReject, what});
  }

  Result<void> take_key(const WrappedEpochKey& key) {
    GARITA_TRY(known, station(key.station));
    if (!known) return {};
    return store_.in_transaction([&] { return store_.keep_epoch_key(key); });
  }

  Result<void> take_batch(const Bytes& bytes, const BatchAfterGone* after = nullptr) {
    auto batch_read = read_batch(bytes);
    if (!batch_read) return unread(batch_read.error());
    const Batch batch = *std::move(batch_read);
    GARITA_TRY(known, station(batch.journal().station));
    if (!known) return {};
    GARITA_TRY(signatory, signatory_of(*known));
    // Over the link TLS proves who sends, and what is wrong then is for a person to see. A stick
    // comes from anybody, and another country has posts of the same names: nothing of it may stand
    // against a station of ours.
    if (!batch.head.verify(signatory.key)) return not_signed(known->station, "journal");
    // Whoever may hold a revoked station's key is told nothing.
    if (!known->revoked_at) addressee(known->station).journals.insert(batch.journal());
    const auto take = [&]() -> Result<Accepted> {
      if (known->revoked_at) return put_batch_aside(store_, signatory, bytes, key_, now_);
      if (after != nullptr) return accept_batch(store_, signatory, *after, key_, now_);
      return accept_batch(store_, signatory, bytes, key_, now_);
    };
    GARITA_TRY(accepted, take());
    taken_.appended += accepted.appended;
    taken_.held_already += accepted.held_already;
    taken_.aside_already += accepted.aside_already;
    if (accepted.quarantined == 0) return {};
    return fail(Remedy::kReject,
                std::to_string(accepted.quarantined) + " records of " + known->station.value() +
                    (known->revoked_at ? ", which is revoked," : "") + " went into quarantine");
  }

  Result<void> take_claim(const Claim& claim) {
    GARITA_TRY(known, station(claim.station));
    // Nobody counts on the word of a station that may be in anybody's hands.
    if (!known || known->revoked_at) return {};
    GARITA_TRY(signatory, signatory_of(*known));
    if (!claim.verify(signatory.key)) return not_signed(known->station, "claim");
    addressee(known->station);
    return accept_claim(store_, signatory, claim, now_);
  }

  Result<void> take_standing(const StationStanding& standing) {
    GARITA_TRY(known, station(standing.station));
    if (!known || known->revoked_at) return {};
    GARITA_TRY(signatory, signatory_of(*known));
    if (!standing.verify(signatory.key)) return not_signed(known->station, "word about itself");
    addressee(known->station).merge({known->station, {}, standing});
    return accept_standing(store_, signatory, standing, now_);
  }

  Addressee& addressee(const StationId& id) {
    return taken_.stations.try_emplace(id, Addressee{id, {}, {}}).first->second;
  }

  static Failure not_signed(const StationId& station, const std::string& what) {
    return fail(Remedy::kReject, "a " + what + " not signed by " + station.value() +
                                     "'s key: another country's or a changed stick; nothing of "
                                     "it was taken, export again");
  }

  static constexpr std::size_t kRefusedStationsMax = 20;

  IntakeStore& store_;
  const PrivateKey& key_;
  Instant now_;
  const Complain& complain_;
  std::set<StationId> refused_;
  std::set<std::string> said_;  ///< a message of each refused station, and one more
  TakenBundle taken_;
};

/// Tells of what was refused, each kind of message a few times and then how often in all: whoever
/// carries a damaged stick has thousands of them, and reads the first.
class Complaints {
 public:
  explicit Complaints(const std::function<void(const Error&)>& tell) : tell_(tell) {}

  void take(std::size_t frame, const Error& error) {
    auto kind = kind_of(error.message);
    if (!counts_.contains(kind) && counts_.size() >= kKindsMax) kind = "of other kinds";
    if (++counts_[kind] > kLikeLinesMax) return;
    tell_({error.remedy, "frame " + std::to_string(frame) + ": " + error.message});
  }

  void end() const {
    for (const auto& [kind, count] : counts_) {
      if (count <= kLikeLinesMax) continue;
      tell_({Remedy::kReject,
             "and " + std::to_string(count - kLikeLinesMax) + " more frames: " + kind});
    }
  }

 private:
  static constexpr std::size_t kLikeLinesMax = 10;
  static constexpr std::size_t kKindsMax = 20;

  /// The message without its numbers.
  static std::string kind_of(const std::string& message) {
    std::string kind;
    for (const char c : message) {
      const bool digit = c >= '0' && c <= '9';
      if (!digit) kind += c;
      if (digit && !kind.ends_with('#')) kind += '#';
    }
    return kind;
  }

  const std::function<void(const Error&)>& tell_;
  std::map<std::string, std::size_t> counts_;
};

TakenBundle passed_over(const Message& first) {
  TakenBundle taken;
  taken.goes_down = true;
  if (const auto* receipt = std::get_if<Receipt>(&first))
    taken.answer_for = receipt->journal.station;
  return taken;
}

/// What a station holds, by its own word.
class StationHolds {
 public:
  StationHolds(IntakeStore& store, const Addressee& to) : store_(store) {
    if (!to.standing) return;
    for (const auto& holding : to.standing->held) held_[holding.channel] = holding;
  }

  /// The bulletin of this channel or section, and not another of the same number, as a centre makes
  /// that was set back to a backup.
  Result<bool> has(const std::string& channel, std::uint64_t version) {
    const auto found = held_.find(channel);
    if (found == held_.end() || found->second.version != version) return false;
    GARITA_TRY(moment, store_.bulletin_moment(channel, version));
    return moment == found->second.issued_at;
  }
  /// The sections of the list that it holds: those that its head names, but for what it said of
  /// single ones.
  Result<void> expand(const std::string& list) {
    const auto held = held_.find(list);
    if (held == held_.end()) return {};
    GARITA_TRY(is_known, has(list, held->second.version));
    if (!is_known) return {};
    GARITA_TRY(bulletin, store_.bulletin(list, held->second.version));
    if (!bulletin || !is_section_head(bulletin->content)) return {};
    GARITA_TRY(head, read_section_head(bulletin->content));
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto name = section_channel(list, i);
      const auto version = head.sections.at(i).version;
      if (held_.contains(name)) continue;
      GARITA_TRY(moment, store_.bulletin_moment(name, version));
      if (moment) held_[name] = Holding{name, version, *moment};
    }
    return {};
  }

 private:
  IntakeStore& store_;
  std::map<std::string, Holding> held_;
};

/// Of a long list, the sections that it is made of before the head that puts them into force.
Result<void> add_bulletin(IntakeStore& store, const std::string& channel, std::uint64_t version,
                          StationHolds& holds, BundleFiles& files) {
  GARITA_TRY(bulletin, store.bulletin(channel, version));
  if (!bulletin) return {};
  if (is_section_head(bulletin->content)) {
    GARITA_CHECK(holds.expand(channel));
    GARITA_TRY(head, read_section_head(bulletin->content));
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto name = section_channel(channel, i);
      GARITA_TRY(is_there, holds.has(name, head.sections.at(i).version));
      if (is_there) continue;
      GARITA_TRY(section, store.bulletin(name, head.sections.at(i).version));
      if (section) GARITA_CHECK(files.add(*section));
    }
  }
  return files.add(*bulletin);
}

}  // namespace

void Addressee::merge(const Addressee& other) {
  journals.insert(other.journals.begin(), other.journals.end());
  const bool is_newer =
      other.standing && (!standing || other.standing->made_at > standing->made_at);
  if (is_newer) standing = other.standing;
}

Result<TakenBundle> import_bundle(IntakeStore& store, const PrivateKey& centre_key, ByteView file,
                                  Instant now, const std::function<void(const Error&)>& complain) {
  GARITA_TRY(bundle, BundleReader::open(file));
  Import import(store, centre_key, now, complain);
  Complaints complaints(complain);
  std::size_t frame = 1;
  bool first = true;  // of those that can be read
  BundleRefusals refusals([&](const Error& error) { complaints.take(frame, error); });
  for (auto message = bundle.next(); !message || *message; message = bundle.next()) {
    if (first && message && goes_down(**message)) return passed_over(**message);
    if (message) first = false;
    const auto taken = message ? import.take(**message) : Failure(message.error());
    // Where the store cannot take one, it is better to take the whole file again.
    if (!taken && taken.error().remedy != Remedy::kReject) return Failure(taken.error());
    if (!taken && !refusals.go_on_after(taken.error())) break;
    ++frame;
  }
  complaints.end();
  return import.taken();
}

Result<void> write_answer(IntakeStore& store, const PrivateKey& centre_key, const Addressee& to,
                          Instant now, const KeepBundle& keep) {
  BundleFiles files(keep);
  auto journals = to.journals;
  GARITA_TRY(all_held, store.journals_held(to.station));
  for (const auto& held : all_held) journals.insert(held.journal);
  for (const auto& journal : journals) {
    GARITA_TRY(receipt, receipt_for(store, journal, centre_key, now));
    GARITA_CHECK(files.add(receipt));
  }
  GARITA_TRY(aside, store.put_aside_of(to.station));
  CentreStanding standing{to.station, now, aside, {}};
  standing.sign(centre_key);
  GARITA_CHECK(files.add(standing));
  StationHolds holds(store, to);
  GARITA_TRY(known, store.known_station(to.station));
  GARITA_TRY(versions, store.newest_versions());
  for (const auto& [channel, version] : versions) {
    if (known && !goes_to(*known, channel)) continue;
    GARITA_CHECK(add_bulletin(store, channel, version, holds, files));
  }
  return files.end();
}

Result<std::size_t> write_long_lists(IntakeStore& store, const KeepBundle& keep) {
  BundleFiles files(keep);
  StationHolds nothing(store, {});
  std::size_t lists = 0;
  GARITA_TRY(versions, store.newest_versions());
  for (const auto& [channel, version] : versions) {
    GARITA_TRY(bulletin, store.bulletin(channel, version));
    if (!bulletin || !is_section_head(bulletin->content)) continue;
    GARITA_CHECK(add_bulletin(store, channel, version, nothing, files));
    ++lists;
  }
  GARITA_CHECK(files.end());
  return lists;
}

}  // namespace garita::central
