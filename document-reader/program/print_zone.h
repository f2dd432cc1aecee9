#pragma once

#include <string>

#include "document-reader/reading/reading.h"

namespace garita::reader {

/// "  name: value" on standard output; nothing when there is no value.
void print_line(const std::string& name, const std::string& value);

/// A zone for people on standard output, what is only plausible or a hint marked as such.
void print_zone(const ReadMrz& read);

}  // namespace garita::reader
