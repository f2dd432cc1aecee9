#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "border-station/crossing/counter.h"
#include "document-reader/reading/reading.h"

namespace garita::station {

/// How a document came to the desk.
enum class DocumentSource { kPicture, kMrzText, kTyped };
/// "picture", "mrz_text", "typed".
[[nodiscard]] std::string_view source_name(DocumentSource source);

/// What became of an inspection.
struct TakenDecision {
  std::string request;  ///< the decision as it was asked for, to know it again
  DecisionKind decision = DecisionKind::kAdmit;
  std::optional<int> granted_days;
  Recorded recorded;
};

/// One traveller between the document's reading and the decision.
struct OpenInspection {
  std::string id;
  DocumentSource source = DocumentSource::kTyped;
  Instant opened_at;
  /// The picture file as it was given; null where there is none, and after the decision. Shared
  /// with an answer that is being written.
  std::shared_ptr<const std::string> picture;
  std::optional<reader::ReadDocument> read;
  double elapsed_ms = 0;
  bool entered_by_hand = false;  ///< the document was typed, or corrected after the reading
  Examined examined;
  std::optional<TakenDecision> taken;
};

/// The inspections of one station, in memory alone: nothing of a traveller is on the disk before
/// it is sealed. The oldest give way when there are too many.
class OpenInspections {
 public:
  static constexpr std::size_t kInspectionsMax = 64;
  static constexpr std::size_t kPictureBytesMax = std::size_t{64} * 1024 * 1024;

  /// Valid until the next call of add or drop.
  OpenInspection& add(OpenInspection inspection);
  [[nodiscard]] OpenInspection* find(std::string_view id);
  void drop(std::string_view id);
  [[nodiscard]] std::size_t undecided() const;

 private:
  void make_room();
  std::deque<OpenInspection> inspections_;
};

}  // namespace garita::station
