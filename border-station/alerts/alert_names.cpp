#include "border-station/alerts/alert_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <utility>

#include "border-station/alerts/alert_row.h"
#include "border-station/lists/list_tables.h"
#include "schema/crypto/private_file.h"
#include "schema/journal/codec.h"

namespace garita::station {
namespace {

constexpr std::string_view kMagic = "garita alert names 1";
/// What is sealed at once.
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
/// No image is longer: an index takes 100 million names.
constexpr std::uint64_t kImageBytesMax = std::uint64_t{16} << 30;
constexpr std::size_t kResultsMax = 20;

std::string piece_column(std::size_t number) { return "alert names " + std::to_string(number); }
constexpr std::string_view kHeadColumn = "alert names";

/// "12:7": an index knows ids as text.
std::string text_of_place(const AlertPlace& place) {
  return std::to_string(place.part) + ":" + std::to_string(place.id);
}

std::optional<AlertPlace> place_of(std::string_view text) {
  AlertPlace place;
  const auto* end = text.data() + text.size();
  const auto part = std::from_chars(text.data(), end, place.part);
  if (part.ec != std::errc() || part.ptr == end || *part.ptr != ':') return std::nullopt;
  const auto id = std::from_chars(part.ptr + 1, end, place.id);
  if (id.ec != std::errc() || id.ptr != end) return std::nullopt;
  return place;
}

Described described_by(const NameReader& reader, std::string_view surname,
                       std::string_view given_names, const std::optional<PartialDate>& birth_date,
                       std::string_view nationality, ScriptMemo* memo) {
  Described made;
  const std::string name = std::string(surname) + ", " + std::string(given_names);
  made.name = reader.read(given_names.empty() ? surname : std::string_view(name), memo);
  if (birth_date) made.birth = Birth::from_date(*birth_date);
  made.nationality = CountryCode(std::string(nationality));
  return made;
}

Bytes sealed_piece(const Ledger& ledger, std::string_view column, ByteView content) {
  const Bytes sealed = ledger.seal_column(column, content);
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(sealed.size()));
  out.raw(sealed);
  return out.take();
}

/// The sealed pieces of a file, one after the other.
class Pieces {
 public:
  Pieces(const Ledger& ledger, std::ifstream& in) : ledger_(ledger), in_(in) {}

  /// Nothing where the file ends early or a piece is not what was sealed.
  std::optional<Secret> next(std::string_view column) {
    std::array<char, 4> length{};
    if (!in_.read(length.data(), length.size())) return std::nullopt;
    const auto size = ByteReader(bytes_of({length.data(), length.size()})).u32();
    constexpr std::size_t kSealedMax = kPieceBytes + 1024;
    if (size > kSealedMax) return std::nullopt;
    std::string sealed(size, '\0');
    if (!in_.read(sealed.data(), static_cast<std::streamsize>(size))) return std::nullopt;
    auto opened = ledger_.open_column(column, bytes_of(sealed));
    if (!opened) return std::nullopt;
    return *std::move(opened);
  }

 private:
  const Ledger& ledger_;
  std::ifstream& in_;
};

}  // namespace

bool is_worth_a_look(double score, BirthAgreement birth, std::size_t listed) {
  constexpr std::size_t kLongList = 20'000;
  const bool is_long = listed > kLongList;
  // Of a name that is the same but for nothing that counts.
  constexpr double kSameName = 0.999;
  constexpr double kNever = 2;
  const auto least = [&]() -> double {
    switch (birth) {
      case BirthAgreement::kSameDay:
        return 0.6;
      case BirthAgreement::kCompatible:
      case BirthAgreement::kSlip:
        return is_long ? kSameName : 0.9;
      case BirthAgreement::kUnknown:
        return is_long ? kNever : 0.95;
      case BirthAgreement::kNearYear:
        return is_long ? kNever : 0.98;
      case BirthAgreement::kFewYears:
      case BirthAgreement::kFar:
      case BirthAgreement::kVeryFar:
        return kNever;
    }
    return kNever;
  };
  return score >= least();
}

Result<AlertNames> AlertNames::of_image(std::uint64_t version, LockedMemory image) {
  // The index keeps the bytes' place, which a move of their owner does not change.
  GARITA_TRY(index, NameIndex::open(image.view()));
  return AlertNames(version, std::move(image), std::move(index),
                    std::make_shared<const NameReader>());
}

Result<AlertNames> AlertNames::build(Ledger& ledger) {
  NameIndexBuilder builder;
  const NameReader reader;
  ScriptMemo memo;
  std::uint64_t version = 0;
  {
    GARITA_TRY(view, ReadTransaction::begin(ledger.database()));
    GARITA_TRY(held, ledger.held_bulletin(kAlertsChannel));
    if (held) version = held->version;
    GARITA_CHECK(ListTables(ledger, kAlertsChannel)
                     .for_each([&](const ListTables::Found& found) -> Result<void> {
                       GARITA_TRY(entry, open_alert(ledger, found.sealed));
                       if (entry.surname.empty()) return {};
                       return builder.add(text_of_place({found.part, found.id}),
                                          described_by(reader, entry.surname, entry.given_names,
                                                       entry.birth_date, entry.nationality, &memo));
                     }));
  }
  Secret made(builder.build());
  LockedMemory image(made.size());
  std::ranges::copy(made.view(), image.writable().begin());
  return of_image(version, std::move(image));
}

Result<std::optional<AlertNames>> AlertNames::load(const Ledger& ledger,
                                                   const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::optional<AlertNames>();
  Pieces pieces(ledger, in);
  const auto head = pieces.next(kHeadColumn);
  if (!head) return std::optional<AlertNames>();
  ByteReader read(head->view());
  const auto magic = std::string(text_of(read.blob(kMagic.size())));
  const auto version = read.u64();
  const auto size = read.u64();
  if (!read.end("names") || magic != kMagic || size > kImageBytesMax) {
    return std::optional<AlertNames>();
  }
  LockedMemory image(size);
  auto rest = image.writable();
  for (std::size_t number = 0; !rest.empty(); ++number) {
    const auto piece = pieces.next(piece_column(number));
    if (!piece || piece->empty() || piece->size() > rest.size()) return std::optional<AlertNames>();
    std::ranges::copy(piece->view(), rest.begin());
    rest = rest.subspan(piece->size());
  }
  auto names = of_image(version, std::move(image));
  if (!names) return std::optional<AlertNames>();
  return std::optional(*std::move(names));
}

Result<std::optional<AlertNames>> AlertNames::at_hand(Ledger& ledger,
                                                      const std::filesystem::path& file) {
  constexpr std::uint64_t kShort = 20'000;
  GARITA_TRY(held, ledger.held_bulletin(kAlertsChannel));
  if (!held) return std::optional<AlertNames>();
  GARITA_TRY(kept, load(ledger, file));
  if (kept && kept->version() == held->version) return kept;
  if (held->entries > kShort) return kept;
  GARITA_TRY(made, build(ledger));
  return std::optional(std::move(made));
}

Result<void> AlertNames::keep(const Ledger& ledger, const std::filesystem::path& file) const {
  ByteWriter head;
  head.blob(bytes_of(kMagic));
  head.u64(version_);
  head.u64(image_.size());
  Bytes sealed = sealed_piece(ledger, kHeadColumn, head.take());
  bool is_head = true;
  auto rest = image_.view();
  std::size_t number = 0;
  return save_private_file(file, [&]() -> ByteView {
    if (std::exchange(is_head, false)) return sealed;
    if (rest.empty()) return {};
    const auto piece = rest.first(std::min(rest.size(), kPieceBytes));
    sealed = sealed_piece(ledger, piece_column(number++), piece);
    rest = rest.subspan(piece.size());
    return sealed;
  });
}

std::vector<AlertPlace> AlertNames::candidates(const Described& person) const {
  SearchLimits limits;
  limits.results = kResultsMax;
  std::vector<AlertPlace> places;
  for (const auto& found : index_.search(person, *reader_, limits)) {
    if (!is_worth_a_look(found.score, found.birth, size())) continue;
    if (const auto place = place_of(index_.id_of(found.entry))) places.push_back(*place);
  }
  return places;
}

Likeness AlertNames::likeness(const Described& person, const Described& listed) const {
  auto scored = score(person, listed, reader_->words());
  return {scored.value, compare_births(person.birth, listed.birth), std::move(scored.reasons)};
}

Described AlertNames::described(std::string_view surname, std::string_view given_names,
                                const std::optional<PartialDate>& birth_date,
                                std::string_view nationality) const {
  return described_by(*reader_, surname, given_names, birth_date, nationality, nullptr);
}

}  // namespace garita::station
