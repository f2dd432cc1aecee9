// The part of Desk for faces: a live photo of the traveller, and pictures of whom the list means.
#include <algorithm>

#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"

namespace garita::station {

Response picture_response(const Result<std::optional<Secret>>& picture) {
  if (!picture) return not_available(picture.error());
  if (!*picture) return no_picture();
  Response response;
  response.content_type = "image/jpeg";
  response.body = std::string(text_of((*picture)->view()));
  return response;
}

/// Of an alert of this inspection, as the first line is shown it: a silent one is none.
Response Desk::get_listed_picture(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  const OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  const Examined& examined = inspection->examined;
  const auto& alerts = examined.inspection.alerts;
  const auto alert = std::ranges::find(alerts, request.path_parameters.at("alert"), &Alert::id);
  if (alert == alerts.end() || !alert->hit) return no_picture();
  return picture_response(counter_.listed_picture(examined.hits.at(*alert->hit).entry.picture));
}

Response Desk::take_photo(const Request& request, const Session&) {
  const std::string& id = request.path_parameters.at("inspection");
  {
    // Before the reader is troubled.
    const std::lock_guard lock(mutex_);
    if (inspections_.find(id) == nullptr) return no_such_inspection();
  }
  if (viewable_type(request.body).empty()) return not_a_picture();
  // Whether it is a picture is found out where hostile ones are decoded; what is read in it is not
  // asked.
  const auto reading = reading_of(request.body);
  if (!reading) return reading.error();
  const std::lock_guard lock(mutex_);
  OpenInspection* inspection = inspections_.find(id);
  if (inspection == nullptr) return no_such_inspection();
  if (inspection->taken) return already_decided();
  const auto now_standing = standing();
  if (!now_standing) return not_available(now_standing.error());
  inspection->photo = std::make_shared<const std::string>(request.body);
  note_photo(inspection->examined);
  ++inspection->revision;
  return show(*inspection, *now_standing, 200);
}

Response Desk::get_photo(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  const OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  if (!inspection->photo) return no_picture();
  Response response;
  response.content_type = viewable_type(*inspection->photo);
  response.body = *inspection->photo;
  return response;
}

}  // namespace garita::station
