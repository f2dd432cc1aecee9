#include "document-reader/payload/bcbp.h"

#include <algorithm>
#include <array>
#include <span>

#include "document-reader/payload/bcbp_dates.h"
#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

/// An item of fixed size; an empty name: read by hand.
struct Item {
  std::string_view name;
  std::size_t size = 0;
};

constexpr std::size_t kNameBytes = 20;
constexpr std::size_t kHeadBytes = 23;  ///< format code, number of legs, name, ticket indicator
/// Up to the date of the flight: a pass whose blank end was cut off has at least this of its leg.
constexpr std::size_t kLegBytesMin = 24;
constexpr int kLegsMax = 4;
constexpr int kVersionMax = 8;

/// Mandatory items of a leg; the size of what is variable follows them.
constexpr std::array kLegItems = std::to_array<Item>({{"pnr", 7},
                                                      {"from_airport", 3},
                                                      {"to_airport", 3},
                                                      {"operating_carrier", 3},
                                                      {"flight_number", 5},
                                                      {"flight_day", 3},
                                                      {"compartment", 1},
                                                      {"seat", 4},
                                                      {"check_in_sequence", 5},
                                                      {"passenger_status", 1}});
/// Conditional items of the whole pass.
constexpr std::array kUniqueItems = std::to_array<Item>({{"passenger_description", 1},
                                                         {"check_in_source", 1},
                                                         {"issuance_source", 1},
                                                         {"issue_day", 4},
                                                         {"document_type", 1},
                                                         {"issuer_airline", 3},
                                                         {"baggage_tag", 13},
                                                         {"baggage_tag", 13},
                                                         {"baggage_tag", 13}});
/// Conditional items of each leg; fast_track from version 5 on.
constexpr std::array kRepeatedItems = std::to_array<Item>({{"airline_numeric_code", 3},
                                                           {"ticket_number", 10},
                                                           {"selectee", 1},
                                                           {"international_document_check", 1},
                                                           {"marketing_carrier", 3},
                                                           {"frequent_flyer_airline", 3},
                                                           {"frequent_flyer_number", 16},
                                                           {"id_ad_indicator", 1},
                                                           {"free_baggage_allowance", 3},
                                                           {"fast_track", 1}});

std::optional<std::size_t> hexadecimal(std::string_view two) {
  const auto byte = two.size() == 2 ? from_hex(two) : Result<Bytes>(Bytes{});
  if (!byte || byte->size() != 1) return std::nullopt;
  return byte->front();
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Scanners end what they send with these.
std::string_view without_line_end(std::string_view text) {
  const auto last = text.find_last_not_of(std::string_view("\r\n\0", 3));
  return text.substr(0, last == text.npos ? 0 : last + 1);
}

/// Reads a pass from front to back.
class PassReader {
 public:
  PassReader(std::string_view text, Date today) : text_(text), today_(today) {
    payload_.kind = PayloadKind::kBcbp;
  }

  Result<Payload> read() {
    GARITA_TRY(legs, read_head());
    for (int leg = 1; leg <= legs && !cut_; ++leg) GARITA_CHECK(read_leg(leg, legs));
    const auto read_legs = static_cast<int>(payload_.groups.size());
    if (read_legs < legs) {
      warn("the pass ends after leg " + std::to_string(read_legs) + " of " + std::to_string(legs));
    }
    GARITA_CHECK(check_characters(text_.substr(0, at_)));
    GARITA_CHECK(read_security());
    date_flights(payload_, today_);
    return std::move(payload_);
  }

 private:
  std::string here() const { return " at byte " + std::to_string(at_); }
  std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
  void warn(std::string sentence) { payload_.warnings.push_back(std::move(sentence)); }

  std::string_view take(std::size_t size) {
    const auto taken = rest().substr(0, size);
    at_ += taken.size();
    return taken;
  }

  Result<int> read_head() {
    if (text_.size() < kHeadBytes + kLegBytesMin) {
      return fail(Remedy::kReject,
                  "ends within the mandatory items, at byte " + std::to_string(text_.size()));
    }
    if (text_[0] != 'M') return fail(Remedy::kReject, "a format code other than M at byte 0");
    const auto legs = number_of(text_.substr(1, 1));
    if (!legs || *legs < 1 || *legs > kLegsMax) {
      return fail(Remedy::kReject, "a number of legs that is not 1 to 4 at byte 1");
    }
    GARITA_CHECK(check_characters(text_.substr(0, kHeadBytes + kLegItemsBytes)));
    at_ = 2;
    const auto name = trimmed(take(kNameBytes));
    const auto slash = std::min(name.find('/'), name.size());
    add("surname", trimmed(name.substr(0, slash)));
    add("given_names", trimmed(name.substr(std::min(slash + 1, name.size()))));
    add("electronic_ticket_indicator", trimmed(take(1)));
    return *legs;
  }

  /// Security data may be any bytes, all before it is printable.
  static Result<void> check_characters(std::string_view clear) {
    const auto* const strange =
        std::find_if(clear.begin(), clear.end(), [](char c) { return c < ' ' || c > '~'; });
    if (strange == clear.end()) return {};
    return fail(Remedy::kReject, "a character that no boarding pass has at byte " +
                                     std::to_string(strange - clear.begin()));
  }

  void add(std::string_view name, std::string_view value) {
    add_field(payload_.fields, name, value);
  }

  /// Items until `size` bytes are used; what goes beyond them is kept under `beyond`. A shorter
  /// size leaves the last items out, in the middle of one too.
  void read_items(std::vector<PayloadField>& fields, std::span<const Item> items, std::size_t size,
                  std::string_view beyond) {
    auto left = std::min(size, rest().size());
    for (const auto& item : items) {
      const auto taken = take(std::min(item.size, left));
      left -= taken.size();
      add_field(fields, item.name, trimmed(taken));
    }
    add_field(fields, beyond, trimmed(take(left)));
  }

  Result<void> read_leg(int leg, int legs) {
    const auto in_leg = "leg " + std::to_string(leg) + ": ";
    if (rest().size() < kLegBytesMin || rest()[0] == '^') {
      return fail(Remedy::kReject, in_leg + "not there" + here() + ", " + std::to_string(legs) +
                                       " legs are announced");
    }
    payload_.groups.push_back({"legs", {}});
    auto& fields = payload_.groups.back().fields;
    read_items(fields, kLegItems, kLegItemsBytes, "");
    const auto size = rest().empty() ? std::optional<std::size_t>(0) : hexadecimal(take(2));
    if (!size) return fail(Remedy::kReject, in_leg + "no hexadecimal size before" + here());
    const auto day = find_field(fields, "flight_day");
    if (day && !is_digits(*day)) {
      return fail(Remedy::kReject, in_leg + "a day of flight that is no number");
    }
    if (rest().empty() && leg == legs && *size == 0) return {};
    auto end = at_ + *size;
    if (*size == 0 && leg == legs && rest()[0] == '>') {
      end = std::min(text_.find('^', at_), text_.size());
      warn(in_leg + "conditional items follow a size of 0");
    }
    return read_variable(fields, end, leg, legs);
  }

  /// What of a leg is of variable size: conditional items and the airline's own data, up to `end`.
  Result<void> read_variable(std::vector<PayloadField>& fields, std::size_t end, int leg,
                             int legs) {
    const auto in_leg = "leg " + std::to_string(leg) + ": ";
    if (end <= at_) return {};
    structured_missing_ = rest().empty();
    if (leg == 1 && rest().substr(0, 1) == ">") GARITA_CHECK(read_unique(in_leg, end));
    if (at_ < end && !rest().empty()) {
      const auto size = hexadecimal(take(2));
      if (!size) return fail(Remedy::kReject, in_leg + "no hexadecimal size before" + here());
      if (at_ + *size > end) return larger_than_leg(in_leg);
      structured_missing_ = structured_missing_ || *size > rest().size();
      read_items(fields, kRepeatedItems, *size, "further_items");
    }
    if (end > text_.size()) return accept_end(in_leg, end, leg == legs);
    add_field(fields, "airline_data", trimmed(take(end - at_)));
    return {};
  }

  Failure larger_than_leg(const std::string& in_leg) const {
    return fail(Remedy::kReject, in_leg + "conditional items are larger than their leg" + here());
  }

  /// The pass ends before the leg does. Within the structured items it was cut, and what it said
  /// before holds. Within the airline's data of the last leg only blanks or that data are missing.
  /// Else the size is a lie, and where the next leg begins nobody knows.
  Result<void> accept_end(const std::string& in_leg, std::size_t end, bool last) {
    const bool swallows = rest().find('^') != std::string_view::npos;
    if (swallows || (!structured_missing_ && !last)) {
      return fail(Remedy::kReject, in_leg + "its size goes beyond the pass, to byte " +
                                       std::to_string(end) + " of " + std::to_string(text_.size()));
    }
    cut_ = true;
    warn(in_leg + "the pass ends " + std::to_string(end - text_.size()) + " bytes early, in its " +
         (structured_missing_ ? "conditional items" : "airline's data"));
    add_field(payload_.groups.back().fields, "airline_data", trimmed(take(rest().size())));
    return {};
  }

  Result<void> read_unique(const std::string& in_leg, std::size_t end) {
    take(1);
    const auto version = number_of(take(1));
    if (!version) return fail(Remedy::kReject, in_leg + "no version before" + here());
    if (*version < 1 || *version > kVersionMax) {
      warn("version " + std::to_string(*version) + " is read as " + std::to_string(kVersionMax));
    }
    add("bcbp_version", std::to_string(*version));
    const auto size = hexadecimal(take(2));
    if (!size) return fail(Remedy::kReject, in_leg + "no hexadecimal size before" + here());
    if (at_ + *size > end) return larger_than_leg(in_leg);
    structured_missing_ = *size > rest().size();
    read_items(payload_.fields, kUniqueItems, *size, "further_items");
    return {};
  }

  /// "^", type, size, data (Resolution 792, attachment A, items 25, 28, 29, 30).
  Result<void> read_security() {
    payload_.seal = PayloadSeal{"", SealVerdict::kUnsigned, "the pass has no security data"};
    if (rest().empty()) return {};
    if (rest()[0] != '^') {
      return fail(Remedy::kReject, "neither another leg nor security data (\"^\")" + here());
    }
    take(1);
    if (!is_printable(rest().substr(0, 1))) {
      return fail(Remedy::kReject, "a type of security data that is no character" + here());
    }
    const auto type = take(1);
    const auto size = hexadecimal(take(2));
    if (!size) return fail(Remedy::kReject, "no hexadecimal size of security data before" + here());
    add("security_type", trimmed(type));
    add("security_length", std::to_string(*size));
    const auto data = rest().substr(0, *size);
    if (!without_line_end(rest().substr(data.size())).empty()) {
      return fail(Remedy::kReject, "more than the security data announced" + here());
    }
    if (data.size() < *size) {
      warn("the security data end " + std::to_string(*size - data.size()) + " bytes early");
    }
    if (data.empty()) return {};
    add(is_printable(data) ? "security_data" : "security_data_hex",
        is_printable(data) ? std::string(data) : to_hex(bytes_of(data)));
    payload_.seal->verdict = SealVerdict::kUnknownSigner;
    payload_.seal->signer = find_field(payload_.groups.front().fields, "operating_carrier")
                                .value_or(std::string_view());
    payload_.seal->reason = "the security data are kept, no airline's key is known to check them";
    return {};
  }

  static constexpr std::size_t kLegItemsBytes = 35;

  std::string_view text_;
  Date today_;
  std::size_t at_ = 0;
  bool cut_ = false;
  bool structured_missing_ = false;
  Payload payload_;
};

}  // namespace

bool begins_like_bcbp(std::string_view text) {
  if (text.size() < kHeadBytes + kLegBytesMin || (text[0] != 'M' && text[0] != 'S')) return false;
  const auto name = text.substr(2, kNameBytes);
  const auto ticket = text[kHeadBytes - 1];
  const auto airports = text.substr(kHeadBytes + kLegItems[0].size, 6);
  return name.find('/') != name.npos && (ticket == 'E' || ticket == ' ') &&
         std::all_of(airports.begin(), airports.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || c == ' '; });
}

Result<Payload> read_bcbp(ByteView bytes, Date today) {
  auto text = text_of(bytes);
  // Security data may end in any byte, so their size says what belongs to them.
  if (text.find('^') == text.npos) text = without_line_end(text);
  return PassReader(text, today).read();
}

}  // namespace garita::reader
