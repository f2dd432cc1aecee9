#pragma once

#include "schema/vocabulary/date.h"

namespace garita::reader {

/// Serves one client on standard input and output until end of file, confined: no file, socket or
/// program can be opened any more (seccomp), memory and CPU time are bounded (limits.h). Messages
/// both ways are four bytes of length, big endian, then as many bytes: a picture file in; out a
/// Reading as JSON, or {"error": "…"} for a picture that is none. A picture that takes too long or
/// too much ends the process: whoever started it starts another, and has lost that reading alone.
/// Returns the exit status.
[[nodiscard]] int serve_as_worker();

/// The same for pictures of listed persons (schema/alerts/alert_picture.h): out comes the picture
/// as a small JPEG, or {"error": "…"}.
[[nodiscard]] int serve_portraits();

/// Today, for the centuries of two-digit years: UTC suffices.
[[nodiscard]] Date today_utc();

}  // namespace garita::reader
