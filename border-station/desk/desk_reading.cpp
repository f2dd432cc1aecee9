// The part of Desk by which documents come: pictures, the lines of a zone, what is typed.
#include <algorithm>
#include <set>

#include "border-station/capture/page_form.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/lights.h"
#include "schema/crypto/secret.h"

namespace garita::station {

namespace {

constexpr std::size_t kIdBytes = 12;
constexpr std::size_t kZoneCharactersMax = 400;
/// Status of an answer that is about the picture itself: trying again reads it no better.
constexpr int kNotAPicture = 422;

Response too_many_pictures() {
  Response response =
      problem(503, "overloaded", "Other pictures are being read: try again in a moment");
  response.headers.push_back({"Retry-After", "2"});
  return response;
}

/// A place in a queue, given back at the end.
class Place {
 public:
  explicit Place(std::atomic<int>& taken) : taken_(taken), number_(++taken) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { --taken_; }
  [[nodiscard]] int number() const { return number_; }

 private:
  std::atomic<int>& taken_;
  int number_;
};

/// Of several documents in a picture the one that can be relied on most.
reader::ReadDocument best_of(std::vector<reader::ReadDocument> documents) {
  const auto rank = [](const reader::ReadDocument& document) {
    if (!document.mrz) return 0;
    return document.mrz->valid() ? 2 : 1;
  };
  const auto with_zone = std::ranges::count_if(
      documents, [](const reader::ReadDocument& document) { return document.mrz.has_value(); });
  const auto best = std::ranges::max_element(documents, {}, rank);
  if (best == documents.end()) return {};
  reader::ReadDocument chosen = std::move(*best);
  if (with_zone > 1) {
    chosen.findings.push_back(
        {"several_documents", reader::FindingSeverity::kWarning, std::to_string(with_zone)});
  }
  return chosen;
}

bool is_picture_type(std::string_view type) {
  return type.starts_with("image/") || type.starts_with("application/octet-stream");
}

OpenInspection begun(DocumentSource source) {
  OpenInspection inspection;
  inspection.id = to_hex(random_bytes(kIdBytes));
  inspection.source = source;
  return inspection;
}

/// The document that counts, and whom else its barcodes name.
std::optional<PresentedDocument> take_document(OpenInspection& inspection) {
  const auto& read = *inspection.read;
  inspection.named_beside = named_beside(read);
  const auto told = reader::documents_of_barcodes(read);
  if (!read.mrz && told.empty()) return std::nullopt;
  auto document =
      read.mrz ? presented_document(read.mrz->mrz) : presented_document(told.front().fields);
  document.to_confirm = !read.mrz;
  document.contradictions = contradictions_in(read);
  return document;
}

}  // namespace

tl::expected<reader::Reading, Response> Desk::reading_of(const std::string& picture) {
  Date today = Date::from_days_since_epoch(0);
  {
    const std::lock_guard lock(mutex_);
    today = ledger_.zone().local_day(ledger_.now());
  }
  const Place place(readings_);
  if (place.number() > kReadingsMax) return tl::unexpected(too_many_pictures());
  auto reading = [&] {
    const std::lock_guard lock(reader_mutex_);
    return reader_.read(bytes_of(picture), today);
  }();
  if (reading) return *std::move(reading);
  const bool refused =
      reading.error().remedy == Remedy::kAskOfficer || reading.error().remedy == Remedy::kReject;
  if (refused) return tl::unexpected(not_a_picture());
  return tl::unexpected(problem(503, "reader-unavailable", "The picture was not read"));
}

/// A light that is no picture is left out and told; where one is not read for now, nor is the page,
/// which then stays as it is. Else its pictures are the inspection's.
tl::expected<OpenInspection, Response> Desk::read_page(Page& page) {
  // White light is what the officer sees.
  std::ranges::stable_partition(page, [](const LitPicture& lit) { return lit.light == "white"; });
  std::vector<reader::LightReading> lights;
  std::set<std::string> left_out;
  for (const auto& lit : page) {
    auto reading = reading_of(lit.file);
    if (!reading && reading.error().status != kNotAPicture) return tl::unexpected(reading.error());
    if (!reading) {
      left_out.insert(lit.light);
      continue;
    }
    reader::expect_light(*reading, lit.light);
    lights.push_back({lit.light, *std::move(reading)});
  }
  if (lights.empty()) return tl::unexpected(not_a_picture());
  auto reading = reader::merge_lights(std::move(lights));
  OpenInspection inspection = begun(DocumentSource::kPicture);
  inspection.elapsed_ms = reading.elapsed_ms;
  inspection.read = best_of(std::move(reading.documents));
  for (auto& lit : page) {
    if (left_out.contains(lit.light)) {
      inspection.read->findings.push_back(
          {"light_not_read", reader::FindingSeverity::kWarning, lit.light});
      continue;
    }
    auto picture = std::make_shared<const std::string>(std::move(lit.file));
    if (inspection.picture) {
      inspection.other_lights.push_back(std::move(picture));
    } else {
      inspection.picture = std::move(picture);
    }
  }
  return inspection;
}

tl::expected<OpenInspection, Response> Desk::read_zone(const Request& request) {
  if (request.body.size() > kZoneCharactersMax) {
    return tl::unexpected(problem(422, "not-an-mrz", "A zone has at most 90 characters"));
  }
  Date today = Date::from_days_since_epoch(0);
  {
    const std::lock_guard lock(mutex_);
    today = ledger_.zone().local_day(ledger_.now());
  }
  const auto mrz = reader::parse_mrz(lines_of_zone(request.body), today);
  if (!mrz) return tl::unexpected(problem(422, "not-an-mrz", "This is no machine readable zone"));
  OpenInspection inspection = begun(DocumentSource::kMrzText);
  inspection.entered_by_hand = request.asked("typed") == "yes";
  inspection.read = reader::ReadDocument{};
  inspection.read->mrz = reader::ReadMrz{*mrz, 1.0, {}, false};
  return inspection;
}

/// A picture, a page's lights, or the lines of a zone.
tl::expected<OpenInspection, Response> Desk::read_upload(const Request& request,
                                                         std::string_view type) {
  if (is_picture_type(type)) {
    Page page{{"white", request.body}};
    return read_page(page);
  }
  if (!is_form(type)) return read_zone(request);
  auto page = page_of_form(type, request.body);
  if (!page) return tl::unexpected(bad_request(page.error().message));
  return read_page(*page);
}

Response Desk::read_document(const Request& request, const Session& session) {
  const auto direction = direction_asked(request);
  if (!direction) return which_direction();
  const std::string type(request.header("Content-Type").value_or(""));
  if (!is_picture_type(type) && !is_form(type) && !type.starts_with("text/plain")) {
    return problem(415, "unsupported-type", "A picture or the lines of a zone are asked for");
  }
  if (request.asked("frame")) return read_frame(request, session, *direction);
  auto on_paper = on_paper_asked(request, session);
  if (!on_paper) return on_paper.error();
  auto inspection = read_upload(request, type);
  if (!inspection) return inspection.error();
  inspection->on_paper = *std::move(on_paper);
  const std::lock_guard lock(mutex_);
  return open_read(*std::move(inspection), *direction, session);
}

/// Opens what was read; the lock is held.
Response Desk::open_read(OpenInspection inspection, Direction direction, const Session& session) {
  auto document = take_document(inspection);
  if (document && !document->to_confirm) {
    inspection.examined.optional_data = inspection.read->mrz->mrz.fields.optional_data;
  }
  return open(std::move(inspection), direction, std::move(document), session);
}

Response Desk::open_by_hand(const Request& request, const Session& session) {
  const auto direction = direction_asked(request);
  if (!direction) return which_direction();
  auto typed = parse_typed_document(request.body);
  if (!typed) return problem_response(typed.error());
  auto on_paper = on_paper_asked(request, session);
  if (!on_paper) return on_paper.error();
  OpenInspection inspection = begun(DocumentSource::kTyped);
  inspection.on_paper = *std::move(on_paper);
  inspection.entered_by_hand = true;
  inspection.examined.optional_data = typed->optional_data;
  const std::lock_guard lock(mutex_);
  return open(std::move(inspection), *direction, std::move(typed->document), session);
}

}  // namespace garita::station
