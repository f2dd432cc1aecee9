#include "border-station/alerts/judged_pair.h"

#include "schema/journal/codec.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

constexpr std::string_view kPair = "garita judged pair 1";

std::string date_text(const std::optional<PartialDate>& date) { return date ? date->text() : ""; }

}  // namespace

std::optional<Digest> judged_pair(const AlertHit& hit, const TravelDocument& shown) {
  const bool by_name =
      hit.matched_by == MatchedBy::kNameBirthDate || hit.matched_by == MatchedBy::kNameAlike;
  const bool known_by_document = !shown.issuing_state.empty() && !shown.document_number.empty() &&
                                 !shown.surname.empty() && shown.birth_date;
  if (!by_name || !known_by_document) return std::nullopt;
  const AlertEntry& entry = hit.entry;
  // Where words alone say what is to be done, other words may ask for more.
  const bool in_words = entry.action == AlertAction::kAsWritten;
  ByteWriter pair;
  for (const auto& text :
       {std::string(kPair), entry.reference, entry.issuer, entry.number, entry.surname,
        entry.given_names, date_text(entry.birth_date), entry.nationality,
        std::string(alert_action_name(entry.action)), entry.picture,
        in_words ? entry.instruction : "", shown.document_code.substr(0, 1),
        document_key(shown.issuing_state, shown.document_number),
        normalised_name(shown.surname, shown.given_names), date_text(shown.birth_date)}) {
    pair.blob(bytes_of(text));
  }
  return sha256(pair.take());
}

}  // namespace garita::station
