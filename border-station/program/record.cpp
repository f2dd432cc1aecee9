#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "border-station/capture/reader_process.h"
#include "border-station/crossing/company.h"
#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "border-station/program/decision_json.h"
#include "schema/crypto/private_file.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/text.h"

namespace garita::station {
namespace {

constexpr std::size_t kDecisionBytesMax = std::size_t{64} * 1024;

/// The one document in a picture. Remedy: ask the officer, when there is none or more than one.
Result<reader::Mrz> read_picture(ReaderProcess& process, ByteView picture, Date today) {
  GARITA_TRY(reading, process.read(picture, today));
  std::optional<reader::Mrz> found;
  for (auto& document : reading.documents) {
    if (!document.mrz) continue;
    if (found) return fail(Remedy::kAskOfficer, "the picture shows more than one document");
    found = std::move(document.mrz->mrz);
  }
  if (!found) return fail(Remedy::kAskOfficer, "no machine readable zone can be read");
  return *std::move(found);
}

Result<void> read_document(ReaderProcess& process, DecisionInput& input, Date today) {
  if (!input.picture) return {};
  const auto picture = load_private_file(*input.picture, ReaderProcess::kPictureBytesMax);
  if (!picture) return fail(picture.error(), "picture");
  auto mrz = read_picture(process, picture->view(), today);
  if (!mrz) return fail(mrz.error(), "picture");
  input.provenance.pictures = {{PictureKind::kDocument, copy_of(picture->view())}};
  input.document = presented_document(*mrz);
  input.optional_data = mrz->fields.optional_data;
  return {};
}

/// As at a desk: the confined reader has to find a picture in it, and nothing in the picture.
Result<void> read_photo(ReaderProcess& process, DecisionInput& input, Date today) {
  if (!input.photo) return {};
  const auto photo = load_private_file(*input.photo, kPhotoBytesMax);
  if (!photo) return fail(photo.error(), "photo");
  const auto reading = process.read(photo->view(), today);
  if (!reading) return fail(reading.error(), "photo");
  input.provenance.pictures.push_back({PictureKind::kTraveller, copy_of(photo->view())});
  return {};
}

/// Where the rule gives the days and not the officer: what is granted is noted and changes nothing,
/// which whoever typed it is told. "" where the days count.
std::string days_passed_over(const Examined& examined, const Draft& draft) {
  const bool admitted =
      examined.situation.direction == Direction::kEntry && draft.decision == DecisionKind::kAdmit;
  if (!admitted || !draft.granted_days || !examined.inspection.stay) return "";
  const std::string_view chosen =
      draft.admission_class.empty() ? kVisitorClass : std::string_view(draft.admission_class);
  const auto& terms = examined.inspection.stay->terms;
  const auto term = std::ranges::find(terms, chosen, &ClassTerm::admission_class);
  if (term == terms.end() || !term->days_are_fixed) return "";
  if (term->days_max == draft.granted_days) return "";
  return "recorded, but granted_days " + std::to_string(*draft.granted_days) +
         " is passed over: for class " + std::string(chosen) + " the rule fixes the days" +
         (term->days_max ? ", " + std::to_string(*term->days_max) : "");
}

/// As a desk looks for whoever may belong to a traveller who is stopped.
Result<void> look_for_company(Ledger& ledger, const DecisionInput& input, Examined& examined) {
  if (input.draft.decision == DecisionKind::kAdmit) return {};
  GARITA_TRY(company,
             company_admitted(ledger, examined.situation, input.provenance.officer, ledger.now()));
  note_company(examined, std::move(company));
  return {};
}

/// `remark` is what to say of a decision that was recorded; "" where nothing is.
Result<Recorded> record_one(Ledger& ledger, Counter& counter, ReaderProcess& process,
                            const std::string& text, std::string& remark) {
  if (text.size() > kDecisionBytesMax) return fail(Remedy::kReject, "the decision is too long");
  GARITA_TRY(input, parse_decision_json(text));
  const Instant moment = input.draft.at.value_or(ledger.now());
  const Date today = ledger.zone().local_day(moment);
  GARITA_CHECK(read_document(process, input, today));
  GARITA_CHECK(read_photo(process, input, today));
  const auto& how = input.provenance;
  GARITA_TRY(examined, counter.examine(input.direction, std::move(input.document), input.draft.at,
                                       std::nullopt, clearings_of(how.evidence, how.fallback)));
  examined.optional_data = std::move(input.optional_data);
  if (input.photo) note_photo(examined);
  GARITA_CHECK(look_for_company(ledger, input, examined));
  remark = days_passed_over(examined, input.draft);
  return counter.record(examined, input.draft, input.provenance);
}

void print(const Recorded& recorded, Format format) {
  const auto& written = recorded.written;
  if (format == Format::kText) {
    std::cout << written.crossing.text() << "\n" << std::flush;
    return;
  }
  nlohmann::ordered_json object{{"record", written.crossing.text()}, {"at", written.at.rfc3339()}};
  for (const auto& additional : written.additional) {
    object["additional"].push_back(additional.text());
  }
  if (recorded.last_legal_day) object["last_legal_day"] = recorded.last_legal_day->iso();
  if (written.repeated) object["repeated"] = true;
  if (written.pictures != PicturesKept::kAll) {
    object["pictures_left_out"] = pictures_kept_name(written.pictures);
  }
  std::cout << object.dump() << "\n" << std::flush;
}

/// Decisions out of a stream: one a line, or one that is spread over several lines.
class DecisionReader {
 public:
  explicit DecisionReader(std::istream& in) : in_(in) {}

  /// The next decision's text, whole or hopeless; absent at the end.
  std::optional<std::string> next() {
    if (ready_) {
      began_ = line_;
      return std::exchange(ready_, std::nullopt);
    }
    while (!at_end_) {
      std::string line;
      if (!read_line(line)) {
        at_end_ = true;
        break;
      }
      ++line_;
      if (is_blank(line)) continue;
      if (auto text = add(std::move(line))) return text;
    }
    if (is_blank(pending_)) return std::nullopt;
    return std::exchange(pending_, "");
  }

  /// Where the text given last begins, from 1.
  [[nodiscard]] std::size_t line() const { return began_; }

 private:
  /// As std::getline, but of a line without end no more is kept than shows that it is too long.
  bool read_line(std::string& line) {
    auto* const bytes = in_.rdbuf();
    constexpr auto kEnd = std::istream::traits_type::eof();
    auto next = bytes->sbumpc();
    if (next == kEnd) return false;
    for (; next != kEnd && next != '\n'; next = bytes->sbumpc()) {
      if (line.size() <= kDecisionBytesMax) line += std::istream::traits_type::to_char_type(next);
    }
    return true;
  }

  static bool is_hopeless(const std::string& text) {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.front() != '{' || text[last] == '}' || text.size() > kDecisionBytesMax;
  }

  std::optional<std::string> add(std::string line) {
    const bool alone = line.front() == '{' && nlohmann::json::accept(line);
    if (alone && !pending_.empty()) {
      // What came before was cut off: it must not take this one down with it.
      began_ = pending_began_;
      ready_ = std::move(line);
      return std::exchange(pending_, "");
    }
    const bool first = pending_.empty();
    if (first) pending_began_ = line_;
    pending_ += line + "\n";
    const bool whole = alone || nlohmann::json::accept(pending_);
    const bool hopeless = first ? is_hopeless(pending_) : pending_.size() > kDecisionBytesMax;
    if (!whole && !hopeless) return std::nullopt;
    began_ = pending_began_;
    return std::exchange(pending_, "");
  }

  std::istream& in_;
  std::string pending_;  ///< the beginning of a decision
  std::optional<std::string> ready_;
  std::size_t line_ = 0;
  std::size_t pending_began_ = 1;
  std::size_t began_ = 1;
  bool at_end_ = false;
};

/// Said once a run: whoever records many at once reads it once.
void warn_without_alerts(Ledger& ledger, bool& warned) {
  if (warned) return;
  const auto held = ledger.held_bulletin("alerts");
  if (!held || *held) return;
  warned = true;
  std::cerr << "no alert list is held here: nobody is looked up in one until it has come\n";
}

/// Without them whatever is exact is looked up all the same.
std::shared_ptr<const AlertNames> names_at_hand(Ledger& ledger, const DataDirectory& directory) {
  auto names = AlertNames::at_hand(ledger, directory.alert_names());
  if (!names) std::cerr << "names of the alert list: " << names.error().message << "\n";
  if (!names || !*names) return nullptr;
  return std::make_shared<const AlertNames>(**std::move(names));
}

int record_all(std::istream& in, const RecordOptions& options, Ledger& ledger) {
  const auto names = names_at_hand(ledger, DataDirectory(options.data));
  Counter counter(ledger, names ? NamesAtHand([&names] { return names; }) : NamesAtHand());
  ReaderProcess process(reader_beside_this_program());
  DecisionReader decisions(in);
  int status = kExitDone;
  bool warned = false;
  while (const auto text = decisions.next()) {
    warn_without_alerts(ledger, warned);
    std::string remark;
    const auto recorded = record_one(ledger, counter, process, *text, remark);
    if (recorded) {
      print(*recorded, options.format);
      if (!remark.empty()) std::cerr << "line " << decisions.line() << ": " << remark << "\n";
      const auto pictures = recorded->written.pictures;
      if (pictures != PicturesKept::kAll) {
        std::cerr << "line " << decisions.line()
                  << ": recorded, but a picture was not kept: " << pictures_kept_name(pictures)
                  << "\n";
      }
      continue;
    }
    status = kExitSomeFailed;
    std::cerr << "line " << decisions.line() << ": " << recorded.error().message << "\n";
  }
  return status;
}

}  // namespace

int run_record(const RecordOptions& options) {
  const DataDirectory directory(options.data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) {
    std::cerr << enrolment.error().message << "\n";
    return kExitSomeFailed;
  }
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) {
    std::cerr << ledger.error().message << "\n";
    return kExitSomeFailed;
  }
  if (options.file == "-") return record_all(std::cin, options, *ledger);
  std::ifstream file(options.file);
  if (!file) {
    std::cerr << "cannot read " << options.file << "\n";
    return kExitSomeFailed;
  }
  return record_all(file, options, *ledger);
}

}  // namespace garita::station
