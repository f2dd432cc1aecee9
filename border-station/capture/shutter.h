#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "schema/vocabulary/instant.h"

namespace garita::station {

/// What a picture shows.
struct SeenDocument {
  /// Issuer and number as its zone says them, and as each barcode in the picture does, the one that
  /// counts first; one at least.
  std::vector<std::string> keys;
  std::string said;         ///< all that was read of it
  bool by_barcode = false;  ///< no zone was read: there may be one all the same

  /// Of two zones the zones' own keys alone, since a barcode may stand on several documents; else
  /// one's own key is among the other's.
  [[nodiscard]] bool is_same_as(const SeenDocument& other) const;
};

/// Releases by itself when frames of a camera agree, and tells the next traveller from another
/// look at the same one. A desk is a name for one officer's browser and direction. Pure.
class Shutter {
 public:
  /// So many frames in a row without it say that a document has been taken away.
  static constexpr int kGoneFrames = 3;
  /// So many in a row that show the same barcode and no zone say that the card has none, or shows
  /// its other side.
  static constexpr int kBarcodeAloneFrames = 4;
  /// Pictures of one document within this time are one traveller: several lights of one page.
  static constexpr std::chrono::seconds kSameTravellerFor{10};
  static constexpr std::size_t kDesksMax = 256;

  enum class Sight {
    kNothing,        ///< nothing that can be relied on
    kOnce,           ///< the next frames have to agree
    kTaken,          ///< they agree: this is the next traveller
    kSameTraveller,  ///< the document that was taken still lies there
  };
  struct Seen {
    Sight sight;
    /// Of what is taken: it is the zone of what was taken by its barcode then, and has lain there
    /// since. Absent: somebody else's.
    std::optional<Instant> zone_of_taken_at = std::nullopt;
  };
  /// One frame of a camera, at `at`. Two that say the same of a zone release, though between them
  /// only the barcode of the same document was read; also where that was taken by its barcode, of
  /// which a zone says more.
  [[nodiscard]] Seen see_frame(const std::string& desk, const std::optional<SeenDocument>& document,
                               Instant at);
  /// Whom one picture of a scanner shows, which came at `at`.
  enum class Shown {
    kNextTraveller,
    kSameTraveller,    ///< of the picture before
    kZoneOfTraveller,  ///< the same, of whom only a barcode was read till now: it says more
  };
  struct Pictured {
    Shown shown;
    Instant since;  ///< when the first picture of that traveller came
  };
  [[nodiscard]] Pictured see_picture(const std::string& desk, const SeenDocument& document,
                                     Instant at);

 private:
  struct Memory {
    std::string desk;
    std::optional<SeenDocument> zone_once = std::nullopt;
    std::string barcode = "";  ///< what it said, or ""
    int barcode_frames = 0;    ///< that said so in a row
    std::optional<SeenDocument> taken = std::nullopt;
    int frames_without = 0;
    Instant taken_at = {};  ///< the last picture of it
    Instant since = {};     ///< the first one, or the frame that released
  };
  static bool agrees_with_before(Memory& memory, const SeenDocument& document);
  static bool shows_taken(const Memory& memory, const SeenDocument& document);
  static Seen see_taken(Memory& memory, const SeenDocument& document);
  Memory& memory_of(const std::string& desk);

  std::deque<Memory> desks_;
};
/// "nothing", "once", "taken", "same_traveller".
[[nodiscard]] std::string_view sight_name(Shutter::Sight sight);

}  // namespace garita::station
