#include "schema/record/enrolment.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/vocabulary/json_keys.h"

namespace garita {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kTokenCharacters = 43;
constexpr std::size_t kListMax = 64;
/// What each value but the first costs in commas and brackets; a file holds far fewer.
constexpr std::ptrdiff_t kValuesMax = 1'000;
constexpr std::string_view kEnrolmentKind = "garita-enrolment";
constexpr std::string_view kRequestKind = "garita-enrolment-request";
constexpr std::string_view kAnswerKind = "garita-enrolment-answer";

json headed(std::string_view kind) { return json{{"kind", kind}, {"version", kVersion}}; }

Result<json> parse_headed(std::string_view text, std::string_view kind) {
  if (text.size() > kEnrolmentBytesMax) return fail(Remedy::kReject, "the file is too large");
  // A stranger's request is read before it is known to be one: a tree of thousands of values is
  // none.
  const auto values =
      std::ranges::count_if(text, [](char c) { return c == ',' || c == '[' || c == '{'; });
  if (values > kValuesMax)
    return fail(Remedy::kReject, "it holds more than a " + std::string(kind) + " does");
  auto object = json::parse(text, nullptr, false);
  GARITA_CHECK(check_keys_once(text));
  const bool ours = object.is_object() && object.contains("kind") && object["kind"] == kind;
  if (!ours) return fail(Remedy::kReject, "this is no " + std::string(kind));
  if (object["version"] != kVersion) {
    return fail(Remedy::kReject, "this " + std::string(kind) + " is of another version");
  }
  return object;
}

Result<std::string> text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    return fail(Remedy::kReject, std::string(key) + " is missing");
  }
  return found->get<std::string>();
}

Result<std::vector<std::string>> texts_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->size() > kListMax) {
    return fail(Remedy::kReject, std::string(key) + " is missing");
  }
  std::vector<std::string> texts;
  for (const auto& item : *found) {
    if (!item.is_string()) return fail(Remedy::kReject, std::string(key) + " holds no text");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

Result<StationId> station_at(const json& object) {
  GARITA_TRY(text, text_at(object, "station"));
  return parse_station_id(text);
}

Result<std::string> token_at(const json& object) {
  GARITA_TRY(token, text_at(object, "token"));
  if (token.size() != kTokenCharacters) return fail(Remedy::kReject, "the token is damaged");
  return token;
}

Result<std::optional<Instant>> moment_at(const json& object, const char* key) {
  if (!object.contains(key)) return std::optional<Instant>();
  GARITA_TRY(text, text_at(object, key));
  GARITA_TRY(moment, Instant::from_rfc3339(text));
  return std::optional<Instant>(moment);
}

Result<std::set<Direction>> directions_at(const json& object) {
  GARITA_TRY(names, texts_at(object, "directions"));
  std::set<Direction> directions;
  for (const auto& name : names) {
    GARITA_TRY(direction, parse_direction(name));
    directions.insert(direction);
  }
  return directions;
}

Result<std::vector<Bytes>> bulletins_at(const json& object) {
  GARITA_TRY(texts, texts_at(object, "bulletins"));
  std::vector<Bytes> bulletins;
  for (const auto& text : texts) {
    GARITA_TRY(bytes, from_base64(text));
    bulletins.push_back(std::move(bytes));
  }
  return bulletins;
}

Result<void> read_place(const json& object, Enrolment& enrolment) {
  GARITA_TRY(post, text_at(object, "post"));
  GARITA_TRY(code, parse_post_code(post));
  enrolment.post = code;
  GARITA_TRY(country, text_at(object, "country"));
  enrolment.country = CountryCode(country);
  GARITA_TRY(border, text_at(object, "border"));
  constexpr std::string_view kBorders[] = {"land", "air", "sea", kOffice};
  if (std::ranges::find(kBorders, border) == std::end(kBorders)) {
    return fail(Remedy::kReject, "a border is land, air or sea, or the post is an office");
  }
  enrolment.border = border;
  GARITA_TRY(zone, text_at(object, "zone"));
  enrolment.zone = zone;
  GARITA_TRY(directions, directions_at(object));
  enrolment.directions = std::move(directions);
  if (enrolment.directions.empty() != (border == kOffice))
    return fail(Remedy::kReject, "a post sees at least one direction, and an office none");
  return {};
}

Result<void> read_trust(const json& object, Enrolment& enrolment) {
  const std::pair<const char*, std::string Enrolment::*> certificates[] = {
      {"authority_certificate", &Enrolment::authority_certificate},
      {"centre_certificate", &Enrolment::centre_certificate},
      {"seal_certificate", &Enrolment::seal_certificate},
      {"bulletins_certificate", &Enrolment::bulletins_certificate},
  };
  for (const auto& [key, member] : certificates) {
    GARITA_TRY(pem, text_at(object, key));
    enrolment.*member = std::move(pem);
  }
  return {};
}

}  // namespace

std::string to_json(const Enrolment& enrolment) {
  json object = headed(kEnrolmentKind);
  object["token"] = enrolment.token;
  if (enrolment.token_valid_until)
    object["token_valid_until"] = enrolment.token_valid_until->rfc3339();
  object["country"] = enrolment.country.value();
  object["station"] = enrolment.station.value();
  object["post"] = enrolment.post.value();
  object["directions"] = json::array();
  for (const auto direction : enrolment.directions) {
    object["directions"].push_back(direction_name(direction));
  }
  object["border"] = enrolment.border;
  object["zone"] = enrolment.zone;
  object["exercise"] = enrolment.exercise;
  object["centres"] = enrolment.centres;
  object["desk_names"] = enrolment.desk_names;
  object["authority_certificate"] = enrolment.authority_certificate;
  object["centre_certificate"] = enrolment.centre_certificate;
  object["seal_certificate"] = enrolment.seal_certificate;
  object["bulletins_certificate"] = enrolment.bulletins_certificate;
  object["bulletins"] = json::array();
  for (const auto& bulletin : enrolment.bulletins) {
    object["bulletins"].push_back(to_base64(bulletin));
  }
  return object.dump(2) + "\n";
}

std::string to_json(const EnrolmentRequest& request) {
  json object = headed(kRequestKind);
  object["token"] = request.token;
  object["station"] = request.station.value();
  object["station_request"] = request.station_request;
  object["console_request"] = request.console_request;
  return object.dump(2) + "\n";
}

std::string to_json(const EnrolmentAnswer& answer) {
  json object = headed(kAnswerKind);
  object["station"] = answer.station.value();
  object["station_certificate"] = answer.station_certificate;
  object["console_certificate"] = answer.console_certificate;
  return object.dump(2) + "\n";
}

Result<Enrolment> parse_enrolment(std::string_view text) {
  GARITA_TRY(object, parse_headed(text, kEnrolmentKind));
  Enrolment enrolment;
  GARITA_TRY(token, token_at(object));
  enrolment.token = std::move(token);
  GARITA_TRY(valid_until, moment_at(object, "token_valid_until"));
  enrolment.token_valid_until = valid_until;
  GARITA_TRY(station, station_at(object));
  enrolment.station = std::move(station);
  GARITA_CHECK(read_place(object, enrolment));
  enrolment.exercise = object.contains("exercise") && object["exercise"] == true;
  GARITA_TRY(centres, texts_at(object, "centres"));
  enrolment.centres = std::move(centres);
  GARITA_TRY(desk_names, texts_at(object, "desk_names"));
  enrolment.desk_names = std::move(desk_names);
  GARITA_CHECK(read_trust(object, enrolment));
  GARITA_TRY(bulletins, bulletins_at(object));
  enrolment.bulletins = std::move(bulletins);
  return enrolment;
}

Result<EnrolmentRequest> parse_enrolment_request(std::string_view text) {
  GARITA_TRY(object, parse_headed(text, kRequestKind));
  GARITA_TRY(token, token_at(object));
  GARITA_TRY(station, station_at(object));
  GARITA_TRY(station_request, text_at(object, "station_request"));
  GARITA_TRY(console_request, text_at(object, "console_request"));
  return EnrolmentRequest{std::move(token), std::move(station), std::move(station_request),
                          std::move(console_request)};
}

Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view text) {
  GARITA_TRY(object, parse_headed(text, kAnswerKind));
  GARITA_TRY(station, station_at(object));
  GARITA_TRY(station_certificate, text_at(object, "station_certificate"));
  GARITA_TRY(console_certificate, text_at(object, "console_certificate"));
  return EnrolmentAnswer{std::move(station), std::move(station_certificate),
                         std::move(console_certificate)};
}

}  // namespace garita
