#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/support/licences/drawn_licence.h"

namespace garita::tests {
namespace {

int run(int argc, char** argv) {
  CLI::App app{
      "garita-licence: draws the back of an invented driving licence, with its barcode and\n"
      "without a machine readable zone."};
  std::filesystem::path out;
  LicenceOrder order;
  app.add_option("--out", out, "a PGM file")->required();
  app.add_option("--number", order.number);
  app.add_option("--surname", order.surname);
  app.add_option("--given-name", order.given_name);
  app.add_option("--beside", order.beside, "what a QR code says that is stuck beside it");
  CLI11_PARSE(app, argc, argv);
  std::ofstream file(out, std::ios::binary);
  const auto drawn = drawn_licence(order);
  file << text_of(drawn);
  if (file.flush().good()) return 0;
  std::fprintf(stderr, "garita-licence: %s cannot be written\n", out.c_str());
  return 1;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
