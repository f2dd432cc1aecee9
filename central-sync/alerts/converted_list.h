#pragma once

#include <functional>
#include <string>

#include "schema/alerts/alert_entry.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What a list from elsewhere says for all its entries, where it says nothing itself.
struct ListDefaults {
  std::string instruction;
  AlertAction action = AlertAction::kAsWritten;
};

/// Where the entries of a list from elsewhere go, one after the other, and what of it has no place
/// in ours, in words: whose it is, what is missing, and that it was left out.
struct ListSink {
  std::function<void(const AlertEntry&)> take;
  std::function<void(const std::string&)> left_out;
  /// The reference (schema/alerts/alert_picture.h) of the picture that a row names by its file.
  /// Remedy: reject, with the reason, where there is none; the entry then has no picture.
  std::function<Result<std::string>(const std::string& file)> picture = {};
};

}  // namespace garita::central
