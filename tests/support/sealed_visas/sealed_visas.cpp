#include "tests/support/sealed_visas/sealed_visas.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>
#include <string>
#include <vector>

#include "document-reader/payload/vds.h"
#include "document-reader/payload/vds_features.h"
#include "schema/vocabulary/result.h"

namespace garita::tests {

namespace {

Bytes sealed(const SealSigningKey& key, const VisaSealOrder& order,
             const std::string& passport_number) {
  const std::vector<reader::PayloadField> fields{
      {"mrz", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236"},
      {"duration_of_stay", "P90D"},
      {"passport_number", passport_number}};
  const auto features = reader::encode_seal_features({0x5d, 0x01}, fields);
  const reader::SealHeader header{4,
                                  order.issuing_state,
                                  "UTTS",
                                  "5B",
                                  reader::SealReferenceForm::kHexadecimal,
                                  order.signed_on,
                                  order.signed_on,
                                  {0x5d, 0x01}};
  return *reader::compose_seal(header, *features, key);
}

}  // namespace

Bytes sealed_visa(const SealSigningKey& key, const VisaSealOrder& order) {
  return sealed(key, order, "UFO001979");
}

Bytes forged_visa(const SealSigningKey& key) {
  const auto signature = reader::parse_seal(sealed_visa(key))->signature;
  auto forged = sealed(key, {}, "UFO001978");
  // The signature is the last of a seal.
  ensure(reader::parse_seal(forged)->signature.size() == signature.size(), "one curve, one size");
  std::ranges::copy(signature, forged.end() - static_cast<std::ptrdiff_t>(signature.size()));
  return forged;
}

Bytes drawn_symbol(const Bytes& content) {
  constexpr int kModulePx = 8;
  const std::wstring characters(content.begin(), content.end());
  const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::DataMatrix)
                          .setMargin(4)
                          .encode(characters, 0, 0);
  const int width_px = matrix.width() * kModulePx;
  const int height_px = matrix.height() * kModulePx;
  const std::string head =
      "P5\n" + std::to_string(width_px) + " " + std::to_string(height_px) + "\n255\n";
  Bytes file = copy_of(bytes_of(head));
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      file.push_back(matrix.get(x / kModulePx, y / kModulePx) ? 0 : 255);
    }
  }
  return file;
}

}  // namespace garita::tests
