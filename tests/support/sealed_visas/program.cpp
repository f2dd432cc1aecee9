#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/seal_signers/seal_signers.h"
#include "tests/support/sealed_visas/sealed_visas.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

bool write(const fs::path& file, ByteView content) {
  std::ofstream out(file, std::ios::binary);
  out << text_of(content);
  return out.flush().good();
}

int run(int argc, char** argv) {
  CLI::App app{
      "garita-sealed-visa: makes a signer of digital seals and a visa's seal by it:\n"
      "OUT/trust/signer.pem, OUT/sealed.pgm, OUT/forged.pgm (another passport's number under the\n"
      "same signature)."};
  fs::path out;
  app.add_option("--out", out, "a folder, made if need be")->required();
  CLI11_PARSE(app, argc, argv);
  const SealSigners signers;
  signers.make("signer", {});
  const auto key = SealSigningKey::from_pem(text_of(signers.read("signer.key")));
  std::error_code error;
  fs::create_directories(out / "trust", error);
  const bool written = key && write(out / "trust/signer.pem", signers.read("signer.pem")) &&
                       write(out / "sealed.pgm", drawn_symbol(sealed_visa(*key))) &&
                       write(out / "forged.pgm", drawn_symbol(forged_visa(*key)));
  if (written) return 0;
  std::fprintf(stderr, "garita-sealed-visa: %s cannot be written\n", out.c_str());
  return 1;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }
