// The part of Desk that takes a live photo of the traveller.
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"

namespace garita::station {

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
  inspection->photo = std::make_shared<const std::string>(request.body);
  note_photo(inspection->examined);
  ++inspection->revision;
  return show(*inspection, 200);
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
