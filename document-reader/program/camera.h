#pragma once

#include <string>

namespace garita::reader {

/// Serves one client with the frames of a camera: confined as soon as the camera is open. Gives the
/// exit status of the process (worker/camera.h).
[[nodiscard]] int serve_as_camera(const std::string& source);

}  // namespace garita::reader
