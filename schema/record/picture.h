#pragma once

#include <span>
#include <vector>

#include "schema/record/record.h"

namespace garita {

/// A picture of a crossing, as the reader was given it.
struct Picture {
  PictureKind kind = PictureKind::kDocument;
  Bytes content;  ///< at most kEvidencePictureBytesMax
  friend bool operator==(const Picture&, const Picture&) = default;
};

/// The pictures in parts, in the order in which they stand in the lane.
[[nodiscard]] std::vector<PictureChunk> split_pictures(const RecordId& crossing,
                                                       std::span<const Picture> pictures);
/// The pictures again, out of all parts of one crossing in order. Remedy: reject, when a part is
/// of another crossing or does not follow the one before it.
[[nodiscard]] Result<std::vector<Picture>> join_pictures(const RecordId& crossing,
                                                         std::span<const PictureChunk> chunks);

}  // namespace garita
