#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "schema/vocabulary/instant.h"

namespace garita::station {

/// Releases by itself when frames of a camera agree, and tells the next traveller from another
/// look at the same one. A desk is a name for one officer's browser and direction. Pure.
class Shutter {
 public:
  /// So many frames in a row without it say that a document has been taken away.
  static constexpr int kGoneFrames = 3;
  /// Pictures of one document within this time are one traveller: several lights of one page.
  static constexpr std::chrono::seconds kSameTravellerFor{10};
  static constexpr std::size_t kDesksMax = 256;

  enum class Sight {
    kNothing,        ///< nothing that can be relied on
    kOnce,           ///< the next frame has to agree
    kTaken,          ///< two frames in a row agree: this is the next traveller
    kSameTraveller,  ///< the document that was taken still lies there
  };
  /// One frame of a camera; `document`: what tells it from others (the lines of its zone), when
  /// nothing speaks against it.
  [[nodiscard]] Sight see_frame(const std::string& desk,
                                const std::optional<std::string>& document);
  /// One picture of a scanner, which came at `at`: false when it shows the traveller of the
  /// picture before.
  [[nodiscard]] bool see_picture(const std::string& desk, const std::string& document, Instant at);

 private:
  struct Memory {
    std::string desk;
    std::string seen_once;  ///< or ""
    std::string taken;      ///< or ""
    int frames_without = 0;
    Instant taken_at;
  };
  Memory& memory_of(const std::string& desk);

  std::deque<Memory> desks_;
};
/// "nothing", "once", "taken", "same_traveller".
[[nodiscard]] std::string_view sight_name(Shutter::Sight sight);

}  // namespace garita::station
