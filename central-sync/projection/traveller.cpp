#include "central-sync/projection/traveller.h"

#include <string>
#include <string_view>
#include <utility>

#include "central-sync/persons/identity.h"
#include "central-sync/projection/facts.h"
#include "schema/crypto/hash.h"

namespace garita::central {
namespace {

constexpr std::size_t kPseudonymCharacters = 12;

/// Crockford's alphabet: no letter that is taken for a digit.
std::string base32(ByteView bytes, std::size_t characters) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 5 && text.size() < characters; bits -= 5)
      text += kAlphabet[(held >> (bits - 5)) & 31U];
  }
  return text;
}

PersonId pseudonym_of(std::string_view kind, std::string_view key, const Secret& secret) {
  const std::string text = std::string(kind) + ":" + std::string(key);
  return PersonId("P-" + base32(keyed_hash(secret, bytes_of(text)), kPseudonymCharacters));
}

/// The document by which a record speaks of a traveller; null: it does not.
const TravelDocument* document_in(const Record& record) {
  if (const auto* crossing = std::get_if<Crossing>(&record)) return &crossing->document;
  const auto* correction = std::get_if<Correction>(&record);
  return correction && correction->replacement ? &correction->replacement->document : nullptr;
}

}  // namespace

std::optional<Traveller> traveller_in(const RecordId& id, const Record& record,
                                      const Secret& pseudonym_secret) {
  const auto* document = document_in(record);
  if (document == nullptr) return std::nullopt;
  const Holder holder = holder_of(*document);
  const auto keys = keys_of(holder);
  Traveller traveller;
  const auto go_by = [&](std::string_view kind, std::string_view key) {
    traveller.pseudonyms.push_back(pseudonym_of(kind, key, pseudonym_secret));
  };
  if (keys.document) go_by("document", *keys.document);
  if (keys.name) go_by("name", *keys.name);
  // Nobody can say whose crossing this was, so it is the only one of its person.
  if (!keys.document && !keys.name) go_by("record", id.text());
  traveller.by_document = keys.document.has_value();
  traveller.by_name = keys.name.has_value();
  traveller.description = description_of(holder);
  return traveller;
}

}  // namespace garita::central
