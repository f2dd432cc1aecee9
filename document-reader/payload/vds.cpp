#include "document-reader/payload/vds.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

#include "document-reader/payload/vds_text.h"

namespace garita::reader {
namespace {

constexpr std::size_t kSignerCharacters = 4;
constexpr std::size_t kFixedReferenceCharacters = 5;
constexpr std::size_t kReferenceCharactersMax = 255;  ///< two hexadecimal digits
constexpr std::uint8_t kSignatureTag = 0xFF;
constexpr std::size_t kDefinitionBytes = 2;

std::size_t c40_bytes(std::size_t characters) { return (characters + 2) / 3 * 2; }

/// What is left of the seal, and where that begins.
class Rest {
 public:
  explicit Rest(ByteView bytes) : bytes_(bytes) {}
  [[nodiscard]] std::size_t place() const { return place_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size() - place_; }
  [[nodiscard]] Result<ByteView> take(std::size_t count, std::string_view what) {
    if (size() < count) {
      return fail(Remedy::kReject, "the seal ends in its " + std::string(what) + ", " +
                                       std::to_string(count - size()) + " bytes too early");
    }
    const auto taken = bytes_.subspan(place_, count);
    place_ += count;
    return taken;
  }
  [[nodiscard]] Result<std::string> take_text(std::size_t count, std::string_view what) {
    const auto start = place_;
    GARITA_TRY(bytes, take(count, what));
    auto text = decode_c40(bytes);
    if (!text) return fail(text.error(), where(what, start));
    return text;
  }
  [[nodiscard]] Result<Date> take_date(std::string_view what) {
    const auto start = place_;
    GARITA_TRY(bytes, take(kSealDateBytes, what));
    auto date = decode_seal_date(bytes);
    if (!date) return fail(date.error(), where(what, start));
    return date;
  }
  [[nodiscard]] static std::string where(std::string_view what, std::size_t place) {
    return std::string(what) + " (from byte " + std::to_string(place) + ")";
  }

 private:
  ByteView bytes_;
  std::size_t place_ = 0;
};

/// The number that two characters say in the form; nothing when they say none.
std::optional<std::size_t> reference_length(std::string_view digits, SealReferenceForm form) {
  if (!is_upper_hex(digits)) return std::nullopt;
  const std::size_t base = form == SealReferenceForm::kDecimal ? 10 : 16;
  std::size_t length = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::size_t>(c <= '9' ? c - '0' : c - 'A' + 10);
    if (digit >= base) return std::nullopt;
    length = length * base + digit;
  }
  if (length == 0) return std::nullopt;
  return length;
}

struct SignerReference {
  std::string signer;
  std::string reference;
};

Result<SignerReference> take_signer(Rest& rest, SealReferenceForm form) {
  constexpr std::string_view kWhat = "signer and certificate reference";
  const auto wrong = [where = Rest::where(kWhat, rest.place())](std::string_view why) {
    return fail(Remedy::kReject, where + ": " + std::string(why));
  };
  const bool fixed = form == SealReferenceForm::kFixed;
  const std::size_t first = kSignerCharacters + (fixed ? kFixedReferenceCharacters : 2);
  GARITA_TRY(text, rest.take_text(c40_bytes(first), kWhat));
  if (text.size() != first) return wrong("too few characters");
  SignerReference found{text.substr(0, kSignerCharacters), text.substr(kSignerCharacters)};
  if (!fixed) {
    const auto length = reference_length(found.reference, form);
    if (!length) return wrong("no length of the reference");
    GARITA_TRY(reference, rest.take_text(c40_bytes(*length), kWhat));
    if (reference.size() != *length) return wrong("the reference is not of the length it tells");
    found.reference = reference;
  }
  if (!is_upper_alphanumeric(found.signer) || !is_upper_hex(found.reference)) {
    return wrong("a character that may not be there");
  }
  return found;
}

Result<SealHeader> take_header(Rest& rest, SealReferenceForm form) {
  GARITA_TRY(start, rest.take(2, "header"));
  GARITA_TRY(padded_state, rest.take_text(2, "issuing State"));
  const auto state = padded_state.substr(0, padded_state.find_last_not_of(' ') + 1);
  if (state.empty() || !is_upper_alphanumeric(state)) {
    return fail(Remedy::kReject, Rest::where("issuing State", 2) + ": no code");
  }
  GARITA_TRY(signer, take_signer(rest, form));
  GARITA_TRY(issued, rest.take_date("document issue date"));
  GARITA_TRY(signed_on, rest.take_date("signature creation date"));
  GARITA_TRY(definition, rest.take(kDefinitionBytes, "document feature definition"));
  return SealHeader{start[1] + 1, state,  signer.signer, signer.reference,
                    form,         issued, signed_on,     {definition[0], definition[1]}};
}

/// ITU-T X.690, 8.1.3 and 10.1: the definite form, as short as it can be.
Result<std::size_t> take_der_length(Rest& rest, const std::string& where) {
  GARITA_TRY(first, rest.take(1, "lengths"));
  if (first[0] < 0x80) return std::size_t{first[0]};
  const std::size_t count = first[0] & 0x7F;
  if (count == 0 || count > 4) return fail(Remedy::kReject, where + ": no length in DER");
  GARITA_TRY(digits, rest.take(count, "lengths"));
  std::size_t length = 0;
  for (const auto digit : digits) length = length << 8 | digit;
  if (length < 0x80 || digits[0] == 0) {
    return fail(Remedy::kReject, where + ": a length that is not as short as it can be");
  }
  return length;
}

/// Doc 9303-13, 2.3: one byte up to version 3, DER from version 4 on.
Result<std::size_t> take_length(Rest& rest, int version, const std::string& where) {
  if (version > 3) return take_der_length(rest, where);
  GARITA_TRY(length, rest.take(1, "lengths"));
  return std::size_t{length[0]};
}

/// Behind its tag and to the end of the seal. Doc 9303-13, 2.4 has the length in DER whatever the
/// version; in version 3 one plain byte is taken too, where DER does not fit.
Result<Bytes> take_signature(Rest& rest, int version) {
  const auto where = Rest::where("signature", rest.place() - 1);
  Rest plain = rest;
  auto length = take_der_length(rest, where);
  if (version <= 3 && (!length || *length != rest.size())) {
    rest = plain;
    length = take_length(rest, version, where);
  }
  if (!length) return Failure(length.error());
  if (*length == 0) return fail(Remedy::kReject, where + ": of no length");
  GARITA_TRY(signature, rest.take(*length, "signature"));
  if (rest.size() != 0) {
    return fail(Remedy::kReject, std::to_string(rest.size()) + " bytes stand behind the signature");
  }
  return copy_of(signature);
}

Result<Seal> parse_with(ByteView bytes, SealReferenceForm form) {
  Rest rest(bytes);
  GARITA_TRY(header, take_header(rest, form));
  Seal seal{std::move(header), {}, {}, {}};
  std::bitset<256> seen;
  std::size_t signed_size = rest.place();
  while (rest.size() > 0) {
    const auto place = rest.place();
    GARITA_TRY(tag, rest.take(1, "tags"));
    if (tag[0] == kSignatureTag) {
      GARITA_TRY(signature, take_signature(rest, seal.header.version));
      seal.signature = std::move(signature);
      break;
    }
    const auto where = Rest::where("feature " + to_hex(tag), place);
    if (seen[tag[0]]) return fail(Remedy::kReject, where + ": a second one with this tag");
    seen[tag[0]] = true;
    GARITA_TRY(length, take_length(rest, seal.header.version, where));
    GARITA_TRY(value, rest.take(length, "feature " + to_hex(tag)));
    seal.features.push_back({tag[0], copy_of(value)});
    signed_size = rest.place();
  }
  seal.signed_bytes = copy_of(bytes.first(signed_size));
  return seal;
}

/// The forms to try, in this order.
std::vector<SealReferenceForm> forms_of(ByteView bytes) {
  using enum SealReferenceForm;
  if (bytes[1] == 0x02) return {kFixed};
  const auto text =
      bytes.size() < 8 ? Result<std::string>(std::string()) : decode_c40(bytes.subspan(4, 4));
  const auto signer = text ? text->substr(0, kSignerCharacters) : std::string();
  // Germany's proofs of arrival (2016): version 4 by its byte, with a reference of five characters.
  if (signer == "DEME" || signer == "DES1") return {kFixed, kHexadecimal, kDecimal};
  // BSI TR-03171: its signer tells the length in decimal.
  if (signer == "DEZV") return {kDecimal, kHexadecimal, kFixed};
  return {kHexadecimal, kDecimal, kFixed};
}

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void append_der_length(Bytes& out, std::size_t length) {
  if (length >= 0x80) out.push_back(length > 0xFF ? 0x82 : 0x81);
  if (length > 0xFF) out.push_back(static_cast<std::uint8_t>(length >> 8));
  out.push_back(static_cast<std::uint8_t>(length & 0xFF));
}

Result<std::string> reference_text(const SealHeader& header) {
  const auto& reference = header.certificate_reference;
  if (header.reference_form == SealReferenceForm::kFixed) {
    if (reference.size() > kFixedReferenceCharacters) {
      return fail(Remedy::kReject, "a certificate reference of more than five characters");
    }
    return std::string(kFixedReferenceCharacters - reference.size(), '0') + reference;
  }
  if (header.version < 4) {
    return fail(Remedy::kReject, "version 3 has a certificate reference of fixed length");
  }
  const bool decimal = header.reference_form == SealReferenceForm::kDecimal;
  const std::size_t most = decimal ? 99 : kReferenceCharactersMax;
  if (reference.size() > most) return fail(Remedy::kReject, "a certificate reference too long");
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::size_t base = decimal ? 10 : 16;
  return std::string{kDigits[reference.size() / base], kDigits[reference.size() % base]} +
         reference;
}

Result<Bytes> compose_header(const SealHeader& header) {
  if (header.version != 3 && header.version != 4) {
    return fail(Remedy::kReject, "a seal is of version 3 or 4");
  }
  const auto& state = header.issuing_state;
  if (state.empty() || state.size() > 3 || !is_upper_alphanumeric(state)) {
    return fail(Remedy::kReject, "the issuing State is a code of one to three characters");
  }
  if (header.signer.size() != kSignerCharacters || !is_upper_alphanumeric(header.signer)) {
    return fail(Remedy::kReject, "a signer has four characters");
  }
  if (header.certificate_reference.empty() || !is_upper_hex(header.certificate_reference)) {
    return fail(Remedy::kReject, "a certificate reference is of upper-case hexadecimal digits");
  }
  GARITA_TRY(reference, reference_text(header));
  GARITA_TRY(state_bytes, encode_c40(state + std::string(3 - state.size(), '<')));
  GARITA_TRY(signer_bytes, encode_c40(header.signer + reference));
  Bytes out{kSealMagic, static_cast<std::uint8_t>(header.version - 1)};
  append(out, state_bytes);
  append(out, signer_bytes);
  append(out, encode_seal_date(header.issued));
  append(out, encode_seal_date(header.signed_on));
  out.push_back(header.definition.reference);
  out.push_back(header.definition.category);
  return out;
}

}  // namespace

std::string SealDefinitionId::text() const {
  const std::array<std::uint8_t, 2> bytes{reference, category};
  return to_hex(bytes);
}

std::string plain_reference(const SealHeader& header) {
  const auto first = header.certificate_reference.find_first_not_of('0');
  return first == std::string::npos ? "0" : header.certificate_reference.substr(first);
}

Result<Seal> parse_seal(ByteView bytes) {
  if (bytes.size() > kSealBytesMax) {
    return fail(Remedy::kReject, "too large for a seal: " + std::to_string(bytes.size()) +
                                     " bytes, at most " + std::to_string(kSealBytesMax));
  }
  if (bytes.size() < 2 || bytes[0] != kSealMagic) {
    return fail(Remedy::kReject, "no seal: the first byte is not dc");
  }
  if (bytes[1] != 0x02 && bytes[1] != 0x03) {
    return fail(Remedy::kReject,
                "a seal of version " + std::to_string(bytes[1] + 1) + ", only 3 and 4 are known");
  }
  std::optional<Error> first_error;
  for (const auto form : forms_of(bytes)) {
    auto seal = parse_with(bytes, form);
    if (seal) return seal;
    if (!first_error) first_error = seal.error();
  }
  return Failure(*first_error);
}

Result<Bytes> compose_unsigned_seal(const SealHeader& header,
                                    const std::vector<SealFeature>& features) {
  GARITA_TRY(out, compose_header(header));
  std::bitset<256> seen;
  for (const auto& feature : features) {
    const auto where = "feature " + to_hex(ByteView(&feature.tag, 1));
    if (feature.tag == kSignatureTag) return fail(Remedy::kReject, where + " is the signature's");
    if (seen[feature.tag]) return fail(Remedy::kReject, where + " stands twice");
    seen[feature.tag] = true;
    const std::size_t most = header.version < 4 ? 0xFF : kSealBytesMax;
    if (feature.value.size() > most) return fail(Remedy::kReject, where + " is too long");
    out.push_back(feature.tag);
    if (header.version < 4) {
      out.push_back(static_cast<std::uint8_t>(feature.value.size()));
    } else {
      append_der_length(out, feature.value.size());
    }
    append(out, feature.value);
    if (out.size() > kSealBytesMax) return fail(Remedy::kReject, "too much for one seal");
  }
  return out;
}

Result<Bytes> compose_seal(const SealHeader& header, const std::vector<SealFeature>& features,
                           const SealSigningKey& key) {
  GARITA_TRY(out, compose_unsigned_seal(header, features));
  const auto signature = key.sign(out);
  out.push_back(kSignatureTag);
  append_der_length(out, signature.size());
  append(out, signature);
  return out;
}

}  // namespace garita::reader
