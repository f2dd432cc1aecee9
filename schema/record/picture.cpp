#include "schema/record/picture.h"

#include <algorithm>

namespace garita {

std::string_view picture_kind_name(PictureKind kind) {
  return kind == PictureKind::kTraveller ? "traveller" : "document";
}

std::vector<PictureChunk> split_pictures(const RecordId& crossing,
                                         std::span<const Picture> pictures) {
  ensure(pictures.size() <= kPicturesMax, "a crossing has at most eight pictures");
  std::vector<PictureChunk> chunks;
  std::uint32_t number = 0;
  for (const auto& picture : pictures) {
    const ByteView content(picture.content);
    ensure(content.size() <= kEvidencePictureBytesMax, "a picture has at most 1 MiB");
    const std::size_t parts =
        std::max<std::size_t>(1, (content.size() + kChunkBytesMax - 1) / kChunkBytesMax);
    ++number;
    for (std::size_t part = 0; part < parts; ++part) {
      const std::size_t from = part * kChunkBytesMax;
      const auto piece = content.subspan(from, std::min(kChunkBytesMax, content.size() - from));
      chunks.push_back({crossing, picture.kind, number, static_cast<std::uint32_t>(part + 1),
                        static_cast<std::uint32_t>(parts), copy_of(piece)});
    }
  }
  return chunks;
}

Result<std::vector<Picture>> join_pictures(const RecordId& crossing,
                                           std::span<const PictureChunk> chunks) {
  std::vector<Picture> pictures;
  std::uint32_t parts = 0;
  std::uint32_t part = 0;
  for (const auto& chunk : chunks) {
    if (part == parts) {
      pictures.push_back({chunk.kind, {}});
      parts = chunk.parts;
      part = 0;
    }
    ++part;
    const bool follows = chunk.crossing == crossing && chunk.picture == pictures.size() &&
                         chunk.part == part && chunk.parts == parts &&
                         chunk.kind == pictures.back().kind;
    if (!follows) return fail(Remedy::kReject, "a part of a picture is not where it belongs");
    auto& content = pictures.back().content;
    content.insert(content.end(), chunk.content.begin(), chunk.content.end());
  }
  if (part != parts) return fail(Remedy::kReject, "the last parts of a picture are missing");
  return pictures;
}

}  // namespace garita
