#include "border-station/inspection/inspection.h"

namespace garita::station {

std::string_view check_state_name(CheckState state) {
  switch (state) {
    case CheckState::kOk:
      return "ok";
    case CheckState::kFail:
      return "fail";
    case CheckState::kNotDone:
      return "not_done";
  }
  return "not_done";
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kStop:
      return "stop";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "info";
}

std::string_view note_name(Note note) {
  switch (note) {
    case Note::kNone:
      return "none";
    case Note::kOptional:
      return "optional";
    case Note::kRequired:
      return "required";
  }
  return "none";
}

}  // namespace garita::station
