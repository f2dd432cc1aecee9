// The part of Desk that takes documents without a key: frames of a camera, pictures of a scanner.
#include <algorithm>
#include <chrono>

#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/json_pieces.h"
#include "document-reader/reading/barcode_document.h"

namespace garita::station {

namespace {

constexpr std::string_view kNotTaken = "not_taken";
/// Status of an answer that says nothing about the picture: another time it may be read.
constexpr int kUnreadForNow = 503;
/// From this status on an answer is about the station, and not about what it was asked.
constexpr int kFailedHere = 500;
constexpr std::chrono::seconds kOfferedAgainAfter{2};
constexpr int kTriesMost = 5;  // that make the wait longer
/// The shutter knows the station's own camera by this name, which no desk has.
constexpr auto kStationCamera = "camera";

std::string key_of(const reader::MrzFields& fields) {
  return fields.issuing_state + " " + fields.document_number;
}

/// The document in a picture: by its zone, when nothing speaks against that; of a card without one
/// by what the barcode says that counts, which corrects itself. Others beside it are read in one
/// frame and not in the next, and hold nobody up. Where they contradict it another picture would
/// show nothing else: the officer is told.
std::optional<SeenDocument> seen_document(const OpenInspection& inspection) {
  if (!inspection.read) return std::nullopt;
  SeenDocument seen;
  const auto told = reader::documents_of_barcodes(*inspection.read);
  if (const auto& zone = inspection.read->mrz) {
    if (!zone->valid()) return std::nullopt;
    for (const auto& line : zone->mrz.lines) seen.said += line + "\n";
    const auto& fields = zone->mrz.fields;
    seen.keys.push_back(fields.document_number.empty() ? seen.said : key_of(fields));
  } else {
    if (told.empty()) return std::nullopt;
    const auto& first = told.front();
    seen.said = first.kind + " " + key_of(first.fields) + " " + first.fields.surname;
    seen.by_barcode = true;
  }
  for (const auto& one : told) seen.keys.push_back(key_of(one.fields));
  return seen;
}

std::string desk_name(const Session& session, Direction direction) {
  return session.token_hash + " " + std::string(direction_name(direction));
}

std::string frame_json(Shutter::Sight sight) { return dumped(Json{{"sight", sight_name(sight)}}); }

std::chrono::milliseconds steady_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Response Desk::read_frame(const Request& request, const Session& session, Direction direction) {
  Page page{{"white", request.body}};
  auto inspection = read_page(page);
  if (!inspection) return inspection.error();
  const std::lock_guard lock(mutex_);
  auto before = shutter_;
  const auto document = seen_document(*inspection);
  const auto [sight, zone_of] =
      shutter_.see_frame(desk_name(session, direction), document, ledger_.now());
  if (sight != Shutter::Sight::kTaken) return json_response(frame_json(sight));
  if (zone_of && is_decided(*document, *zone_of))
    return json_response(frame_json(Shutter::Sight::kSameTraveller));
  auto opened = open_read(*std::move(inspection), direction, session);
  // Nobody has seen it: the next frame may be it.
  if (opened.status >= kFailedHere) shutter_ = std::move(before);
  return opened;
}

Response Desk::take_dropped(const Request& request, const Session& session) {
  const auto direction = direction_asked(request);
  if (!direction) return which_direction();
  while (true) {
    Dropped next;
    {
      const std::lock_guard lock(mutex_);
      if (dropped_.empty()) return empty_response();
      next = std::move(dropped_.front());
      dropped_.pop_front();
      publish_drop("");
    }
    Page page = next.page;
    auto inspection = read_page(page);
    const std::lock_guard lock(mutex_);
    if (!inspection) {
      if (inspection.error().status == kUnreadForNow) put_back(std::move(next));
      return inspection.error();
    }
    const auto document = seen_document(*inspection);
    auto before = shutter_;
    if (document && !is_for_a_desk(*document, desk_name(session, *direction), next)) continue;
    auto opened = open_read(*std::move(inspection), *direction, session);
    if (opened.status >= kFailedHere) {
      // Nobody has seen it: the same page again is no other look at it.
      shutter_ = std::move(before);
      put_back(std::move(next));
    }
    return opened;
  }
}

/// Not another picture of the page that was read before it. The zone of a card whose barcode filled
/// in a form waits until that is put aside; once its traveller is decided about, before it came or
/// after, it says nothing any more, unless it has a number that nobody has looked up. The lock is
/// held.
bool Desk::is_for_a_desk(const SeenDocument& document, const std::string& desk,
                         const Dropped& page) {
  const auto [shown, since] = shutter_.see_picture(desk, document, page.arrived);
  if (page.zone_of_taken_at) return !is_decided(document, *page.zone_of_taken_at);
  if (shown != Shutter::Shown::kZoneOfTraveller) return shown == Shutter::Shown::kNextTraveller;
  return !is_decided(document, since);
}

bool Desk::is_decided(const SeenDocument& document, Instant since) const {
  return inspections_.decided_since(since, [&](const OpenInspection& inspection) {
    const auto decided = seen_document(inspection);
    return decided &&
           std::ranges::find(decided->keys, document.keys.front()) != decided->keys.end();
  });
}

bool Desk::look_at_drop_folder() {
  if (!options_.drop) return false;
  auto found = options_.drop->look(steady_now());
  const std::lock_guard lock(mutex_);
  for (const auto fault : found.faults) publish_drop(drop_fault_name(fault));
  for (auto& page : found.pages) keep_for_a_desk(std::move(page));
  look_after_drops();
  return true;
}

bool Desk::look_through_camera() {
  if (!camera_) return false;
  // Nobody's document is read for nobody.
  if (access_.officers_here().empty()) return true;
  {
    // What waits for a desk comes first; the camera is asked for what it sees after that. A page
    // that was not read holds nobody up who comes after it.
    const std::lock_guard lock(mutex_);
    look_after_drops();
    if (std::ranges::find(dropped_, 0, &Dropped::tries) != dropped_.end()) return true;
  }
  auto frame = camera_->frame(steady_now());
  {
    const std::lock_guard lock(mutex_);
    const auto state = frame ? "good" : camera_fault_name(frame.error());
    const bool news = state != camera_state_;
    camera_state_ = state;
    if (news) publish_strip();
  }
  if (!frame) return true;
  Page page{{"white", *frame}};
  const auto inspection = read_page(page);
  if (!inspection) return true;
  const std::lock_guard lock(mutex_);
  const auto [sight, zone_of] =
      shutter_.see_frame(kStationCamera, seen_document(*inspection), ledger_.now());
  if (sight == Shutter::Sight::kTaken) keep_for_a_desk({{"white", *std::move(frame)}}, zone_of);
  return true;
}

/// The lock is held.
void Desk::keep_for_a_desk(Page page, std::optional<Instant> zone_of_taken_at) {
  dropped_.push_back({std::move(page), ledger_.now(), zone_of_taken_at});
  publish_drop("");
}

/// It was not read for now, or not looked up: it is offered again a while later, and later still
/// each time. What was not read twice lets the others pass. It is forgotten as any other. The lock
/// is held.
void Desk::put_back(Dropped dropped) {
  offer_again_at_ =
      ledger_.now().plus(kOfferedAgainAfter * (1 << std::min(dropped.tries, kTriesMost)));
  if (dropped.tries++ == 0) {
    dropped_.push_front(std::move(dropped));
  } else {
    dropped_.push_back(std::move(dropped));
  }
}

/// The lock is held.
void Desk::look_after_drops() {
  const Instant now = ledger_.now();
  const auto too_old = [&](const Dropped& one) { return now - one.arrived > kDroppedFor; };
  auto gone = std::erase_if(dropped_, too_old);
  for (; dropped_.size() > kDroppedMax; ++gone) dropped_.pop_front();
  if (gone > 0) publish_drop(kNotTaken);
  if (!offer_again_at_ || now < *offer_again_at_) return;
  offer_again_at_.reset();
  publish_drop("");
}

/// For a page that hears of nothing: what was put back waits as long as for those that do. The lock
/// is held.
std::size_t Desk::drops_offered() const {
  if (!offer_again_at_) return dropped_.size();
  return static_cast<std::size_t>(std::ranges::count(dropped_, 0, &Dropped::tries));
}

void Desk::publish_drop(std::string_view fault) {
  Json json{{"waiting", dropped_.size()}};
  if (!fault.empty()) {
    drop_fault_ = {std::string(fault), ledger_.now()};
    json["fault"] = drop_fault_->fault;
    json["at"] = drop_fault_->at.rfc3339();
  }
  stream_.publish("drop", dumped(json));
}

}  // namespace garita::station
