#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "border-station/alerts/alert_list.h"
#include "border-station/alerts/alert_pictures.h"
#include "border-station/alerts/cleared_pairs.h"
#include "border-station/inspection/family.h"
#include "border-station/inspection/inspection.h"
#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "border-station/stays/open_stays.h"
#include "document-reader/mrz/mrz.h"
#include "schema/record/record.h"
#include "schema/stay/appeal.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// The readers of the channels that a post looks at: alerts and open stays are indexed, policies
/// must be a pack.
/// What they refuse is refused whole.
[[nodiscard]] BulletinReaders bulletin_readers();

/// What a machine readable zone says, with its check digits, as it is presented.
[[nodiscard]] PresentedDocument presented_document(const reader::Mrz& mrz);
/// The same of fields without check digits.
[[nodiscard]] PresentedDocument presented_document(const reader::MrzFields& fields);

[[nodiscard]] TravelDocument travel_document(const PresentedDocument& document);

/// What of a document the alert list is asked about.
[[nodiscard]] AlertQuestion question_of(const TravelDocument& document, Date today);

/// One traveller at the desk: what the post holds about them, and what the rules make of it.
struct Examined {
  Situation situation;
  Inspection inspection;
  std::vector<AlertHit> hits;  ///< in the order of Situation::hits
  /// Of which the second line and the centre are told, and nobody else: not in the situation, on
  /// no screen of the first line (AlertAction::kInform).
  std::vector<AlertHit> silent_hits;
  std::optional<HeldBulletin> alerts;
  std::optional<HeldBulletin> policies;
  std::optional<HeldBulletin> open_stays;
  std::optional<HeldBulletin> cleared_pairs;
  /// The last admitted entry of the document or person at this post that can still be read.
  std::optional<Crossing> last_trip;
  /// The last of this very document at this post, newest first, that can still be read.
  std::vector<OwnDecision> crossings;
  /// Shared by the Counter, which keeps the newest, and everyone whose `situation` points at it.
  std::shared_ptr<const PolicyPack> pack;
  std::string optional_data;  ///< of the document, for the record
};

/// Puts into the crossing's context what the officer was shown of the stay, or what the decision
/// gives: rule, last day, days over.
void note_stay(const Examined& examined, Crossing& crossing);

/// A live photo of a traveller: enough for a face, and little on a slow link.
inline constexpr std::size_t kPhotoBytesMax = std::size_t{512} * 1024;
/// A live photo of the traveller was taken: nothing asks for one any more.
void note_photo(Examined& examined);
/// Whoever may belong to the traveller is asked about before they are parted.
void note_company(Examined& examined, Company company);
/// What was decided at another desk while the officer had the document before them is told.
void note_decided_meanwhile(Examined& examined, const RecordId& record);

/// What was recorded of a decision.
struct Recorded {
  Written written;
  std::optional<Date> last_legal_day;  ///< of an admitted entry, where a policy says
};

/// Whether what an officer said of a hit, that it is not the same person, is kept of a document,
/// and met again by it.
enum class Clearings { kRemembered, kNone };
/// Nobody who types in what was on paper has compared anybody, and of what was typed no document
/// was read: nothing shows that it is the one of which an officer said so.
[[nodiscard]] constexpr Clearings clearings_of(EvidenceClass evidence, bool from_paper) {
  const bool was_read = evidence == EvidenceClass::kOfficerScan && !from_paper;
  return was_read ? Clearings::kRemembered : Clearings::kNone;
}

/// How a decision came to the desk.
struct Provenance {
  OfficerId officer = {};
  EvidenceClass evidence = EvidenceClass::kOfficerScan;
  bool fallback = false;       ///< on paper first, typed in later
  std::string reference = "";  ///< asked again with the same, nothing new is written; or ""
  std::vector<Picture> pictures = {};
  OfficerId approved_by = {};  ///< where policies ask for a second person
  OfficerId typed_by = {};     ///< at a desk, what `officer` had decided on paper
};

/// The names of the alert list, as far as they are at hand: null while they are being made ready;
/// empty where nobody does that.
using NamesAtHand = std::function<std::shared_ptr<const AlertNames>()>;

/// Names of the list before that are still searched after this long say that those of the list in
/// force cannot be made: a minute or so is enough for millions.
inline constexpr std::chrono::minutes kNamesMadeWithin{5};

/// Where an officer's question and decision meet what the post holds: gathers, inspects, records.
/// Used by the desk and by `garita-station record` alike. Belongs to one thread, as its ledger
/// does.
class Counter {
 public:
  /// `ledger` outlives it. `neighbour`: the one State across the border here; empty: none.
  explicit Counter(Ledger& ledger, NamesAtHand names = {}, CountryCode neighbour = {})
      : ledger_(ledger), names_(std::move(names)), neighbour_(std::move(neighbour)) {}

  /// `at`: when the decision was taken, where it is typed in later; absent: it is about to be.
  /// `without`: a decision of this post's that is to count as never taken.
  [[nodiscard]] Result<Examined> examine(Direction direction,
                                         std::optional<PresentedDocument> document,
                                         std::optional<Instant> at,
                                         const std::optional<RecordId>& without = std::nullopt,
                                         Clearings clearings = Clearings::kRemembered);
  /// The pack in force; null: none is held.
  [[nodiscard]] Result<std::shared_ptr<const PolicyPack>> policies();
  /// What that pack says of contesting a refusal.
  [[nodiscard]] Result<std::optional<AppealWords>> appeal();
  /// Of which list names would be searched now; `alerts` is what is held of it.
  [[nodiscard]] NamesSearched names_searched(const std::optional<HeldBulletin>& alerts);
  /// All of the alert list that agrees, silent entries too: for the second line.
  [[nodiscard]] Result<std::vector<AlertHit>> listed(const AlertQuestion& question);
  /// The listed person's picture (AlertEntry::picture), a JPEG; absent: it has not come.
  [[nodiscard]] Result<std::optional<Secret>> listed_picture(std::string_view reference);
  /// Why the draft cannot be recorded as it stands, by itself and together with whom it names.
  [[nodiscard]] Result<std::vector<Fault>> faults(const Examined& examined, const Draft& draft,
                                                  const OfficerId& officer);
  /// Durable when it returns well. What was recorded under this reference before is that record,
  /// whatever would be asked today. Remedy: ask the officer, when there are faults; the message
  /// names them without anything of the traveller.
  [[nodiscard]] Result<Recorded> record(const Examined& examined, const Draft& draft,
                                        const Provenance& provenance);

 private:
  [[nodiscard]] Result<void> read_policies(Examined& examined);
  [[nodiscard]] Result<void> look_at_alerts(Examined& examined,
                                            const std::optional<RecordId>& without,
                                            Clearings clearings);
  /// `list`: that of cleared pairs, as it is held.
  [[nodiscard]] Result<std::optional<ListHit::Cleared>> cleared(
      const AlertHit& hit, const TravelDocument& shown, const std::optional<HeldBulletin>& list);
  [[nodiscard]] Result<std::optional<Clearing>> clearing_of(
      const Digest& pair, const std::optional<HeldBulletin>& list);
  [[nodiscard]] Result<std::optional<Companion>> companion_of(const Draft& draft,
                                                              const OfficerId& officer);

  Ledger& ledger_;
  ListTables alerts_{ledger_, kAlertsChannel};
  ListTables alert_pictures_{ledger_, kAlertPicturesChannel};
  ListTables cleared_pairs_{ledger_, kClearedPairsChannel};
  ListTables open_stays_{ledger_, kOpenStaysChannel};
  NamesAtHand names_;
  /// Names that are not of the list in force, and since when they are not, as far as is known.
  struct NamesBehind {
    std::uint64_t version = 0;  ///< of the list that they are of
    Instant since;
  };
  std::optional<NamesBehind> names_behind_;
  CountryCode neighbour_;
  std::uint64_t pack_version_ = 0;
  std::shared_ptr<const PolicyPack> pack_;
  std::optional<AppealWords> appeal_;  ///< of the same
};

}  // namespace garita::station
