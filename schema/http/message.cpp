#include "schema/http/message.h"

#include <algorithm>

namespace garita {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Response response(int status, std::string content_type, std::string body) {
  Response made;
  made.status = status;
  made.content_type = std::move(content_type);
  made.body = std::move(body);
  return made;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const HeaderField& field : headers) {
    if (same_name(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const HeaderField& field : headers) {
    if (!same_name(field.name, "Cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = without_spaces(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::string> Request::asked(std::string_view name) const {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

Response json_response(std::string json, int status) {
  return response(status, "application/json", std::move(json));
}

Response metrics_response(std::string text) {
  return response(200, "text/plain; version=0.0.4; charset=utf-8", std::move(text));
}

Response csv_response(std::string csv, const std::string& file_name) {
  Response made = response(200, "text/csv; charset=utf-8", std::move(csv));
  made.headers.push_back({"Content-Disposition", "attachment; filename=\"" + file_name + "\""});
  return made;
}

Response problem_response(const Problem& problem) {
  return response(problem.status, "application/problem+json", to_json(problem));
}

Response empty_response() { return response(204, "", ""); }

Response event_response(EventSubscription subscription) {
  Response made = response(200, "text/event-stream", "");
  made.events = std::move(subscription);
  return made;
}

}  // namespace garita
