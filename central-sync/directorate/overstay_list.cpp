#include "central-sync/directorate/overstay_list.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schema/vocabulary/state_codes.h"

namespace garita::central {
namespace {

constexpr std::size_t kLimitMax = 500;

Failure wrong(const std::string& parameter, const std::string& why) {
  return fail(Remedy::kReject, parameter + ": " + why);
}

std::vector<std::string> parts_of(const std::string& list, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= list.size();) {
    const auto end = std::min(list.find(separator, at), list.size());
    if (end > at) parts.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Letters and digits, upper case: how a number is compared whatever it is typed with.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') out.push_back(static_cast<char>(c - 'a' + 'A'));
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out.push_back(c);
  }
  return out;
}

/// What a row is sorted by, made comparable as text.
std::string sort_key(const OverstayRow& row, std::string_view by) {
  const auto padded = [](std::int64_t value) {
    const std::string digits = std::to_string(value + 1'000'000'000'000'000);
    return std::string(20 - digits.size(), '0') + digits;
  };
  if (by == "days_over") return padded(row.flag.days_over);
  if (by == "authorised_until") {
    return row.flag.authorised_until ? row.flag.authorised_until->iso() : "";
  }
  if (by == "entry_at") return padded(row.flag.at.milliseconds);
  if (by == "name") return row.name;
  if (by == "nationality") return std::string(one_code_of(row.nationality.value()));
  if (by == "entry_post") return row.flag.post.value();
  if (by == "state") return padded(static_cast<int>(row.flag.state));
  return padded(row.last_change.milliseconds);
}

constexpr std::array<std::string_view, 8> kSorts{"days_over", "authorised_until", "entry_at",
                                                 "name",      "nationality",      "entry_post",
                                                 "state",     "last_change"};

Result<std::set<FlagKind>> kinds_of(const std::string& list) {
  std::set<FlagKind> kinds;
  for (const auto& name : parts_of(list, ',')) {
    bool known = false;
    for (const auto kind : kFlagKinds) {
      if (flag_name(kind) != name) continue;
      kinds.insert(kind);
      known = true;
    }
    if (!known) return wrong("flags", "no such kind of flag");
  }
  return kinds;
}

Result<void> read_paging(const Parameters& query, ListRequest& wanted) {
  const auto asked = [&](const char* name) {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
  };
  if (const auto text = asked("limit"); !text.empty()) {
    const auto limit = number<std::size_t>(text);
    if (!limit || *limit < 1 || *limit > kLimitMax) return wrong("limit", "1 to 500");
    wanted.limit = *limit;
  }
  if (const auto text = asked("sort"); !text.empty()) {
    const auto by = std::string_view(text).substr(text.front() == '-' ? 1 : 0);
    if (std::find(kSorts.begin(), kSorts.end(), by) == kSorts.end()) {
      return wrong("sort", "no such order");
    }
    wanted.sort = text;
  }
  if (const auto text = asked("cursor"); !text.empty()) {
    const auto parts = parts_of(text, '.');
    if (parts.size() != 3) return wrong("cursor", "is none of ours");
    const auto offset = number<std::size_t>(parts[0]);
    const auto as_of = number<std::int64_t>(parts[1]);
    const auto known_at = number<std::int64_t>(parts[2]);
    if (!offset || !as_of || !known_at) return wrong("cursor", "is none of ours");
    wanted.offset = *offset;
    wanted.as_of = Instant{*as_of};
    wanted.known_at = Instant{*known_at};
  }
  return {};
}

/// What will be or be known later cannot be told now: the answer would not be the same for ever.
Result<std::optional<Instant>> moment(const std::string& name, const std::string& text,
                                      Instant now) {
  if (text.empty()) return std::optional<Instant>();
  const auto read = Instant::from_rfc3339(text);
  if (!read) return wrong(name, read.error().message);
  if (*read > now) return wrong(name, "lies in the future: it is " + now.rfc3339());
  return std::optional(*read);
}

bool fits(const OverstayRow& row, const ListRequest& wanted) {
  if (!wanted.kinds.empty() && !wanted.kinds.contains(row.flag.kind)) return false;
  if (!wanted.post.empty() && row.flag.post.value() != wanted.post) return false;
  if (!wanted.nationality.value().empty() && row.nationality != wanted.nationality) return false;
  if (row.flag.days_over < wanted.days_over_min) return false;
  if (wanted.document.empty()) return true;
  const auto number = row.document.substr(row.document.find('|') + 1);
  return plain(number) == wanted.document;
}

}  // namespace

Result<ListRequest> list_request(const Parameters& query, Instant now) {
  const auto asked = [&](const char* name) {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
  };
  ListRequest wanted;
  GARITA_TRY(as_of, moment("as_of", asked("as_of"), now));
  GARITA_TRY(known_at, moment("known_at", asked("known_at"), now));
  wanted.as_of = as_of;
  wanted.known_at = known_at;
  const auto states = asked("states");
  auto parsed = parse_states(states.empty() ? "probable,confirmed" : states);
  if (!parsed) return wrong("states", parsed.error().message);
  wanted.states = *std::move(parsed);
  GARITA_TRY(kinds, kinds_of(asked("flags")));
  wanted.kinds = std::move(kinds);
  wanted.post = asked("post");
  wanted.nationality = CountryCode(asked("nationality"));
  wanted.document = plain(asked("document"));
  if (const auto text = asked("days_over_min"); !text.empty()) {
    const auto days = number<int>(text);
    if (!days || *days < 0) return wrong("days_over_min", "a whole number from 0 on");
    wanted.days_over_min = *days;
  }
  GARITA_CHECK(read_paging(query, wanted));
  return wanted;
}

FilteredList filtered(std::vector<OverstayRow> rows, const ListRequest& wanted) {
  FilteredList list;
  for (auto& row : rows) {
    if (!fits(row, wanted)) continue;
    ++list.counts[row.flag.state];
    if (wanted.states.contains(row.flag.state)) list.rows.push_back(std::move(row));
  }
  const bool falling = wanted.sort.starts_with('-');
  const auto by = std::string_view(wanted.sort).substr(falling ? 1 : 0);
  const auto tie = [](const OverstayRow& row) {
    return std::pair(row.flag.at, row.person.value());
  };
  std::stable_sort(list.rows.begin(), list.rows.end(), [&](const auto& a, const auto& b) {
    const auto left = sort_key(a, by);
    const auto right = sort_key(b, by);
    if (left != right) return falling ? right < left : left < right;
    return tie(a) < tie(b);
  });
  return list;
}

std::string cursor_after(const ListRequest& page, Instant as_of, Instant known_at) {
  return std::to_string(page.offset + page.limit) + "." + std::to_string(as_of.milliseconds) + "." +
         std::to_string(known_at.milliseconds);
}

}  // namespace garita::central
