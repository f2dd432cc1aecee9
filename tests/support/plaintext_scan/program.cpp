#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/plaintext_scan/plaintext_scan.h"

namespace {

struct Options {
  std::string words;
  std::vector<std::string> contents;
  std::vector<std::string> places;
};

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "garita-clear-text: looks for words and pieces of files in other files, in clear, encoded "
      "or\n"
      "compressed. Exits 1 when it finds any. Prints a line a place, then how much it looked at."};
  Options options;
  app.add_option("--words", options.words, "file with a word a line")->required();
  app.add_option("--content", options.contents,
                 "a file whose bytes are looked for; may be repeated")
      ->allow_extra_args(false);
  app.add_option("PLACE", options.places, "files and folders to look through")->required();
  CLI11_PARSE(app, argc, argv);

  garita::tests::ClearTextScan scan;
  std::ifstream words(options.words);
  for (std::string word; std::getline(words, word);) scan.add_word(word);
  for (const auto& file : options.contents) scan.add_content(file, content_of(file));
  garita::tests::Extent extent;
  std::vector<garita::tests::ClearText> found;
  for (const auto& place : options.places) {
    const auto there = scan.look_through(place, extent);
    found.insert(found.end(), there.begin(), there.end());
  }
  std::cout << garita::tests::report_of(found) << extent.files << " files, " << extent.bytes
            << " bytes\n";
  return found.empty() ? 0 : 1;
}
