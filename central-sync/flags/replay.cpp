#include "central-sync/flags/replay.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "schema/stay/history_text.h"
#include "schema/stay/rule_text.h"

namespace garita::central {
namespace {

constexpr std::size_t kPartsMax = 2'000;
constexpr int kDaysMax = 36'600;
// Somebody of elsewhere, whom the rule is about.
constexpr auto kTraveller = "FRA";
constexpr auto kCountry = "UTO";

Failure refuse(const std::string& what) { return fail(Remedy::kReject, what); }

Result<Instant> moment(std::string_view text) {
  auto read = Instant::from_rfc3339(std::string(text) + ":00Z");
  if (!read) return refuse("'" + std::string(text.substr(0, 40)) + "' is no YYYY-MM-DDTHH:MM");
  return *read;
}

/// Zones that keep an offset of hours and minutes the whole year.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kZonesOfMinutes = {{
    {"-09:30", "Pacific/Marquesas"},
    {"+04:30", "Asia/Kabul"},
    {"+05:30", "Asia/Kolkata"},
    {"+05:45", "Asia/Kathmandu"},
    {"+06:30", "Asia/Yangon"},
    {"+09:30", "Australia/Darwin"},
}};

/// tz=-06:00 is the zone "Etc/GMT+6": there, signs count westwards.
Result<Zone> zone_of(std::optional<std::string_view> offset_said) {
  if (!offset_said) return Zone::named("UTC");
  const auto text = *offset_said;
  for (const auto& [offset, name] : kZonesOfMinutes)
    if (text == offset) return Zone::named(name);
  const bool well = text.size() == 6 && (text[0] == '-' || text[0] == '+') && text.ends_with(":00");
  if (!well)
    return refuse(
        "`tz` is no offset of whole hours, as -06:00, nor -09:30, +04:30, +05:30, +05:45, +06:30 "
        "or +09:30");
  GARITA_TRY(hours, parse_count(text.substr(1, 2), 0, 14));
  return Zone::named("Etc/GMT" + std::string(text[0] == '-' ? "+" : "-") + std::to_string(hours));
}

/// Of the parts behind the fifth, the one that begins so.
std::string option(const std::vector<std::string_view>& parts, std::string_view name) {
  for (std::size_t i = 5; i < parts.size(); ++i) {
    if (parts[i].starts_with(name)) return std::string(parts[i].substr(name.size()));
  }
  return "";
}

struct Declared {
  PostCode post;
  Instant until;
  Instant at;
};

/// Everything that a row says, ready to be asked at any moment.
class Flow {
 public:
  static Result<Flow> of(const ReplayRow& row) {
    constexpr std::array<std::string_view, 4> kPolicies = {"PER_ENTRY", "ROLL", "YEAR", "CALMONTH"};
    if (std::ranges::find(kPolicies, row.policy) == kPolicies.end())
      return refuse("policy: not known here; PER_ENTRY, ROLL, YEAR and CALMONTH are");
    auto flow = ruled(row);
    if (!flow) return fail(flow.error(), "params");
    GARITA_CHECK(flow->take_posts(row.posts));
    GARITA_CHECK(flow->take_events(row.events));
    GARITA_CHECK(flow->take_watermarks(row.watermarks));
    return flow;
  }

  [[nodiscard]] Evaluation at(Instant now) const {
    const Country country{&pack_, posts_at(now), zones_, {}};
    return evaluate(history_, country, {now, now});
  }

  [[nodiscard]] std::optional<Instant> low_watermark(Instant now) const {
    return lowest_watermark(posts_at(now));
  }

  [[nodiscard]] std::set<std::string> raised_at(Instant now) const {
    std::set<std::string> raised;
    for (const auto& flag : at(now).flags) {
      if (!is_raised(flag.state)) continue;
      raised.insert(std::string(flag_name(flag.flag_case().kind)) + "(" + flag.subject + ")");
    }
    return raised;
  }

  /// Before `now`: whenever something arrived, what is raised could change.
  [[nodiscard]] std::set<std::string> ever_raised_before(Instant now) const {
    std::set<std::string> raised;
    for (const auto& moment : moments_) {
      if (moment < now) raised.merge(raised_at(moment));
    }
    return raised;
  }

 private:
  Flow(PolicyPack pack, std::optional<Date> document_expiry, Zone zone)
      : pack_(std::move(pack)), document_expiry_(document_expiry), zone_(std::move(zone)) {
    history_.nationality = CountryCode(kTraveller);
  }

  static Result<Flow> ruled(const ReplayRow& row) {
    GARITA_TRY(params, RowParams::parse(row.params));
    GARITA_TRY(zone, zone_of(params.take("tz")));
    GARITA_TRY(said, rule_of_row(row.policy, params, false));
    if (!said.rule.returns_from.empty())
      return refuse("`contiguous` means nothing here: events do not say where from");
    GARITA_TRY(pack, PolicyPack::of("1", CountryCode(kCountry), {said.rule}));
    return Flow(std::move(pack), said.document_expiry, std::move(zone));
  }

  Result<void> take_posts(std::string_view text) {
    for (const auto post : parts_of(text, ',')) {
      auto code = parse_place(post);
      if (!code) return fail(code.error(), "posts");
      posts_.insert(PostCode(*code));
      zones_.add(PostCode(*code), zone_, {{Instant{}}});
    }
    if (posts_.empty()) return refuse("posts: none");
    return {};
  }

  Result<void> take_events(std::string_view text) {
    const auto events = parts_of(text, ';');
    if (events.size() > kPartsMax) return refuse("events: more than 2,000");
    std::map<std::string_view, std::vector<std::string_view>> told;
    for (const auto event : events) {
      const auto parts = parts_of(event, '|');
      auto taken = take_event(parts);
      if (taken && !agrees_with_namesake(parts, told)) taken = refuse("another event has its id");
      if (!taken) return fail(taken.error(), "events: " + std::string(event.substr(0, 60)));
    }
    return {};
  }

  /// What arrives twice is one event; two that say different things cannot have one id.
  static bool agrees_with_namesake(
      const std::vector<std::string_view>& parts,
      std::map<std::string_view, std::vector<std::string_view>>& told) {
    constexpr std::size_t kReceived = 4;
    auto said = parts;
    said[kReceived] = {};
    return told.emplace(parts[0], said).first->second == said;
  }

  Result<void> take_event(const std::vector<std::string_view>& parts) {
    if (parts.size() < 5) return refuse("not id|kind|post|occurred|received");
    const std::string id(parts[0]);
    GARITA_TRY(at, moment(parts[3]));
    GARITA_TRY(known, moment(parts[4]));
    moments_.insert(known);
    if (parts[1] == "VOID") {
      history_.voids.push_back({{id, option(parts, "of=")}, known});
    } else if (parts[1] == "EXT") {
      GARITA_TRY(days, parse_count(option(parts, "days="), 0, kDaysMax));
      StatusChange change;
      change.reference = id;
      change.at = at;
      change.day = zone_.local_day(at);
      change.of = option(parts, "of=");
      change.days = days;
      history_.changes.push_back({change, known});
    } else if (parts[1] == "IN" || parts[1] == "OUT") {
      if (!posts_.contains(PostCode(std::string(parts[2]))))
        return refuse("a post that is not listed");
      history_.movements.push_back({movement_of(parts, at), known});
    } else {
      return refuse("a kind that is not known");
    }
    return {};
  }

  [[nodiscard]] Movement movement_of(const std::vector<std::string_view>& parts, Instant at) const {
    Movement movement;
    movement.reference = std::string(parts[0]);
    movement.direction = parts[1] == "IN" ? Direction::kEntry : Direction::kExit;
    movement.at = at;
    movement.day = zone_.local_day(at);
    movement.post = PostCode(std::string(parts[2]));
    if (movement.direction == Direction::kExit) return movement;
    movement.admission.emplace();
    movement.admission->entered = movement.day;
    movement.admission->audience = {CountryCode(kTraveller), "P", "visitor"};
    movement.admission->document_expiry = document_expiry_;
    return movement;
  }

  Result<void> take_watermarks(std::string_view text) {
    const auto watermarks = parts_of(text, ';');
    if (watermarks.size() > kPartsMax) return refuse("watermarks: more than 2,000");
    for (const auto watermark : watermarks) {
      auto taken = take_watermark(parts_of(watermark, '|'));
      if (!taken) return fail(taken.error(), "watermarks: " + std::string(watermark.substr(0, 60)));
    }
    return {};
  }

  Result<void> take_watermark(const std::vector<std::string_view>& parts) {
    if (parts.size() != 3) return refuse("not post|complete until|declared at");
    const PostCode post{std::string(parts[0])};
    if (!posts_.contains(post)) return refuse("a post that is not listed");
    GARITA_TRY(until, moment(parts[1]));
    GARITA_TRY(at, moment(parts[2]));
    declared_.push_back({post, until, at});
    moments_.insert(at);
    return {};
  }

  /// Every post sees everything.
  [[nodiscard]] std::vector<PostWatermark> posts_at(Instant known_at) const {
    std::vector<PostWatermark> posts;
    for (const auto& post : posts_) posts.push_back({post, true, true, std::nullopt});
    for (const auto& declared : declared_) {
      if (declared.at > known_at) continue;
      const auto post = std::ranges::find(posts, declared.post, &PostWatermark::post);
      post->complete_until = std::max(post->complete_until, std::optional(declared.until));
    }
    return posts;
  }

  PolicyPack pack_;
  std::optional<Date> document_expiry_;
  Zone zone_;
  std::set<PostCode> posts_;
  PostZones zones_;
  PersonHistory history_;
  std::vector<Declared> declared_;
  std::set<Instant> moments_;
};

/// What there is, with ";" between; "-" for nothing.
std::string joined(const auto& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ";") + text;
  return all.empty() ? "-" : all;
}

std::vector<std::string> stays_of(const Evaluation& evaluation) {
  std::vector<std::string> texts;
  for (const auto& [stay, authorised] : evaluation.stays) {
    const std::string end = stay.exit ? stay.exit->day.iso() : stay.open() ? "?" : "?!";
    texts.push_back(stay.entry.day.iso() + ".." + end);
  }
  return texts;
}

std::vector<std::string> flags_of(const Evaluation& evaluation) {
  std::vector<std::string> texts;
  for (const auto& flag : evaluation.flags) {
    if (flag.state == FlagState::kOpen) continue;
    const bool raised = is_raised(flag.state);
    std::string text(flag_name(flag.kind));
    if (flag.kind == FlagKind::kOverstayOpen && raised)
      text += ":" + std::to_string(flag.days_over);
    texts.push_back(text + "(" + flag.subject + ")=" + (raised ? "RAISED" : "HELD"));
  }
  return texts;
}

}  // namespace

Result<ReplayAnswer> replay(const ReplayRow& row) {
  auto now = moment(row.as_of);
  if (!now) return fail(now.error(), "as_of");
  GARITA_TRY(flow, Flow::of(row));
  const auto evaluation = flow.at(*now);
  auto withdrawn = flow.ever_raised_before(*now);
  for (const auto& still : flow.raised_at(*now)) withdrawn.erase(still);
  const auto low = flow.low_watermark(*now);
  return ReplayAnswer{low ? low->rfc3339().substr(0, 16) : "-", joined(stays_of(evaluation)),
                      joined(flags_of(evaluation)), joined(withdrawn)};
}

}  // namespace garita::central
