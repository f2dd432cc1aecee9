#include "schema/http/router.h"

#include <algorithm>

#include "schema/vocabulary/text.h"

namespace garita {

namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool is_parameter(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

/// How many literal parts fit; nothing when the pattern does not.
std::optional<std::size_t> fit(std::string_view pattern, std::string_view path,
                               Parameters& parameters) {
  const auto expected = parts_of(pattern);
  const auto given = parts_of(path);
  if (expected.size() != given.size()) return std::nullopt;
  std::size_t literal = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!is_parameter(expected[i])) {
      if (expected[i] != given[i]) return std::nullopt;
      ++literal;
      continue;
    }
    auto value = percent_decoded(given[i]);
    if (!value || value->empty()) return std::nullopt;
    parameters[std::string(expected[i].substr(1, expected[i].size() - 2))] = *std::move(value);
  }
  return literal;
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

void Router::add(Route route) {
  ensure(route.pattern.starts_with('/'), "a pattern begins with a slash");
  for (const Route& known : routes_) {
    ensure(known.method != route.method || known.pattern != route.pattern,
           "a method and pattern has one handler");
  }
  routes_.push_back(std::move(route));
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  Match found;
  if (!path.starts_with('/')) return found;
  std::size_t best = 0;
  for (const Route& route : routes_) {
    Parameters parameters;
    const auto literal = fit(route.pattern, path, parameters);
    if (!literal) continue;
    found.allowed.push_back(route.method);
    if (route.method != method || (found.route != nullptr && *literal <= best)) continue;
    best = *literal;
    found.route = &route;
    found.path_parameters = std::move(parameters);
  }
  return found;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = hex_digit(text[i + 1]);
      const auto low = hex_digit(text[i + 2]);
      if (!high || !low) return std::nullopt;
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    decoded.push_back(c);
  }
  if (!is_one_line(decoded)) return std::nullopt;
  return decoded;
}

Parameters parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    std::string pair(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
    std::replace(pair.begin(), pair.end(), '+', ' ');
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(std::string_view(pair).substr(0, equals));
    auto value = percent_decoded(equals == pair.size() ? std::string_view()
                                                       : std::string_view(pair).substr(equals + 1));
    if (name && value && !name->empty()) parameters[*std::move(name)] = *std::move(value);
  }
  return parameters;
}

}  // namespace garita
