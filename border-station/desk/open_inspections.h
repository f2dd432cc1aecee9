#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/earlier_readings.h"
#include "document-reader/reading/reading.h"

namespace garita::station {

/// How a document came to the desk.
enum class DocumentSource { kPicture, kMrzText, kTyped };
/// "picture", "mrz_text", "typed".
[[nodiscard]] std::string_view source_name(DocumentSource source);

/// What became of an inspection.
struct TakenDecision {
  /// As it was asked for, to know it again; but for what the protection unit is told, which does
  /// not stay here and is known again by its keyed hash alone.
  Draft draft;
  Digest told{};
  Recorded recorded;
};

/// What the officers of a post on paper wrote down, typed in later.
struct DecidedOnPaper {
  Instant at;
  OfficerId officer;  ///< who decided
};

/// Questions to the list that the documents of one inspection may ask: each is looked up again with
/// every list that comes, and none is dropped.
inline constexpr std::size_t kQuestionsMax = 16;

/// One traveller between the document's reading and the decision.
struct OpenInspection {
  std::string id;
  DocumentSource source = DocumentSource::kTyped;
  Instant opened_at;
  /// Grows when what it says changes: a decision is for what the officer had before the eyes.
  int revision = 1;
  /// The picture file as it was given; null where there is none, after the decision, and when
  /// newer ones needed its room. Shared with an answer that is being written.
  std::shared_ptr<const std::string> picture;
  /// The same page under other lights.
  std::vector<std::shared_ptr<const std::string>> other_lights;
  /// The traveller, live; as `picture`, but it needs no room to be made for it.
  std::shared_ptr<const std::string> photo;
  std::optional<reader::ReadDocument> read;
  /// Whom its barcodes name besides whom the document does: looked up beside it.
  std::vector<PresentedDocument> named_beside;
  /// What lay there before, once of each question to the list: looked up beside the document too,
  /// whether anything was found of it or not, since names or a newer list may still come.
  std::vector<PresentedDocument> asked_before;
  double elapsed_ms = 0;
  bool entered_by_hand = false;  ///< the document was typed, or corrected after the reading
  OfficerId looked_at_by;        ///< the document that it has now
  Instant looked_at;             ///< the same
  bool noted = false;            ///< that document, in the audit, as looked at
  EarlierReadings earlier;
  std::vector<HitLeft> open_hits;  ///< of all its documents, to be told where no decision follows
  bool hits_told = false;          ///< as left undecided, though one may still follow
  std::optional<DecidedOnPaper> on_paper;  ///< absent: it is decided here and now
  /// The newest decision about that document which came after it was looked at, and that of which
  /// whoever decided here was told.
  std::optional<RecordId> decided_meanwhile;
  std::optional<RecordId> decided_told;
  /// As of when the traveller is examined; absent: of now.
  [[nodiscard]] std::optional<Instant> moment() const {
    return on_paper ? std::optional(on_paper->at) : std::nullopt;
  }
  [[nodiscard]] EvidenceClass evidence() const {
    return entered_by_hand ? EvidenceClass::kOfficerTyped : EvidenceClass::kOfficerScan;
  }
  [[nodiscard]] Clearings clearings() const {
    return clearings_of(evidence(), on_paper.has_value());
  }
  Examined examined;  ///< with what earlier readings said
  std::optional<TakenDecision> taken;
};

/// Whom the barcodes of a picture name besides whom it is of: beside a zone whoever is another by
/// number, surname or birth; without one whoever the barcode that counts does not. Of somebody who
/// has another number alone, no name: it was asked of with the zone.
[[nodiscard]] std::vector<PresentedDocument> named_beside(const reader::ReadDocument& read);

/// PresentedDocument::contradictions of that reading.
[[nodiscard]] std::vector<std::string> contradictions_in(const reader::ReadDocument& read);

/// The inspections of one station, in memory alone: nothing of a traveller is on the disk before
/// it is sealed. When there are too many, the oldest that is decided gives way first, then the
/// oldest of the officer who has the most open, and the oldest pictures before any inspection: no
/// desk loses its traveller to another desk's picture.
class OpenInspections {
 public:
  /// `gives_way`: told of every undecided inspection that needs to go for a newer one.
  using GivesWay = std::function<void(OpenInspection&)>;
  explicit OpenInspections(GivesWay gives_way = {}) : gives_way_(std::move(gives_way)) {}

  static constexpr std::size_t kInspectionsMax = 64;
  static constexpr std::size_t kPictureBytesMax = std::size_t{64} * 1024 * 1024;

  /// Valid until the next call of add or drop.
  OpenInspection& add(OpenInspection inspection);
  [[nodiscard]] OpenInspection* find(std::string_view id);
  void drop(std::string_view id);
  [[nodiscard]] std::size_t undecided() const;
  /// Whether one that is `wanted` was decided at `moment` or since.
  [[nodiscard]] bool decided_since(Instant moment,
                                   const std::function<bool(const OpenInspection&)>& wanted) const;
  /// Those whose document was looked at before `moment`, and which are not decided. Valid as
  /// find()'s.
  [[nodiscard]] std::vector<OpenInspection*> undecided_since(Instant moment);
  /// Undecided, and looked up while the names of the alert list in force were being made ready.
  /// Valid as find()'s.
  [[nodiscard]] std::vector<OpenInspection*> waiting_for_names();

 private:
  std::deque<OpenInspection>::iterator oldest_of_whoever_has_most();
  void make_room();
  void make_room_for_pictures();
  GivesWay gives_way_;
  std::deque<OpenInspection> inspections_;
};

}  // namespace garita::station
