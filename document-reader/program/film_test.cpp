#include "document-reader/program/film.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

std::string frame(const std::string& shows) { return "\xFF\xD8\xFF" + shows + "\xFF\xD9"; }

/// What each frame shows, of a film that is read in pieces of so many bytes: "one two +3", and how
/// much waits.
std::string cut(const std::string& film, std::size_t piece_bytes) {
  FilmFrames frames;
  std::string text;
  for (std::size_t at = 0; at < film.size(); at += piece_bytes) {
    frames.add(std::string_view(film).substr(at, piece_bytes));
    while (const auto one = frames.next()) text += one->substr(3, one->size() - 5) + " ";
  }
  return text + "+" + std::to_string(frames.waiting_bytes());
}

TEST(FilmFrames, AreCutOutWhateverStandsBetweenThemAndInWhateverPieces) {
  const std::pair<std::string, std::string> films[] = {
      {"", "+0"},
      {"no film at all", "+2"},
      {frame("one"), "one +0"},
      {"RIFF....AVI " + frame("one") + "00dc\xFF\xD8 " + frame("two") + "idx1", "one two +2"},
      {frame("stuffed \xFF" + std::string(1, '\0') + " data"),
       "stuffed \xFF" + std::string(1, '\0') + " data +0"},
      {frame("one") + "\xFF\xD8\xFF" + "begun", "one +8"},
      {frame("one") + "\xFF\xD8", "one +2"},
      {"\xFF\xD9" + frame("\xD9"), "\xD9 +0"},
  };
  for (const auto& [film, expected] : films)
    for (const std::size_t piece_bytes : {1U, 2U, 3U, 7U, 1000U})
      EXPECT_EQ(cut(film, piece_bytes), expected) << "in pieces of " << piece_bytes;
}

}  // namespace
}  // namespace garita::reader
