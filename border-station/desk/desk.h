#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "border-station/capture/camera_process.h"
#include "border-station/capture/drop_folder.h"
#include "border-station/capture/reader_process.h"
#include "border-station/capture/shutter.h"
#include "border-station/crossing/counter.h"
#include "border-station/desk/desk_audit.h"
#include "border-station/desk/open_inspections.h"
#include "border-station/desk/requests.h"
#include "border-station/desk/shift.h"
#include "border-station/desk/views.h"
#include "border-station/uplink/uplink.h"
#include "schema/crypto/seal_certificate.h"
#include "schema/http/access.h"
#include "schema/http/events.h"
#include "schema/http/router.h"
#include "schema/vocabulary/clock.h"

namespace garita::station {

struct DeskOptions {
  std::filesystem::path reader;                    ///< garita-reader
  std::string metrics_token;                       ///< bearer of /metrics; "": sessions alone
  std::vector<SealCertificate> seal_signers = {};  ///< whose digital seals are believed
  std::optional<DropFolder> drop = std::nullopt;   ///< where a scanner leaves pictures
  NamesAtHand names = {};                          ///< of the alert list, for names alike
  std::chrono::minutes lock_after{15};             ///< without a key
  CountryCode neighbour = {};  ///< across the border here; empty: none, or several
  std::string camera = "";     ///< of the station's own, as CameraProcess takes it; "": none
};

/// Pictures of a scanner that no desk has taken yet: in memory alone, and not for long.
inline constexpr std::size_t kDroppedMax = 6;
inline constexpr std::chrono::seconds kDroppedFor{120};

/// Pictures that are read, or wait for the reading process, at one moment: fewer than a server has
/// threads, so that however slow pictures are, decisions are taken meanwhile.
inline constexpr int kReadingsMax = 6;
inline constexpr std::size_t kDeskThreads = 8;

/// The desk console's interface (schema/api/openapi.yaml, tag desk): everything is answered from
/// what the station holds. Its handlers may run on any thread.
class Desk {
 public:
  /// `ledger` and what `link` reads belong to the desk from now on. `machine_clock` is the real one
  /// also in an exercise, since sessions end by it; it outlives the desk.
  Desk(DeskOptions options, Ledger ledger, std::function<LinkStatus()> link,
       const Clock& machine_clock);
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  /// Nobody calls the handlers any more. What was looked at and not decided is noted.
  ~Desk();

  /// The router's handlers hold on to the desk.
  void add_routes(Router& router);
  /// Tells open pages what has changed; about once a second, from one thread.
  void tick();
  /// Takes what a scanner has left, and says so to the open pages; several times a second, from one
  /// thread. False where there is no folder to look at.
  bool look_at_drop_folder();
  /// Looks through the station's own camera while an officer is here: a document that two frames
  /// agree on waits for a desk as a scanner's picture does. Again and again, from one thread;
  /// false where there is no camera.
  bool look_through_camera();
  /// Figures of whoever serves the desk, for /metrics. From any thread.
  void add_metrics(std::function<std::string()> more);
  [[nodiscard]] const Identity& identity() const { return ledger_.identity(); }

 private:
  Route officers(std::string method, std::string pattern,
                 Response (Desk::*handler)(const Request&, const Session&),
                 Attention attention = Attention::kPerson);
  Response read_document(const Request& request, const Session& session);
  Response open_by_hand(const Request& request, const Session& session);
  Response get_inspection(const Request& request, const Session& session);
  Response drop_inspection(const Request& request, const Session& session);
  Response enter_document(const Request& request, const Session& session);
  /// A document that takes the place of the one before.
  struct Entered {
    TypedDocument document;
    std::optional<reader::ReadMrz> zone = std::nullopt;  ///< by a reader; absent: it was typed
  };
  tl::expected<Entered, Response> document_entered(const Request& request);
  Response replace_document(OpenInspection& shown, Entered entered, const Session& session);
  Response get_picture(const Request& request, const Session& session);
  Response get_listed_picture(const Request& request, const Session& session);
  Response take_photo(const Request& request, const Session& session);
  Response get_photo(const Request& request, const Session& session);
  Response decide(const Request& request, const Session& session);
  Response recent_decisions(const Request& request, const Session& session);
  Response paper_of(const Request& request, const Session& session);
  Response correct(const Request& request, const Session& session);
  Response get_strip(const Request& request, const Session& session);
  Response events(const Request& request, const Session& session);

  /// A shift as it stands.
  struct ShiftNow {
    Instant opened_at;
    ShiftCounts counts;
    std::uint64_t unsent = 0;  ///< records of the station, but urgent ones
  };
  Response get_shift(const Request& request, const Session& session);
  Response close_shift(const Request& request, const Session& session);
  void ensure_shift(const OfficerId& officer);
  Result<ShiftNow> shift_of(const OfficerId& officer);
  Result<void> end_shift(const OfficerId& officer, const ShiftNow& shift, std::string why);
  void end_forgotten_shifts(const std::set<OfficerId>& here);
  [[nodiscard]] std::string shift_json(const Session& session, const ShiftNow& shift,
                                       std::optional<Instant> closed_at) const;

  void add_paper_routes(Router& router);
  Response announce_paper(const Request& request, const Session& session);
  Response close_paper(const Request& request, const Session& session);
  Response set_paper_aside(const Request& request, const Session& session);
  Response check_on_paper(const Request& request, const Session& session);
  /// What the request says of a decision on paper; absent: it is no such.
  tl::expected<std::optional<DecidedOnPaper>, Response> on_paper_asked(const Request& request,
                                                                       const Session& session);
  std::optional<Response> refusal_on_paper(const std::optional<DecidedOnPaper>& on_paper);
  void note_typed_in(const DecidedOnPaper& on_paper, const Session& session,
                     const RecordId& record);

  Response second_line(const Request& request, const Session& session);
  Response search(const Request& request, const Session& session);
  Response second_line_picture(const Request& request, const Session& session);
  struct Matter {
    std::string json;
    bool waits = false;  ///< as long as nothing else is decided about the document
  };
  Result<Matter> matter(const UrgentRecord& urgent);
  struct MattersPage {
    std::string items;  ///< JSON, with commas between
    std::size_t count = 0;
    const UrgentRecord* newest = nullptr;  ///< of those on it
  };
  Result<MattersPage> page_of(const std::vector<UrgentRecord>& matters);
  Result<std::optional<AlertHit>> listed_now(const HitSeen& seen, const TravelDocument& document);

  Response take_dropped(const Request& request, const Session& session);
  Response read_frame(const Request& request, const Session& session, Direction direction);

  tl::expected<reader::Reading, Response> reading_of(const std::string& picture);
  tl::expected<OpenInspection, Response> read_page(Page& page);
  tl::expected<OpenInspection, Response> read_upload(const Request& request, std::string_view type);
  tl::expected<OpenInspection, Response> read_zone(const Request& request);
  Response open(OpenInspection inspection, Direction direction,
                std::optional<PresentedDocument> document, const Session& session);
  Response open_read(OpenInspection inspection, Direction direction, const Session& session);
  /// A page that a scanner or the camera brought.
  struct Dropped {
    Page page;
    Instant arrived;
    std::optional<Instant> zone_of_taken_at = std::nullopt;  ///< as Shutter::Seen has it
    int tries = 0;                                           ///< at which it was not read for now
  };
  void put_back(Dropped dropped);
  bool is_for_a_desk(const SeenDocument& document, const std::string& desk, const Dropped& page);
  bool is_decided(const SeenDocument& document, Instant since) const;
  void publish_drop(std::string_view fault);
  void keep_for_a_desk(Page page, std::optional<Instant> zone_of_taken_at = std::nullopt);
  void look_after_drops();
  [[nodiscard]] std::size_t drops_offered() const;
  Response show(const OpenInspection& inspection, const Standing& now_standing, int status);
  Response decide_unknown(const std::string& id, const Draft& draft);
  Result<void> look_again(OpenInspection& inspection);
  /// Whether others than before may belong to the traveller.
  Result<bool> look_for_company(OpenInspection& inspection, const OfficerId& officer);
  Result<void> look_for_adults(OpenInspection& inspection, const Session& session);
  void look_again_where_names_came();
  Response record(OpenInspection& inspection, const Draft& draft, const Session& session,
                  const OfficerId& approver);

  /// An answer, or what is to be approved first.
  using Attempt = tl::expected<Response, std::set<ApprovalMatter>>;
  Response with_approval(const Request& request, const Session& session,
                         const std::optional<Credentials>& approval,
                         const std::function<Attempt(const OfficerId& approver)>& attempt);
  Attempt try_decision(const Request& request, const DecisionForm& form, const Session& session,
                       const OfficerId& approver);
  Attempt try_correction(const RecordId& id, const CorrectionForm& form, const Session& session,
                         const OfficerId& approver);
  void note_approval(const OfficerId& approver, const RecordId& record, std::string action);
  Response record_correction(NewCorrection asked);
  Response not_recorded(const Error& error) const;
  RecordState state_of(const OpenInspection& inspection);
  Result<Standing> standing(Counted counted = Counted::kMovementAndEvidence);
  std::optional<Instant> officers_end();
  std::string metrics();
  Result<void> note_access(const AccessEvent& event);
  void note_looked_at(OpenInspection& inspection, const OfficerId& officer, std::string action,
                      std::string reason);
  bool meet_hits(OpenInspection& inspection, const Examined& examined);
  Result<bool> look_up_beside(OpenInspection& inspection, Examined& examined);
  void keep_look_up(const OpenInspection& inspection);
  /// How an inspection is left without a decision.
  struct Leaving {
    OfficerId officer;
    std::string_view how;  ///< HitLeft::how
    std::string reason = "";
  };
  void leave(OpenInspection& inspection, Leaving leaving);
  void leave_all();
  void tell_hits(OpenInspection& inspection, const Leaving& leaving);
  void write_hits_left();
  void look_after_look_ups();
  void note_look_ups_left();
  std::optional<Account> find_account(const OfficerId& officer);
  AccessOptions access_options(std::string console);
  Result<Secret> open_second_factor_of(const Account& account);
  Instant centre_now();
  std::optional<Response> without_officers();
  void publish_strip();
  void publish_decisions();

  DeskOptions options_;  ///< constant, but for the state of the drop folder
  const std::function<LinkStatus()> link_;
  const Clock& machine_clock_;
  EventStream stream_;
  Access access_;

  std::atomic<int> readings_{0};  ///< under way or waiting
  std::mutex reader_mutex_;       ///< guards reader_
  ReaderProcess reader_;

  std::optional<CameraProcess> camera_;  ///< of the thread that looks through it

  std::mutex mutex_;  ///< guards all below
  std::function<std::string()> more_metrics_;
  Ledger ledger_;
  Counter counter_;
  OpenInspections inspections_{[this](OpenInspection& inspection) {
    leave(inspection, {inspection.looked_at_by, kLeftUndecided});
  }};
  DeskAudit audit_;
  std::set<std::string> look_ups_ended_;  ///< decided or noted, and still kept on the disk
  struct HitsLeft {
    std::string inspection;
    std::vector<HitLeft> hits;
  };
  std::deque<HitsLeft> hits_left_;  ///< that the disk has not taken yet
  /// Who is on shift, and since when they have had no session here.
  std::map<OfficerId, std::optional<Instant>> shifts_;
  Shutter shutter_;
  std::deque<Dropped> dropped_;
  std::optional<Instant> offer_again_at_;  ///< what was put back; absent: nothing was
  std::optional<DropTold> drop_fault_;     ///< the last that was told
  std::string camera_state_;               ///< "": none; "good"; or a fault's name

  // Matters of the second line that nobody waits for, as they were said with that version of the
  // alert list, and of whom it was noted that they saw the newest.
  std::map<RecordId, std::string> matters_;
  std::uint64_t matters_of_version_ = 0;
  NamesSearched matters_searched_ = NamesSearched::kOfThisList;
  std::map<OfficerId, std::string> matters_seen_;

  // What open pages know.
  std::string strip_shown_;
  Instant strip_shown_at_;
  std::map<RecordId, std::string> decisions_shown_;
  std::uint64_t officers_version_ = 0;
  std::uint64_t officers_end_version_ = 0;  ///< of which list officers_end_ is
  std::optional<Instant> officers_end_;
};

}  // namespace garita::station
