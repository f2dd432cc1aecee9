#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "border-station/desk/open_inspections.h"
#include "border-station/ledger/disk_words.h"
#include "border-station/uplink/uplink.h"

namespace garita::station {

// The bodies of answers, as openapi.yaml has them.

[[nodiscard]] std::string site_json(const Ledger& ledger, Instant now);
[[nodiscard]] std::string vocabulary_json();

/// What was wrong with what a scanner left, or that nobody took it: "not_a_picture", …
struct DropTold {
  std::string fault;
  Instant at;
};

/// What a station knows of itself at a moment.
struct Standing {
  LinkStatus link;
  Unsent unsent;
  std::vector<HeldBulletin> bulletins;
  ClockStanding clock;
  std::uint64_t put_aside = 0;  ///< of `unsent`, at the centre as a second branch
  std::optional<std::uintmax_t> disk_free_bytes;
  std::string camera;                         ///< of the station's own: "good" or a fault; "": none
  std::size_t drops_waiting = 0;              ///< pages that a desk which asks now may get
  std::optional<DropTold> drop_fault;         ///< the last, for a while
  std::optional<OpenPaper> paper;             ///< announced here, and not all entered
  std::optional<Instant> paper_closed_at;     ///< `paper`, by the centre, as far as it was heard
  std::optional<Instant> officers_expire_at;  ///< when the list of officers lets nobody in anew
};
/// By the centre's clock, as far as the station knows it.
[[nodiscard]] Instant centre_time(const ClockStanding& clock, Instant now);
/// Remedy: as the ledger.
[[nodiscard]] Result<Standing> standing_of(Ledger& ledger, const LinkStatus& link, Counted counted);
/// Of a standing that counts crossings and their pictures alone.
[[nodiscard]] std::string strip_json(const Ledger& ledger, const Standing& standing, Instant now);
/// Prometheus' text format; of a standing that counts all.
[[nodiscard]] std::string station_metrics(const Standing& standing, Instant now);

[[nodiscard]] std::string inspection_json(const OpenInspection& inspection,
                                          const Standing& standing, RecordState state, Instant now);
[[nodiscard]] std::string decided_json(const OpenInspection& inspection, RecordState state);
/// What the rules made of an inspection: two that look alike to an officer are the same text.
[[nodiscard]] std::string rules_json(const OpenInspection& inspection);
/// Decided, of a decision that is remembered by its record alone.
[[nodiscard]] std::string decided_json(const OwnDecision& decision);
/// RecentDecision.
[[nodiscard]] std::string own_decision_json(const OwnDecision& decision);
/// Corrected: a decision that no longer holds, and what holds in its place. `children`: by name,
/// who were let pass with whom nothing lets pass any more.
[[nodiscard]] std::string corrected_json(const OwnDecision& corrected,
                                         const std::optional<OwnDecision>& instead,
                                         const std::vector<std::string>& children);
/// Of an admitted or refused entry that holds, what stands on the traveller's paper beside what was
/// decided.
struct HandedOut {
  std::vector<std::string> grounds;      ///< of a refusal
  bool no_rule = false;                  ///< no rule covers the class: nothing sets a last day
  std::optional<DerivationLine> caveat;  ///< what the last day does not take into account
  std::optional<AppealWords> appeal;     ///< how a refusal is contested, where policies say it
};
/// HandedOut. `own.crossing` is there.
[[nodiscard]] std::string handed_out_json(const OwnDecision& own, const HandedOut& paper);
/// {"items":[…],"shift_opened_at":"…"}; `shift_opened_at`: of whoever asks, absent: none is open.
[[nodiscard]] std::string own_decisions_json(const std::vector<OwnDecision>& decisions,
                                             std::optional<Instant> shift_opened_at);

}  // namespace garita::station
