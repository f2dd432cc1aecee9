// Any bytes as a film: what is cut out of it are frames, the same in whatever pieces it is read.
// Byte 0: how large the pieces are.
#include <vector>

#include "document-reader/program/film.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {
namespace {

std::vector<std::string> cut(std::string_view film, std::size_t piece_bytes) {
  FilmFrames frames;
  std::vector<std::string> all;
  while (!film.empty()) {
    const auto piece = film.substr(0, piece_bytes);
    film.remove_prefix(piece.size());
    frames.add(piece);
    while (auto frame = frames.next()) all.push_back(*std::move(frame));
  }
  return all;
}

void take(std::string_view film, std::size_t piece_bytes) {
  const auto frames = cut(film, film.size());
  ensure(frames == cut(film, piece_bytes), "pieces make no difference");
  std::size_t at = 0;
  for (const auto& frame : frames) {
    ensure(frame.starts_with("\xFF\xD8\xFF"), "a frame begins as a JPEG");
    ensure(frame.find("\xFF\xD9", 3) + 2 == frame.size(), "and ends with its end");
    const auto found = film.find(frame, at);
    ensure(found != std::string_view::npos, "it stands in the film, behind the one before");
    at = found + frame.size();
  }
  ensure(film.find("\xFF\xD8\xFF", at) == std::string_view::npos ||
             film.find("\xFF\xD9", film.find("\xFF\xD8\xFF", at) + 3) == std::string_view::npos,
         "no whole frame is left out");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t piece_bytes = 1 + data[0];
  garita::reader::take(garita::text_of({data + 1, size - 1}), piece_bytes);
  return 0;
}
