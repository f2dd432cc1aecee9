#include "schema/http/answer.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace garita {

namespace {

constexpr std::string_view kSecurityFields =
    "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

constexpr std::array<std::pair<int, std::string_view>, 27> kReasons{{
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
    {502, "Bad Gateway"},
}};

std::string_view reason_of(int status) {
  for (const auto& [known, reason] : kReasons) {
    if (known == status) return reason;
  }
  return "Unknown";
}

/// Whatever a handler puts into a field, it stays one field.
std::string on_one_line(std::string_view value) {
  std::string line(value);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return line;
}

bool has_field(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const HeaderField& field) { return field.name == name; });
}

std::string joined(const std::vector<std::string>& methods) {
  std::string list = "OPTIONS";
  for (const std::string& method : methods) {
    list += ", " + method;
    if (method == "GET") list += ", HEAD";
  }
  return list;
}

}  // namespace

std::string head_of(const Response& response, AfterAnswer after, std::string_view date) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_of(response.status)).append("\r\nDate: ").append(date).append("\r\n");
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body && !response.events) {
    head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  }
  if (has_body && !response.content_type.empty()) {
    head += "Content-Type: " + on_one_line(response.content_type) + "\r\n";
  }
  if (!has_field(response, "Cache-Control")) head += "Cache-Control: no-store\r\n";
  for (const HeaderField& field : response.headers) {
    head += field.name + ": " + on_one_line(field.value) + "\r\n";
  }
  head += kSecurityFields;
  if (after == AfterAnswer::kClose) head += "Connection: close\r\n";
  return head + "\r\n";
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  if (gmtime_r(&now, &parts) == nullptr) return "Thu, 01 Jan 1970 00:00:00 GMT";
  std::array<char, 40> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

Response refusal(int status, std::string name, std::string title) {
  return problem_response({.status = status,
                           .name = std::move(name),
                           .title = std::move(title),
                           .detail = "",
                           .errors = {}});
}

Response not_found() { return refusal(404, "not-found", "There is nothing at this address"); }

Response method_not_allowed(const std::vector<std::string>& allowed) {
  Response response =
      refusal(405, "method-not-allowed", "This address does not answer this method");
  response.headers.push_back({"Allow", joined(allowed)});
  return response;
}

Response options_answer(const std::vector<std::string>& allowed) {
  Response response = empty_response();
  response.headers.push_back({"Allow", joined(allowed)});
  return response;
}

}  // namespace garita
