#include "central-sync/alerts/un_list.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <set>
#include <vector>

#include "central-sync/alerts/state_names.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// A range of years is as many entries; of a longer one nothing is known.
constexpr int kYearsMost = 10;
/// Of one individual; a list that has more is not what it says.
constexpr std::size_t kEntriesMost = 2000;
/// Neither a document's nor a name's; the standard's fields are shorter.
constexpr std::size_t kTextBytesMost = 300;

/// Blanks and line ends within a text are one blank each.
std::string one_line(const char* text) {
  std::string line;
  for (const char* at = text; *at != '\0'; ++at) {
    const bool blank = static_cast<unsigned char>(*at) <= ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : *at;
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string child_text(const pugi::xml_node& node, const char* name) {
  return one_line(node.child(name).text().get());
}

/// One individual on its way into entries.
class Individual {
 public:
  Individual(const pugi::xml_node& node, const ListDefaults& defaults, const ListSink& sink)
      : node_(node), defaults_(defaults), sink_(sink) {
    reference_ = child_text(node, "REFERENCE_NUMBER");
  }

  void convert() {
    if (reference_.empty()) return sink_.left_out("an individual without a reference number");
    const auto births = births_of();
    nationality_ = nationality_of();
    for (const auto& name : names_of())
      for (const auto& birth : births) take_person(name, birth);
    for (const auto& document : node_.children("INDIVIDUAL_DOCUMENT")) take_document(document);
    if (taken_ > kEntriesMost)
      left_out("more than " + std::to_string(kEntriesMost) + " names and dates: the rest");
  }

 private:
  void left_out(const std::string& what) { sink_.left_out(reference_ + ": " + what); }

  AlertEntry entry() const {
    AlertEntry entry;
    entry.reference = reference_;
    entry.instruction = defaults_.instruction;
    entry.action = defaults_.action;
    entry.nationality = nationality_;
    return entry;
  }

  void take(const AlertEntry& entry) {
    if (++taken_ <= kEntriesMost) sink_.take(entry);
  }

  /// The list does not say which of a name's parts is a surname.
  void take_person(const std::string& name, const PartialDate& birth) {
    AlertEntry person = entry();
    person.surname = name;
    person.birth_date = birth;
    take(person);
  }

  std::vector<std::string> names_of() {
    std::string name;
    for (const auto* part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
      const auto text = child_text(node_, part);
      if (!text.empty()) name += (name.empty() ? "" : " ") + text;
    }
    std::vector<std::string> names;
    add_name(name, names);
    // Those of low quality are names by which half a country goes: "Abu Ahmad".
    for (const auto& alias : node_.children("INDIVIDUAL_ALIAS"))
      if (child_text(alias, "QUALITY") != "Low") add_name(child_text(alias, "ALIAS_NAME"), names);
    if (names.empty()) left_out("no name");
    return names;
  }

  void add_name(const std::string& name, std::vector<std::string>& names) {
    if (name.empty() || std::ranges::find(names, name) != names.end()) return;
    if (name.size() > kTextBytesMost) return left_out("a name that is too long for one");
    names.push_back(name);
  }

  std::vector<PartialDate> births_of() {
    std::vector<PartialDate> births;
    const auto add = [&](const PartialDate& birth) {
      if (std::ranges::find(births, birth) == births.end()) births.push_back(birth);
    };
    for (const auto& born : node_.children("INDIVIDUAL_DATE_OF_BIRTH"))
      for (const auto& birth : births_in(born)) add(birth);
    if (births.empty()) add({});
    return births;
  }

  std::vector<PartialDate> births_in(const pugi::xml_node& born) {
    const auto day = child_text(born, "DATE");
    if (!day.empty()) {
      auto date = PartialDate::from_text(day.substr(0, 10));
      if (date) return {*date};
      left_out("a date of birth that is none");
    }
    const auto first = year_in(born, "YEAR");
    if (first) return {PartialDate{*first, {}, {}}};
    const auto from = year_in(born, "FROM_YEAR");
    const auto to = year_in(born, "TO_YEAR");
    std::vector<PartialDate> years;
    if (!from || !to || *to < *from || *to - *from >= kYearsMost) return years;
    for (int year = *from; year <= *to; ++year) years.push_back({year, {}, {}});
    return years;
  }

  static std::optional<int> year_in(const pugi::xml_node& born, const char* name) {
    const auto text = child_text(born, name);
    const auto date = PartialDate::from_text(text + "-XX-XX");
    return date && date->year ? date->year : std::nullopt;
  }

  std::string nationality_of() {
    const auto name = child_text(node_.child("NATIONALITY"), "VALUE");
    return state_named(name).value_or("");
  }

  void take_document(const pugi::xml_node& document) {
    const auto number = child_text(document, "NUMBER");
    if (number.empty()) return;
    auto state = child_text(document, "ISSUING_COUNTRY");
    if (state.empty()) state = child_text(document, "COUNTRY_OF_ISSUE");
    auto code = state_named(state);
    // Nobody but a person's own State gives them a passport, but for the stateless.
    if (state.empty() && is_passport(document) && !nationality_.empty()) code = nationality_;
    const bool is_number = number.size() <= kTextBytesMost && is_printed(number);
    if (!code || !is_number) {
      return left_out("a document of which " +
                      std::string(code ? "the number is a sentence" : "no State is named") +
                      ": its number is in no entry");
    }
    AlertEntry entry = this->entry();
    entry.issuer = *code;
    entry.number = number;
    take(entry);
  }

  static bool is_passport(const pugi::xml_node& document) {
    const auto kind = child_text(document, "TYPE_OF_DOCUMENT");
    return std::ranges::any_of(
        std::array{"Passport", "passeport", "pasaporte"},
        [&](const char* word) { return kind.find(word) != std::string::npos; });
  }

  /// Letters and digits, with what is printed between them; no words.
  static bool is_printed(const std::string& number) {
    constexpr std::size_t kCharactersMost = 24;
    if (number.size() > kCharactersMost) return false;
    return std::ranges::any_of(number, [](char c) { return c >= '0' && c <= '9'; });
  }

  const pugi::xml_node& node_;
  const ListDefaults& defaults_;
  const ListSink& sink_;
  std::string reference_;
  std::string nationality_;
  std::size_t taken_ = 0;
};

}  // namespace

bool is_un_list(ByteView content) {
  constexpr std::size_t kLookedAt = 4096;
  const auto begin = text_of(content).substr(0, kLookedAt);
  return begin.find("<CONSOLIDATED_LIST") != std::string_view::npos;
}

Result<void> read_un_list(ByteView xml, const ListDefaults& defaults, const ListSink& sink) {
  if (xml.size() > kUnListBytesMax) return fail(Remedy::kReject, "the list is longer than 64 MB");
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) {
    return fail(Remedy::kReject, std::string("no XML: ") + parsed.description() + " at byte " +
                                     std::to_string(parsed.offset));
  }
  const auto list = document.child("CONSOLIDATED_LIST");
  if (!list || !list.child("INDIVIDUALS"))
    return fail(Remedy::kReject, "no CONSOLIDATED_LIST with INDIVIDUALS in it");
  for (const auto& individual : list.child("INDIVIDUALS").children("INDIVIDUAL"))
    Individual(individual, defaults, sink).convert();
  return {};
}

}  // namespace garita::central
