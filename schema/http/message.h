#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/api/problem.h"

namespace garita {

class EventStream;

/// One header field; names compare without case (RFC 9110, 5.1).
struct HeaderField {
  std::string name;
  std::string value;
};

using Parameters = std::map<std::string, std::string, std::less<>>;

/// One HTTP request, complete: the body is here when a handler sees it.
struct Request {
  std::string method;          ///< "GET" also where the client asked HEAD
  std::string path;            ///< begins with '/', without the query, as sent
  Parameters path_parameters;  ///< by the names in the route's pattern, percent-decoded
  Parameters query;            ///< percent-decoded; of a name given twice, the last
  std::vector<HeaderField> headers;
  std::string body;
  std::string peer_address;  ///< without the port

  /// The first field of this name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// The cookie of this name (RFC 6265, 4.2.1).
  [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
  /// A query parameter, when it is there and not empty.
  [[nodiscard]] std::optional<std::string> asked(std::string_view name) const;
};

/// A request to be kept open for Server-Sent Events (HTML Living Standard, 9.2).
struct EventSubscription {
  EventStream* stream = nullptr;
  /// Asked before each heartbeat: false ends the stream, so that a log-out is felt. Runs on the
  /// network thread: quick, no I/O.
  std::function<bool()> still_allowed;
  std::string greeting;  ///< written at the start, as event_text gives it; may be empty
  std::string farewell;  ///< written when `still_allowed` said no; may be empty
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<HeaderField> headers;  ///< beside those that the server adds to every answer
  std::optional<EventSubscription> events;
};

[[nodiscard]] Response json_response(std::string json, int status = 200);
/// text/plain; version=0.0.4, which Prometheus reads.
[[nodiscard]] Response metrics_response(std::string text);
/// `file_name` is offered to whoever saves it; plain letters, digits, '-', '_' and '.'.
[[nodiscard]] Response csv_response(std::string csv, const std::string& file_name);
/// application/problem+json (RFC 9457).
[[nodiscard]] Response problem_response(const Problem& problem);
/// 204.
[[nodiscard]] Response empty_response();
[[nodiscard]] Response event_response(EventSubscription subscription);

/// Runs on a handler thread: may read databases and wait for a worker process, and may run at the
/// same time as itself. Must not throw; a throw that comes through is answered with 500.
using Handler = std::function<Response(const Request&)>;

/// Runs on the network thread when the headers are here and the body is not: nothing lets the
/// request through, an answer ends it before its body costs memory. Quick, no I/O.
using Gate = std::function<std::optional<Response>(const Request&)>;

}  // namespace garita
