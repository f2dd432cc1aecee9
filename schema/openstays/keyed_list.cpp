#include "schema/openstays/keyed_list.h"

#include "schema/crypto/hash.h"

namespace garita {
namespace {

constexpr std::size_t kReferenceBytes = 16;
constexpr std::size_t kReferenceCharacters = 22;  ///< of base64url, without padding
constexpr std::string_view kKeyRow = "station:";

}  // namespace

std::string keyed_reference(const Secret& key, std::string_view kind, std::string_view text) {
  const Digest hash = keyed_hash(key, bytes_of(std::string(kind) + "|" + std::string(text)));
  return to_base64url(ByteView(hash).first(kReferenceBytes));
}

bool is_keyed_reference(std::string_view text) {
  constexpr std::string_view kBase64Url =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.size() == kReferenceCharacters &&
         text.find_first_not_of(kBase64Url) == std::string_view::npos;
}

std::string key_row(const OpenStaysKey& key) {
  return std::string(kKeyRow) + key.station.value() + ",,," + to_base64(key.sealed) + "\n";
}

Result<std::optional<OpenStaysKey>> key_of_row(const CsvRows& row) {
  const auto reference = row.at("reference");
  if (!reference.starts_with(kKeyRow)) return std::optional<OpenStaysKey>();
  GARITA_TRY(station, parse_station_id(reference.substr(kKeyRow.size())));
  auto sealed = from_base64(row.at("sealed_key"));
  if (!sealed || sealed->empty()) return fail(Remedy::kReject, "sealed_key is no base64");
  return std::optional(OpenStaysKey{station, *std::move(sealed)});
}

}  // namespace garita
