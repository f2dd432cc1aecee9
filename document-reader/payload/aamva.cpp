#include "document-reader/payload/aamva.h"

#include <algorithm>
#include <array>

#include "document-reader/payload/aamva_elements.h"
#include "document-reader/payload/aamva_layout.h"
#include "document-reader/payload/aamva_values.h"
#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

/// Understands the elements of one card; each is taken once, and what is left at the end is kept
/// under its id.
class CardReader {
 public:
  explicit CardReader(AamvaLayout layout) : layout_(std::move(layout)) {
    payload_.kind = PayloadKind::kAamva;
    payload_.warnings = layout_.warnings;
  }

  Result<Payload> read() {
    add_header();
    add_names();
    move_residence();
    for (const auto& spec : aamva_specs()) add_known(spec);
    add_issuing_state();
    for (const auto& element : layout_.elements) add(element.id, element.value);
    add("trailing_data", layout_.trailing);
    if (!find_field(payload_.fields, "document_number") &&
        !find_field(payload_.fields, "surname")) {
      return fail(Remedy::kReject,
                  "neither a document number (DAQ) nor a surname (DCS, DAA) among " +
                      std::to_string(elements_) + " data elements");
    }
    return std::move(payload_);
  }

 private:
  /// Cards in between two versions say the same in the elements of both.
  void add(std::string_view name, std::string_view value) {
    if (find_field(payload_.fields, name) == value) return;
    add_field(payload_.fields, name, value);
  }
  void warn(std::string sentence) { payload_.warnings.push_back(std::move(sentence)); }

  /// The value of the first element of this id that says something; it is not there any more.
  std::string take(std::string_view id) {
    auto& elements = layout_.elements;
    const auto place =
        std::find_if(elements.begin(), elements.end(), [&](const AamvaElement& element) {
          return element.id == id && !says_nothing(element.value);
        });
    if (place == elements.end()) return {};
    auto value = std::move(place->value);
    elements.erase(place);
    return value;
  }
  std::string take_name(std::string_view id) { return std::string(trimmed(take(id), " ,")); }

  void add_header() {
    const auto& header = layout_.header;
    elements_ = layout_.elements.size();
    add("document_type", layout_.type == "ID" ? "identity_card" : "driving_licence");
    add("aamva_version", std::to_string(header.version));
    if (header.jurisdiction_version) {
      add("jurisdiction_version", std::to_string(*header.jurisdiction_version));
    }
    add("issuer_number", header.issuer);
    if (const auto* issuer = find_aamva_issuer(header.issuer)) {
      add("issuing_jurisdiction", issuer->jurisdiction);
    } else {
      warn("no issuer has the number " + header.issuer);
    }
    std::erase_if(layout_.elements,
                  [](const AamvaElement& element) { return says_nothing(element.value); });
  }

  /// DCS with DAC and DAD from version 04 on, with DCT in 02 and 03, DAA in 01. Cards mix them.
  void add_names() {
    const auto full = take("DAA");
    auto surname = take_name("DCS");
    if (surname.empty()) surname = take_name("DAB");
    auto first = take_name("DAC");
    auto middle = take_name("DAD");
    const auto given = take_name("DCT");
    if (first.empty() && middle.empty() && !given.empty()) {
      const auto comma = std::min(given.find(','), given.size());
      first = trimmed(given.substr(0, comma));
      middle = trimmed(given.substr(std::min(comma + 1, given.size())), " ,");
      // Only a comma says where the first name ends; a blank may stand within it.
      if (comma == given.size()) std::swap(first, undivided_);
    }
    if (surname.empty() && !full.empty()) {
      add_full_name(full);
      return;
    }
    add_name_parts(surname, first, middle);
    auto suffix = take_name("DCU");
    if (suffix.empty()) suffix = take_name("DAE");
    add("name_suffix", suffix);
  }

  void add_name_parts(std::string_view surname, std::string first, std::string middle) {
    add("surname", surname);
    std::string given = undivided_;
    for (const auto* part : {&first, &middle}) {
      if (!given.empty() && !part->empty()) given += " ";
      given += *part;
    }
    // "MARY,ANN" is two given names.
    std::replace(given.begin(), given.end(), ',', ' ');
    add("given_names", given);
    add("first_name", first);
    add("middle_names", middle);
  }

  /// Version 01: "surname,first,middle,suffix". Pennsylvania writes "first middle surname".
  void add_full_name(std::string_view full) {
    std::array<std::string, 4> parts;
    std::size_t count = 0;
    if (full.find_first_of(",$") == full.npos) {
      const auto blank = full.rfind(' ');
      warn("the name has no comma: its last word is taken for the surname");
      parts[0] = full.substr(blank == full.npos ? 0 : blank + 1);
      undivided_ = blank == full.npos ? "" : trimmed(full.substr(0, blank));
      add_name_parts(parts[0], "", "");
      return;
    }
    while (!full.empty()) {
      const auto end = std::min(full.find_first_of(",$"), full.size());
      auto& part = parts.at(std::min(count, parts.size() - 1));
      if (!part.empty() && end > 0) part += " ";
      part += trimmed(full.substr(0, end));
      full.remove_prefix(std::min(end + 1, full.size()));
      ++count;
    }
    // "SMITH,MARY JONES": nothing says where the first name ends.
    if (count == 2 && parts[1].find(' ') != std::string::npos) std::swap(parts[1], undivided_);
    add_name_parts(parts[0], parts[1], parts[2]);
    add("name_suffix", parts[3]);
  }

  /// A card of version 01 that has no mailing address has the residence's.
  void move_residence() {
    constexpr std::array<std::array<std::string_view, 2>, 5> kParts{
        {{"DAG", "DAL"}, {"DAH", "DAM"}, {"DAI", "DAN"}, {"DAJ", "DAO"}, {"DAK", "DAP"}}};
    for (const auto& [mailing, residence] : kParts) {
      const auto find = [&](std::string_view id) {
        return std::ranges::find(layout_.elements, id, &AamvaElement::id);
      };
      const auto from = find(residence);
      if (find(mailing) == layout_.elements.end() && from != layout_.elements.end()) {
        from->id = mailing;
      }
    }
  }

  /// Fields stand in the order of the table, so the table is walked and not the card.
  void add_known(const AamvaSpec& spec) {
    const int version = layout_.header.version;
    if (version < spec.version_min || version > std::max(spec.version_max, 0)) return;
    const auto value = take(spec.id);
    if (value.empty()) return;
    const auto read = aamva_value(value, spec.form);
    if (!read || read->empty()) {
      // Zeros stand for a date that is not there.
      if (spec.form == AamvaForm::kDate && value.find_first_not_of('0') == value.npos) return;
      warn(std::string(spec.id) + " (" + std::string(spec.name) + ") is not what it should be");
      add(spec.id, value);
      return;
    }
    if (spec.form == AamvaForm::kTruncation && value == "T") {
      warn("the card cuts a name: " + std::string(spec.name));
    }
    const bool kilograms =
        spec.form == AamvaForm::kWeight && value.find_first_of("kK") != value.npos;
    add(kilograms ? "weight_kg" : spec.name, *read);
  }

  /// Version 01 does not say it, but its issuer does.
  void add_issuing_state() {
    const auto* const issuer = find_aamva_issuer(layout_.header.issuer);
    if (find_field(payload_.fields, "issuing_state") || issuer == nullptr) return;
    add("issuing_state", issuer->country);
  }

  AamvaLayout layout_;
  Payload payload_;
  std::size_t elements_ = 0;
  std::string undivided_;  ///< given names that the card does not part into first and middle
};

}  // namespace

Result<Payload> read_aamva(ByteView bytes) {
  const auto text = text_of_payload(bytes);
  GARITA_TRY(layout, take_aamva_apart(text));
  return CardReader(std::move(layout)).read();
}

}  // namespace garita::reader
